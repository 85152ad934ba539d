"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.catalogue.situations import Setting, situation
from yibao.contributions import api as contributions
from yibao.enrolment import national_register
from yibao.enrolment.kinds import EMPLOYED, FLEXIBLE, RETIRED
from yibao.enrolment.situation_steps import GUIYANG, SURVIVAL, Insured, insure, known, morning
from yibao.enrolment.states import EMPLOYEE_INSURANCE, EnrolmentStatus
from yibao.kernel.months import YearMonth
from yibao.persons import api as persons
from yibao.persons import public_security
from yibao.persons.api import Survival
from yibao.persons.public_security import Confirmation

__all__ = ["Insured", "insure", "known"]

ZUNYI, SHENZHEN = "520302", "440300"


@situation("enrolment.not_enrolled")
def not_enrolled(setting: Setting) -> None:
    """Known, alive, insured nowhere."""
    known(setting)


@situation("enrolment.resident")
def resident(setting: Setting) -> None:
    """Insured as a resident this year and the year before, paid; not yet for the next year."""
    year = setting.today.year
    insure(
        setting,
        Insured(
            since=date(year - 2, 10, 8),
            benefit_until=date(year + 1, 1, 1),
            years=(year - 1, year),
            paid=(year - 1, year),
        ),
    )


@situation("enrolment.resident_for_next_year")
def resident_for_next_year(setting: Setting) -> None:
    """Insured as a resident, and enrolled for the next year already."""
    year = setting.today.year
    insure(
        setting,
        Insured(
            since=date(year - 1, 10, 8),
            benefit_until=date(year + 1, 1, 1),
            years=(year, year + 1),
            paid=(year,),
        ),
    )


@situation("enrolment.resident_paused")
def resident_paused(setting: Setting) -> None:
    """Was insured as a resident three years ago, and paused since."""
    year = setting.today.year
    insure(
        setting,
        Insured(
            since=date(year - 4, 10, 8),
            status=EnrolmentStatus.PAUSED,
            paused_on=date(year - 2, 1, 1),
            benefit_until=date(year - 2, 1, 1),
            years=(year - 3,),
            paid=(year - 3,),
        ),
    )


@situation("enrolment.resident_paid_for_next_year")
def resident_paid_for_next_year(setting: Setting) -> None:
    """Insured as a resident, and paid for the next year already."""
    year = setting.today.year
    enrolment_id = insure(
        setting,
        Insured(
            since=date(year - 1, 10, 8),
            benefit_until=date(year + 2, 1, 1),
            years=(year, year + 1),
            paid=(year, year + 1),
        ),
    )
    _pay(setting, enrolment_id, year + 1)


@situation("enrolment.resident_who_died")
def resident_who_died(setting: Setting) -> None:
    """Insured as a resident this year, and registered as dead."""
    resident(setting)
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    setting.sql.execute(SURVIVAL, (Survival.DEAD.value, person.id if person else None))


@situation("enrolment.resident_of_another_city")
def resident_of_another_city(setting: Setting) -> None:
    """Insured as a resident this year in another pooling area of the province."""
    year = setting.today.year
    insure(
        setting,
        Insured(
            region=ZUNYI,
            unit="红花岗区城乡居民",
            since=date(year - 1, 10, 8),
            benefit_until=date(year + 1, 1, 1),
            years=(year,),
            paid=(year,),
        ),
    )


@situation("enrolment.employee")
def employee(setting: Setting) -> None:
    """Insured as an employee, contributions arrived."""
    insure(
        setting,
        Insured(
            insurance_type=EMPLOYEE_INSURANCE,
            kind=EMPLOYED,
            unit="贵阳测试有限公司",
            since=date(setting.today.year - 5, 7, 1),
            benefit_until=date(setting.today.year + 1, 1, 1),
        ),
    )


@situation("enrolment.flexible")
def flexible(setting: Setting) -> None:
    """Insured as a flexible worker, paid until this month."""
    insure(setting, _flexible(setting, EnrolmentStatus.ACTIVE, ends=_next_month(setting.today)))


@situation("enrolment.flexible_paused")
def flexible_paused(setting: Setting) -> None:
    """Was insured as a flexible worker until last month, and paused."""
    ended = setting.today.replace(day=1)
    insure(setting, _flexible(setting, EnrolmentStatus.PAUSED, ends=ended, paused_on=ended))


@situation("enrolment.flexible_paused_long_ago")
def flexible_paused_long_ago(setting: Setting) -> None:
    """Was insured as a flexible worker until a year ago, and paused."""
    ended = date(setting.today.year - 1, 3, 1)
    insure(setting, _flexible(setting, EnrolmentStatus.PAUSED, ends=ended, paused_on=ended))


@situation("enrolment.retired")
def retired(setting: Setting) -> None:
    """Insured as a retired employee, who pays no contributions."""
    insure(
        setting,
        Insured(
            insurance_type=EMPLOYEE_INSURANCE,
            kind=RETIRED,
            unit="贵阳测试有限公司",
            is_retired=True,
            since=date(setting.today.year - 30, 7, 1),
        ),
    )


@situation("enrolment.died")
def died(setting: Setting) -> None:
    """Known, and registered as dead."""
    person_id = known(setting)
    setting.sql.execute(SURVIVAL, (Survival.DEAD.value, person_id))


@situation("enrolment.insured_in_another_province")
def insured_in_another_province(setting: Setting) -> None:
    """Unknown as insured here; the national register has an employee insurance elsewhere."""
    known(setting)
    national_register.simulate_elsewhere(setting.sql, setting.persona.identity, SHENZHEN)


@situation("enrolment.national_register_silent")
def national_register_silent(setting: Setting) -> None:
    """Insured nowhere as far as we know; the national register does not answer."""
    known(setting)
    national_register.simulate_silence(setting.sql, setting.persona.identity)


@situation("enrolment.resident_with_confirmed_change")
def resident_with_confirmed_change(setting: Setting) -> None:
    """Insured as a resident; the public security register has the new key information."""
    resident(setting)
    public_security.simulate(setting.sql, setting.persona.identity, Confirmation.CONFIRMED)


@situation("enrolment.resident_with_unconfirmed_change")
def resident_with_unconfirmed_change(setting: Setting) -> None:
    """Insured as a resident; the public security register has other key information."""
    resident(setting)
    public_security.simulate(setting.sql, setting.persona.identity, Confirmation.DIFFERS)


@situation("enrolment.employee_with_unconfirmed_change")
def employee_with_unconfirmed_change(setting: Setting) -> None:
    """Insured as an employee; the public security register has other key information."""
    employee(setting)
    public_security.simulate(setting.sql, setting.persona.identity, Confirmation.DIFFERS)


def _flexible(
    setting: Setting, status: EnrolmentStatus, *, ends: date, paused_on: date | None = None
) -> Insured:
    return Insured(
        insurance_type=EMPLOYEE_INSURANCE,
        kind=FLEXIBLE,
        unit="灵活就业人员",
        status=status,
        since=date(setting.today.year - 3, 5, 1),
        benefit_until=ends,
        paused_on=paused_on,
    )


def _next_month(day: date) -> date:
    return YearMonth.of(day).plus(1).first_day


def _pay(setting: Setting, enrolment_id: UUID, year: int) -> None:
    """Let the contribution for a year be raised and paid, whatever was due before."""
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    if person is None:
        return
    now = morning(setting.today)
    contributions.settle_dues(
        setting.sql,
        contributions.Leaving(
            person_id=person.id,
            left_on=date(year - 1, 1, 1),
            reason="示例重新开始",
            case_number="",
            operator="system",
            now=now,
        ),
    )
    due = contributions.raise_resident_due(
        setting.sql,
        contributions.ResidentDue(
            person_id=person.id,
            enrolment_id=enrolment_id,
            region=GUIYANG,
            year=year,
            deadline=date(year, 2, 28),
            benefit_from=date(year, 1, 1),
        ),
        case_number="",
        now=now,
    )
    contributions.record_payment(setting.sql, due.id, paid_on=setting.today, operator="system")


# Situations of employers stand in a file of their own and are found through this one.
from yibao.enrolment import employer_situations  # noqa: E402, F401
