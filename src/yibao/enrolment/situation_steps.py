"""The steps that situations are made of: a person who is known, and one who is insured so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from yibao.catalogue.situations import Setting
from yibao.enrolment import national_register
from yibao.enrolment.forms import ResidentKind
from yibao.enrolment.states import RESIDENT_INSURANCE, EnrolmentStatus
from yibao.kernel import identifiers
from yibao.persons import api as persons
from yibao.persons import outside, public_security
from yibao.persons.api import Survival
from yibao.platform.clock import CHINA

GUIYANG = "520103"

# Nothing is deleted: what a former example left counts as annulled.
_ANNUL = """
WITH held AS (
  SELECT id, status, region FROM enrolment
  WHERE person_id = %(person)s AND status <> 'void' FOR UPDATE),
annulled AS (
  UPDATE enrolment SET status = 'void', row_version = row_version + 1 FROM held
  WHERE enrolment.id = held.id RETURNING enrolment.id)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT held.id, '35', '示例重新开始', held.status, 'void', held.region, held.region, %(today)s, '',
  'system', %(now)s
FROM held JOIN annulled ON annulled.id = held.id
"""
SURVIVAL = "UPDATE person SET survival = %s WHERE id = %s"
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
        stamp=persons.Stamp(case_number="", operator="system", at=morning(setting.today)),
    )
    values = {"person": saved.id, "today": setting.today, "now": morning(setting.today)}
    sql.execute(_ANNUL, values)
    sql.execute(SURVIVAL, (Survival.ALIVE.value, saved.id))
    for register in (national_register.REGISTER, public_security.REGISTER):
        outside.simulate(sql, register, identity, "")
    return saved.id


def insure(setting: Setting, insured: Insured) -> UUID:
    """Make the person known and insured so; return the id of the enrolment."""
    person_id = known(setting)
    enrolment_id = identifiers.new_id(morning(setting.today))
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


def morning(day: date) -> datetime:
    """Return nine o'clock in China on a day."""
    return datetime.combine(day, time(9), CHINA)
