"""What policy says about registrations. Pure: facts in, a refusal or nothing out.

The names R-F1 … R-F8 are those of docs/explanation/domain.md 1.3. A kind has the common rules and
its own; ``tests/examples`` holds worked
examples that a policy officer can read and add to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from yibao.kernel.errors import DomainError
from yibao.kernel.months import add_months
from yibao.reference import regions
from yibao.remote_care import errors
from yibao.remote_care.judged import CancelFacts, ChangeFacts, FilingFacts, Held, period_of
from yibao.remote_care.kinds import FILED_KINDS, LONG_KINDS, FilingKind, RegistrationState

_ONE_DAY = timedelta(days=1)
_EMPLOYEE_INSURANCE = "310"
"""职工基本医疗保险 (code table ``insurance_type``), which flexible workers have, too."""


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

    The day before its own first day means: it never held. One that ends earlier ends earlier.
    """
    return _not_after_its_end(before, max(starts_on, before.starts_on) - _ONE_DAY)


def last_day_when_cancelled(before: Held, last_day: date) -> date:
    """Return the last day of a registration that is cancelled as of ``last_day``, that day in.

    The day before its own first day means: it never held. One that ends earlier ends earlier.
    """
    return _not_after_its_end(before, max(last_day, before.starts_on - _ONE_DAY))


def last_day_of(kind: FilingKind, starts_on: date, *, months: int) -> date | None:
    """Return the last day of a referral that begins so (R-F5); None: the kind has no end."""
    return add_months(starts_on, months) - _ONE_DAY if kind is FilingKind.REFERRAL else None


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
    """R-F2: long kinds exclude each other on every day, save in several places with proof.

    A referral may stand beside one, and beside another referral, but not for the same place.
    """
    for other in facts.held:
        if _excludes(facts, other):
            raise _in_the_way(other)


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
    """R-F2: on every day a person has one registration of a place, of whatever kind."""
    for other in facts.others:
        if _shares_a_day(facts, other) and _is_same_place(facts, other):
            raise _in_the_way(other)


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


def person_is_retired(facts: FilingFacts) -> None:
    """R-F3: 异地安置退休 is for those who are registered as retired."""
    if facts.is_enrolled and not facts.is_retired:
        raise errors.NotRetired


def person_is_employed(facts: FilingFacts) -> None:
    """R-F4: 常驻异地工作 is for employees and flexible workers."""
    if facts.is_enrolled and facts.insurance_type != _EMPLOYEE_INSURANCE:
        raise errors.NotAnEmployee


def hospital_may_refer(facts: FilingFacts | ChangeFacts) -> None:
    """R-F5: the opinion comes from a hospital that has the right to give it."""
    opinion = facts.opinion
    if opinion is None:
        return
    if not opinion.hospital:
        raise errors.HospitalUnknown
    if not opinion.may_refer:
        raise errors.HospitalMayNotRefer(hospital=opinion.hospital)


def opinion_is_recent(facts: FilingFacts | ChangeFacts) -> None:
    """R-F5: an opinion is given already, and worth no longer than the registration it gives."""
    opinion = facts.opinion
    if opinion is None:
        return
    earliest = add_months(opinion.asked_on, -opinion.months)
    if opinion.referred_on > opinion.asked_on:
        raise errors.ReferredInFuture(today=opinion.asked_on)
    if opinion.referred_on < earliest:
        raise errors.OpinionTooOld(earliest=earliest)


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


# Common to all kinds; what a kind adds stands below. The order is that in which refusals are told.
_COMMON = (person_is_enrolled, benefit_is_normal, care_region_is_away, no_other_registration_holds)
_OPINION = (hospital_may_refer, opinion_is_recent)
FILING_RULES = (*_COMMON, several_places_are_proved, start_is_near)
RETIRED_RULES = (*_COMMON, person_is_retired, start_is_near)
WORKER_RULES = (*_COMMON, person_is_employed, start_is_near)
REFERRAL_RULES = (*_COMMON, *_OPINION, start_is_near)
NEW_OPINION_RULES = (place_is_no_other_of_the_same_person, change_lies_ahead, *_OPINION)
CHANGE_OF_REFERRED_PLACE_RULES = (care_region_is_away, place_changes, *NEW_OPINION_RULES)
CHANGE_OF_PLACE_RULES = (
    care_region_is_away,
    place_changes,
    place_is_no_other_of_the_same_person,
    change_lies_ahead,
    change_comes_after_the_lock,
    kept_places_are_proved,
)
REFERRAL_CANCEL_RULES = (last_day_lies_ahead,)
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
    if other.kind not in FILED_KINDS or not _shares_a_day(facts, other):
        return False
    if _is_same_place(facts, other):
        return True
    is_in_several_places = facts.is_multi_place and other.is_multi_place
    return {facts.kind, other.kind} <= LONG_KINDS and not is_in_several_places


def _shares_a_day(facts: FilingFacts | ChangeFacts, other: Held) -> bool:
    mine, theirs = period_of(facts.starts_on, facts.ends_on), other.period
    return mine is not None and theirs is not None and mine.overlaps(theirs)


def _is_same_place(facts: FilingFacts | ChangeFacts, other: Held) -> bool:
    return pooling_area(other.care_region) == pooling_area(facts.care_region)


def _in_the_way(
    other: Held,
) -> errors.AlreadyRegistered | errors.RegistrationStillRuns:
    """Return the refusal: what is cancelled already runs out, all else is to be cancelled first."""
    is_over = other.state is not RegistrationState.EFFECTIVE or other.kind in LONG_KINDS
    if other.ends_on is not None and is_over:
        return errors.RegistrationStillRuns(last_day=other.ends_on)
    return errors.AlreadyRegistered(
        kind=other.kind.label, place=regions.full_name(other.care_region), number=other.number
    )


def _not_after_its_end(before: Held, day: date) -> date:
    return day if before.ends_on is None else min(day, before.ends_on)


def _after_lock(before: Held, day: date, *, at: str) -> None:
    if before.locked_until is not None and day < before.locked_until:
        raise errors.LockedByPledge(free_from=before.locked_until, at=at)
