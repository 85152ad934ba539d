"""Strategies and steps for shapes that look across encounters: late months, arrival orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duckdb import DuckDBPyConnection
from hypothesis import strategies as st
from msgspec.structs import replace

from yibao.supervision.auditor import Auditor, compile_auditor
from yibao.supervision.case import AuditCase, History
from yibao.supervision.derived import complete
from yibao.supervision.history import fold
from yibao.supervision.knowledge.points import OPEN_END, Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity.harness import Seen, batch_of_all_points, seen_of
from yibao.supervision.tests.parity.samples import MINUTES_A_DAY
from yibao.supervision.tests.parity.strategies import World

CROWDED = World(patients=("P1", "P2"), codes=("A", "B"), days=6, encounters=5, lines=4)
TO_MONTH_END = 26
"""Days from ``FIRST_DAY`` (2024-10-04) to the 30th of the month."""
TO_YEAR_END = 87
"""Days from ``FIRST_DAY`` to 30 December."""
MOVES = st.sampled_from((0, TO_MONTH_END, TO_YEAR_END))

Identity = tuple[str, tuple[str, ...]]
"""Rule and subject: what a finding is about."""


def moved(cases: Iterable[AuditCase], days: int) -> list[AuditCase]:
    """Return the cases that many days later, so that a month or a year ends among them."""
    return [_moved(case, days) for case in cases]


def moved_rows(rows: Iterable[Knowledge], days: int) -> list[Knowledge]:
    """Return the knowledge rows that many days later; open ends stay open."""
    return [
        replace(
            row,
            valid_from=row.valid_from and row.valid_from + days,
            valid_to=row.valid_to if row.valid_to == OPEN_END else row.valid_to + days,
        )
        for row in rows
    ]


def for_each(rules: Iterable[Rule], rows: Sequence[Knowledge]) -> list[Knowledge]:
    """Return the rows once for each rule."""
    return [replace(row, rule=rule.code) for rule in rules for row in rows]


def every_part_is_told(
    rules: Sequence[Rule],
    rows: Sequence[Knowledge],
    evidence: Sequence[Evidence],
    cases: Sequence[AuditCase],
    connection: DuckDBPyConnection,
) -> None:
    """Fail unless each encounter tells exactly those hits of the batch that have a line of it.

    Stricter than ``agreed``, which compares what all encounters tell together: there one encounter
    may be silent as long as another speaks, and one that has no part may speak too.
    """
    auditor = compile_auditor(rules, rows, evidence)
    recorded = batch_of_all_points(
        rules, rows, evidence, [complete(case) for case in cases], connection
    )
    for case in cases:
        own = {line.line_id for line in case.lines}
        expected = {hit for hit in recorded if own & (hit.violating | hit.related)}
        told = told_by(auditor, case, cases)
        assert told - expected == set(), "told without a part or without the batch"
        assert expected - told == set(), "has a part and does not tell"


def told_by(auditor: Auditor, case: AuditCase, cases: Iterable[AuditCase]) -> set[Seen]:
    """Return what one encounter tells when all others of its patient are known."""
    history = History()
    for other in cases:
        if other.patient.patient_id == case.patient.patient_id:
            fold(history, other, auditor.follows)
    return {seen_of(hit) for hit in auditor.hits(_present(case, history))}


def arrived(auditor: Auditor, cases: Sequence[AuditCase]) -> set[Identity]:
    """Return what real time said while the encounters arrived in this order, one after the other."""
    histories: dict[str, History] = {}
    said: set[Identity] = set()
    for case in cases:
        history = histories.setdefault(case.patient.patient_id, History())
        said |= _said(auditor, complete(case), history)
    return said


def ordered_then_settled(auditor: Auditor, cases: Sequence[AuditCase]) -> set[Identity]:
    """Return what real time said at order entry (half of the lines), then at settlement."""
    histories: dict[str, History] = {}
    said: set[Identity] = set()
    drafts = [_with_lines(case, len(case.lines) // 2) for case in cases]
    for case in [*drafts, *reversed(cases)]:
        history = histories.setdefault(case.patient.patient_id, History())
        said |= _said(auditor, complete(case), history)
    return said


def _said(auditor: Auditor, case: AuditCase, history: History) -> set[Identity]:
    present = _present(case, history)
    said = {(hit.rule, hit.subject) for hit in auditor.hits(present)}
    fold(history, present, auditor.follows)
    return said


def _present(case: AuditCase, history: History) -> AuditCase:
    return AuditCase(
        case.patient,
        case.encounter,
        case.lines,
        diagnoses=case.diagnoses,
        operations=case.operations,
        history=history,
    )


def _with_lines(case: AuditCase, count: int) -> AuditCase:
    return AuditCase(
        case.patient,
        replace(case.encounter),
        case.lines[:count],
        diagnoses=case.diagnoses,
        operations=case.operations,
    )


def _moved(case: AuditCase, days: int) -> AuditCase:
    minutes = days * MINUTES_A_DAY
    encounter = case.encounter
    later = replace(
        encounter,
        start_day=encounter.start_day + days,
        end_day=encounter.end_day + days,
        start_minute=encounter.start_minute + minutes,
        end_minute=encounter.end_minute + minutes,
    )
    lines = [
        replace(line, day=line.day + days, minute=line.minute + minutes) for line in case.lines
    ]
    return AuditCase(
        case.patient, later, lines, diagnoses=case.diagnoses, operations=case.operations
    )
