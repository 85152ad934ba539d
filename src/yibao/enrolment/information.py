"""Changing what is known about a resident: contact data at once, key data if confirmed."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from yibao.casework.errors import MaterialMissing
from yibao.casework.materials import ways_of
from yibao.catalogue.case import Case
from yibao.catalogue.material import Material
from yibao.enrolment.changes import birth_after, changes, identity_after, shown
from yibao.enrolment.errors import EnrolmentChangedMeanwhile, NotAResident
from yibao.enrolment.facts import HeldEnrolment, facts_of
from yibao.enrolment.forms import InformationChangeAnswers, WhatChanged
from yibao.enrolment.kinds import LABELS
from yibao.enrolment.results import ChangedItem, InformationChangeResult
from yibao.persons import api as persons
from yibao.persons.api import Birth, KnownPerson
from yibao.persons.errors import NothingToChange
from yibao.persons.public_security import Confirmation, confirm
from yibao.platform.audit_log import api as audit_log
from yibao.platform.outbox import api as outbox

ChangeCase = Case[InformationChangeAnswers]
KEY_INFORMATION_PROOF = Material(
    "key_information_proof",
    "关键信息变更证明",
    when=InformationChangeAnswers.what.is_(WhatChanged.KEY),
    is_required=False,
    hint="公安机关出具的变更证明或户口簿变更页；公安登记已经更新的，不用上传。",
)
BASIC_INFORMATION, ENROLMENT_INFORMATION = "35", "36"  # national code table person_change_kind

_CHANGED = """
WITH enrolled AS (
  UPDATE enrolment SET person_kind = coalesce(%(kind)s, person_kind), row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s RETURNING id, status, region)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, %(change_kind)s, '信息变更', status, status, region, region, %(today)s, %(case)s,
  %(operator)s, %(now)s FROM enrolled
"""


def change_is_possible(case: ChangeCase) -> None:
    """Refuse, step by step: no resident, nothing changes, key information without proof (R-E10).

    One check and not three, because each step needs what the one before has found.

    Raises:
        NotAResident, PersonNameDiffers, PersonDied: the person cannot change anything here.
        NothingToChange, BirthDateDiffers: the answers must be put right.
        MaterialMissing: the public security register does not confirm, and there is no proof.
    """
    person, held = _registered(case)
    persons.name_agrees(person.name, case.subject)
    persons.is_alive(person.survival)
    if not changes(person, case.answers) and not _kind_changes(case, held):
        raise NothingToChange
    given = {code for code, _ in case.materials}
    if needs_review(case) and KEY_INFORMATION_PROOF.code not in given:
        raise MaterialMissing(
            name=KEY_INFORMATION_PROOF.name,
            ways=ways_of(KEY_INFORMATION_PROOF),
            at=f"materials.{KEY_INFORMATION_PROOF.code}",
        )


def needs_review(case: ChangeCase) -> str:
    """Return why an officer must look at the change, or an empty text."""
    answer = _confirmation(case)
    if answer is Confirmation.DIFFERS:
        return "公安登记的信息与申请不一致，需要核对变更证明。"
    if answer is Confirmation.SILENT:
        return "公安登记暂时没有答复，需要核对变更证明。"
    return ""


def change_resident_information(case: ChangeCase) -> InformationChangeResult:
    """Change the items, keep what they were, and tell whoever keeps copies.

    Raises:
        CertificateTaken, PersonChangedMeanwhile, EnrolmentChangedMeanwhile: why not.
    """
    person, held = _registered(case)
    changed = changes(person, case.answers)
    stamp = persons.Stamp(case.number, case.operator, case.now)
    if changed:
        persons.change_information(case.sql, person, changed, stamp=stamp)
    _change_enrolment(case, held)
    items = sorted(change.item.value for change in changed) or ["person_kind"]
    audit_log.record(
        case.sql,
        action="enrolment.information_changed",
        object_id=str(person.id),
        operator=case.operator,
        case_number=case.number,
        facts={"items": items, "confirmed": not needs_review(case)},
    )
    outbox.publish(
        case.sql,
        topic="enrolment.information_changed",
        key=str(person.id),
        payload={"person_id": str(person.id), "items": items, "case_number": case.number},
    )
    return InformationChangeResult(
        person_number=person.number,
        changed=[shown(change) for change in changed] + _kind_shown(case, held),
        next_step="医保码、社保卡和税务登记会自动更新，一般一个工作日内完成。",
    )


_confirmations: WeakKeyDictionary[ChangeCase, Confirmation] = WeakKeyDictionary()


def _confirmation(case: ChangeCase) -> Confirmation:
    """Ask the public security register about the person as he will be, once for a case."""
    answer = _confirmations.get(case)
    if answer is None:
        answer = _confirmations[case] = _ask(case)
    return answer


def _ask(case: ChangeCase) -> Confirmation:
    if case.answers.what is not WhatChanged.KEY:
        return Confirmation.CONFIRMED
    person, _ = _registered(case)
    birth = birth_after(person, case.answers) or _registered_birth(person)
    if birth is None:
        return Confirmation.DIFFERS
    return confirm(identity_after(person, case.answers), birth)


def _registered_birth(person: KnownPerson) -> Birth | None:
    return Birth(person.birth_date, person.sex) if person.birth_date else None


def _registered(case: ChangeCase) -> tuple[KnownPerson, HeldEnrolment]:
    facts = facts_of(case)
    if facts.person is None or facts.resident is None:
        raise NotAResident
    return facts.person, facts.resident


def _kind_changes(case: ChangeCase, held: HeldEnrolment) -> bool:
    return case.answers.kind is not None and case.answers.kind.value != held.person_kind


def _kind_shown(case: ChangeCase, held: HeldEnrolment) -> list[ChangedItem]:
    kind = case.answers.kind
    if kind is None or not _kind_changes(case, held):
        return []
    return [ChangedItem("人员类别", LABELS.get(held.person_kind, held.person_kind), kind.label)]


def _change_enrolment(case: ChangeCase, held: HeldEnrolment) -> None:
    kind = case.answers.kind
    case.sql.execute(
        _CHANGED,
        {
            "id": held.id,
            "row_version": held.row_version,
            "kind": kind.value if kind else None,
            "change_kind": ENROLMENT_INFORMATION if kind else BASIC_INFORMATION,
            "today": case.today,
            "case": case.number,
            "operator": case.operator,
            "now": case.now,
        },
        prepare=True,
    )
    if case.sql.rowcount != 1:
        raise EnrolmentChangedMeanwhile
