"""What belongs to a case: answers, materials, history, papers, the person's other cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yibao.casework import officers, sealing
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.states import CaseState, CaseStep
from yibao.catalogue.case import Identity
from yibao.catalogue.field import Field
from yibao.console.case_record import CaseRecord
from yibao.console.regions import covers
from yibao.console.worklist import name_of
from yibao.kernel import masking
from yibao.platform.database import Sql
from yibao.reference import code_tables

_SOURCES = {"upload": "上传", "shared": "数据共享", "pledge": "告知承诺"}


@dataclass(frozen=True)
class Answer:
    """One question and what was answered; ``field`` is its name in the form."""

    field: str
    label: str
    text: str


@dataclass(frozen=True)
class MaterialRow:
    """One material as it was handed in. ``content_type`` is empty when there is no file."""

    id: int
    code: str
    name: str
    source: str
    evidence: str
    problem: str
    given_at: datetime
    is_latest: bool
    content_type: str

    @property
    def has_file(self) -> bool:
        """Tell whether there is something to look at."""
        return bool(self.content_type)

    @property
    def is_image(self) -> bool:
        """Tell whether a browser shows it as a picture."""
        return self.content_type.startswith("image/")


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: datetime
    step: str
    operator: str
    note: str


@dataclass(frozen=True)
class NoticeRow:
    """One paper of the case."""

    code: str
    kind: str
    issued_at: datetime


@dataclass(frozen=True)
class OtherCase:
    """Another case of the same person."""

    id: UUID
    number: str
    service: str
    state: CaseState
    submitted_at: datetime


def answers_of(case: CaseRecord, *, is_revealed: bool) -> list[Answer]:
    """Return the answers, personal ones masked unless they were revealed for a reason."""
    form = case.service.answers.read(case.raw_answers)
    return [
        Answer(field.name, field.label, text if is_revealed else masked(field, text))
        for field, text in form.displayed()
    ]


def people_of(case: CaseRecord, *, is_revealed: bool) -> list[tuple[str, str]]:
    """Return who the case is about, and who acts, as labelled lines."""
    lines = _identity_lines(case.subject, is_revealed)
    agent = case.agent
    if agent is not None:
        relation = code_tables.label("agent_relation", agent.relation)
        lines += [
            (f"代办人{label}", text) for label, text in _identity_lines(agent.identity, is_revealed)
        ]
        phone = agent.phone if is_revealed else masking.mask_mobile_number(agent.phone)
        lines += [("代办人与参保人关系", relation), ("代办人手机号码", phone)]
    return lines


def materials_of(sql: Sql, case: CaseRecord) -> list[MaterialRow]:
    """Return what was handed in, newest of each material first marked as such."""
    sql.execute(
        """SELECT m.id, m.code, m.source, m.evidence, m.problem, m.given_at,
                  m.id = max(m.id) OVER (PARTITION BY m.code), coalesce(f.content_type, '')
           FROM case_material m LEFT JOIN stored_file f ON f.id = m.file_id
           WHERE m.case_id = %s ORDER BY m.id""",
        (case.id,),
    )
    return [
        MaterialRow(row[0], row[1], _material_name(case, row[1]), _SOURCES[row[2]], *row[3:])
        for row in sql.fetchall()
    ]


def file_of(sql: Sql, case: CaseRecord, material_id: int) -> tuple[UUID, str, str] | None:
    """Return id, owner and content type of a material's file, or None."""
    sql.execute(
        """SELECT f.id, f.owner, f.content_type FROM case_material m
           JOIN stored_file f ON f.id = m.file_id WHERE m.case_id = %s AND m.id = %s""",
        (case.id, material_id),
    )
    row = sql.fetchone()
    return (row[0], row[1], row[2]) if row else None


def events_of(sql: Sql, case: CaseRecord) -> list[Event]:
    """Return what happened, oldest first."""
    sql.execute(
        "SELECT at, step, operator, note_sealed FROM case_event WHERE case_id = %s ORDER BY id",
        (case.id,),
    )
    return [
        Event(at, _step(step), operator_name(operator), sealing.open_note(note))
        for at, step, operator, note in sql.fetchall()
    ]


def notices_of(sql: Sql, case: CaseRecord) -> list[NoticeRow]:
    """Return the papers of the case, oldest first."""
    sql.execute(
        "SELECT code, kind, issued_at FROM notice WHERE case_id = %s ORDER BY issued_at, id",
        (case.id,),
    )
    return [NoticeRow(code, NoticeKind(kind).label, at) for code, kind, at in sql.fetchall()]


def other_cases_of(sql: Sql, case: CaseRecord, *, region: str) -> list[OtherCase]:
    """Return the latest ten other cases of the person that lie in the officer's region."""
    sql.execute(
        """SELECT id, number, operation, state, submitted_at, region FROM service_case
           WHERE subject_index = %s AND id <> %s ORDER BY submitted_at DESC LIMIT 10""",
        (case.subject_index, case.id),
    )
    return [
        OtherCase(row[0], row[1], name_of(row[2]), CaseState(row[3]), row[4])
        for row in sql.fetchall()
        if covers(region, row[5])
    ]


def masked(field: Field[Any], text: str) -> str:
    """Return an answer as a page may show it without a reason (docs/explanation/domain.md 6.4)."""
    if not field.personal:
        return text
    masks: dict[str, Callable[[str], str]] = {
        "phone": masking.mask_mobile_number,
        "identity_number": masking.mask_identity_number,
        "name": masking.mask_name,
    }
    return masks.get(field.kind, masking.mask_address)(text)


def operator_name(operator: str) -> str:
    """Return who did it, in words."""
    kind, _, name = operator.partition(":")
    if kind in {"officer", "expert"}:
        return officers.name_of(name)
    return {"channel": f"渠道 {name}", "person": "申请人", "system": "系统"}.get(kind, operator)


def _identity_lines(identity: Identity, is_revealed: bool) -> list[tuple[str, str]]:
    kind = code_tables.label("certificate_type", identity.certificate_type)
    if is_revealed:
        return [("姓名", identity.name), (kind, identity.certificate_number)]
    number = masking.mask_identity_number(identity.certificate_number)
    return [("姓名", masking.mask_name(identity.name)), (kind, number)]


def _material_name(case: CaseRecord, code: str) -> str:
    material = case.service.material(code)
    return material.name if material else code


def _step(step: str) -> str:
    return CaseStep(step).label
