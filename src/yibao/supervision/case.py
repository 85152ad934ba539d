"""One encounter under audit, with what is known of the patient from other encounters."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field

from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient


class History(Struct, array_like=True, gc=False):
    """What the encounters of the patient left behind. The order of arrival leaves no trace.

    ``lines`` holds, for each item code that a rule follows across encounters, the lines of the
    encounters, by day and line number. Adding an encounter twice replaces it (``history.py``).
    """

    encounters: dict[str, Encounter] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def without(self, encounter_id: str) -> History:
        """Return the history as if the encounter had never been added; lists are shared.

        Costs one look-up where the encounter is not there, else a pass over the lines.
        """
        if encounter_id not in self.encounters:
            return self
        kept = {
            code: [line for line in lines if line.encounter_id != encounter_id]
            for code, lines in self.lines.items()
        }
        others = {key: known for key, known in self.encounters.items() if key != encounter_id}
        return History(others, {code: lines for code, lines in kept.items() if lines})


class AuditCase:
    """The records of one encounter, with the groupings that the evaluators share.

    Each grouping is made once and only when an evaluator asks for it.
    """

    def __init__(
        self,
        patient: Patient,
        encounter: Encounter,
        lines: list[Line],
        *,
        diagnoses: list[Diagnosis] | None = None,
        operations: list[Operation] | None = None,
        history: History | None = None,
    ) -> None:
        self.patient = patient
        self.encounter = encounter
        self.lines = lines
        self.diagnoses = diagnoses or []
        self.operations = operations or []
        self.history = (history or History()).without(encounter.encounter_id)

    @cached_property
    def lines_by_code(self) -> dict[str, list[Line]]:
        """The lines of this encounter for each item code."""
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            group = groups.get(line.item_code)
            if group is None:
                groups[line.item_code] = [line]
            else:
                group.append(line)
        return groups

    @cached_property
    def evidence_keys(self) -> frozenset[str]:
        """Every key that this encounter offers: diagnoses, operations, items (``Evidence``)."""
        keys = {"I:" + code for code in self.lines_by_code}
        for diagnosis in self.diagnoses:
            keys.update(diagnosis_keys(diagnosis))
        for operation in self.operations:
            keys.add("O:" + operation.code)
            if operation.is_main:
                keys.add("N:" + operation.code)
        return frozenset(keys)

    def encounter_of(self, line: Line) -> Encounter:
        """Return the encounter that the line belongs to, this one or an earlier one."""
        if line.encounter_id == self.encounter.encounter_id:
            return self.encounter
        return self.history.encounters[line.encounter_id]

    def all_lines(self, code: str) -> list[Line]:
        """Return the patient's lines of one item code, of this and of other encounters."""
        mine = self.lines_by_code.get(code, [])
        others = self.history.lines.get(code)
        return mine + others if others else mine


def diagnosis_keys(diagnosis: Diagnosis) -> list[str]:
    """Return the keys of a diagnosis: full code, five and three characters; main ones also M:."""
    code = diagnosis.code
    codes = {code, code[:5], code[:3]}
    keys = ["D:" + part for part in codes]
    if diagnosis.is_main:
        keys += ["M:" + part for part in codes]
    return keys
