"""What a run has to do: the rules with knowledge, their statements, the columns these name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import to_builtins

from yibao.supervision.batch.errors import RulesUnknown
from yibao.supervision.batch.manifest import digest
from yibao.supervision.batch.relation_columns import canonical
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Encounter, Line, Patient
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.shapes.compiled import CompiledRules, compile_rules
from yibao.supervision.shapes.registry import shape_module, statements
from yibao.supervision.vocabulary import Column, columns_of

CROSS_PATIENT = frozenset({"institution_metric", "stock", "trace_code"})
"""Shapes whose findings need the lines of many patients: they run after the buckets."""

ALONE = frozenset({"line", "prescription"})
"""Shapes whose rules without codes read every line: each rule has statements of its own."""

_OWN_ROWS = "knowledge.code IS NULL"
"""By this a text tells that it is for the rules' own rows."""
_WORD = re.compile(r"[a-z_][a-z_0-9]*")
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True)
class ShapePlan:
    """One shape: its rules compiled, its knowledge rows, its statements."""

    shape: str
    name: str
    compiled: CompiledRules
    knowledge: tuple[Knowledge, ...]
    evidence: tuple[Evidence, ...]
    texts: tuple[str, ...]
    part: str = ""
    """What is gathered bucket by bucket for a shape across patients; its text reads ``stored_part``."""

    @cached_property
    def reads_every(self) -> bool:
        """Tell whether a statement reads every line, known or not."""
        return any(_READS_EVERY.search(text) for text in (*self.texts, self.part))

    @property
    def item_codes(self) -> set[str]:
        """Every code that is looked for among the items of lines."""
        rows = self.knowledge
        items = {e.key.removeprefix("I:") for e in self.evidence if e.key.startswith("I:")}
        return items | {r.code for r in rows if r.code} | {r.partner for r in rows if r.partner}

    @property
    def is_alone(self) -> bool:
        """Tell whether each knowledge row is given as constants, with a statement of its own.

        So the engine pushes the rule's condition down into the scan of every line; a join with a
        table of rows without a code would compare all with all.
        """
        return self.shape in ALONE and not self.part and self.knowledge[0].code is None

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name in the statements, columns among them."""
        return frozenset().union(*(words_of(text) for text in (*self.texts, self.part)))

    def variant(self, row: Knowledge) -> int:
        """Return the number of the expressions that a knowledge row is judged by."""
        return self.compiled.variant_of[row.rule].number


@dataclass(frozen=True)
class Plan:
    """All shapes of a run, those of one patient first."""

    rules: Mapping[str, Rule]
    shapes: tuple[ShapePlan, ...]
    snapshot_id: str

    @cached_property
    def by_patient(self) -> tuple[ShapePlan, ...]:
        """The shapes whose findings need one patient at most."""
        return tuple(shape for shape in self.shapes if shape.shape not in CROSS_PATIENT)

    @property
    def over_every(self) -> tuple[ShapePlan, ...]:
        """Of these, the ones that read every line: they run once, over all inputs."""
        return tuple(shape for shape in self.by_patient if shape.reads_every)

    @property
    def over_known(self) -> tuple[ShapePlan, ...]:
        """Of these, the ones that read lines of known items alone: they run bucket by bucket."""
        return tuple(shape for shape in self.by_patient if not shape.reads_every)

    @cached_property
    def across(self) -> tuple[ShapePlan, ...]:
        """The shapes that look at many patients at once."""
        return tuple(shape for shape in self.shapes if shape.shape in CROSS_PATIENT)

    @cached_property
    def known_codes(self) -> frozenset[str]:
        """The items whose lines are known: some shape of one patient names them."""
        return frozenset().union(*(shape.item_codes for shape in self.by_patient))

    @cached_property
    def stored_columns(self) -> frozenset[str]:
        """The columns of known lines that must be in the buckets."""
        return frozenset(self.wide_columns) & (canonical("line").keys() - {"encounter_id"})

    @cached_property
    def wide_columns(self) -> tuple[str, ...]:
        """The columns of the relation ``line`` that a statement names which reads it."""
        named = _ALWAYS | _named(self._texts, _READS_KNOWN)
        return tuple(name for name in wide_line() if name in named)

    @property
    def _texts(self) -> list[str]:
        return [text for shape in self.shapes for text in (*shape.texts, shape.part)]

    @cached_property
    def fingerprint(self) -> str:
        """A hash of rules, knowledge and statements: what decides the findings of given inputs."""
        texts = [text for shape in self.shapes for text in shape.texts]
        return digest(self.snapshot_id, texts, [rule_version(r) for r in self.rules.values()])

    @cached_property
    def rule_codes(self) -> Mapping[str, frozenset[str]]:
        """The item codes that each rule names; empty where a rule is for everything."""
        codes: dict[str, set[str]] = {code: set() for code in self.rules}
        for shape in self.shapes:
            for row in shape.knowledge:
                codes[row.rule] |= {c for c in (row.code, row.partner) if c is not None}
        return {rule: frozenset(found) for rule, found in codes.items()}


_READS_KNOWN = re.compile(r"\b(?:FROM|JOIN)\s+line\b")
_READS_EVERY = re.compile(r"\b(?:FROM|JOIN)\s+every_line\b")
_ALWAYS_OF_ENCOUNTER = frozenset(
    {"encounter_id", "patient_id", "institution_id", "start_day", "end_day", "patient_born_on"}
)
_ALWAYS = frozenset(
    {"line_id", "encounter_id", "patient_id", "patient_born_on", "item_code", "day", "amount"}
)


def make_plan(
    rules: Sequence[Rule],
    knowledge: Iterable[Knowledge],
    evidence: Iterable[Evidence],
    *,
    snapshot_id: str,
) -> Plan:
    """Return the plan; rules for which the knowledge holds no row are kept but run nothing."""
    rows: dict[str, list[Knowledge]] = defaultdict(list)
    for row in with_limits(rules, knowledge):
        rows[row.rule].append(row)
    by_shape: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rows[rule.code]:
            by_shape[rule.shape].append(rule)
    keys = list(evidence)
    shapes = [
        _shape(shape, name, group, rows, [key for key in keys if key.rule in set(_codes(group))])
        for shape, gathered in sorted(by_shape.items())
        for name, group in _groups(shape, gathered)
    ]
    return Plan({rule.code: rule for rule in rules}, tuple(shapes), snapshot_id)


def choose_rules(rules: Mapping[str, Rule], wanted: str) -> list[Rule]:
    """Return the rules that a text such as ``N54,L1`` or ``family:ATTR`` names; empty: all that run.

    Raises:
        RulesUnknown: a part of the text names no rule.
    """
    if not wanted:
        return [rule for rule in rules.values() if rule.status != "off"]
    chosen: dict[str, Rule] = {}
    for part in filter(None, (piece.strip() for piece in wanted.split(","))):
        family = part.removeprefix("family:")
        found = [
            rule
            for rule in rules.values()
            if rule.code == part or (part != family and rule.family == family.upper())
        ]
        if not found:
            raise RulesUnknown(wanted=part)
        chosen |= {rule.code: rule for rule in found}
    return list(chosen.values())


def rule_version(rule: Rule) -> str:
    """Return a hash of all that a rule declares, its examples aside."""
    facts = to_builtins(rule)
    facts.pop("examples")
    return digest(facts)


def encounter_columns(shapes: Iterable[ShapePlan]) -> tuple[str, ...]:
    """Return the columns of encounters that shapes name, by their own name or a line's."""
    words = frozenset().union(*(shape.words for shape in shapes))
    return tuple(
        name
        for name in wide_encounter()
        if name in _ALWAYS_OF_ENCOUNTER or name in words or f"encounter_{name}" in words
    )


def wide_line() -> tuple[str, ...]:
    """Return the names of the columns of ``line``: own, the encounter's, the patient's."""
    encounter = [c for c in columns_of(Encounter) if c not in {"encounter_id", "patient_id"}]
    patient = [c for c in columns_of(Patient) if c != "patient_id"]
    return (
        *columns_of(Line),
        "patient_id",
        "institution_id",
        *(f"encounter_{name}" for name in encounter),
        *(f"patient_{name}" for name in patient),
    )


def wide_encounter() -> Mapping[str, Column]:
    """Return the columns of ``encounter``: own and the patient's."""
    patient = {f"patient_{n}": c for n, c in columns_of(Patient).items() if n != "patient_id"}
    return {**columns_of(Encounter), **patient}


def _named(texts: Iterable[str], reads: re.Pattern[str]) -> frozenset[str]:
    """Return every name in those statements that read a relation."""
    return frozenset().union(*(words_of(text) for text in texts if reads.search(text)))


def words_of(text: str) -> frozenset[str]:
    """Return every lower-case name in a statement; comments do not count."""
    return frozenset(_WORD.findall(_COMMENT.sub("", text)))


def _groups(shape: str, rules: list[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """Yield the rules that run together; each rule that reads every line runs alone."""
    if shape not in ALONE:
        yield shape, rules
        return
    coded = [rule for rule in rules if rule.by_code]
    if coded:
        yield shape, coded
    for rule in rules:
        if not rule.by_code:
            yield f"{shape}_{rule.code.lower()}", [rule]


def _shape(
    shape: str,
    name: str,
    group: list[Rule],
    rows: Mapping[str, list[Knowledge]],
    keys: list[Evidence],
) -> ShapePlan:
    module = shape_module(shape)
    compiled = compile_rules(group, module.ALIASES)
    knowledge = tuple(row for rule in group for row in rows[rule.code])
    texts = statements(shape, compiled)
    if len(texts) > 1 and shape in ALONE:
        texts = [text for text in texts if (_OWN_ROWS in text) is not group[0].by_code]
    part = module.part_text(compiled) if hasattr(module, "PART") else ""
    if part:
        texts = [text.replace(part, "SELECT * FROM stored_part") for text in texts]
    return ShapePlan(shape, name, compiled, knowledge, tuple(keys), tuple(texts), part)


def _codes(rules: Iterable[Rule]) -> Iterator[str]:
    return (rule.code for rule in rules)
