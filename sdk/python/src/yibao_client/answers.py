"""What goes into a call and what comes out of it, before encryption and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from .errors import AnswerNotGenuine, ConfigurationError


class ServiceBody(TypedDict, total=False):
    """The parts of a call to a service. The page of the service says which it needs.

    ``subject``: whom it is about: certificate_type, certificate_number, name.
    ``identity``: how sure the channel is of the caller: level (such as L3), method (such as face).
    ``agent``: who acts for the subject, when somebody does.
    ``answers``: the fields of the service. ``materials``: code, source, file_id of each.
    """

    subject: Mapping[str, Any] | None
    identity: Mapping[str, Any] | None
    agent: Mapping[str, Any] | None
    answers: Mapping[str, Any] | None
    materials: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered. Content stays out of the representation: it is personal data.

    ``result`` is the result of a query, or of an application that is done at once. ``case`` is the
    running case of an application: number, service, state, state_label, accepted_at, due_on,
    next_action, receipt_url, query_code. ``request_id`` is what to quote to the platform.
    """

    request_id: str
    result: dict[str, Any] | None = field(repr=False)
    case: dict[str, Any] | None = field(repr=False)

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> Answer:
        """Read a plain answer; what a later server adds is ignored."""
        return cls(
            request_id=str(data.get("request_id", "")),
            result=data.get("result"),
            case=data.get("case"),
        )

    def required_result(self) -> dict[str, Any]:
        """Return the result of a call that always has one."""
        if self.result is None:
            raise AnswerNotGenuine("it has no result", status=200)
        return self.result


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A stored file: what a material refers to, its size in bytes, its SM3 in hexadecimal."""

    file_id: str
    size: int
    sm3: str


def plain_body(parts: ServiceBody) -> dict[str, Any]:
    """Return the body of a call to a service. Raises ConfigurationError on an unknown part."""
    unknown = sorted(parts.keys() - ServiceBody.__annotations__.keys())
    if unknown:
        raise ConfigurationError(f"a call has no part named {', '.join(unknown)}")
    given = {name: value for name, value in parts.items() if value is not None}
    return {"answers": {}, "materials": [], **given}
