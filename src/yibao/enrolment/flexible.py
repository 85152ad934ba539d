"""A flexible worker enrols, or comes back: the enrolment, its change, and the first month due.

Source: docs/explanation/domain.md 1.3 (R-E6, R-E12, R-E13), 2.4 and 4.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg

from yibao.contributions import api as contributions
from yibao.enrolment import gap_rules, policy
from yibao.enrolment.errors import AlreadyEmployeeInsured, EnrolmentChangedMeanwhile
from yibao.enrolment.facts import Facts, HeldEnrolment, facts_of
from yibao.enrolment.flexible_checks import FlexibleCase
from yibao.enrolment.flexible_forms import InsuranceMode
from yibao.enrolment.kinds import FLEXIBLE
from yibao.enrolment.results import FlexibleEnrolmentResult
from yibao.enrolment.states import (
    EMPLOYEE_INSURANCE,
    RESIDENT_INSURANCE,
    EnrolmentEvent,
    EnrolmentStatus,
)
from yibao.enrolment.transitions import step_of
from yibao.kernel import identifiers, masking
from yibao.kernel.months import YearMonth
from yibao.persons import api as persons
from yibao.platform.audit_log import api as audit_log
from yibao.reference import code_tables, regions

_CHANGE = """
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, %(change_kind)s, %(reason)s, %(status_before)s, 'active', %(region_before)s,
  %(region)s, %(first_day)s, %(case)s, %(operator)s, %(now)s
FROM enrolled
"""
_ENROL = f"""
WITH enrolled AS (
  INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name, status,
    is_retired, first_enrolled_on, current_since, benefit_from, months_paid, months_deemed,
    row_version, with_account, contribution_grade, contribution_base_fen)
  VALUES (%(id)s, %(person)s, '310', %(kind)s, %(region)s, '灵活就业人员', 'active', false,
    %(today)s, %(today)s, %(benefit_from)s, 0, 0, 1, %(with_account)s, %(grade)s, %(base)s)
  RETURNING id)
{_CHANGE}"""  # noqa: S608 - put together from constants
_RESUME = f"""
WITH enrolled AS (
  UPDATE enrolment SET status = 'active', region = %(region)s, paused_on = NULL,
    pause_reason = '', current_since = %(today)s, benefit_from = %(benefit_from)s,
    with_account = %(with_account)s, contribution_grade = %(grade)s,
    contribution_base_fen = %(base)s, row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s AND status = 'paused'
  RETURNING id)
{_CHANGE}"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the rules say about this application."""

    begins: YearMonth
    waiting_months: int
    benefit_from: date
    grade: int
    amounts: contributions.MonthlyAmounts


def enrol_flexible(case: FlexibleCase) -> FlexibleEnrolmentResult:
    """Make or resume the enrolment of a flexible worker, and raise the first month.

    Raises:
        AlreadyEmployeeInsured, EnrolmentChangedMeanwhile: somebody was faster.
    """
    facts = facts_of(case)
    person = _register(case, facts)
    terms = _terms(case, facts)
    enrolment_id = _write(case, facts, person.id, terms)
    is_due = contributions.replace_month(
        case.sql,
        contributions.MonthlyDue(
            person_id=person.id,
            enrolment_id=enrolment_id,
            region=case.answers.region,
            insurance_type=EMPLOYEE_INSURANCE,
            month=terms.begins,
            amounts=terms.amounts,
            unit_name="灵活就业人员",
        ),
        case_number=case.number,
        now=case.now,
    )
    audit_log.record(
        case.sql,
        action="enrolment.flexible_enrolled",
        object_id=str(enrolment_id),
        operator=case.operator,
        case_number=case.number,
        facts={"grade": terms.grade, "waiting_months": terms.waiting_months},
    )
    return _receipt(case, person.number, enrolment_id, terms, is_due=is_due)


def resumable(facts: Facts, region: str) -> HeldEnrolment | None:
    """Return the paused enrolment as a flexible worker that goes on in ``region`` (R-E13)."""
    return next(
        (
            held
            for held in facts.held
            if held.insurance_type == EMPLOYEE_INSURANCE
            and held.person_kind == FLEXIBLE
            and held.status is EnrolmentStatus.PAUSED
            and regions.prefecture_of(held.region) == regions.prefecture_of(region)
        ),
        None,
    )


def last_cover(facts: Facts) -> tuple[date | None, bool]:
    """Return until when (excluded) somebody was covered last, and whether as a resident."""
    ends = [(end, held) for held in facts.held if (end := _covered_until(held)) is not None]
    if not ends:
        return None, False
    end, held = max(ends, key=lambda pair: pair[0])
    return end, held.insurance_type == RESIDENT_INSURANCE


def _covered_until(held: HeldEnrolment) -> date | None:
    if held.insurance_type == RESIDENT_INSURANCE and held.benefit_until is None:
        return None  # enrolled and never paid
    known = (held.benefit_until, held.paused_on, held.ended_on)
    return min((day for day in known if day is not None), default=None)


def _register(case: FlexibleCase, facts: Facts) -> persons.SavedPerson:
    answers = case.answers
    details = persons.Details(
        identity=case.subject,
        birth=persons.birth_of(case.subject, answers.birth_date, answers.sex),
        phone=answers.phone,
        living_region=answers.living_region,
        living_address=answers.living_address,
        household_kind="",
    )
    stamp = persons.Stamp(case.number, case.operator, case.now)
    return persons.register_or_update(case.sql, details, known=facts.person, stamp=stamp)


def _terms(case: FlexibleCase, facts: Facts) -> _Terms:
    answers, region = case.answers, case.answers.region
    begins = policy.flexible_first_month(case.today, region)
    covered_until, was_resident = last_cover(facts)
    gap = gap_rules.GapFacts(
        # How long an officer takes must not make the gap longer.
        begins=policy.flexible_first_month(case.submitted_on, region),
        covered_until=covered_until,
        was_resident=was_resident,
        years_in_a_row=gap_rules.years_in_a_row(facts.covered_years),
    )
    waiting = gap_rules.waiting_months(gap, policy.gap_policy(case.submitted_on, region))
    grade = policy.grade_percent(answers.grade.value, begins.first_day, region)
    return _Terms(
        begins=begins,
        waiting_months=waiting,
        benefit_from=gap_rules.benefit_from(begins, waiting, case.today),
        grade=grade,
        amounts=contributions.flexible_month(
            begins, region, grade=grade, with_account=answers.mode is InsuranceMode.WITH_ACCOUNT
        ),
    )


def _write(case: FlexibleCase, facts: Facts, person_id: UUID, terms: _Terms) -> UUID:
    held = resumable(facts, case.answers.region)
    enrolment_id = held.id if held else identifiers.new_id(case.now)
    values = _step(held) | {
        "id": enrolment_id,
        "person": person_id,
        "row_version": held.row_version if held else 0,
        "kind": FLEXIBLE,
        "region": case.answers.region,
        "today": case.today,
        "first_day": terms.begins.first_day,
        "benefit_from": terms.benefit_from,
        "with_account": case.answers.mode is InsuranceMode.WITH_ACCOUNT,
        "grade": terms.grade,
        "base": terms.amounts.base.fen,
        "case": case.number,
        "operator": case.operator,
        "now": case.now,
    }
    try:
        case.sql.execute(_RESUME if held else _ENROL, values, prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise AlreadyEmployeeInsured from violation
    if case.sql.rowcount != 1:
        raise EnrolmentChangedMeanwhile
    return enrolment_id


def _step(held: HeldEnrolment | None) -> dict[str, object]:
    if held is None:
        return {
            "change_kind": "11",
            "reason": EnrolmentEvent.ENROL.label,
            "status_before": "",
            "region_before": "",
        }
    return {
        "change_kind": step_of(held, EnrolmentEvent.RESUME).change_kinds[0],
        "reason": EnrolmentEvent.RESUME.label,
        "status_before": held.status.value,
        "region_before": held.region,
    }


def _receipt(
    case: FlexibleCase, person_number: str, enrolment_id: UUID, terms: _Terms, *, is_due: bool
) -> FlexibleEnrolmentResult:
    pay_before = contributions.pay_month_before(terms.begins, case.answers.region)
    return FlexibleEnrolmentResult(
        person_number=person_number,
        enrolment_number=str(enrolment_id),
        name=masking.mask_name(case.subject.name),
        insurance=code_tables.label("insurance_type", EMPLOYEE_INSURANCE),
        region=regions.full_name(case.answers.region),
        mode=case.answers.mode.label,
        grade=f"{case.answers.grade.label}（{terms.grade}%）",
        base=str(terms.amounts.base.yuan),
        monthly_amount=str(terms.amounts.total.yuan),
        account_amount=str(terms.amounts.account.yuan),
        first_month=spoken_month(terms.begins),
        pay_before=pay_before,
        benefit_from=terms.benefit_from,
        waiting_months=terms.waiting_months,
        next_step=_next_step(terms, pay_before if is_due else None),
    )


def _next_step(terms: _Terms, pay_before: date | None) -> str:
    """Say until when to pay, or that there is nothing to pay this month."""
    sentence = "本月已缴，不用再缴；下月起按月缴纳。"
    if pay_before is not None:
        day = f"{pay_before.year}年{pay_before.month}月{pay_before.day}日"
        amount = terms.amounts.total.yuan
        sentence = f"请在{day}前通过税务缴费渠道缴纳首月{amount}元，以后按月缴纳。"
    if terms.waiting_months:
        first = terms.benefit_from
        sentence += f"有{terms.waiting_months}个月等待期，{first.year}年{first.month}月{first.day}日起享受待遇。"
    return sentence


def spoken_month(month: YearMonth) -> str:
    """Return a month as people say it."""
    return f"{month.year}年{month.month}月"
