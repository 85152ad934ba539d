"""What the checks and the effect of a case both need, read once for a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yibao.catalogue.case import Case
from yibao.chronic_care import diseases, errors, queries
from yibao.chronic_care.forms import ApplicationAnswers, HospitalChangeAnswers, ReviewAnswers
from yibao.chronic_care.judged import (
    ApplicationFacts,
    ChosenHospital,
    HospitalChangeFacts,
    Policy,
    ReviewFacts,
)
from yibao.chronic_care.queries import Recognition
from yibao.chronic_care.remembering import once_per_case
from yibao.chronic_care.rules import the_hospital_meant, the_one_meant
from yibao.enrolment import api as enrolment
from yibao.enrolment.api import BenefitStanding
from yibao.persons.errors import PersonNameDiffers
from yibao.reference import code_tables, parameters


@dataclass(frozen=True)
class ChangeMeant:
    """The recognition that a change is about, the hospital that is left, and what decides."""

    recognition: Recognition
    old: ChosenHospital
    facts: HospitalChangeFacts


@dataclass(frozen=True)
class ReviewMeant:
    """The recognition that a review is about, and what decides."""

    recognition: Recognition
    facts: ReviewFacts


@once_per_case
def standing_of(case: Case[Any]) -> BenefitStanding | None:
    """Return how the person is insured: one statement for a case.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    standing = enrolment.benefit_standing(case.sql, case.subject, case.today)
    if standing is not None and not standing.name_matches:
        raise PersonNameDiffers
    return standing


def insured_as(case: Case[Any], insurance_type: str) -> BenefitStanding:
    """Return how the person is insured under the insurance that the service is for.

    Raises:
        NotEnrolled, InsuranceDiffers: not insured, or under the other one.
    """
    standing = standing_of(case)
    if standing is None:
        raise errors.NotEnrolled
    if standing.insurance_type != insurance_type:
        raise errors.InsuranceDiffers(insurance=insurance_name(standing.insurance_type))
    return standing


def insurance_name(insurance_type: str) -> str:
    """Return the name of an insurance."""
    return code_tables.label("insurance_type", insurance_type)


def policy_of(region: str, day: date) -> Policy:
    """Return the policy numbers that hold in a home region on a day."""

    def number(name: str) -> int:
        return parameters.whole_number(f"chronic_care.{name}", day=day, region=region)

    return Policy(
        starts_after_days=number("starts_after_days"),
        chronic_valid_months=number("chronic_valid_months"),
        special_valid_months=number("special_valid_months"),
        review_window_days=number("review_window_days"),
        diseases_at_most=number("diseases_at_most"),
        hospitals_at_most=number("hospitals_at_most"),
        proof_months=number("proof_months"),
        review_proof_months=number("review_proof_months"),
        hospital_change_months=number("hospital_change_months"),
        hospital_change_starts_after_days=number("hospital_change_starts_after_days"),
    )


@once_per_case
def change_meant(case: Case[Any], insurance_type: str) -> ChangeMeant:
    """Return what a change of hospital is about; the person's recognitions stay locked.

    Raises:
        NoRecognition, RecognitionUnknown, WhichRecognition, HospitalNotChosen, WhichHospital:
            there is none, or no telling which; and what ``insured_as`` raises.
    """
    answers: HospitalChangeAnswers = case.answers
    standing = insured_as(case, insurance_type)
    queries.lock_person(case.sql, standing.person_id)
    held = queries.held_from(case.sql, standing.person_id, insurance_type, case.today)
    recognition = the_one_meant(held, answers.recognition_number)
    policy = policy_of(recognition.home_region, case.submitted_on)
    ahead = timedelta(days=policy.hospital_change_starts_after_days)
    chosen = recognition.hospitals_from(case.today)
    old = the_hospital_meant(chosen, answers.old_hospital_code)
    facts = HospitalChangeFacts(
        policy=policy,
        recognition=recognition,
        new_hospital_code=answers.new_hospital_code,
        starts_on=max(case.today + ahead, recognition.starts_on, old.starts_on),
    )
    return ChangeMeant(recognition, old, facts)


@once_per_case
def review_meant(case: Case[Any]) -> ReviewMeant:
    """Return what a review is about; the person's recognitions stay locked.

    What held on the day of applying can be reviewed, however long the decision took.

    Raises:
        NotEnrolled, NoRecognition, RecognitionUnknown, WhichRecognition: there is none, or no
            telling which.
    """
    answers: ReviewAnswers = case.answers
    standing = standing_of(case)
    if standing is None:
        raise errors.NotEnrolled
    queries.lock_person(case.sql, standing.person_id)
    held = queries.held_from(
        case.sql, standing.person_id, standing.insurance_type, case.submitted_on
    )
    recognition = the_one_meant(held, answers.recognition_number)
    facts = ReviewFacts(
        applied_on=case.submitted_on,
        policy=policy_of(recognition.home_region, case.submitted_on),
        recognition=recognition,
        disease_name=diseases.name_of(recognition.disease_code),
        checked_on=answers.checked_on,
        is_benefit_normal=standing.is_benefit_normal,
    )
    return ReviewMeant(recognition, facts)


@once_per_case
def application_facts(case: Case[Any], insurance_type: str) -> ApplicationFacts:
    """Return what decides about an application; the person's recognitions stay locked."""
    answers: ApplicationAnswers = case.answers
    standing = standing_of(case)
    disease = diseases.catalogue()[answers.disease_code]
    held: list[Recognition] = []
    if standing is not None:
        queries.lock_person(case.sql, standing.person_id)
        held = queries.held_from(case.sql, standing.person_id, insurance_type, case.today)
    is_other = standing is not None and standing.insurance_type != insurance_type
    region = standing.region if standing is not None else parameters.NATION
    return ApplicationFacts(
        applied_on=case.submitted_on,
        policy=policy_of(region, case.submitted_on),
        disease_code=disease.code,
        disease_group=disease.group,
        disease_name=disease.name,
        is_listed=disease.is_listed_on(case.today),
        diagnosed_on=answers.diagnosed_on,
        is_enrolled=standing is not None,
        is_benefit_normal=standing is not None and standing.is_benefit_normal,
        insurance=insurance_name(standing.insurance_type) if standing and is_other else "",
        hospital_codes=[code for code, _ in hospitals_chosen(answers)],
        held=held,
    )


def hospitals_chosen(answers: ApplicationAnswers) -> list[tuple[str, str]]:
    """Return code and name of the hospitals where the person wants to be treated."""
    chosen = [(answers.hospital_code, answers.hospital_name)]
    if answers.second_hospital_code and answers.second_hospital_name:
        chosen.append((answers.second_hospital_code, answers.second_hospital_name))
    return chosen
