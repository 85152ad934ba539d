"""Changing what is known about an insured person: contact data at once, key data if confirmed.

Residents and employees share everything but what their enrolment itself holds.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from yibao.casework.errors import MaterialMissing
from yibao.casework.materials import ways_of
from yibao.catalogue.case import Case
from yibao.catalogue.condition import Condition
from yibao.catalogue.material import Material
from yibao.enrolment.changes import birth_after, changes, identity_after, shown
from yibao.enrolment.employee_change_forms import (
    EmployeeChangeAnswers,
    EmploymentKind,
    WhatEmployeeChanged,
)
from yibao.enrolment.errors import (
    EnrolmentChangedMeanwhile,
    NotAnEmployee,
    NotAResident,
    WorkDayWrong,
)
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

ChangeCase = Case[InformationChangeAnswers] | Case[EmployeeChangeAnswers]


def _proof(when: Condition) -> Material:
    return Material(
        "key_information_proof",
        "关键信息变更证明",
        when=when,
        is_required=False,
        hint="公安机关出具的变更证明或户口簿变更页；公安登记已经更新的，不用上传。",
    )


KEY_INFORMATION_PROOF = _proof(InformationChangeAnswers.what.is_(WhatChanged.KEY))
EMPLOYEE_KEY_INFORMATION_PROOF = _proof(EmployeeChangeAnswers.what.is_(WhatEmployeeChanged.KEY))
BASIC_INFORMATION, ENROLMENT_INFORMATION = "35", "36"  # national code table person_change_kind
_EMPLOYMENT_LABELS = {kind.value: kind.label for kind in EmploymentKind}

_CHANGED = """
WITH enrolled AS (
  UPDATE enrolment SET person_kind = coalesce(%(kind)s, person_kind),
    employment_kind = coalesce(%(employment_kind)s, employment_kind),
    first_worked_on = coalesce(%(first_worked_on)s, first_worked_on),
    row_version = row_version + 1
  WHERE id = %(id)s AND row_version = %(row_version)s RETURNING id, status, region)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, %(change_kind)s, '信息变更', status, status, region, region, %(today)s, %(case)s,
  %(operator)s, %(now)s FROM enrolled
"""


def change_is_possible(case: ChangeCase) -> None:
    """Refuse, step by step: nobody insured, nothing changes, key information without proof (R-E10).

    One check and not three, because each step needs what the one before has found.

    Raises:
        NotAResident, NotAnEmployee, PersonNameDiffers, PersonDied: the person cannot change anything here.
        NothingToChange, BirthDateDiffers: the answers must be put right.
        MaterialMissing: the public security register does not confirm, and there is no proof.
    """
    person, held = _registered(case)
    persons.name_agrees(person.name, case.subject)
    persons.is_alive(person.survival)
    if not changes(person, case.answers) and not _enrolment_shown(case, held):
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


def change_person_information(case: ChangeCase) -> InformationChangeResult:
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
    items = sorted(change.item.value for change in changed) or ["enrolment"]
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
        changed=[shown(change) for change in changed] + _enrolment_shown(case, held),
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
    if case.answers.what.value != WhatChanged.KEY.value:
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
    is_employee = isinstance(case.answers, EmployeeChangeAnswers)
    held = facts.employee if is_employee else facts.resident
    if facts.person is None or held is None:
        raise NotAnEmployee if is_employee else NotAResident
    return facts.person, held


def _enrolment_shown(case: ChangeCase, held: HeldEnrolment) -> list[ChangedItem]:
    """Return what changes of the enrolment itself, before and after."""
    answers = case.answers
    if isinstance(answers, EmployeeChangeAnswers):
        return _work_shown(answers, held)
    if answers.kind is None or answers.kind.value == held.person_kind:
        return []
    before = LABELS.get(held.person_kind, held.person_kind)
    return [ChangedItem("人员类别", before, answers.kind.label)]


def _work_shown(answers: EmployeeChangeAnswers, held: HeldEnrolment) -> list[ChangedItem]:
    kind, first = answers.employment_kind, answers.first_worked_on
    items: list[ChangedItem] = []
    if kind is not None and kind.value != held.employment_kind:
        known = _EMPLOYMENT_LABELS.get(held.employment_kind, "未登记")
        items.append(ChangedItem(EmployeeChangeAnswers.employment_kind.label, known, kind.label))
    if first is not None and first != held.first_worked_on:
        known = held.first_worked_on.isoformat() if held.first_worked_on else "未登记"
        label = EmployeeChangeAnswers.first_worked_on.label
        items.append(ChangedItem(label, known, first.isoformat()))
    return items


def _change_enrolment(case: ChangeCase, held: HeldEnrolment) -> None:
    answers = case.answers
    of_resident = answers.kind if isinstance(answers, InformationChangeAnswers) else None
    of_work = answers if isinstance(answers, EmployeeChangeAnswers) else None
    employment = of_work.employment_kind if of_work else None
    is_enrolment = bool(_enrolment_shown(case, held))
    case.sql.execute(
        _CHANGED,
        {
            "id": held.id,
            "row_version": held.row_version,
            "kind": of_resident.value if of_resident else None,
            "employment_kind": employment.value if employment else None,
            "first_worked_on": of_work.first_worked_on if of_work else None,
            "change_kind": ENROLMENT_INFORMATION if is_enrolment else BASIC_INFORMATION,
            "today": case.today,
            "case": case.number,
            "operator": case.operator,
            "now": case.now,
        },
        prepare=True,
    )
    if case.sql.rowcount != 1:
        raise EnrolmentChangedMeanwhile


def work_day_is_possible(case: Case[EmployeeChangeAnswers]) -> None:
    """Refuse a first day of work that lies ahead or before the birth.

    Raises:
        WorkDayWrong: it does.
    """
    first, person = case.answers.first_worked_on, facts_of(case).person
    born = person.birth_date if person else None
    if first is not None and (first > case.today or (born is not None and first <= born)):
        raise WorkDayWrong
