"""Enrolling, changing, suspending and deregistering an employer, and what it does to its people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Case, Identity
from yibao.employers import api as employers
from yibao.employers import tax_arrears
from yibao.employers.api import EmployerItem, InsuranceState, KnownEmployer
from yibao.employers.errors import EmployeesActive, TaxOfficeSilent
from yibao.employers.states import JOINT_INSURANCES
from yibao.enrolment.employer_change_checks import change_needs_review
from yibao.enrolment.employer_changes import changes, shown
from yibao.enrolment.employer_checks import employer_of
from yibao.enrolment.employer_forms import (
    ChangedEmployerPart,
    EmployeesOnSuspension,
    EmployerChangeAnswers,
    EmployerDeregisterAnswers,
    EmployerEnrolmentAnswers,
    EmployerSuspendAnswers,
)
from yibao.enrolment.employer_queries import active_employees
from yibao.enrolment.employer_results import (
    EmployerChangeResult,
    EmployerDeregisterResult,
    EmployerEnrolmentResult,
    EmployerSuspendResult,
    InsuredEmployer,
    SuspendedEmployee,
)
from yibao.kernel import masking
from yibao.kernel.months import YearMonth
from yibao.persons import api as persons
from yibao.persons import sealing
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox
from yibao.reference import code_tables, regions

SHOWN_AT_MOST = 20
_PAUSED, _INFORMATION = "22", "36"  # national code table person_change_kind

_CHANGED = """
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, %(kind)s, %(reason)s, status_before, status, region, region, %(on)s::date, %(case)s,
  %(operator)s, %(now)s FROM touched
"""
_SUSPEND_EMPLOYEES = f"""
WITH touched AS (
  UPDATE enrolment SET status = 'paused', paused_on = %(on)s::date, pause_reason = 'employer_suspended',
    benefit_until = CASE WHEN benefit_until > %(stops_on)s::date THEN %(stops_on)s::date
      ELSE benefit_until END,
    row_version = row_version + 1
  WHERE employer_id = %(employer)s AND status = 'active' AND NOT is_retired
  RETURNING id, person_id, status, region, 'active' AS status_before),
changed AS ({_CHANGED})
SELECT count(*) OVER (), p.number, p.name_sealed
FROM (SELECT DISTINCT person_id FROM touched) AS employee JOIN person p ON p.id = employee.person_id
ORDER BY p.number LIMIT %(most)s
"""  # noqa: S608 - put together from constants
_RENAME_UNIT = f"""
WITH touched AS (
  UPDATE enrolment SET unit_name = %(name)s::text, row_version = row_version + 1
  WHERE employer_id = %(employer)s AND status IN ('active', 'paused')
  RETURNING id, status, region, status AS status_before)
{_CHANGED}"""  # noqa: S608
_RELEASE_RETIRED = f"""
WITH touched AS (
  UPDATE enrolment SET employer_id = NULL, row_version = row_version + 1
  WHERE employer_id = %(employer)s AND status = 'active' AND is_retired
  RETURNING id, person_id, status, region, status AS status_before),
changed AS ({_CHANGED})
SELECT count(DISTINCT person_id) FROM touched
"""  # noqa: S608


def enrol_employer(case: Case[EmployerEnrolmentAnswers]) -> EmployerEnrolmentResult:
    """Make the employer, its insurances and the grant of whoever applied.

    Raises:
        EmployerAlreadyEnrolled: somebody was faster with the same credit code.
    """
    answers = case.answers
    said = employers.NewEmployer(
        credit_code=answers.credit_code,
        name=answers.employer_name,
        kind=answers.kind,
        region=answers.region,
        address=answers.address,
        legal_representative=answers.legal_representative,
        bank_name=answers.bank_name,
        bank_account=answers.bank_account,
        starts_on=answers.starts_on,
    )
    operator = employers.Operator(case.subject, answers.phone)
    saved = employers.enrol(case.sql, said, operator, today=case.today, stamp=_stamp(case))
    _tell(case, "enrolled", saved.id, {"region": answers.region, "kind": answers.kind.value})
    return EmployerEnrolmentResult(
        employer_number=saved.number,
        employer_name=answers.employer_name,
        credit_code=answers.credit_code,
        region=regions.full_name(answers.region),
        insurances=_insured(JOINT_INSURANCES, InsuranceState.ACTIVE, answers.starts_on),
        operator_name=masking.mask_name(case.subject.name),
        bank_account=masking.mask_card_number(answers.bank_account),
        next_step="请用“职工参保登记”为职工参保，并按月到税务部门申报缴费。",
    )


def change_employer(case: Case[EmployerChangeAnswers]) -> EmployerChangeResult:
    """Change the items, keep what they were, and tell whoever keeps copies.

    Raises:
        EmployerAlreadyEnrolled, EmployerChangedMeanwhile: why not.
    """
    employer, answers = employer_of(case), case.answers
    if answers.changed_part is ChangedEmployerPart.OPERATOR:
        changed = [_hand_over(case, employer)]
    else:
        changed = changes(employer, answers)
        operator = employers.Operator(case.subject, employer.operator_phone)
        employers.change_information(case.sql, employer, changed, operator, stamp=_stamp(case))
    if answers.employer_name and answers.employer_name != employer.name:
        values = {"name": answers.employer_name, "kind": _INFORMATION, "reason": "单位名称变更"}
        case.sql.execute(_RENAME_UNIT, _values(case, employer.id, case.today) | values)
    items = sorted(change.item.value for change in changed)
    facts = {"items": items, "confirmed": not change_needs_review(case)}
    _tell(case, "information_changed", employer.id, facts)
    return EmployerChangeResult(
        employer_number=employer.number,
        employer_name=answers.employer_name or employer.name,
        changed=[shown(change) for change in changed],
        next_step="税务登记会自动更新，一般一个工作日内完成。",
    )


def suspend_employer(case: Case[EmployerSuspendAnswers]) -> EmployerSuspendResult:
    """Suspend every insurance of the employer, and its employees with it when asked to.

    Raises:
        EmployerChangedMeanwhile: somebody else changed the employer after it was read.
        EmployeesActive: somebody was enrolled with it after the checks.
    """
    employer, answers = employer_of(case), case.answers
    employers.suspend(
        case.sql,
        employer,
        on=answers.suspended_on,
        reason=answers.reason.value,
        stamp=_stamp(case),
    )
    total, shown_first = 0, list[SuspendedEmployee]()
    if answers.employees is EmployeesOnSuspension.SUSPEND_ALL:
        total, shown_first = suspend_employees(case, employer.id, answers.suspended_on)
    else:
        _still_without_employees(case, employer.id)
    facts = {"employees": total, "reason": answers.reason.value}
    _tell(case, "suspended", employer.id, facts)
    owed = _arrears_shown(employer)
    return EmployerSuspendResult(
        employer_number=employer.number,
        employer_name=employer.name,
        suspended_on=answers.suspended_on,
        insurances=[
            InsuredEmployer(_label(held.insurance_type), _state_after(held.state), held.starts_on)
            for held in employer.insurances
        ],
        total=total,
        employees=shown_first,
        arrears=owed,
        next_step="本月的费用仍要缴清，次月起停缴；有欠费的请到税务部门缴纳。职工停保后可以参加居民医保。",
    )


def _still_without_employees(case: Case[EmployerSuspendAnswers], employer_id: UUID) -> None:
    """Count again: whoever was enrolled meanwhile held the employer until just now."""
    count = active_employees(case.sql, employer_id)
    if count:
        raise EmployeesActive(count=count)


def suspend_employees(
    case: Case[EmployerSuspendAnswers], employer_id: UUID, on: date
) -> tuple[int, list[SuspendedEmployee]]:
    """Pause everybody who is insured through the employer, the retired left out; one statement.

    This month is still paid, so benefits end with it at the latest. Return how many people it were,
    and the first of them, by person number.
    """
    values = {
        "kind": _PAUSED,
        "reason": "单位暂停参保",
        "most": SHOWN_AT_MOST,
        "stops_on": YearMonth.of(on).plus(1).first_day,
    }
    case.sql.execute(_SUSPEND_EMPLOYEES, _values(case, employer_id, on) | values)
    rows = case.sql.fetchall()
    return (int(rows[0][0]) if rows else 0), [
        SuspendedEmployee(row[1], masking.mask_name(sealing.unseal(row[2], sealing.NAME)))
        for row in rows
    ]


def deregister_employer(case: Case[EmployerDeregisterAnswers]) -> EmployerDeregisterResult:
    """End the employer: insurances, grants, credit code; its retired people go on without it.

    Raises:
        EmployerChangedMeanwhile, EmployeesRemain: what changed after the checks.
    """
    employer, answers = employer_of(case), case.answers
    released = _release_retired(case, employer.id)
    employers.deregister(
        case.sql, employer, on=answers.ended_on, reason=answers.reason.value, stamp=_stamp(case)
    )
    facts = {"reason": answers.reason.value, "released": released}
    _tell(case, "deregistered", employer.id, facts)
    return EmployerDeregisterResult(
        employer_number=employer.number,
        employer_name=employer.name,
        credit_code=employer.credit_code,
        ended_on=answers.ended_on,
        released=released,
        next_step="单位医保登记已注销，经办授权同时停止。重新营业的，按单位新参保登记办理。",
    )


def _release_retired(case: Case[EmployerDeregisterAnswers], employer_id: UUID) -> int:
    values = {"kind": _INFORMATION, "reason": "单位注销，退休人员转出"}
    case.sql.execute(_RELEASE_RETIRED, _values(case, employer_id, case.today) | values)
    row = case.sql.fetchone()
    return int(row[0]) if row else 0


def _hand_over(case: Case[EmployerChangeAnswers], employer: KnownEmployer) -> employers.Change:
    answers = case.answers
    name, phone = answers.operator_name or "", answers.operator_phone or ""
    identity = Identity(RESIDENT_IDENTITY_CARD, answers.operator_identity_number or "", name)
    leaving = employers.Operator(case.subject, employer.operator_phone)
    coming = employers.Operator(identity, phone)
    employers.hand_over(case.sql, employer, leaving, coming, stamp=_stamp(case))
    return employers.Change(EmployerItem.OPERATOR, case.subject.name, name)


def _stamp(case: Case[Any]) -> persons.Stamp:
    return persons.Stamp(case.number, case.operator, case.now)


def _values(case: Case[Any], employer_id: UUID, on: date) -> dict[str, object]:
    return {
        "employer": employer_id,
        "on": on,
        "case": case.number,
        "operator": case.operator,
        "now": case.now,
    }


def _tell(case: Case[Any], what: str, employer_id: UUID, facts: Mapping[str, object]) -> None:
    """Write the deed down, and tell whoever listens; neither holds personal data."""
    audit_log.record(
        case.sql,
        action=f"employers.{what}",
        object_id=str(employer_id),
        operator=case.operator,
        case_number=case.number,
        facts=facts,
    )
    payload = {"employer_id": str(employer_id), "case_number": case.number}
    outbox.publish(case.sql, topic=f"employers.{what}", key=str(employer_id), payload=payload)


def _insured(types: tuple[str, ...], state: InsuranceState, on: date) -> list[InsuredEmployer]:
    return [InsuredEmployer(_label(each), state.label, on) for each in types]


def _label(insurance_type: str) -> str:
    return code_tables.label("insurance_type", insurance_type)


def _state_after(state: InsuranceState) -> str:
    return InsuranceState.SUSPENDED.label if state is InsuranceState.ACTIVE else state.label


def _arrears_shown(employer: KnownEmployer) -> str:
    try:
        return str(tax_arrears.arrears_of(employer.credit_code).yuan)
    except TaxOfficeSilent:
        return "税务系统暂时没有答复"
