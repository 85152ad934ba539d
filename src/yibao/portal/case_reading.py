"""A person's own cases, read: those about him, and those that he handed in for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yibao.casework import sealing
from yibao.casework.errors import CaseUnknown
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.states import CaseState, CaseStep
from yibao.catalogue import registry
from yibao.catalogue.case import Identity
from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError
from yibao.kernel.identifiers import check_case_number
from yibao.platform import database
from yibao.portal.signed_in import SignedIn

MOST_CASES = 100
_OWN = """
SELECT c.id, c.number, c.operation, c.state, c.submitted_at, c.accepted_at, c.due_on,
       c.correction_due_on, c.closed_at, c.query_code, c.row_version, c.subject_index = %(me)s
FROM service_case c
WHERE (c.subject_index = %(me)s OR c.number IN (
         SELECT s.case_number FROM portal_submission s WHERE s.person_index = %(me)s))
  AND (%(only)s = '' OR c.operation = %(only)s)
"""


@dataclass(frozen=True)
class OwnCase:
    """A case as its owner sees it. ``is_about_me`` is False where he acted for somebody else."""

    id: UUID
    number: str
    operation: str
    state: CaseState
    submitted_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    correction_due_on: date | None
    closed_at: datetime | None
    query_code: str
    row_version: int
    is_about_me: bool

    @property
    def name(self) -> str:
        """Return the name of the service."""
        entry = directory().get(self.operation)
        return entry.name if entry else self.operation

    @property
    def service(self) -> AnyService:
        """Return the service. Raises CaseUnknown for one that is no longer declared."""
        service = registry.find(self.operation)
        if service is None:
            raise CaseUnknown
        return service

    @property
    def may_be_withdrawn(self) -> bool:
        """Tell whether the applicant can still take it back."""
        return self.state.is_open

    @property
    def needs_correction(self) -> bool:
        """Tell whether the applicant has to hand something in."""
        return self.state is CaseState.CORRECTION

    @property
    def spoken_number(self) -> str:
        """Return the number in the groups in which one reads it out."""
        return check_case_number(self.number).spoken


@dataclass(frozen=True)
class Happening:
    """One event of a case: what happened, what state it led to, what was said."""

    step: CaseStep
    state: CaseState
    at: datetime
    note: str


@dataclass(frozen=True)
class Contents:
    """What was handed in: who, answers, materials (code, source), result as stored."""

    subject: Identity
    answers: dict[str, object]
    materials: tuple[tuple[str, str], ...]
    result: object


@dataclass(frozen=True)
class OwnNotice:
    """A paper of a case, found by its code."""

    code: str
    kind: NoticeKind
    issued_at: datetime


def own_cases(person: SignedIn) -> list[OwnCase]:
    """Return the person's cases, the newest first."""
    with database.reading() as sql:
        sql.execute(
            _OWN + " ORDER BY c.submitted_at DESC LIMIT %(most)s",
            {"me": person.index, "only": person.only_operation, "most": MOST_CASES},
        )
        return [_case(row) for row in sql.fetchall()]


def own_case(person: SignedIn, number: str) -> OwnCase:
    """Return one of the person's cases. Somebody else's is as unknown as one that is not there.

    Raises:
        CaseUnknown: there is none of this number that this person may see.
    """
    try:
        text = check_case_number(number).text
    except DomainError:
        raise CaseUnknown from None
    with database.reading() as sql:
        sql.execute(
            _OWN + " AND c.number = %(number)s",
            {"me": person.index, "only": person.only_operation, "number": text},
        )
        row = sql.fetchone()
    if row is None:
        raise CaseUnknown
    return _case(row)


def history(case: OwnCase) -> list[Happening]:
    """Return what happened to the case, the latest first."""
    with database.reading() as sql:
        sql.execute(
            "SELECT step, state, at, note_sealed FROM case_event WHERE case_id = %s"
            " ORDER BY id DESC",
            (case.id,),
        )
        rows = sql.fetchall()
    return [
        Happening(CaseStep(step), CaseState(state), at, sealing.open_note(note))
        for step, state, at, note in rows
    ]


def contents(case: OwnCase) -> Contents:
    """Return what was handed in and what came of it."""
    with database.reading() as sql:
        sql.execute(
            "SELECT subject_sealed, answers_sealed, result_sealed FROM service_case WHERE id = %s",
            (case.id,),
        )
        row = sql.fetchone()
        sql.execute(
            "SELECT DISTINCT ON (code) code, source FROM case_material WHERE case_id = %s"
            " ORDER BY code, id DESC",
            (case.id,),
        )
        materials = tuple((str(code), str(source)) for code, source in sql.fetchall())
    if row is None:
        raise CaseUnknown
    return Contents(
        sealing.open_subject(row[0]),
        sealing.open_answers(row[1]),
        materials,
        sealing.open_result(row[2]),
    )


def notices(case: OwnCase) -> list[OwnNotice]:
    """Return the papers of a case, the newest first."""
    with database.reading() as sql:
        sql.execute(
            "SELECT code, kind, issued_at FROM notice WHERE case_id = %s ORDER BY id DESC",
            (case.id,),
        )
        return [OwnNotice(code, NoticeKind(kind), at) for code, kind, at in sql.fetchall()]


def case_number_of_notice(code: str) -> str | None:
    """Return the number of the case that a paper belongs to, or None."""
    with database.reading() as sql:
        sql.execute(
            "SELECT c.number FROM notice n JOIN service_case c ON c.id = n.case_id"
            " WHERE n.code = %s",
            (code,),
        )
        row = sql.fetchone()
    return None if row is None else str(row[0])


def _case(row: Sequence[Any]) -> OwnCase:
    values = [*row]
    values[3] = CaseState(values[3])
    return OwnCase(*values)
