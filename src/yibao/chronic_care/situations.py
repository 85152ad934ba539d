"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.catalogue.example_bodies import agent_of
from yibao.catalogue.service import Example
from yibao.catalogue.situations import Setting, set_up, situation
from yibao.chronic_care import diseases, institutions
from yibao.chronic_care.institutions import HospitalConclusion
from yibao.chronic_care.kinds import EMPLOYEE_INSURANCE, RESIDENT_INSURANCE
from yibao.kernel import identifiers
from yibao.kernel.months import add_months
from yibao.persons import api as persons
from yibao.platform.clock import CHINA

HOME = "520103"
FIRST, SECOND, COMMUNITY = (
    ("H52010000011", "贵阳市测试医院"),
    ("H52010000012", "贵阳市测试第二医院"),
    ("H52010000013", "测试社区卫生服务中心"),
)
AGENT = "张三"
HYPERTENSION, DIABETES, HEART_DISEASE = "M03900", "M01600", "M04600"
EPILEPSY, CANCER = "M02500", "M00500"

# Nothing is deleted: what a former example left ends before it began.
_CLEAR = """
WITH cleared AS (
  UPDATE chronic_recognition
  SET state = 'void', ends_on = starts_on - 1, row_version = row_version + 1
  WHERE person_id = %s AND state <> 'void' RETURNING id)
UPDATE chronic_recognition_hospital h SET ends_on = h.starts_on - 1
FROM cleared WHERE h.recognition_id = cleared.id
"""
_RECOGNISE = """
WITH held AS (
  INSERT INTO chronic_recognition (id, number, person_id, insurance_type, disease_code,
    disease_group, home_region, recognising_hospital_code, recognising_hospital_name,
    diagnosed_on, starts_on, ends_on, is_reviewed, state, case_number, row_version,
    recognised_at, changed_at)
  VALUES (%(id)s, %(number)s, %(person)s, %(insurance)s, %(disease)s, %(group)s, %(home)s,
    %(first_code)s, %(first_name)s, %(starts_on)s, %(starts_on)s, %(ends_on)s, %(is_reviewed)s,
    'effective', '', 1, %(at)s, %(at)s)
  RETURNING id)
INSERT INTO chronic_recognition_hospital (recognition_id, hospital_code, hospital_name, starts_on,
  ends_on, is_change, case_number)
SELECT held.id, code, name, %(chosen_on)s, NULL, %(is_change)s, ''
FROM held, unnest(%(codes)s::text[], %(names)s::text[]) AS chosen(code, name)
"""

_REVOKE = """
UPDATE mandate SET revoked_at = %s::date WHERE principal_index = %s AND revoked_at IS NULL
"""
_MANDATE = """
INSERT INTO mandate (principal_index, agent_index, operation, valid_from, valid_until, case_number)
VALUES (%(principal)s, %(agent)s, '', %(from)s, %(until)s, '')
"""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A recognition that somebody has before an example begins."""

    insurance_type: str = EMPLOYEE_INSURANCE
    disease_code: str = HYPERTENSION
    days_ago: int = 400
    days_left: int = 0
    hospitals: tuple[tuple[str, str], ...] = (COMMUNITY,)
    changed_days_ago: int | None = None


@situation("chronic_care.employee")
def employee(setting: Setting) -> None:
    """Make somebody an insured employee in 贵阳市, no disease recognised, nothing concluded."""
    _insured(setting, "enrolment.employee")


@situation("chronic_care.resident")
def resident(setting: Setting) -> None:
    """Make somebody an insured resident in 贵阳市, no disease recognised, nothing concluded."""
    _insured(setting, "enrolment.resident")


@situation("chronic_care.resident_without_benefits")
def resident_without_benefits(setting: Setting) -> None:
    """Make somebody who was insured as a resident, and is not at present."""
    _insured(setting, "enrolment.resident_paused")


@situation("chronic_care.employee_recognised")
def employee_recognised(setting: Setting) -> None:
    """Recognise an employee's 高血压 a year ago, treated in a community centre."""
    employee(setting)
    recognise(setting, Recognised())


@situation("chronic_care.resident_recognised")
def resident_recognised(setting: Setting) -> None:
    """Recognise a resident's 高血压 a year ago, treated in a community centre."""
    resident(setting)
    recognise(setting, Recognised(insurance_type=RESIDENT_INSURANCE))


@situation("chronic_care.employee_changed_hospital")
def employee_changed_hospital(setting: Setting) -> None:
    """Let an employee have changed the hospital of his 高血压 a month ago."""
    employee(setting)
    recognise(setting, Recognised(changed_days_ago=30))


@situation("chronic_care.resident_changed_hospital")
def resident_changed_hospital(setting: Setting) -> None:
    """Let a resident have changed the hospital of his 高血压 a month ago."""
    resident(setting)
    recognise(setting, Recognised(insurance_type=RESIDENT_INSURANCE, changed_days_ago=30))


@situation("chronic_care.employee_with_two_diseases")
def employee_with_two_diseases(setting: Setting) -> None:
    """Recognise an employee's 高血压 and 冠心病."""
    employee(setting)
    recognise(setting, Recognised())
    recognise(setting, Recognised(disease_code=HEART_DISEASE, hospitals=(FIRST, SECOND)))


@situation("chronic_care.employee_with_diabetes")
def employee_with_diabetes(setting: Setting) -> None:
    """Recognise an employee's 糖尿病."""
    employee(setting)
    recognise(setting, Recognised(disease_code=DIABETES))


@situation("chronic_care.employee_with_cancer")
def employee_with_cancer(setting: Setting) -> None:
    """Recognise an employee's 恶性肿瘤门诊治疗, which is not reviewed and ends in a month."""
    employee(setting)
    recognise(setting, Recognised(disease_code=CANCER, hospitals=(FIRST,), days_left=30))


@situation("chronic_care.employee_with_three_diseases")
def employee_with_three_diseases(setting: Setting) -> None:
    """Recognise an employee's 高血压, 冠心病 and 癫痫."""
    employee_with_two_diseases(setting)
    recognise(setting, Recognised(disease_code=EPILEPSY, hospitals=(FIRST,)))


@situation("chronic_care.employee_due_for_review")
def employee_due_for_review(setting: Setting) -> None:
    """Recognise an employee's 高血压, which ends in a month."""
    employee(setting)
    recognise(setting, Recognised(days_left=30))


@situation("chronic_care.due_for_review_and_mandated")
def due_for_review_and_mandated(setting: Setting) -> None:
    """Let an employee who is due for review have mandated 张三 for a year."""
    employee_due_for_review(setting)
    agent = agent_of(Example("", agent=AGENT))
    if agent is not None:
        setting.sql.execute(
            _MANDATE,
            {
                "principal": index_of(setting.persona.identity),
                "agent": index_of(Identity("01", agent.identity_number, agent.name)),
                "from": setting.today,
                "until": add_months(setting.today, 12),
            },
        )


@situation("chronic_care.resident_due_for_review")
def resident_due_for_review(setting: Setting) -> None:
    """Recognise a resident's 高血压, which ends in a month."""
    resident(setting)
    recognise(setting, Recognised(insurance_type=RESIDENT_INSURANCE, days_left=30))


@situation("chronic_care.employee_concluded_by_hospital")
def employee_concluded_by_hospital(setting: Setting) -> None:
    """Let a recognising hospital have concluded that an employee has 高血压."""
    employee(setting)
    conclude(setting, HYPERTENSION)


@situation("chronic_care.resident_concluded_by_hospital")
def resident_concluded_by_hospital(setting: Setting) -> None:
    """Let a recognising hospital have concluded that a resident has 高血压."""
    resident(setting)
    conclude(setting, HYPERTENSION)


@situation("chronic_care.review_concluded_by_hospital")
def review_concluded_by_hospital(setting: Setting) -> None:
    """Let a hospital have concluded that an employee, due for review, still has 高血压."""
    employee_due_for_review(setting)
    conclude(setting, HYPERTENSION)


def recognise(setting: Setting, wanted: Recognised) -> UUID:
    """Write a recognition; return its id."""
    starts_on = setting.today - timedelta(days=wanted.days_ago)
    chosen_on = starts_on
    if wanted.changed_days_ago is not None:
        chosen_on = setting.today - timedelta(days=wanted.changed_days_ago)
    ends_on = add_months(starts_on, 24) - timedelta(days=1)
    if wanted.days_left:
        ends_on = setting.today + timedelta(days=wanted.days_left)
    at = datetime.combine(starts_on, time(10), CHINA)
    identifier = identifiers.new_id(at)
    disease = diseases.catalogue()[wanted.disease_code]
    values = {
        "id": identifier,
        "number": _number(starts_on, identifier),
        "person": _person_id(setting),
        "insurance": wanted.insurance_type,
        "disease": disease.code,
        "group": disease.group,
        "home": HOME,
        "first_code": FIRST[0],
        "first_name": FIRST[1],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_reviewed": disease.is_reviewed,
        "at": at,
        "chosen_on": chosen_on,
        "is_change": wanted.changed_days_ago is not None,
        "codes": [code for code, _ in wanted.hospitals],
        "names": [name for _, name in wanted.hospitals],
    }
    setting.sql.execute(_RECOGNISE, values)
    return identifier


def conclude(
    setting: Setting, disease_code: str, *, is_met: bool = True, days_ago: int = 3
) -> None:
    """Let the simulator tell what the first hospital concluded."""
    day = setting.today - timedelta(days=days_ago)
    conclusion = HospitalConclusion(disease_code, FIRST[0], is_met, day)
    institutions.simulate_conclusion(setting.sql, setting.persona.identity, conclusion)


def _insured(setting: Setting, situation_name: str) -> None:
    set_up(situation_name, setting)
    setting.sql.execute(_CLEAR, (_person_id(setting),))
    setting.sql.execute(_REVOKE, (setting.today, index_of(setting.persona.identity)))
    institutions.simulate_conclusion(setting.sql, setting.persona.identity, None)


def _person_id(setting: Setting) -> UUID:
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    if person is None:
        raise LookupError("the situation needs an enrolled person first")
    return person.id


def _number(day: date, identifier: UUID) -> str:
    sequence = identifier.int % 9_999_999 + 1
    return identifiers.document_number("CR", HOME[:4] + "00", day, sequence)
