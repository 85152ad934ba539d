"""Shape ``overlap``: a drug handed out while an earlier supply still lasts.

A line with ``days`` of supply covers ``day`` up to and without ``day + days``. The later use (one
item on one day) violates, the earlier lines that reach into it are related; on one day the item
with the smaller code comes first. ``options.by`` says what must not overlap: ``class``, items
with the same ``knowledge.partner``, the very same item included; ``pair``, ``knowledge.code`` and
``knowledge.partner``, whichever comes first. ``measure.days`` is the longest overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.adding_up import number
from yibao.supervision.shapes.columns import of_line
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.measures import Measure
from yibao.supervision.shapes.patient_lines import PatientLines, first_encounter, is_valid
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge")
STATEMENTS = ("overlap_class.sql", "overlap_pair.sql")
OPTIONS = {"by": "class"}


class Use(NamedTuple):
    """The lines of one item on one day; they sort by day, then by item."""

    day: int
    code: str
    lines: list[Line]


class Overlap(NamedTuple):
    """A use and the earlier lines that still last on its day."""

    use: Use
    earlier: list[Line]


class Group:
    """Items that must not overlap: a class or a pair of one rule."""

    def __init__(self, program: Program, *, by_class: bool) -> None:
        self.program, self.by_class = program, by_class
        self.rows: dict[str, list[Knowledge]] = {}

    def may_meet(self, use: Use, code: str) -> bool:
        """Return whether an earlier line of ``code`` counts against the use."""
        if self.by_class:
            return is_valid(self.rows[code], use.day)
        return any(code == _partner_of(row, use.code) for row in self.rows[use.code])


class OverlapEvaluator:
    """Looks back from each use, and forward from the uses of the present encounter."""

    def __init__(self, groups: dict[str, list[Group]]) -> None:
        self.groups = groups
        self.follows = frozenset(groups)

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each overlap in which this encounter has a line."""
        known = case.lines_by_code.keys() & self.groups.keys()
        if not known:
            return
        lines = PatientLines(case)
        for group in {group for code in known for group in self.groups[code]}:
            overlaps = _overlaps(group, _uses(group, lines))
            (_judge_class if group.by_class else _judge_pair)(group, overlaps, lines, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> OverlapEvaluator:
    """Group the rows by class or by pair.

    :raises ValueError: a rule's ``options.by`` is neither ``class`` nor ``pair``
    """
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    groups: dict[tuple[str, ...], Group] = {}
    for row in knowledge:
        by = compiled.by_code[row.rule].options.get("by", OPTIONS["by"])
        if by not in {"class", "pair"}:
            raise ValueError(f"{row.rule}: overlap by {by!r} is neither class nor pair")
        if not row.code or not row.partner:
            continue
        codes = {row.code} if by == "class" else {row.code, row.partner}
        key = (row.rule, row.partner, "" if by == "class" else row.code)
        if key not in groups:
            groups[key] = Group(programs[row.rule], by_class=by == "class")
        for code in codes:
            groups[key].rows.setdefault(code, []).append(row)
    by_code: dict[str, list[Group]] = {}
    for group in groups.values():
        for code in group.rows:
            by_code.setdefault(code, []).append(group)
    return OverlapEvaluator(by_code)


def column(alias: str, name: str) -> str:
    """Return the column in SQL."""
    return of_line(alias, name)


def _partner_of(row: Knowledge, code: str) -> str | None:
    return row.partner if code == row.code else row.code


def _uses(group: Group, lines: PatientLines) -> list[Use]:
    uses = []
    for code in lines.present(group.rows.keys()):
        for day, known in lines.by_day(code, group.program).items():
            supplied = [line for line in known if line.days is not None and line.days > 0]
            if supplied:
                uses.append(Use(day, code, supplied))
    return sorted(uses)


def _overlaps(group: Group, uses: Sequence[Use]) -> Iterator[Overlap]:
    """Yield each use that earlier lines reach into."""
    longest = max((line.days or 0 for use in uses for line in use.lines), default=0)
    days = [use.day for use in uses]
    for place, use in enumerate(uses):
        start = bisect_right(days, use.day - longest)
        earlier = [
            line
            for other in uses[start:place]
            if group.may_meet(use, other.code)
            for line in other.lines
            if line.day + (line.days or 0) > use.day
        ]
        if earlier:
            yield Overlap(use, earlier)


def _judge_class(
    group: Group, overlaps: Iterable[Overlap], lines: PatientLines, found: list[Hit]
) -> None:
    patient_id = lines.case.patient.patient_id
    for overlap in overlaps:
        use = overlap.use
        if lines.has_part(use.lines, overlap.earlier):
            for row in group.rows[use.code]:
                subject = (patient_id, row.partner or "", use.code, str(use.day))
                found += _hits(group.program, row, overlap, subject)


def _judge_pair(
    group: Group, overlaps: Iterable[Overlap], lines: PatientLines, found: list[Hit]
) -> None:
    """Judge by day: where each of the two reaches into the other on one day, both violate."""
    by_day: dict[int, Overlap] = {}
    for use, earlier in overlaps:
        first = by_day.get(use.day)
        known = (first.use.lines, first.earlier) if first else ([], [])
        both = Use(use.day, use.code, [*known[0], *use.lines])
        by_day[use.day] = Overlap(both, [*known[1], *earlier])
    patient_id = lines.case.patient.patient_id
    for overlap in by_day.values():
        use = overlap.use
        if lines.has_part(use.lines, overlap.earlier):
            for row in group.rows[use.code]:
                subject = (patient_id, row.code or "", row.partner or "", str(use.day))
                found += _hits(group.program, row, overlap, subject)


def _hits(
    program: Program, row: Knowledge, overlap: Overlap, subject: tuple[str, ...]
) -> Iterator[Hit]:
    """Yield the hit of one row, if it is valid on the day of the use and broken."""
    use, earlier = overlap
    longest = max(line.day + (line.days or 0) for line in earlier) - use.day
    facts = (Measure(days=longest), row)
    if row.valid_from <= use.day < row.valid_to and program.violates(*facts):
        violating = {line.line_id for line in use.lines}
        yield Hit(
            row.rule,
            row.point,
            subject,
            number(program.measured, *facts),
            number(program.limit, *facts),
            use.day,
            first_encounter(use.lines),
            tuple(use.lines),
            tuple(line for line in earlier if line.line_id not in violating),
        )
