"""What policy says about recognitions. Pure: facts in, a refusal or nothing out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from yibao.chronic_care import diseases, errors
from yibao.chronic_care.judged import (
    ApplicationFacts,
    ChosenHospital,
    Held,
    HospitalChangeFacts,
    Policy,
    ReviewFacts,
)
from yibao.chronic_care.kinds import DiseaseKind
from yibao.kernel.errors import DomainError
from yibao.kernel.months import add_months

_ONE_DAY = timedelta(days=1)
F = TypeVar("F")
H = TypeVar("H", bound=Held)


def refusals(rules: Iterable[Callable[[F], None]], facts: F) -> list[DomainError]:
    """Return what every rule has against these facts, in the order of the rules."""
    found: list[DomainError] = []
    for rule in rules:
        try:
            rule(facts)
        except DomainError as refusal:
            found.append(refusal)
    return found


def last_day_of_recognition(starts_on: date, kind: DiseaseKind, policy: Policy) -> date:
    """Return the last day of a recognition, or of its renewal, that begins on ``starts_on``."""
    is_chronic = kind is DiseaseKind.CHRONIC
    months = policy.chronic_valid_months if is_chronic else policy.special_valid_months
    return add_months(starts_on, months) - _ONE_DAY


def review_from(ends_on: date, policy: Policy) -> date:
    """Return the first day on which a recognition that ends then may be reviewed."""
    return ends_on - timedelta(days=policy.review_window_days)


def person_is_enrolled(facts: ApplicationFacts) -> None:
    """Refuse who was never insured here."""
    if not facts.is_enrolled:
        raise errors.NotEnrolled


def insurance_is_that_of_the_service(facts: ApplicationFacts) -> None:
    """Refuse a resident in the service for employees, and the other way round."""
    if facts.insurance:
        raise errors.InsuranceDiffers(insurance=facts.insurance)


def benefit_is_normal(facts: ApplicationFacts) -> None:
    """Refuse who has no benefits at present."""
    if facts.is_enrolled and not facts.is_benefit_normal:
        raise errors.BenefitNotNormal


def disease_is_listed(facts: ApplicationFacts) -> None:
    """Refuse a disease that does not stand in the catalogue on the day."""
    if not facts.is_listed:
        raise errors.DiseaseNotListed(disease=facts.disease_name)


def diagnosis_is_recent(facts: ApplicationFacts) -> None:
    """Refuse proof from the future, or from years ago."""
    earliest = add_months(facts.applied_on, -facts.policy.proof_months)
    if facts.diagnosed_on > facts.applied_on:
        raise errors.DiagnosedInFuture
    if facts.diagnosed_on < earliest:
        raise errors.DiagnosisTooOld(earliest=earliest)


def disease_is_not_recognised_yet(facts: ApplicationFacts) -> None:
    """Refuse a second recognition of a disease, and of one that excludes it."""
    for held in facts.held:
        if held.disease_code == facts.disease_code:
            raise errors.AlreadyRecognised(disease=facts.disease_name, number=held.number)
        if held.disease_group == facts.disease_group:
            raise errors.DiseasesExclusive(disease=diseases.name_of(held.disease_code))


def diseases_stay_few(facts: ApplicationFacts) -> None:
    """Refuse one disease more than the policy allows at a time."""
    most = facts.policy.diseases_at_most
    if len(facts.held) >= most and not _is_about_a_held_one(facts):
        raise errors.DiseasesTooMany(most=most, count=len(facts.held))


def hospitals_are_few_and_different(facts: ApplicationFacts) -> None:
    """Refuse too many hospitals, and one that is named twice."""
    if len(facts.hospital_codes) > facts.policy.hospitals_at_most:
        raise errors.HospitalsTooMany(most=facts.policy.hospitals_at_most)
    if len(set(facts.hospital_codes)) < len(facts.hospital_codes):
        raise errors.HospitalNamedTwice


def hospital_is_another(facts: HospitalChangeFacts) -> None:
    """Refuse to change to a hospital that is chosen already."""
    chosen = facts.recognition.hospitals_from(facts.starts_on)
    if facts.new_hospital_code in {one.code for one in chosen}:
        raise errors.HospitalUnchanged


def last_change_is_some_months_ago(facts: HospitalChangeFacts) -> None:
    """Refuse a change that comes soon after another of the same disease."""
    changes = [one.starts_on for one in facts.recognition.hospitals if one.is_change]
    if not changes:
        return
    free_from = add_months(max(changes), facts.policy.hospital_change_months)
    if facts.starts_on < free_from:
        raise errors.HospitalChangedRecently(free_from=free_from)


def review_is_needed(facts: ReviewFacts) -> None:
    """Refuse to review a disease whose recognition holds without."""
    if not facts.recognition.is_reviewed:
        raise errors.ReviewNotNeeded(disease=facts.disease_name)


def review_comes_near_the_end(facts: ReviewFacts) -> None:
    """Refuse a review before the last weeks of the recognition."""
    first = review_from(facts.recognition.ends_on, facts.policy)
    if facts.recognition.is_reviewed and facts.applied_on < first:
        raise errors.ReviewTooEarly(review_from=first)


def reviewed_person_has_benefits(facts: ReviewFacts) -> None:
    """Refuse who has no benefits at present."""
    if not facts.is_benefit_normal:
        raise errors.BenefitNotNormal


def check_is_recent(facts: ReviewFacts) -> None:
    """Refuse a check-up from the future, or from long ago."""
    earliest = add_months(facts.applied_on, -facts.policy.review_proof_months)
    if facts.checked_on > facts.applied_on:
        raise errors.CheckInFuture
    if facts.checked_on < earliest:
        raise errors.CheckTooOld(earliest=earliest)


APPLICATION_RULES = (
    person_is_enrolled,
    insurance_is_that_of_the_service,
    benefit_is_normal,
    disease_is_listed,
    diagnosis_is_recent,
    disease_is_not_recognised_yet,
    diseases_stay_few,
    hospitals_are_few_and_different,
)
REVIEW_RULES = (
    review_is_needed,
    review_comes_near_the_end,
    reviewed_person_has_benefits,
    check_is_recent,
)
HOSPITAL_CHANGE_RULES = (hospital_is_another, last_change_is_some_months_ago)


def the_one_meant(held: Sequence[H], number: str | None) -> H:
    """Return the recognition with this number or, without a number, the only one.

    Raises:
        NoRecognition, RecognitionUnknown, WhichRecognition: there is none, or no telling which.
    """
    if not held:
        raise errors.NoRecognition
    choices = "；".join(f"{one.number}（{diseases.name_of(one.disease_code)}）" for one in held)
    if number:
        found = next((one for one in held if one.number == number), None)
        if found is None:
            raise errors.RecognitionUnknown(choices=choices)
        return found
    if len(held) > 1:
        raise errors.WhichRecognition(count=len(held), choices=choices)
    return held[0]


def the_hospital_meant(chosen: Sequence[ChosenHospital], code: str | None) -> ChosenHospital:
    """Return the hospital with this code or, without a code, the only one.

    Raises:
        HospitalNotChosen, WhichHospital: it is none of them, or there is no telling which.
    """
    choices = "；".join(f"{one.code}（{one.name}）" for one in chosen)
    if code or not chosen:
        found = next((one for one in chosen if one.code == code), None)
        if found is None:
            raise errors.HospitalNotChosen(choices=choices)
        return found
    if len(chosen) > 1:
        raise errors.WhichHospital(count=len(chosen), choices=choices)
    return chosen[0]


def _is_about_a_held_one(facts: ApplicationFacts) -> bool:
    """Tell whether the refusal is already that the disease, or one like it, is recognised."""
    return any(held.disease_group == facts.disease_group for held in facts.held)
