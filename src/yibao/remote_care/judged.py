"""What the rules judge: policy numbers, the registrations a person has, and what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yibao.kernel.period import Period
from yibao.remote_care.kinds import FilingKind, RegistrationState


@dataclass(frozen=True)
class Policy:
    """The policy numbers that hold for a person's home region on the day of applying."""

    start_days_back: int
    start_days_ahead: int
    end_days_ahead: int
    pledge_lock_months: int
    referral_months: int


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
    state: RegistrationState = RegistrationState.EFFECTIVE

    @property
    def period(self) -> Period | None:
        """Return the days on which it holds; None when it was withdrawn before it began."""
        return period_of(self.starts_on, self.ends_on)


def period_of(starts_on: date, ends_on: date | None) -> Period | None:
    """Return the days from the first to the last, both included; None when there is none."""
    if ends_on is None:
        return Period(starts_on)
    return None if ends_on < starts_on else Period.through(starts_on, ends_on)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What decides about the opinion of a referring hospital (转诊意见, R-F5).

    ``hospital`` is its name, empty when no register knows the code. ``asked_on`` is the day on
    which the opinion was handed in.
    """

    referred_on: date
    asked_on: date
    months: int
    hospital: str = ""
    may_refer: bool = False


@dataclass(frozen=True, kw_only=True)
class FilingFacts:
    """All that decides whether somebody may be registered. Regions are six-digit codes.

    ``applied_on`` is the day on which the application was handed in; ``ends_on`` is the last day
    that the registration would have, None: open.
    """

    applied_on: date
    policy: Policy
    kind: FilingKind
    care_region: str
    starts_on: date
    ends_on: date | None = None
    home_region: str = ""
    insurance_type: str = ""
    is_enrolled: bool = True
    is_retired: bool = False
    is_benefit_normal: bool = True
    is_multi_place: bool = False
    is_pledged: bool = False
    opinion: Opinion | None = None
    held: Sequence[Held] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeFacts:
    """All that decides whether a registration may be moved, or a referral given anew."""

    today: date
    policy: Policy
    before: Held
    care_region: str
    starts_on: date
    home_region: str
    ends_on: date | None = None
    is_pledged: bool = False
    opinion: Opinion | None = None
    others: Sequence[Held] = ()


@dataclass(frozen=True, kw_only=True)
class CancelFacts:
    """All that decides whether a registration may end on ``last_day``."""

    today: date
    policy: Policy
    before: Held
    last_day: date
