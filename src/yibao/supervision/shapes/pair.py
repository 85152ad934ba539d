"""Shape ``pair``: two items that must not meet; the partner is refused, the main item is why.

``knowledge.listed`` says where they must not meet: ``|visit|`` in one encounter,
``|prescription|`` on one prescription, ``|day|`` on one day of the patient, in whatever encounter,
``|hours|`` less than ``knowledge.high`` minutes apart. A row whose two items are the same says
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.columns import of_line
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.patient_lines import PatientLines, first_encounter
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
STATEMENTS = ("pair_visit.sql", "pair_prescription.sql", "pair_day.sql", "pair_hours.sql")


class Meeting(NamedTuple):
    """Lines that meet: the subject, the day that decides about validity, B lines and A lines."""

    subject: tuple[str, ...]
    day: int
    refused: list[Line]
    main: list[Line]


class Check(NamedTuple):
    """One knowledge row, its scope and how its window finds meetings."""

    knowledge: Knowledge
    main: str
    refused: str
    program: Program
    meetings: Callable[[Check, PatientLines], Iterator[Meeting]]


class PairEvaluator:
    """Looks, for each item, whether a partner of it is there."""

    def __init__(
        self, partners: dict[str, dict[str, list[Check]]], follows: frozenset[str]
    ) -> None:
        self.partners = partners
        self.follows = follows

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each meeting in which this encounter has a line."""
        known = case.lines_by_code.keys() & self.partners.keys()
        if not known:
            return
        lines = PatientLines(case)
        for check in self._checks(known, lines):
            for meeting in check.meetings(check, lines):
                row = check.knowledge
                if row.valid_from <= meeting.day < row.valid_to:
                    found.append(_hit(row, meeting))

    def _checks(self, known: set[str], lines: PatientLines) -> list[Check]:
        """Return the checks of which both items are there, each once."""
        checks: dict[int, Check] = {}
        for code in known:
            partners = self.partners[code]
            for other in lines.present(partners.keys()):
                checks.update((id(check), check) for check in partners[other])
        return list(checks.values())


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> PairEvaluator:
    """Index the pairs by either item; those of days and hours follow their items across encounters.

    :raises ValueError: a rule's ``violates`` speaks of more than knowledge
    """
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=("knowledge",))
    partners: dict[str, dict[str, list[Check]]] = {}
    follows: set[str] = set()
    for row in knowledge:
        meetings = WINDOWS.get(row.listed or "")
        program = programs[row.rule]
        if meetings is None or not row.code or not row.partner or row.code == row.partner:
            continue
        if program.violates(row):
            check = Check(row, row.code, row.partner, program, meetings)
            for code, other in ((row.code, row.partner), (row.partner, row.code)):
                partners.setdefault(code, {}).setdefault(other, []).append(check)
            if row.listed in FOLLOWING:
                follows |= {row.code, row.partner}
    return PairEvaluator(partners, frozenset(follows))


def column(alias: str, name: str) -> str:
    """Return the column in SQL."""
    return of_line(alias, name)


def _in_visit(check: Check, lines: PatientLines) -> Iterator[Meeting]:
    refused = lines.own(check.refused, check.program)
    main = lines.own(check.main, check.program)
    if refused and main:
        day = min(line.day for line in refused)
        yield Meeting((lines.encounter_id, check.main, check.refused), day, refused, main)


def _on_prescription(check: Check, lines: PatientLines) -> Iterator[Meeting]:
    refused = _by_prescription(lines.own(check.refused, check.program))
    main = _by_prescription(lines.own(check.main, check.program))
    for number in refused.keys() & main.keys():
        subject = (lines.encounter_id, number, check.main, check.refused)
        day = min(line.day for line in refused[number])
        yield Meeting(subject, day, refused[number], main[number])


def _on_day(check: Check, lines: PatientLines) -> Iterator[Meeting]:
    refused = lines.by_day(check.refused, check.program)
    main = lines.by_day(check.main, check.program)
    for day in refused.keys() & main.keys():
        if lines.has_part(refused[day], main[day]):
            yield Meeting(_subject(check, lines, day), day, refused[day], main[day])


def _within_hours(check: Check, lines: PatientLines) -> Iterator[Meeting]:
    main_days = lines.by_day(check.main, check.program)
    for day, candidates in lines.by_day(check.refused, check.program).items():
        near = [line for other in (day - 1, day, day + 1) for line in main_days.get(other, ())]
        main = [line for line in near if _close(line, candidates, check.knowledge)]
        refused = [line for line in candidates if _close(line, main, check.knowledge)]
        if lines.has_part(refused, main):
            yield Meeting(_subject(check, lines, day), day, refused, main)


WINDOWS = {
    "|visit|": _in_visit,
    "|prescription|": _on_prescription,
    "|day|": _on_day,
    "|hours|": _within_hours,
}
FOLLOWING = frozenset({"|day|", "|hours|"})


def _subject(check: Check, lines: PatientLines, day: int) -> tuple[str, ...]:
    return lines.case.patient.patient_id, str(day), check.main, check.refused


def _close(line: Line, others: Iterable[Line], knowledge: Knowledge) -> bool:
    minutes = knowledge.high or 0
    return any(abs(line.minute - other.minute) < minutes for other in others)


def _by_prescription(lines: Iterable[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.prescription is not None:
            groups.setdefault(line.prescription, []).append(line)
    return groups


def _hit(row: Knowledge, meeting: Meeting) -> Hit:
    return Hit(
        row.rule,
        row.point,
        meeting.subject,
        None,
        None,
        max(line.day for line in meeting.refused),
        first_encounter(meeting.refused),
        tuple(meeting.refused),
        tuple(meeting.main),
    )
