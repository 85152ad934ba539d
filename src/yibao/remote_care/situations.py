"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yibao.catalogue.situations import Setting, set_up, situation
from yibao.kernel import identifiers
from yibao.kernel.months import add_months
from yibao.persons import api as persons
from yibao.persons import outside
from yibao.platform.clock import CHINA
from yibao.platform.keys.access import keyring
from yibao.remote_care import facts, national_platform, stays
from yibao.remote_care.hospitals import SimulatedHospitals
from yibao.remote_care.kinds import FilingKind, ReferralReason
from yibao.remote_care.particulars import Illness, Particulars
from yibao.remote_care.queries import ADDRESS_CONTEXT, PHONE_CONTEXT
from yibao.remote_care.rules import last_day_of

HOME = "520103"
SHANGHAI, GUANGZHOU = "310100", "440100"

# Nothing is deleted: what a former example left ends before it began.
_CLEAR = """
UPDATE remote_registration
SET state = 'void', ends_on = starts_on - 1, row_version = row_version + 1
WHERE person_id = %s AND state <> 'void'
"""
_REGISTER = """
INSERT INTO remote_registration (id, number, person_id, insurance_type, kind, home_region,
  care_region, address_sealed, phone_sealed, starts_on, is_pledged, is_multi_place, locked_until,
  state, case_number, row_version, filed_at, changed_at, upload_state, upload_tries,
  upload_reference, uploaded_at, ends_on, household_region, employer_name, referred_on,
  illness_sealed, referring_hospital_code, referring_hospital_name, referral_reason)
VALUES (%(id)s, %(number)s, %(person)s, '310', %(kind)s, %(home)s, %(care)s, %(address)s,
  %(phone)s, %(starts_on)s, %(is_pledged)s, %(is_multi_place)s, %(locked_until)s, 'effective', '',
  1, %(at)s, %(at)s, 'uploaded', 1, 'R-1', %(at)s, %(ends_on)s, %(household_region)s,
  %(employer_name)s, %(referred_on)s, %(illness_sealed)s, %(referring_hospital_code)s,
  %(referring_hospital_name)s, %(referral_reason)s)
"""


@situation("remote_care.enrolled")
def enrolled(setting: Setting) -> None:
    """Make somebody retired and insured in 贵阳市; not registered, not in hospital."""
    _insured(setting, "enrolment.retired")


@situation("remote_care.enrolled_without_benefits")
def enrolled_without_benefits(setting: Setting) -> None:
    """Make somebody who was insured in 贵阳市, and is not at present."""
    _insured(setting, "enrolment.resident_paused")


@situation("remote_care.enrolled_employee")
def enrolled_employee(setting: Setting) -> None:
    """Make somebody an employee insured in 贵阳市; not registered, not in hospital."""
    _insured(setting, "enrolment.employee")


@situation("remote_care.enrolled_resident")
def enrolled_resident(setting: Setting) -> None:
    """Make somebody insured as a resident of 贵阳市; not registered, not in hospital."""
    _insured(setting, "enrolment.resident")


@situation("remote_care.registered")
def registered(setting: Setting) -> None:
    """Register somebody in 上海市 with proof, more than a year ago."""
    enrolled(setting)
    register(setting, SHANGHAI, days_ago=400)


@situation("remote_care.registered_by_recent_pledge")
def registered_by_recent_pledge(setting: Setting) -> None:
    """Register somebody in 上海市 on a pledge, a month ago."""
    enrolled(setting)
    register(setting, SHANGHAI, days_ago=30, is_pledged=True)


@situation("remote_care.registered_in_two_places")
def registered_in_two_places(setting: Setting) -> None:
    """Register somebody in 上海市 and 广州市, with proof of both."""
    enrolled(setting)
    register(setting, SHANGHAI, days_ago=400, is_multi_place=True)
    register(setting, GUANGZHOU, days_ago=200, is_multi_place=True)


@situation("remote_care.registered_and_in_hospital")
def registered_and_in_hospital(setting: Setting) -> None:
    """Register somebody in 上海市, who is in a hospital there since a week."""
    registered(setting)
    _admit(setting)


@situation("remote_care.settled_after_retiring")
def settled_after_retiring(setting: Setting) -> None:
    """Register a retired person in 上海市 as 异地安置退休, with proof, more than a year ago."""
    enrolled(setting)
    register(setting, SHANGHAI, days_ago=400, kind=FilingKind.RETIRE)


@situation("remote_care.settled_by_recent_pledge")
def settled_by_recent_pledge(setting: Setting) -> None:
    """Register a retired person in 上海市 as 异地安置退休 on a pledge, a month ago."""
    enrolled(setting)
    register(setting, SHANGHAI, days_ago=30, kind=FilingKind.RETIRE, is_pledged=True)


@situation("remote_care.settled_and_in_hospital")
def settled_and_in_hospital(setting: Setting) -> None:
    """Register a retired person in 上海市, who is in a hospital there since a week."""
    settled_after_retiring(setting)
    _admit(setting)


@situation("remote_care.working_elsewhere")
def working_elsewhere(setting: Setting) -> None:
    """Register an employee in 上海市 as 常驻异地工作, with proof, more than a year ago."""
    enrolled_employee(setting)
    register(setting, SHANGHAI, days_ago=400, kind=FilingKind.WORK)


@situation("remote_care.working_by_recent_pledge")
def working_by_recent_pledge(setting: Setting) -> None:
    """Register an employee in 上海市 as 常驻异地工作 on a pledge, a month ago."""
    enrolled_employee(setting)
    register(setting, SHANGHAI, days_ago=30, kind=FilingKind.WORK, is_pledged=True)


@situation("remote_care.working_and_in_hospital")
def working_and_in_hospital(setting: Setting) -> None:
    """Register an employee in 上海市, who is in a hospital there since a week."""
    working_elsewhere(setting)
    _admit(setting)


@situation("remote_care.referred")
def referred(setting: Setting) -> None:
    """Register an employee in 上海市 as 异地转诊, a month ago, for six months."""
    enrolled_employee(setting)
    register(setting, SHANGHAI, days_ago=30, kind=FilingKind.REFERRAL)


@situation("remote_care.referred_and_in_hospital")
def referred_and_in_hospital(setting: Setting) -> None:
    """Refer an employee to 上海市, who is in a hospital there since a week."""
    referred(setting)
    _admit(setting)


def register(
    setting: Setting,
    care_region: str,
    *,
    days_ago: int,
    kind: FilingKind = FilingKind.LONG_STAY,
    is_pledged: bool = False,
    is_multi_place: bool = False,
) -> UUID:
    """Write a registration that began so many days ago, already uploaded; return its id."""
    starts_on = setting.today - timedelta(days=days_ago)
    at = datetime.combine(starts_on, time(10), CHINA)
    identifier = identifiers.new_id(at)
    policy = facts.policy_of(HOME, setting.today)
    values = {
        "id": identifier,
        "number": _number(starts_on, identifier),
        "person": _person_id(setting),
        "home": HOME,
        "care": care_region,
        "address": keyring().encrypt_text("测试区测试路8号", ADDRESS_CONTEXT),
        "phone": keyring().encrypt_text(setting.persona.phone, PHONE_CONTEXT),
        "starts_on": starts_on,
        "is_pledged": is_pledged,
        "is_multi_place": is_multi_place,
        "locked_until": add_months(starts_on, policy.pledge_lock_months) if is_pledged else None,
        "at": at,
        "kind": kind.value,
        "ends_on": last_day_of(kind, starts_on, months=policy.referral_months),
        **_own_columns(kind, starts_on),
    }
    setting.sql.execute(_REGISTER, values)
    return identifier


def _own_columns(kind: FilingKind, day: date) -> dict[str, object]:
    own = Particulars()
    if kind is FilingKind.RETIRE:
        own = Particulars(household_region=HOME[:4] + "00")
    if kind is FilingKind.WORK:
        own = Particulars(employer_name="上海测试有限公司")
    if kind is FilingKind.REFERRAL:
        hospital = SimulatedHospitals.MAY_REFER
        illness = Illness("I25.103", "冠状动脉粥样硬化性心脏病", "钱医师")
        own = Particulars(
            referring_hospital_code=hospital.code,
            referring_hospital_name=hospital.name,
            referred_on=day,
            referral_reason=ReferralReason.NO_MEANS.value,
            illness_sealed=illness.sealed(),
        )
    return {field.name: getattr(own, field.name) for field in fields(own)}


def _admit(setting: Setting) -> None:
    admitted_on = setting.today - timedelta(days=7)
    stays.simulate(setting.sql, setting.persona.identity, "上海市测试医院", admitted_on)


def _insured(setting: Setting, situation_name: str) -> None:
    set_up(situation_name, setting)
    setting.sql.execute(_CLEAR, (_person_id(setting),))
    outside.simulate(setting.sql, stays.REGISTER, setting.persona.identity, "")
    outside.simulate(setting.sql, national_platform.REGISTER, setting.persona.identity, "")


def _person_id(setting: Setting) -> UUID:
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    if person is None:
        raise LookupError("the situation needs an enrolled person first")
    return person.id


def _number(day: date, identifier: UUID) -> str:
    sequence = identifier.int % 9_999_999 + 1
    return identifiers.document_number("RC", HOME[:4] + "00", day, sequence)
