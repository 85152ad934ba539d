"""The patient's lines of an item in all encounters, as far as they are in a rule's scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, KeysView

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.programs import Program

ByDay = dict[int, list[Line]]
Key = tuple[str, Callable[..., bool] | None]
"""An item code and what decides about its scope."""


def is_valid(rows: Iterable[Knowledge], day: int) -> bool:
    """Return whether one of the rows is valid on a day."""
    for row in rows:  # noqa: SIM110 - any() costs three times as much, and this is for each line
        if row.valid_from <= day < row.valid_to:
            return True
    return False


class PatientLines:
    """Lines of one case with its history; each question is answered once and remembered."""

    def __init__(self, case: AuditCase) -> None:
        self.case = case
        self.encounter_id = case.encounter.encounter_id
        self._all: dict[Key, list[Line]] = {}
        self._by_day: dict[Key, ByDay] = {}

    def present(self, codes: KeysView[str]) -> set[str]:
        """Return those codes of which the patient has a line."""
        return (codes & self.case.lines_by_code.keys()) | (codes & self.case.history.lines.keys())

    def of(self, code: str, program: Program) -> list[Line]:
        """Return the lines of an item in all encounters, each in scope with its own encounter."""
        key = (code, program.applies)
        known = self._all.get(key)
        if known is None:
            known = self._all[key] = self._in_scope(self.case.all_lines(code), program)
        return known

    def own(self, code: str, program: Program) -> list[Line]:
        """Return the lines of an item in the present encounter that are in scope."""
        return self._in_scope(self.case.lines_by_code.get(code, []), program)

    def by_day(self, code: str, program: Program) -> ByDay:
        """Return the lines of an item that are in scope, for each day that has one."""
        key = (code, program.applies)
        known = self._by_day.get(key)
        if known is None:
            known = self._by_day[key] = group_by_day(self.of(code, program))
        return known

    def has_part(self, *groups: Iterable[Line]) -> bool:
        """Return whether one of the lines belongs to the present encounter."""
        mine = self.encounter_id
        for lines in groups:
            for line in lines:
                if line.encounter_id == mine:
                    return True
        return False

    def _in_scope(self, lines: list[Line], program: Program) -> list[Line]:
        applies = program.applies
        if applies is None:
            return lines
        patient, encounter_of = self.case.patient, self.case.encounter_of
        return [line for line in lines if applies(line, encounter_of(line), patient)]


def group_by_day(lines: Iterable[Line]) -> ByDay:
    """Group lines by day."""
    days: ByDay = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    return days


def first_encounter(lines: Iterable[Line]) -> str:
    """Return the smallest encounter number: where a finding on several encounters is shown."""
    return min(line.encounter_id for line in lines)
