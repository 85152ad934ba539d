"""Shape ``evidence``: an item or a code that needs, or forbids, other evidence in the encounter.

Serves INDIC and COREQ rules. ``options.trigger`` says what a knowledge row's code is: ``item``
(judged line by line, on the line's day), ``diagnosis``, ``main_diagnosis``, ``operation`` or
``main_operation`` (judged on the last day of the encounter, matched by their beginnings).
``options.polarity``: ``require`` finds encounters that have none of the point's evidence keys,
``forbid`` those that have one. A point that is free text and not codes is always found where
something is required, and settles as a light suspicion; a coded point without keys says nothing.

Subject: encounter and code. Measured and limit are empty: there is nothing to count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes.code_parts import diagnosis_parts, operation_parts
from yibao.supervision.shapes.columns import of_encounter, of_line
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn, breaks_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge"})
STATEMENTS = ("evidence_item.sql", "evidence_code.sql")
OPTIONS = {"trigger": "item", "polarity": "require"}
TRIGGERS = frozenset({"item", "diagnosis", "main_diagnosis", "operation", "main_operation"})
POLARITIES = frozenset({"require", "forbid"})
ITEM_ORDER = ("line", "encounter", "patient", "knowledge")
CODE_ORDER = ("encounter", "patient", "knowledge")


class Check(NamedTuple):
    """One knowledge row with the evidence keys of its point; no keys: found in any case."""

    valid_from: int
    valid_to: int
    breaks: Callable[..., bool]
    keys: frozenset[str] | None
    is_forbidden: bool
    knowledge: Knowledge


Index = dict[str, list[Check]]


class EvidenceEvaluator:
    """Looks up items and codes, then compares the point's keys with those of the encounter."""

    follows: frozenset[str] = frozenset()

    def __init__(self, indices: dict[str, Index]) -> None:
        self.items = indices.pop("item", {})
        self.codes = indices

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each code whose evidence is missing, or there although forbidden."""
        by_code = case.lines_by_code
        for code in by_code.keys() & self.items.keys():
            _judge_item(code, by_code[code], self.items[code], case, found)
        for trigger, index in self.codes.items():
            for code, parts in _codes(trigger, case):
                for part in parts & index.keys():
                    _judge_code(code, index[part], case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> EvidenceEvaluator:
    """Index the rows by trigger and code; coded points without keys are left out.

    :raises ValueError: a rule names an unknown trigger or polarity
    """
    keys: dict[tuple[str, str], set[str]] = {}
    for key in evidence:
        keys.setdefault((key.rule, key.point), set()).add(key.key)
    functions = {rule.code: _breaks(rule, compiled) for rule in compiled.rules}
    indices: dict[str, Index] = {}
    for row in knowledge:
        rule = compiled.by_code[row.rule]
        known = keys.get((row.rule, row.point))
        is_forbidden = _option(rule, "polarity", POLARITIES) == "forbid"
        if row.code is None or (is_forbidden if not row.is_coded else known is None):
            continue
        check = Check(
            row.valid_from,
            row.valid_to,
            functions[rule.code],
            frozenset(known) if row.is_coded and known else None,
            is_forbidden,
            row,
        )
        index = indices.setdefault(_option(rule, "trigger", TRIGGERS), {})
        index.setdefault(row.code, []).append(check)
    return EvidenceEvaluator(indices)


def column(alias: str, name: str) -> str:
    """Return the column where an item is the trigger."""
    return of_line(alias, name)


def parts(compiled: CompiledRules) -> list[tuple[str, CompiledRules, NameColumn]]:
    """Return the text for items and the text for codes, each with its own rules."""
    items = compiled.only(lambda rule: _option(rule, "trigger", TRIGGERS) == "item")
    codes = compiled.only(lambda rule: _option(rule, "trigger", TRIGGERS) != "item")
    both = (("evidence_item.sql", items, of_line), ("evidence_code.sql", codes, of_encounter))
    return [part for part in both if part[1].rules]


def _breaks(rule: Rule, compiled: CompiledRules) -> Callable[..., bool]:
    is_item = _option(rule, "trigger", TRIGGERS) == "item"
    return breaks_of(compiled.variant_of[rule.code], ITEM_ORDER if is_item else CODE_ORDER)


def _option(rule: Rule, name: str, known: frozenset[str]) -> str:
    chosen = str(rule.options.get(name, OPTIONS[name]))
    if chosen not in known:
        raise ValueError(f"{rule.code}: {name} {chosen!r} is not one of {sorted(known)}")
    return chosen


def _codes(trigger: str, case: AuditCase) -> list[tuple[str, set[str]]]:
    """Return the different codes that the trigger looks at, each with what matches it."""
    is_main = trigger.startswith("main_")
    if trigger.endswith("diagnosis"):
        codes = {each.code for each in case.diagnoses if each.is_main or not is_main}
        return [(code, diagnosis_parts(code)) for code in codes]
    codes = {each.code for each in case.operations if each.is_main or not is_main}
    return [(code, operation_parts(code)) for code in codes]


def _is_found(check: Check, case: AuditCase) -> bool:
    keys = check.keys
    return keys is None or case.evidence_keys.isdisjoint(keys) is not check.is_forbidden


def _judge_item(
    code: str, lines: list[Line], checks: list[Check], case: AuditCase, found: list[Hit]
) -> None:
    encounter, patient = case.encounter, case.patient
    points: dict[tuple[str, str], list[Line]] = {}
    for check in checks:
        if _is_found(check, case):
            valid_from, valid_to, breaks, _, _, knowledge = check
            wrong = [
                line
                for line in lines
                if valid_from <= line.day < valid_to and breaks(line, encounter, patient, knowledge)
            ]
            if wrong:
                points.setdefault((knowledge.rule, knowledge.point), []).extend(wrong)
    for (rule, point), wrong in points.items():
        last = max(line.day for line in wrong)
        encounter_id = encounter.encounter_id
        found.append(
            Hit(rule, point, (encounter_id, code), None, None, last, encounter_id, tuple(wrong))
        )


def _judge_code(code: str, checks: list[Check], case: AuditCase, found: list[Hit]) -> None:
    encounter, patient = case.encounter, case.patient
    day, encounter_id = encounter.end_day, encounter.encounter_id
    for check in checks:
        knowledge = check.knowledge
        if (
            check.valid_from <= day < check.valid_to
            and _is_found(check, case)
            and check.breaks(encounter, patient, knowledge)
        ):
            subject = (encounter_id, code)
            found.append(
                Hit(knowledge.rule, knowledge.point, subject, None, None, day, encounter_id, ())
            )
