"""What the rules judge: policy numbers, the registrations a person has, and what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yibao.kernel.period import Period
from yibao.remote_care.kinds import FilingKind


@dataclass(frozen=True)
class Policy:
    """The policy numbers that hold for a person's home region on the day of applying."""

    start_days_back: int
    start_days_ahead: int
    end_days_ahead: int
    pledge_lock_months: int


@dataclass(frozen=True)
class Held:
    """What the rules know of a registration that the person has. ``ends_on`` is its last day."""

    number: str
    kind: FilingKind
    care_region: str
    starts_on: date
    ends_on: date | None = None
    is_multi_place: bool = False
    locked_until: date | None = None

    @property
    def period(self) -> Period | None:
        """Return the days on which it holds; None when it was withdrawn before it began."""
        if self.ends_on is None:
            return Period(self.starts_on)
        if self.ends_on < self.starts_on:
            return None
        return Period.through(self.starts_on, self.ends_on)


@dataclass(frozen=True, kw_only=True)
class FilingFacts:
    """All that decides whether somebody may be registered. Regions are six-digit codes.

    ``applied_on`` is the day on which the application was handed in.
    """

    applied_on: date
    policy: Policy
    kind: FilingKind
    care_region: str
    starts_on: date
    home_region: str = ""
    is_enrolled: bool = True
    is_benefit_normal: bool = True
    is_multi_place: bool = False
    is_pledged: bool = False
    held: Sequence[Held] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """All that decides whether a registration may be moved to another place."""

    today: date
    policy: Policy
    before: Held
    care_region: str
    starts_on: date
    home_region: str
    is_pledged: bool = False
    others: Sequence[Held] = ()


@dataclass(frozen=True, kw_only=True)
class CancelFacts:
    """All that decides whether a registration may end on ``last_day``."""

    today: date
    policy: Policy
    before: Held
    last_day: date
