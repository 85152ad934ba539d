"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from yibao.catalogue.situations import Setting, situation
from yibao.enrolment import national_register
from yibao.enrolment.forms import ResidentKind
from yibao.enrolment.kinds import EMPLOYED, RETIRED
from yibao.enrolment.states import EMPLOYEE_INSURANCE, RESIDENT_INSURANCE, EnrolmentStatus
from yibao.kernel import identifiers
from yibao.persons import api as persons
from yibao.persons import outside, public_security
from yibao.persons.api import Survival
from yibao.persons.public_security import Confirmation
from yibao.platform.clock import CHINA

GUIYANG, ZUNYI, SHENZHEN = "520103", "520302", "440300"

# Nothing is deleted: what a former example left counts as annulled.
_ANNUL = "UPDATE enrolment SET status = 'void' WHERE person_id = %s AND status <> 'void'"
_SURVIVAL = "UPDATE person SET survival = %s WHERE id = %s"
_INSURE = """
WITH enrolled AS (
  INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name, status,
    is_retired, first_enrolled_on, current_since, paused_on, benefit_from, benefit_until,
    months_paid, months_deemed, row_version)
  VALUES (%(id)s, %(person)s, %(insurance)s, %(kind)s, %(region)s, %(unit)s, %(status)s,
    %(is_retired)s, %(since)s, %(since)s, %(paused_on)s, %(benefit_from)s, %(benefit_until)s,
    %(months)s, 0, 1)
  RETURNING id)
INSERT INTO enrolment_year (enrolment_id, person_id, year, benefit_from, waiting_months,
  enrolled_on, paid_on, case_number)
SELECT id, %(person)s, year, make_date(year, 1, 1), 0, %(since)s,
  CASE WHEN year = ANY(%(paid)s) THEN %(since)s::date END, ''
FROM enrolled, unnest(%(years)s::int[]) AS year
ON CONFLICT (person_id, year) DO UPDATE
  SET enrolment_id = excluded.enrolment_id, paid_on = excluded.paid_on
"""


@dataclass(frozen=True, kw_only=True)
class Insured:
    """How somebody is insured before an example begins; ``paid`` are years, of ``years``."""

    insurance_type: str = RESIDENT_INSURANCE
    kind: str = ResidentKind.ADULT.value
    region: str = GUIYANG
    unit: str = "云岩区城乡居民"
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE
    is_retired: bool = False
    since: date
    paused_on: date | None = None
    benefit_until: date | None = None
    years: tuple[int, ...] = ()
    paid: tuple[int, ...] = ()


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
    setting.sql.execute(_SURVIVAL, (Survival.DEAD.value, person_id))


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


def known(setting: Setting, *, region: str = GUIYANG) -> UUID:
    """Make the person known and alive, insured nowhere, every register silent about him."""
    identity, sql = setting.persona.identity, setting.sql
    saved = persons.register_or_update(
        sql,
        persons.Details(
            identity=identity,
            birth=persons.birth_of(identity),
            phone=setting.persona.phone,
            living_region=region,
            living_address="测试路2号",
            household_kind="30",
        ),
        known=persons.find_by_identity(sql, identity),
        stamp=persons.Stamp(case_number="", operator="system", at=_morning(setting.today)),
    )
    sql.execute(_ANNUL, (saved.id,))
    sql.execute(_SURVIVAL, (Survival.ALIVE.value, saved.id))
    for register in (national_register.REGISTER, public_security.REGISTER):
        outside.simulate(sql, register, identity, "")
    return saved.id


def insure(setting: Setting, insured: Insured) -> UUID:
    """Make the person known and insured so; return the id of the enrolment."""
    person_id = known(setting)
    enrolment_id = identifiers.new_id(_morning(setting.today))
    setting.sql.execute(
        _INSURE,
        {
            "id": enrolment_id,
            "person": person_id,
            "insurance": insured.insurance_type,
            "kind": insured.kind,
            "region": insured.region,
            "unit": insured.unit,
            "status": insured.status.value,
            "is_retired": insured.is_retired,
            "since": insured.since,
            "paused_on": insured.paused_on,
            "benefit_from": insured.since,
            "benefit_until": insured.benefit_until,
            "months": 12 * len(insured.paid),
            "years": list(insured.years),
            "paid": list(insured.paid),
        },
    )
    return enrolment_id


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), CHINA)
