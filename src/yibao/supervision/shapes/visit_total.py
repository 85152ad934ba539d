"""Shape ``visit_total``: what an encounter, or one of its days, gets of an item or of several.

Serves QTY rules. Lines count together under one knowledge point: those of one item code or, where
the rows name a ``partner`` (a class, a group), all items of that partner. Each line counts only if
its row is valid on the line's day; the limits are those of the last day, of the smallest item code
where several meet. ``options.window``: ``visit``, or ``day`` for each day of its own.

Subject: encounter, item code or partner, and the day where days are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.adding_up import measure_of, number, speaking_row
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge", "encounter", "patient")
STATEMENTS = ("visit_total.sql",)
OPTIONS = {"window": "visit"}
WINDOWS = frozenset({"visit", "day"})
column = columns.of_line

Entries = list[tuple[Line, Knowledge]]


@dataclass(frozen=True, eq=False, slots=True)
class Total:
    """What counts together: the items of one point, by themselves or under one partner."""

    rule: str
    point: str
    name: str
    by_day: bool
    program: Program


Index = dict[str, list[tuple[Total, list[Knowledge]]]]


class VisitTotalEvaluator:
    """Gathers the lines of each total, then adds them up."""

    follows: frozenset[str] = frozenset()

    def __init__(self, index: Index) -> None:
        self.index = index

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each total that goes beyond its limit."""
        by_code = case.lines_by_code
        known = by_code.keys() & self.index.keys()
        if not known:
            return
        groups: dict[tuple[Total, int | None], Entries] = {}
        for code in known:
            for total, rows in self.index[code]:
                _gather(total, rows, by_code[code], case, groups)
        for (total, _), entries in groups.items():
            _judge(total, entries, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> VisitTotalEvaluator:
    """Make the totals and index them by item code.

    :raises ValueError: a rule names an unknown window
    """
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    totals: dict[tuple[str, str, str], Total] = {}
    rows: dict[str, dict[Total, list[Knowledge]]] = {}
    for row in knowledge:
        if row.code is None:
            continue
        key = (row.rule, row.point, row.partner or row.code)
        if key not in totals:
            program = programs[row.rule]
            totals[key] = Total(*key, _is_by_day(compiled.by_code[row.rule]), program)
        rows.setdefault(row.code, {}).setdefault(totals[key], []).append(row)
    return VisitTotalEvaluator({code: list(found.items()) for code, found in rows.items()})


def _is_by_day(rule: Rule) -> bool:
    window = rule.options.get("window", OPTIONS["window"])
    if window not in WINDOWS:
        raise ValueError(f"{rule.code}: window {window!r} is not one of {sorted(WINDOWS)}")
    return bool(window == "day")


def _gather(
    total: Total,
    rows: list[Knowledge],
    lines: list[Line],
    case: AuditCase,
    groups: dict[tuple[Total, int | None], Entries],
) -> None:
    applies, by_day = total.program.applies, total.by_day
    encounter, patient = case.encounter, case.patient
    for line in lines:
        day = line.day
        for row in rows:
            if row.valid_from <= day < row.valid_to and (
                applies is None or applies(line, encounter, patient)
            ):
                groups.setdefault((total, day if by_day else None), []).append((line, row))


def _judge(total: Total, entries: Entries, case: AuditCase, found: list[Hit]) -> None:
    program = total.program
    lines = [line for line, _ in entries]
    facts = (measure_of(lines), speaking_row(entries), case.encounter, case.patient)
    if not program.violates(*facts):
        return
    encounter_id, day = case.encounter.encounter_id, max(line.day for line in lines)
    subject = (encounter_id, total.name)
    found.append(
        Hit(
            total.rule,
            total.point,
            (*subject, str(day)) if total.by_day else subject,
            number(program.measured, *facts),
            number(program.limit, *facts),
            day,
            encounter_id,
            tuple(lines),
        )
    )
