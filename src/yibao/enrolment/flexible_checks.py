"""What must hold before a flexible worker is enrolled; each check one rule, nothing written."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from django.conf import settings

from yibao.catalogue.case import Case
from yibao.catalogue.errors import RegionElsewhere
from yibao.enrolment import gap_rules, national_register, policy
from yibao.enrolment.errors import (
    AlreadyEmployeeInsured,
    EnrolledElsewhere,
    ResidentInsuranceActive,
)
from yibao.enrolment.facts import facts_of
from yibao.enrolment.flexible_forms import FlexibleEnrolmentAnswers
from yibao.enrolment.states import EMPLOYEE_INSURANCE
from yibao.persons.api import birth_of, is_alive, name_agrees
from yibao.persons.public_security import Confirmation, confirm
from yibao.reference import regions

FlexibleCase = Case[FlexibleEnrolmentAnswers]
_answers: WeakKeyDictionary[FlexibleCase, national_register.Answer] = WeakKeyDictionary()


def may_enrol(case: FlexibleCase) -> None:
    """R-G6, R-G7, R-E1, in this order: nothing is told to somebody who gives another name.

    Raises:
        PersonNameDiffers, PersonDied: about the person.
        AlreadyEmployeeInsured, ResidentInsuranceActive, EnrolledElsewhere: what he has already.
    """
    facts = facts_of(case)
    if facts.person is not None:
        name_agrees(facts.person.name, case.subject)
        is_alive(facts.person.survival)
    if facts.active is not None:
        if facts.active.insurance_type == EMPLOYEE_INSURANCE:
            raise AlreadyEmployeeInsured
        raise ResidentInsuranceActive
    elsewhere = _national(case).elsewhere
    if elsewhere is not None:
        is_employee = elsewhere.insurance_type == EMPLOYEE_INSURANCE
        raise EnrolledElsewhere(
            place=regions.full_name(elsewhere.region),
            insurance="职工医保" if is_employee else "居民医保",
        )


def region_is_ours(case: FlexibleCase) -> None:
    """R-G8: this platform enrols in its own province."""
    if not regions.is_within(case.answers.region, settings.PROVINCE):
        raise RegionElsewhere(label="参保地", at="answers.region")


def age_fits(case: FlexibleCase) -> None:
    """R-E6, on the day of applying."""
    birth = birth_of(case.subject, case.answers.birth_date, case.answers.sex)
    ages = policy.age_policy(case.submitted_on, case.answers.region)
    gap_rules.age_fits(birth.day, birth.sex, case.submitted_on, ages)


def needs_review(case: FlexibleCase) -> str:
    """Return why an officer must look, or an empty text: a register is silent or contradicts."""
    if _national(case).is_silent:
        return "国家参保库暂时没有答复，需人工核对是否在其他地方参保。"
    confirmation = _confirmation(case)
    if confirmation is Confirmation.DIFFERS:
        return "公安登记的姓名或证件与申请不一致，需人工核对。"
    if confirmation is Confirmation.SILENT:
        return "公安登记暂时没有答复，需人工核对姓名和证件。"
    return ""


def _national(case: FlexibleCase) -> national_register.Answer:
    """Ask the national register once for a case, about somebody not insured here."""
    answer = _answers.get(case)
    if answer is None:
        is_known = facts_of(case).active is not None
        answer = _answers[case] = (
            national_register.Answer()
            if is_known
            else national_register.ask(case.subject, case.answers.region)
        )
    return answer


def _confirmation(case: FlexibleCase) -> Confirmation:
    """Ask public security about somebody new whom another registers (R-G7)."""
    is_registered_by_another = case.agent is not None or bool(case.officer)
    if facts_of(case).person is not None or not is_registered_by_another:
        return Confirmation.CONFIRMED
    birth = birth_of(case.subject, case.answers.birth_date, case.answers.sex)
    return confirm(case.subject, birth)
