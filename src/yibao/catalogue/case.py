"""What the checks and the effect of a service see of the case that they work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from yibao.catalogue.form import Form

if TYPE_CHECKING:
    from yibao.platform.database import Sql

F = TypeVar("F", bound=Form)


class IdentityLevel(StrEnum):
    """How surely the platform knows who is asking (docs/explanation/domain.md 1.3, R-G1)."""

    PUBLIC = "L0"
    REAL_NAME = "L2"
    STRONG = "L3"


@dataclass(frozen=True)
class Identity:
    """A person by certificate and name. Personal data: never into a log."""

    certificate_type: str
    certificate_number: str
    name: str

    def __repr__(self) -> str:
        return "Identity(…)"


@dataclass(frozen=True)
class Agent:
    """Who acts for the subject (代办人), and how they are related."""

    identity: Identity
    phone: str
    relation: str

    def __repr__(self) -> str:
        return "Agent(…)"


class Case(msgspec.Struct, Generic[F], frozen=True, weakref=True):
    """A running case (办件), or a query being answered.

    ``sql`` is a cursor inside the transaction that will keep the case: an effect that raises
    leaves nothing behind. ``number`` is empty for a query. ``materials`` maps the code of a
    material to the way it came.

    ``subject_index`` is what the subject's rows are found by: 32 bytes, or none when a public
    query names nobody.

    ``submitted_on`` is the day on which the application was handed in, ``today`` the day on which
    the checks run or the effect is taken: the same, unless an officer decides. What the law counts
    from the application (a window, a waiting period, a lock) is counted from ``submitted_on``, so
    that a slow officer pushes nobody past a window.
    """

    number: str
    operation: str
    subject: Identity
    subject_index: bytes
    answers: F
    now: datetime
    today: date
    submitted_on: date
    sql: Sql
    agent: Agent | None = None
    channel: str = ""
    officer: str = ""
    materials: tuple[tuple[str, str], ...] = ()

    def pledged(self, material_code: str) -> bool:
        """Tell whether a written pledge stands in for this material."""
        return (material_code, "pledge") in self.materials

    @property
    def operator(self) -> str:
        """Return who is responsible for the write: the officer, or the channel."""
        return f"officer:{self.officer}" if self.officer else f"channel:{self.channel}"
