"""Runs the same cases through both evaluators of the same rules and returns comparable hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import duckdb
from msgspec import to_builtins

from yibao.supervision.auditor import Auditor, compile_auditor
from yibao.supervision.batch import relations
from yibao.supervision.case import AuditCase, History
from yibao.supervision.derived import complete
from yibao.supervision.findings.hit import Hit
from yibao.supervision.history import fold, forget
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes.compiled import compile_rules
from yibao.supervision.shapes.registry import shape_module, statements


class Seen(NamedTuple):
    """A hit as both sides can tell it."""

    rule: str
    point: str
    subject: tuple[str, ...]
    measured: int | None
    limit: int | None
    day: int
    encounter_id: str
    violating: frozenset[str]
    related: frozenset[str]
    amount: int


def agreed(
    rules: Sequence[Rule],
    knowledge: Sequence[Knowledge],
    evidence: Sequence[Evidence],
    cases: Sequence[AuditCase],
    connection: duckdb.DuckDBPyConnection | None = None,
) -> set[Seen]:
    """Return what both sides see; fail where they differ."""
    seen = live(rules, knowledge, evidence, cases)
    recorded = batch(rules, knowledge, evidence, cases, connection)
    assert seen - recorded == set(), "seen in real time only"
    assert recorded - seen == set(), "seen in the batch only"
    return seen


def live(
    rules: Sequence[Rule],
    knowledge: Sequence[Knowledge],
    evidence: Sequence[Evidence],
    cases: Sequence[AuditCase],
) -> set[Seen]:
    """Return what real time sees: each encounter with the history of all others of its patient."""
    auditor = compile_auditor(rules, knowledge, evidence)
    by_patient: dict[str, list[AuditCase]] = defaultdict(list)
    for case in cases:
        by_patient[case.patient.patient_id].append(complete(case))
    seen: set[Seen] = set()
    for group in by_patient.values():
        seen |= _live_patient(auditor, group)
    return smallest_point(seen)


def batch(
    rules: Sequence[Rule],
    knowledge: Sequence[Knowledge],
    evidence: Sequence[Evidence],
    cases: Sequence[AuditCase],
    connection: duckdb.DuckDBPyConnection | None = None,
) -> set[Seen]:
    """Return what the batch sees: every statement over tables that hold all cases."""
    return smallest_point(batch_of_all_points(rules, knowledge, evidence, cases, connection))


def batch_of_all_points(
    rules: Sequence[Rule],
    knowledge: Sequence[Knowledge],
    evidence: Sequence[Evidence],
    cases: Sequence[AuditCase],
    connection: duckdb.DuckDBPyConnection | None = None,
) -> set[Seen]:
    """Return what the batch sees before one point is chosen for each subject."""
    database = connection or duckdb.connect()
    load(database, cases, evidence)
    seen: set[Seen] = set()
    for shape in sorted({rule.shape for rule in rules}):
        group = [rule for rule in rules if rule.shape == shape]
        compiled = compile_rules(group, shape_module(shape).ALIASES)
        _table(database, "knowledge", Knowledge, _rows(knowledge, compiled), ("shape", "variant"))
        for text in statements(shape, compiled):
            seen |= collect(database.execute(text).fetchall())
    return seen


def collect(rows: Iterable[tuple[Any, ...]]) -> set[Seen]:
    """Group evidence rows (the output of every statement) into hits."""
    groups: dict[tuple[Any, ...], tuple[set[str], set[str], dict[str, int]]] = {}
    for row in rows:
        rule, point, s1, s2, s3, s4, measured, limit, day, _patient, encounter_id = row[:11]
        line_id, is_violating, amount = row[11:]
        subject = tuple(part for part in (s1, s2, s3, s4) if part != "")
        key = (rule, point, subject, measured, limit, day, encounter_id)
        violating, related, amounts = groups.setdefault(key, (set(), set(), {}))
        if line_id is None:
            amounts[""] = amount
        else:
            (violating if is_violating else related).add(line_id)
            if is_violating:
                amounts[line_id] = amount
    return {
        Seen._make((*key, frozenset(v), frozenset(r), sum(amounts.values())))
        for key, (v, r, amounts) in groups.items()
    }


def smallest_point(seen: Iterable[Seen]) -> set[Seen]:
    """Keep, for each rule and subject, what was seen of the smallest knowledge point.

    Two encounters that tell of the same thing in different words both stay, and then differ from
    the batch.
    """
    everything = set(seen)
    best: dict[tuple[str, tuple[str, ...]], str] = {}
    for hit in everything:
        key = (hit.rule, hit.subject)
        best[key] = min(hit.point, best.get(key, hit.point))
    return {hit for hit in everything if hit.point == best[hit.rule, hit.subject]}


def seen_of(hit: Hit) -> Seen:
    """Return what a hit tells, in the words of both sides."""
    return Seen(
        hit.rule,
        hit.point,
        hit.subject,
        hit.measured,
        hit.limit,
        hit.day,
        hit.encounter_id,
        frozenset(line.line_id for line in hit.violating),
        frozenset(line.line_id for line in hit.related),
        sum({line.line_id: line.amount for line in hit.violating}.values()) or hit.encounter_amount,
    )


def load(
    database: duckdb.DuckDBPyConnection,
    cases: Sequence[AuditCase],
    evidence: Sequence[Evidence],
) -> None:
    """Fill the source tables with the cases and make the relations over them."""
    patients = {case.patient.patient_id: case.patient for case in cases}
    _table(database, "source_patient", Patient, map(_fields, patients.values()))
    _table(database, "source_encounter", Encounter, (_fields(c.encounter) for c in cases))
    _table(database, "source_line", Line, (_fields(x) for c in cases for x in c.lines))
    for name, record, part in (
        ("source_diagnosis", Diagnosis, "diagnoses"),
        ("source_operation", Operation, "operations"),
    ):
        rows = (
            [case.encounter.encounter_id, *_fields(item)]
            for case in cases
            for item in getattr(case, part)
        )
        _table(database, name, record, rows, first="encounter_id VARCHAR, ")
    _table(database, "evidence", Evidence, map(_fields, evidence))
    database.execute(relations.encounter_view())
    database.execute(relations.line_view("every_line"))
    database.execute(relations.line_view("line"))
    database.execute(relations.EVIDENCE_KEY)


def _live_patient(auditor: Auditor, group: Sequence[AuditCase]) -> set[Seen]:
    history = History()
    for case in group:
        fold(history, case, auditor.follows)
    seen: set[Seen] = set()
    for case in group:
        forget(history, case.encounter.encounter_id)
        case.history = history
        seen |= {seen_of(hit) for hit in auditor.hits(case)}
        fold(history, case, auditor.follows)
    return seen


def _rows(knowledge: Iterable[Knowledge], compiled: Any) -> list[list[Any]]:
    return [
        [*_fields(row), compiled.by_code[row.rule].shape, compiled.variant_of[row.rule].number]
        for row in knowledge
        if row.rule in compiled.by_code
    ]


def _table(
    database: duckdb.DuckDBPyConnection,
    name: str,
    record: type,
    rows: Iterable[Sequence[Any]],
    extra: Sequence[str] = (),
    *,
    first: str = "",
) -> None:
    """Make a table for a record type and fill it, one INSERT with all rows."""
    definition = relations.definition(record, extra=first)
    if extra:
        definition = definition[:-1] + ", shape VARCHAR, variant INTEGER)"
    database.execute(f"CREATE OR REPLACE TABLE {name} {definition}")
    given = [list(row) for row in rows]
    if given:
        one = "(" + ", ".join("?" for _ in given[0]) + ")"
        values = ", ".join([one] * len(given))
        database.execute(
            f"INSERT INTO {name} VALUES {values}",
            [value for row in given for value in row],
        )


def _fields(record: Any) -> list[Any]:
    return list(to_builtins(record))
