"""The cases of a person about some services, with what the person filled in and got.

For a domain that tells its people how far their applications are; the cases of everybody's every
service are told by ``progress``. One statement for a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import msgspec

from yibao.casework import sealing
from yibao.casework.states import CaseState, CaseStep
from yibao.platform import clock
from yibao.platform.database import Sql

# Total and page in one statement; the steps come as one JSON array, the latest last.
_PAGE = """
WITH own AS (
  SELECT id, number, operation, state, submitted_at, answers_sealed, result_sealed
  FROM service_case
  WHERE subject_index = %(subject)s AND operation = ANY(%(operations)s)
    AND (%(number)s::text IS NULL OR number = %(number)s)
    AND (%(from)s::timestamptz IS NULL OR submitted_at >= %(from)s)
    AND (%(until)s::timestamptz IS NULL OR submitted_at < %(until)s)),
page AS (
  SELECT * FROM own ORDER BY submitted_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s)
SELECT (SELECT count(*) FROM own), page.*, steps.taken, opinion.note_sealed
FROM (SELECT 1) AS always LEFT JOIN page ON true
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(step, at) ORDER BY id)::text AS taken
  FROM case_event WHERE case_id = page.id
) AS steps ON true
LEFT JOIN LATERAL (
  SELECT note_sealed FROM case_event WHERE case_id = page.id AND step = ANY(%(with_opinion)s)
  ORDER BY id DESC LIMIT 1
) AS opinion ON true
ORDER BY page.submitted_at DESC, page.id DESC
"""
_STEP_LABELS = {step.value: step.label for step in CaseStep}
_WITH_OPINION = [
    step.value for step in (CaseStep.REQUEST_CORRECTION, CaseStep.REFUSE, CaseStep.DECLINE)
]


@dataclass(frozen=True)
class TakenStep:
    """A step of a case by its label, and the day on which it was taken."""

    label: str
    on: date


@dataclass(frozen=True)
class OwnCase:
    """A case as the person may see it; ``answers`` and ``result`` as they travel, unmasked."""

    number: str
    operation: str
    state: CaseState
    submitted_on: date
    answers: dict[str, Any]
    result: Any
    steps: list[TakenStep]
    opinion: str


def page_of(
    sql: Sql,
    subject_index: bytes,
    operations: Sequence[str],
    *,
    number: str | None = None,
    year: int | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[int, list[OwnCase]]:
    """Return how many cases there are, and a page of them, the latest first."""
    sql.execute(
        _PAGE,
        {
            "subject": subject_index,
            "operations": list(operations),
            "number": number,
            "from": _start_of(year) if year else None,
            "until": _start_of(year + 1) if year else None,
            "limit": limit,
            "offset": offset,
            "with_opinion": _WITH_OPINION,
        },
        prepare=True,
    )
    rows = sql.fetchall()
    return int(rows[0][0]), [_read(row[1:]) for row in rows if row[1] is not None]


def _start_of(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time.min, tzinfo=clock.CHINA)


def _read(row: tuple[Any, ...]) -> OwnCase:
    _, number, operation, state, submitted_at, answers, result, taken, note = row
    steps = msgspec.json.decode(taken or "[]", type=list[tuple[str, datetime]])
    return OwnCase(
        number=number,
        operation=operation,
        state=CaseState(state),
        submitted_on=clock.day_of(submitted_at),
        answers=sealing.open_answers(answers),
        result=sealing.open_result(result),
        steps=[TakenStep(_STEP_LABELS.get(step, step), clock.day_of(at)) for step, at in steps],
        opinion=sealing.open_note(note),
    )
