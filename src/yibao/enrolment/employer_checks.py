"""What must hold before an employer is enrolled, suspended or deregistered.

Source: docs/explanation/domain.md 1.3, R-E3 to R-E5 and R-E9.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from yibao.casework.errors import MaterialMissing
from yibao.casework.materials import ways_of
from yibao.catalogue.case import Case
from yibao.catalogue.errors import RegionElsewhere
from yibao.catalogue.material import Material
from yibao.employers import api as employers
from yibao.employers import errors, market_regulator, tax_arrears
from yibao.employers.api import InsuranceState, KnownEmployer
from yibao.employers.states import InsuranceEvent
from yibao.enrolment import employer_queries
from yibao.enrolment.employer_forms import (
    EmployeesOnSuspension,
    EmployerDeregisterAnswers,
    EmployerEnrolmentAnswers,
    EmployerSuspendAnswers,
)
from yibao.enrolment.employer_materials import (
    CREDIT_CERTIFICATE,
    DEREGISTRATION_PROOF,
)
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.months import YearMonth
from yibao.reference import regions
from yibao.reference.parameters import whole_number

REGULATOR_SILENT = "市场监管登记没有答复或不登记这类单位，需要核对证照。"
_known: WeakKeyDictionary[Case[Any], KnownEmployer] = WeakKeyDictionary()
_asked: WeakKeyDictionary[Case[Any], market_regulator.Answer] = WeakKeyDictionary()


def employer_of(case: Case[Any]) -> KnownEmployer:
    """Return the employer that the case is about, for which its subject may act; read once.

    Raises:
        NoGrant: the subject may not act for it, or there is none.
    """
    known = _known.get(case)
    if known is None:
        code = case.answers.credit_code
        known = employers.granted_employer(case.sql, code, case.subject, case.today)
        _known[case] = known
    return known


def credit_code_is_free(case: Case[EmployerEnrolmentAnswers]) -> None:
    """R-E3: one valid employer of a credit code.

    Raises:
        EmployerAlreadyEnrolled: there is one.
    """
    if employers.is_enrolled(case.sql, case.answers.credit_code):
        raise errors.EmployerAlreadyEnrolled


def regulator_agrees(case: Case[EmployerEnrolmentAnswers]) -> None:
    """R-E3: the market regulator has the organisation, open, under this name.

    Raises:
        CreditCodeUnregistered, DeregisteredByRegulator: it has none, or closed it.
        Several: it calls it, or who represents it, otherwise.
        MaterialMissing: it does not answer, and there is no certificate that an officer could read.
    """
    answers, said = case.answers, regulator_says(case, case.answers.credit_code)
    if said.is_silent:
        require(case, CREDIT_CERTIFICATE)
        return
    if said.record is None:
        raise errors.CreditCodeUnregistered
    if said.record.is_closed:
        raise errors.DeregisteredByRegulator
    wrong: list[DomainError] = []
    if not said.record.agrees_on_name(answers.employer_name):
        wrong.append(errors.EmployerNameDiffers())
    if not said.record.agrees_on_representative(answers.legal_representative):
        wrong.append(errors.RepresentativeDiffers())
    if wrong:
        raise Several(wrong)


def enrolment_needs_review(case: Case[EmployerEnrolmentAnswers]) -> str:
    """Return why an officer must look, or an empty text: the register says nothing."""
    return REGULATOR_SILENT if regulator_says(case, case.answers.credit_code).is_silent else ""


def employer_is_ours(case: Case[EmployerEnrolmentAnswers]) -> None:
    """R-G8: this platform enrols in its own province."""
    if not regions.is_within(case.answers.region, settings.PROVINCE):
        raise RegionElsewhere(label="参保地", at="answers.region")


def starts_in_time(case: Case[EmployerEnrolmentAnswers]) -> None:
    """R-E12: from this month, or so many months ahead; earlier months are paid afterwards elsewhere.

    Raises:
        DayOutsideWindow: it is another day.
    """
    day, this_month = case.submitted_on, YearMonth.of(case.submitted_on)
    ahead = whole_number(
        "enrolment.employer_start_months_ahead", day=day, region=case.answers.region
    )
    window = (this_month.first_day, this_month.plus(ahead).last_day)
    _within(case.answers.starts_on, window, label="参保日期", at="answers.starts_on")


def may_be_suspended(case: Case[EmployerSuspendAnswers]) -> None:
    """R-E4, R-E9: something is active, and nobody is left insured through a suspended employer.

    Raises:
        NoGrant: the subject may not act for the employer.
        Several: everything else that stands against it.
    """
    employer, wrong = employer_of(case), list[DomainError]()
    if not employer.in_state(InsuranceState.ACTIVE):
        wrong.append(_not_possible(employer, InsuranceEvent.SUSPEND))
    window = (YearMonth.of(case.submitted_on).first_day, case.submitted_on)
    try:
        _within(case.answers.suspended_on, window, label="暂停日期", at="answers.suspended_on")
    except errors.DayOutsideWindow as outside:
        wrong.append(outside)
    if case.answers.employees is EmployeesOnSuspension.NONE:
        count = employer_queries.active_employees(case.sql, employer.id)
        wrong += [errors.EmployeesActive(count=count)] if count else []
    if wrong:
        raise Several(wrong)


def may_be_deregistered(case: Case[EmployerDeregisterAnswers]) -> None:
    """R-E4: suspended, nobody insured, nothing owed, nothing undecided, and proof that it is over.

    Raises:
        NoGrant: the subject may not act for the employer.
        TaxOfficeSilent: nobody can say what is owed.
        Several: everything else that stands against it.
    """
    employer = employer_of(case)
    wrong = [*_still_insured(case, employer), *_still_open(case, employer)]
    window = (date.min, case.submitted_on)
    try:
        _within(case.answers.ended_on, window, label="注销日期", at="answers.ended_on")
    except errors.DayOutsideWindow as outside:
        wrong.append(outside)
    try:
        _proved(case)
    except MaterialMissing as missing:
        wrong.append(missing)
    if wrong:
        raise Several(wrong)


def deregistration_needs_review(case: Case[EmployerDeregisterAnswers]) -> str:
    """Return why an officer must look; an empty text when the regulator itself has closed it."""
    said = regulator_says(case, case.answers.credit_code)
    if said.record is not None and said.record.is_closed:
        return ""
    return "市场监管登记里还没有注销，需要核对注销、吊销、撤销、破产或合并的证明。"


def _still_insured(case: Case[Any], employer: KnownEmployer) -> list[DomainError]:
    if employer_queries.active_employees(case.sql, employer.id):
        return [errors.EmployeesRemain()]
    if employer.in_state(InsuranceState.ACTIVE):
        return [_not_possible(employer, InsuranceEvent.END)]
    return []


def _still_open(case: Case[Any], employer: KnownEmployer) -> list[DomainError]:
    wrong: list[DomainError] = []
    owed = tax_arrears.arrears_of(employer.credit_code)
    if owed:
        wrong.append(errors.EmployerOwes(amount=owed.yuan))
    waiting = employer_queries.open_cases(
        case.sql, employer.id, employer.credit_code, except_number=case.number
    )
    if waiting:
        wrong.append(errors.CasesOpen(count=waiting))
    return wrong


def _proved(case: Case[EmployerDeregisterAnswers]) -> None:
    if deregistration_needs_review(case):
        require(case, DEREGISTRATION_PROOF)


def _not_possible(employer: KnownEmployer, event: InsuranceEvent) -> DomainError:
    states = {held.state.label for held in employer.insurances}
    return errors.InsuranceStepNotPossible(state="、".join(sorted(states)), event=event.label)


def regulator_says(case: Case[Any], credit_code: str) -> market_regulator.Answer:
    """Ask the market regulator, once for a case: each asks about one credit code only."""
    answer = _asked.get(case)
    if answer is None:
        answer = _asked[case] = market_regulator.ask(credit_code)
    return answer


def require(case: Case[Any], material: Material) -> None:
    """Refuse a case without a material that its answers alone do not ask for.

    Raises:
        MaterialMissing: it was not handed in.
    """
    if material.code not in {code for code, _ in case.materials}:
        raise MaterialMissing(
            name=material.name, ways=ways_of(material), at=f"materials.{material.code}"
        )


def _within(day: date, window: tuple[date, date], *, label: str, at: str) -> None:
    first, last = window
    if not first <= day <= last:
        raise errors.DayOutsideWindow(label=label, first=first, last=last, at=at)
