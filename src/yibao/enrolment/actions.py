"""Enrolling a resident: new, resumed, or for one more year; one statement, its change within."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg

from yibao.catalogue.case import Case
from yibao.contributions import api as contributions
from yibao.enrolment import policy, rules
from yibao.enrolment.errors import (
    AlreadyEnrolled,
    EnrolmentChangedMeanwhile,
    TransitionNotPossible,
)
from yibao.enrolment.facts import Facts, HeldEnrolment, facts_of
from yibao.enrolment.forms import ResidentEnrolmentAnswers
from yibao.enrolment.payments import MONTHS_OF_A_YEAR, contribution_arrived
from yibao.enrolment.results import ResidentEnrolmentResult
from yibao.enrolment.states import RESIDENT_INSURANCE, EnrolmentEvent, EnrolmentStatus, transition
from yibao.kernel import identifiers, masking
from yibao.persons import api as persons
from yibao.platform.audit_log import api as audit_log
from yibao.reference import code_tables, regions

EnrolmentCase = Case[ResidentEnrolmentAnswers]
INFORMATION_CHANGED = "36"  # national code table person_change_kind: 参保信息维护

# The year may be there from an enrolment that ended, paused or was annulled: it goes on with this
# one, and counts as paid again when its due says so.
_YEAR_AND_CHANGE = """
, insured_year AS (
  INSERT INTO enrolment_year (enrolment_id, person_id, year, benefit_from, waiting_months,
    enrolled_on, case_number)
  SELECT id, %(person)s, %(year)s, %(benefit_from)s, %(waiting_months)s, %(today)s, %(case)s
  FROM enrolled
  ON CONFLICT (person_id, year) DO UPDATE SET enrolment_id = excluded.enrolment_id,
    benefit_from = excluded.benefit_from, waiting_months = excluded.waiting_months,
    enrolled_on = excluded.enrolled_on, case_number = excluded.case_number, paid_on = NULL,
    withdrawn_on = NULL
  WHERE %(is_new_spell)s OR 'void' = (
    SELECT status FROM enrolment WHERE enrolment.id = enrolment_year.enrolment_id)
  RETURNING id)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT enrolled.id, %(change_kind)s, %(reason)s, %(status_before)s, 'active', %(region_before)s,
  %(region)s, %(today)s, %(case)s, %(operator)s, %(now)s
FROM enrolled, insured_year
"""
_ENROL = f"""
WITH enrolled AS (
  INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name, status,
    is_retired, first_enrolled_on, current_since, months_paid, months_deemed, row_version)
  VALUES (%(id)s, %(person)s, '390', %(kind)s, %(region)s, %(unit)s, 'active', false, %(today)s,
    %(today)s, 0, 0, 1)
  RETURNING id)
{_YEAR_AND_CHANGE}"""  # noqa: S608 - put together from constants
_GO_ON = f"""
WITH enrolled AS (
  UPDATE enrolment SET status = 'active', person_kind = %(kind)s, region = %(region)s,
    unit_name = %(unit)s, paused_on = NULL, pause_reason = '', row_version = row_version + 1,
    current_since = CASE WHEN %(is_new_spell)s THEN %(today)s ELSE current_since END
  WHERE id = %(id)s AND row_version = %(row_version)s
  RETURNING id)
{_YEAR_AND_CHANGE}"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the rules say about this application."""

    waiting: rules.Waiting
    benefit_from: date
    pay_before: date


def enrol_resident(case: EnrolmentCase) -> ResidentEnrolmentResult:
    """Make or go on with a resident enrolment, and raise what is due for the year.

    Raises:
        AlreadyEnrolled: somebody was faster, for the same person.
        EnrolmentChangedMeanwhile: the enrolment changed after it was read.
    """
    answers, facts = case.answers, facts_of(case)
    stamp = persons.Stamp(case.number, case.operator, case.now)
    birth = persons.birth_of(case.subject, answers.birth_date, answers.sex)
    person = persons.register_or_update(
        case.sql, _details(case, birth), known=facts.person, stamp=stamp
    )
    terms = _terms(case, facts, birth.day)
    enrolment_id = _write(case, facts, person.id, terms)
    due = _raise_due(case, person.id, enrolment_id, terms)
    if due.paid_on is not None:
        contribution_arrived(
            case.sql,
            person_id=person.id,
            year=answers.year,
            paid_on=due.paid_on,
            months=0 if facts.resident else MONTHS_OF_A_YEAR,
        )
    audit_log.record(
        case.sql,
        action="enrolment.resident_enrolled",
        object_id=str(enrolment_id),
        operator=case.operator,
        case_number=case.number,
        facts={"year": answers.year, "region": answers.region, "kind": answers.kind.value},
    )
    return _receipt(case, person.number, enrolment_id, due, terms)


def _raise_due(
    case: EnrolmentCase, person_id: UUID, enrolment_id: UUID, terms: _Terms
) -> contributions.Due:
    wanted = contributions.ResidentDue(
        person_id=person_id,
        enrolment_id=enrolment_id,
        region=case.answers.region,
        year=case.answers.year,
        deadline=terms.pay_before,
        benefit_from=terms.benefit_from,
    )
    return contributions.raise_resident_due(case.sql, wanted, case_number=case.number, now=case.now)


def _terms(case: EnrolmentCase, facts: Facts, born_on: date) -> _Terms:
    answers = case.answers
    numbers = policy.waiting_policy(answers.year, answers.region)
    known = rules.EnrolmentFacts(
        applied_on=case.submitted_on,
        decided_on=case.today,
        window=policy.window(answers.year, answers.region),
        kind=answers.kind,
        born_on=born_on,
        covered_years=facts.covered_years,
        special_situation=answers.special_situation,
        employee_until=_employee_until(case, facts),
    )
    late_days = policy.late_payment_days(answers.year, answers.region)
    return _Terms(
        waiting=rules.waiting(known, numbers),
        benefit_from=rules.benefit_from(known, numbers),
        pay_before=rules.pay_before(known, numbers, late_days),
    )


def _employee_until(case: EnrolmentCase, facts: Facts) -> date | None:
    """Return when the employee insurance ended; one that stops with the month leaves no gap."""
    until = facts.employee_until
    return None if until is None else min(until, case.submitted_on)


def _details(case: EnrolmentCase, birth: persons.Birth) -> persons.Details:
    answers = case.answers
    return persons.Details(
        identity=case.subject,
        birth=birth,
        phone=answers.phone,
        living_region=answers.living_region,
        living_address=answers.living_address,
        household_kind=answers.household_kind,
        household_address=answers.household_address or "",
    )


def _write(case: EnrolmentCase, facts: Facts, person_id: UUID, terms: _Terms) -> UUID:
    held = facts.resident
    enrolment_id = held.id if held else identifiers.new_id(case.now)
    values = _step(held) | {
        "id": enrolment_id,
        "person": person_id,
        "row_version": held.row_version if held else 0,
        "kind": case.answers.kind.value,
        "region": case.answers.region,
        "unit": _unit(case.answers),
        "today": case.today,
        "year": case.answers.year,
        "benefit_from": terms.benefit_from,
        "waiting_months": terms.waiting.months,
        "case": case.number,
        "operator": case.operator,
        "now": case.now,
    }
    try:
        case.sql.execute(_GO_ON if held else _ENROL, values, prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise AlreadyEnrolled(year=case.answers.year) from violation
    if case.sql.rowcount != 1:
        raise EnrolmentChangedMeanwhile
    return enrolment_id


def _step(held: HeldEnrolment | None) -> dict[str, object]:
    """Return what the change row says: enrolled, resumed, or one more year of an active one."""
    if held is not None and held.status is EnrolmentStatus.ACTIVE:
        return {
            "change_kind": INFORMATION_CHANGED,
            "reason": "续保",
            "status_before": held.status.value,
            "region_before": held.region,
            "is_new_spell": False,
        }
    event = EnrolmentEvent.RESUME if held else EnrolmentEvent.ENROL
    step = transition(held.status if held else None, event)
    if step is None:
        raise TransitionNotPossible(status=held.status.label if held else "", event=event.label)
    return {
        "change_kind": step.change_kinds[0],
        "reason": event.label,
        "status_before": held.status.value if held else "",
        "region_before": held.region if held else "",
        "is_new_spell": True,
    }


def _unit(answers: ResidentEnrolmentAnswers) -> str:
    """Return under which virtual unit a resident is kept: the school, or the place."""
    return answers.school_name or f"{regions.name(answers.region)}城乡居民"


def _receipt(
    case: EnrolmentCase,
    person_number: str,
    enrolment_id: UUID,
    due: contributions.Due,
    terms: _Terms,
) -> ResidentEnrolmentResult:
    return ResidentEnrolmentResult(
        person_number=person_number,
        enrolment_number=str(enrolment_id),
        name=masking.mask_name(case.subject.name),
        insurance=code_tables.label("insurance_type", RESIDENT_INSURANCE),
        region=regions.full_name(case.answers.region),
        year=case.answers.year,
        amount=str(due.amount.yuan),
        pay_before=due.deadline,
        benefit_from=terms.benefit_from,
        waiting_months=terms.waiting.months,
        next_step=_next_step(case.answers.year, due, terms),
    )


def _next_step(year: int, due: contributions.Due, terms: _Terms) -> str:
    sentences = [
        "已缴费，不用再缴。"
        if due.paid_on
        else f"请在{_spoken(due.deadline)}前通过税务缴费渠道缴纳{due.amount.yuan}元。"
    ]
    if terms.waiting.months:
        sentences.append(
            f"有{terms.waiting.months}个月等待期，{_spoken(terms.benefit_from)}起享受待遇。"
        )
    if terms.waiting.repairable_months:
        sentences.append(
            f"补缴断保年度的费用，最多可以缩短{terms.waiting.repairable_months}个月等待期。"
        )
    if terms.benefit_from.year > year:
        sentences.append(f"等待期满已过{year}年度，请同时办理下一年度参保。")
    return "".join(sentences)


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
