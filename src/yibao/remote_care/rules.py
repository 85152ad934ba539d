"""What policy says about registrations. Pure: facts in, a refusal or nothing out.

The names R-F1 … R-F8 are those of docs/explanation/domain.md 1.3; ``tests/examples`` holds worked
examples that a policy officer can read and add to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from yibao.kernel.errors import DomainError
from yibao.kernel.months import add_months
from yibao.kernel.period import Period
from yibao.reference import regions
from yibao.remote_care import errors
from yibao.remote_care.judged import CancelFacts, ChangeFacts, FilingFacts, Held
from yibao.remote_care.kinds import LONG_KINDS, FilingKind

_ONE_DAY = timedelta(days=1)


F = TypeVar("F")


def refusals(rules: Iterable[Callable[[F], None]], facts: F) -> list[DomainError]:
    """Return what every rule has against these facts, in the order of the rules."""
    found: list[DomainError] = []
    for rule in rules:
        try:
            rule(facts)
        except DomainError as refusal:
            found.append(refusal)
    return found


def pooling_area(region: str) -> str:
    """Return the code of the pooling area (统筹区): the prefecture that the region lies in."""
    prefecture = regions.prefecture_of(region)
    return region if prefecture is None else prefecture.code


def is_cross_province(home_region: str, care_region: str) -> bool:
    """Tell whether care is given in another province than the one that insures."""
    return regions.province_of(home_region) != regions.province_of(care_region)


def locked_until(*, is_pledged: bool, filed_on: date, starts_on: date, months: int) -> date | None:
    """Return the first day on which a registration may change or end; None: any day (R-F6)."""
    return add_months(max(filed_on, starts_on), months) if is_pledged else None


def last_day_when_followed(before: Held, starts_on: date) -> date:
    """Return the last day of a registration that another follows from ``starts_on``.

    The day before its own first day means: it never held.
    """
    return max(starts_on, before.starts_on) - _ONE_DAY


def last_day_when_cancelled(before: Held, last_day: date) -> date:
    """Return the last day of a registration that is cancelled as of ``last_day``, that day in.

    The day before its own first day means: it never held.
    """
    return max(last_day, before.starts_on - _ONE_DAY)


def person_is_enrolled(facts: FilingFacts) -> None:
    """R-F1."""
    if not facts.is_enrolled:
        raise errors.NotEnrolled


def benefit_is_normal(facts: FilingFacts) -> None:
    """R-F1."""
    if facts.is_enrolled and not facts.is_benefit_normal:
        raise errors.BenefitNotNormal


def care_region_is_away(facts: FilingFacts | ChangeFacts) -> None:
    """R-F8: outside the pooling area; another city of the province counts as away."""
    if facts.home_region and pooling_area(facts.care_region) == pooling_area(facts.home_region):
        raise errors.CareRegionAtHome(place=regions.name(facts.care_region))


def no_other_registration_holds(facts: FilingFacts) -> None:
    """R-F2: long kinds exclude each other on every day, save in several places with proof."""
    if facts.kind not in LONG_KINDS:
        return
    for other in facts.held:
        if _excludes(facts, other):
            if other.ends_on is not None:
                raise errors.RegistrationStillRuns(last_day=other.ends_on)
            raise _already_registered(other)


def several_places_are_proved(facts: FilingFacts) -> None:
    """R-F2: a pledge does not do for several places."""
    if facts.is_multi_place and facts.is_pledged:
        raise errors.SeveralPlacesNeedProof


def start_is_near(facts: FilingFacts) -> None:
    """Refuse a start that lies more than some days before or after the application."""
    earliest = facts.applied_on - timedelta(days=facts.policy.start_days_back)
    latest = facts.applied_on + timedelta(days=facts.policy.start_days_ahead)
    if facts.starts_on < earliest:
        raise errors.StartTooFarBack(earliest=earliest)
    if facts.starts_on > latest:
        raise errors.StartTooFarAhead(latest=latest)


def place_changes(facts: ChangeFacts) -> None:
    """Refuse a change to the place that it is already."""
    if pooling_area(facts.care_region) == pooling_area(facts.before.care_region):
        raise errors.PlaceUnchanged(place=regions.name(facts.before.care_region))


def place_is_no_other_of_the_same_person(facts: ChangeFacts) -> None:
    """R-F2: somebody who lives in several places is registered once in each."""
    for other in facts.others:
        if pooling_area(other.care_region) == pooling_area(facts.care_region):
            raise _already_registered(other)


def change_lies_ahead(facts: ChangeFacts) -> None:
    """Refuse a change that reaches back, before the registration began, or far ahead."""
    earliest = max(facts.today, facts.before.starts_on)
    latest = max(facts.today + timedelta(days=facts.policy.start_days_ahead), earliest)
    if facts.starts_on < earliest:
        raise errors.ChangeTooEarly(earliest=earliest)
    if facts.starts_on > latest:
        raise errors.StartTooFarAhead(latest=latest)


def change_comes_after_the_lock(facts: ChangeFacts) -> None:
    """R-F6."""
    _after_lock(facts.before, facts.starts_on, at="answers.starts_on")


def kept_places_are_proved(facts: ChangeFacts) -> None:
    """R-F2: one of several places is replaced by a place that is proved."""
    if facts.before.is_multi_place and facts.is_pledged:
        raise errors.SeveralPlacesNeedProof


def last_day_lies_ahead(facts: CancelFacts) -> None:
    """Refuse a cancellation that reaches back, or far ahead."""
    latest = facts.today + timedelta(days=facts.policy.end_days_ahead)
    if facts.last_day < facts.today:
        raise errors.LastDayPassed(today=facts.today)
    if facts.last_day > latest:
        raise errors.LastDayTooFarAhead(latest=latest)


def cancellation_comes_after_the_lock(facts: CancelFacts) -> None:
    """R-F6."""
    _after_lock(facts.before, facts.last_day, at="answers.last_day")


FILING_RULES = (
    person_is_enrolled,
    benefit_is_normal,
    care_region_is_away,
    no_other_registration_holds,
    several_places_are_proved,
    start_is_near,
)
CHANGE_OF_PLACE_RULES = (
    care_region_is_away,
    place_changes,
    place_is_no_other_of_the_same_person,
    change_lies_ahead,
    change_comes_after_the_lock,
    kept_places_are_proved,
)
CANCEL_RULES = (last_day_lies_ahead, cancellation_comes_after_the_lock)


H = TypeVar("H", bound=Held)


def the_one_meant(held: Sequence[H], number: str | None, kind: FilingKind) -> H:
    """Return the registration with this number or, without a number, the only one.

    Raises:
        NoRegistration, RegistrationUnknown, WhichRegistration: there is none, or no telling which.
    """
    if not held:
        raise errors.NoRegistration(kind=kind.label)
    choices = "；".join(
        f"{one.number}（{regions.full_name(one.care_region)}，{one.starts_on}起）" for one in held
    )
    if number:
        found = next((one for one in held if one.number == number), None)
        if found is None:
            raise errors.RegistrationUnknown(choices=choices)
        return found
    if len(held) > 1:
        raise errors.WhichRegistration(count=len(held), choices=choices)
    return held[0]


def _excludes(facts: FilingFacts, other: Held) -> bool:
    if other.kind not in LONG_KINDS or other.period is None:
        return False
    in_several_places = facts.is_multi_place and other.is_multi_place
    is_elsewhere = pooling_area(other.care_region) != pooling_area(facts.care_region)
    if in_several_places and is_elsewhere:
        return False
    return other.period.overlaps(Period(facts.starts_on))


def _already_registered(other: Held) -> errors.AlreadyRegistered:
    return errors.AlreadyRegistered(
        kind=other.kind.label, place=regions.full_name(other.care_region), number=other.number
    )


def _after_lock(before: Held, day: date, *, at: str) -> None:
    if before.locked_until is not None and day < before.locked_until:
        raise errors.LockedByPledge(free_from=before.locked_until, at=at)
