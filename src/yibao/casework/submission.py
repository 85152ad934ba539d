"""What reaches the engine, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from yibao.casework.states import CaseState
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService


class Caller(msgspec.Struct, frozen=True):
    """Who hands the request in: a channel by API, a person on H5, or an officer at a counter.

    ``signed_in`` is the index of the person who signed in on H5 (32 bytes), the subject or the
    agent; empty for a channel's call.
    """

    channel: str
    identity_level: IdentityLevel
    officer: str = ""
    region: str = ""
    signed_in: bytes = b""

    @property
    def file_owner(self) -> str:
        """Return whose uploaded files this caller may use."""
        if self.officer:
            return f"officer:{self.officer}"
        if self.signed_in:
            return f"person:{self.signed_in.hex()}"
        return f"channel:{self.channel}"


class Submission(msgspec.Struct, frozen=True):
    """A request to a service, still as it travelled.

    ``request_number`` is the caller's own number: the same number with the same content is
    answered as the first time. ``digest`` is the SM3 of the content (32 bytes).
    """

    service: AnyService
    caller: Caller
    subject: object
    answers: Mapping[str, object]
    request_number: str
    digest: bytes
    agent: object = None
    materials: Sequence[object] = ()


@dataclass(frozen=True)
class CaseReceipt:
    """What every applicant gets back about the case (docs/explanation/domain.md 1.1)."""

    id: UUID
    number: str
    state: CaseState
    submitted_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    query_code: str
    next_action: str


class Outcome(msgspec.Struct, frozen=True):
    """The answer: a result, and for an application the receipt of its case.

    ``subject_index`` is the index of the person whom it was about, for the log of who looked.
    """

    result: object | None
    receipt: CaseReceipt | None = None
    is_repeat: bool = False
    subject_index: bytes | None = None
