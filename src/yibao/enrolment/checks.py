"""What must hold before a resident is enrolled; each check one rule, all run, nothing written."""

from __future__ import annotations

from django.conf import settings

from yibao.catalogue.case import Case
from yibao.catalogue.errors import RegionElsewhere
from yibao.enrolment import policy, rules
from yibao.enrolment.errors import (
    AlreadyEnrolled,
    EmployeeInsuranceActive,
    EnrolledElsewhere,
)
from yibao.enrolment.facts import Facts, HeldEnrolment, facts_of, national_answer
from yibao.enrolment.forms import ResidentEnrolmentAnswers
from yibao.enrolment.states import EMPLOYEE_INSURANCE, RESIDENT_INSURANCE
from yibao.persons.api import birth_of, is_alive, name_agrees
from yibao.persons.public_security import Confirmation, confirm
from yibao.reference import regions

_SHORT_NAMES = {EMPLOYEE_INSURANCE: "职工医保", RESIDENT_INSURANCE: "居民医保"}
EnrolmentCase = Case[ResidentEnrolmentAnswers]


def person_may_enrol(case: EnrolmentCase) -> None:
    """R-G6, R-G7, R-E1, in this order: nothing is told to somebody who gives another name.

    Raises:
        PersonNameDiffers, PersonDied: about the person.
        AlreadyEnrolled, EmployeeInsuranceActive, EnrolledElsewhere: about what he has already.
    """
    facts = facts_of(case)
    if facts.person is not None:
        name_agrees(facts.person.name, case.subject)
        is_alive(facts.person.survival)
    if facts.active is not None:
        _goes_on(case, facts, facts.active)
        return
    elsewhere = national_answer(case).elsewhere
    if elsewhere is not None:
        raise _elsewhere(elsewhere.region, elsewhere.insurance_type)


def region_is_ours(case: EnrolmentCase) -> None:
    """R-G8: this platform enrols in its own province."""
    if not regions.is_within(case.answers.region, settings.PROVINCE):
        raise RegionElsewhere(label="参保地", at="answers.region")


def year_is_open(case: EnrolmentCase) -> None:
    """R-E7, on the day of the application."""
    answers = case.answers
    window = policy.window(answers.year, answers.region)
    rules.year_is_open(answers.year, window, case.submitted_on)


def kind_fits_age(case: EnrolmentCase) -> None:
    """Refuse a kind of resident that the birth date contradicts, on the day of applying."""
    answers = case.answers
    birth = birth_of(case.subject, answers.birth_date, answers.sex)
    ages = policy.kind_policy(case.submitted_on, answers.region)
    rules.kind_fits_age(answers.kind, birth.day, case.submitted_on, ages)


def needs_review(case: EnrolmentCase) -> str:
    """Return why an officer must look, or an empty text: a register is silent or contradicts."""
    if national_answer(case).is_silent:
        return "国家参保库暂时没有答复，需人工核对是否在其他地方参保。"
    confirmation = _confirmation(case)
    if confirmation is Confirmation.DIFFERS:
        return "公安登记的姓名或证件与申请不一致，需人工核对。"
    if confirmation is Confirmation.SILENT:
        return "公安登记暂时没有答复，需人工核对姓名和证件。"
    return ""


def _confirmation(case: EnrolmentCase) -> Confirmation:
    """Ask public security about somebody new whom another registers (R-G7).

    Who applies for himself was identified with his face just now, and whom we know was asked about
    before: both are not asked about again.
    """
    is_registered_by_another = case.agent is not None or bool(case.officer)
    if facts_of(case).person is not None or not is_registered_by_another:
        return Confirmation.CONFIRMED
    birth = birth_of(case.subject, case.answers.birth_date, case.answers.sex)
    return confirm(case.subject, birth)


def _goes_on(case: EnrolmentCase, facts: Facts, active: HeldEnrolment) -> None:
    """Refuse everything but one more year of an active resident in the same pooling area."""
    if active.insurance_type == EMPLOYEE_INSURANCE:
        raise EmployeeInsuranceActive
    if not _same_pooling_area(active.region, case.answers.region):
        raise _elsewhere(active.region, active.insurance_type)
    if case.answers.year in facts.years_enrolled:
        raise AlreadyEnrolled(year=case.answers.year)


def _elsewhere(region: str, insurance_type: str) -> EnrolledElsewhere:
    return EnrolledElsewhere(
        place=regions.full_name(region), insurance=_SHORT_NAMES.get(insurance_type, "医保")
    )


def _same_pooling_area(one: str, other: str) -> bool:
    return regions.prefecture_of(one) == regions.prefecture_of(other)
