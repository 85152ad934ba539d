"""The situations that examples of contributions start from.

The enrolment comes from the situation of that domain, by its name; the dues are made here.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from yibao.casework.identities import index_of
from yibao.catalogue import situations
from yibao.catalogue.situations import Setting, situation
from yibao.contributions.actions import ResidentDue, raise_resident_due, record_payment
from yibao.contributions.departure import Leaving, settle_dues
from yibao.contributions.monthly import MonthlyDue, flexible_month, raise_month
from yibao.kernel.months import YearMonth
from yibao.platform.clock import CHINA

_REGION = "520103"
_GRADE = 100
_MONTHS = 6
_ENROLMENT = """
SELECT e.id, e.person_id FROM enrolment e JOIN person p ON p.id = e.person_id
WHERE p.certificate_index = %s AND p.is_valid AND e.status = 'active'
"""
_DROP_MONTHS = """
UPDATE contribution_month SET state = 'cancelled' WHERE person_id = %s AND state <> 'cancelled'
"""
_PAY_MONTHS = """
UPDATE contribution_month SET state = 'paid', paid_on = %s
WHERE person_id = %s AND state = 'due' AND month < %s
"""


@situation("contributions.resident_unpaid")
def resident_unpaid(setting: Setting) -> None:
    """Insured as a resident; the next year is due and not paid."""
    _owe_next_year(setting)


@situation("contributions.resident_paid")
def resident_paid(setting: Setting) -> None:
    """Insured as a resident; the next year is paid."""
    due_id = _owe_next_year(setting)
    record_payment(setting.sql, due_id, paid_on=setting.today, operator="system")


@situation("contributions.employee_paying")
def employee_paying(setting: Setting) -> None:
    """Insured as an employee; six months of this year are there, all but the last paid."""
    enrolment_id, person_id = _insured(setting, "enrolment.employee")
    sql, this_month = setting.sql, YearMonth.of(setting.today)
    sql.execute(_DROP_MONTHS, (person_id,))
    for month in this_month.plus(1 - _MONTHS).through(this_month):
        due = MonthlyDue(
            person_id=person_id,
            enrolment_id=enrolment_id,
            region=_REGION,
            insurance_type="310",
            month=month,
            amounts=flexible_month(month, _REGION, grade=_GRADE, with_account=True),
            unit_name="贵阳测试有限公司",
        )
        raise_month(sql, due, case_number="", now=_morning(setting.today))
    sql.execute(_PAY_MONTHS, (setting.today, person_id, this_month.first_day))


def _owe_next_year(setting: Setting) -> UUID:
    enrolment_id, person_id = _insured(setting, "enrolment.resident")
    year, now = setting.today.year + 1, _morning(setting.today)
    leaving = Leaving(
        person_id=person_id,
        left_on=date(year - 2, 1, 1),
        reason="示例重新开始",
        case_number="",
        operator="system",
        now=now,
    )
    settle_dues(setting.sql, leaving)
    due = ResidentDue(
        person_id=person_id,
        enrolment_id=enrolment_id,
        region=_REGION,
        year=year,
        deadline=date(year, 2, 28),
        benefit_from=date(year, 1, 1),
    )
    return raise_resident_due(setting.sql, due, case_number="", now=now).id


def _insured(setting: Setting, name: str) -> tuple[UUID, UUID]:
    situations.set_up(name, setting)
    setting.sql.execute(_ENROLMENT, (index_of(setting.persona.identity),))
    enrolment_id, person_id = setting.sql.fetchall()[0]
    return enrolment_id, person_id


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), CHINA)
