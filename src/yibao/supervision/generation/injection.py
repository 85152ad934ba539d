"""A population with known violations: ordinary patients and dressed examples of every rule."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from yibao.supervision.case import AuditCase
from yibao.supervision.derived import complete
from yibao.supervision.generation.dressing import (
    Limit,
    Wardrobe,
    complete_records,
    is_published,
    limit_of,
    renamed,
    with_codes,
)
from yibao.supervision.generation.invented import invented_codes
from yibao.supervision.generation.visits import ordinary_patient
from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.knowledge.codes import kind_of
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.example_limits import FEN_SCALE, Stock, scaled
from yibao.supervision.rules.examples import Example
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.rules.worlds import World, examples_of, world_of

ITEM_KINDS = frozenset({"drug", "decoction", "service", "consumable"})
ORDINARY_CODES = 4_000
RECORD_RULE, LINE_RULE = "N35", "N36"
"""Rules about records and lines that are incomplete on purpose; all others are completed."""
CLINICAL = frozenset({"diagnosis", "operation"})
OTHER_CHARGE = "14"
WOMEN = "|2|"


Signature = tuple[frozenset[tuple[str | None, Limit]], frozenset[str]]


class Truth(Struct, frozen=True):
    """What one injected example must give: for each finding its violating lines and fen."""

    name: str
    rule: str
    title: str
    findings: tuple[tuple[frozenset[str], int], ...]


class Cohort(Struct, frozen=True):
    """Rules with the examples of theirs that can stand in one population, and what it needs.

    ``own_rows`` and ``own_evidence`` take the place of the limits that a rule without codes has
    from the dated parameters.
    """

    chosen: tuple[tuple[Rule, tuple[Example, ...]], ...]
    own_rows: tuple[Knowledge, ...] = ()
    own_evidence: tuple[Evidence, ...] = ()


class Population(Struct):
    """Everything that is written to disk, and what must be found in it."""

    cases: list[AuditCase]
    knowledge: list[Knowledge]
    evidence: list[Evidence]
    stock: list[Stock]
    truth: list[Truth]
    left_out: list[tuple[str, str]]
    """Rule and title of examples whose records are incomplete on purpose."""


class Seed(Struct, frozen=True):
    """An example ready to be dressed: its world, and whether published codes may replace its own."""

    rule: Rule
    example: Example
    world: World
    is_published: bool


def cohorts(rules: Iterable[Rule], base: KnowledgeBase) -> list[Cohort]:
    """Return the cohort of everything that can stand together, then one for each exception.

    Examples with limits of their own, and those whose knowledge speaks about diagnoses or
    operations (which other examples have as well), get a population of their own.
    """
    del base
    common: dict[str, list[Example]] = defaultdict(list)
    alone: dict[tuple[str, Signature], list[Example]] = defaultdict(list)
    by_code = {rule.code: rule for rule in rules}
    for rule in by_code.values():
        usual = _signature(World([], with_limits([rule], []), [], []))
        for example in examples_of(rule):
            world = world_of(rule, example)
            signature = _signature(world)
            if _is_clinical(world) or not (rule.by_code or signature == usual):
                alone[rule.code, signature].append(example)
            else:
                common[rule.code].append(example)
    together = Cohort(tuple((by_code[code], tuple(few)) for code, few in common.items()))
    return [together, *(_alone(by_code[code], few) for (code, _), few in alone.items())]


def _alone(rule: Rule, examples: list[Example]) -> Cohort:
    if rule.by_code:
        return Cohort(((rule, tuple(examples)),))
    world = world_of(rule, examples[0])
    return Cohort(((rule, tuple(examples)),), tuple(world.knowledge), tuple(world.evidence))


def _signature(world: World) -> Signature:
    rows = frozenset((row.code, limit_of(row)) for row in world.knowledge)
    return rows, frozenset(key.key for key in world.evidence)


def _is_clinical(world: World) -> bool:
    return any(row.code and kind_of(row.code) in CLINICAL for row in world.knowledge)


def populate(
    cohort: Cohort,
    base: KnowledgeBase,
    *,
    patients: int,
    rates: Mapping[str, float],
    seed: int = 1,
) -> Population:
    """Make ``patients`` ordinary patients and, for each rule, its share of dressed examples.

    ``rates`` gives for each rule the number of dressed examples for each ordinary patient; every
    example of the rule appears at least once, those that must give nothing included.
    """
    chance = random.Random(seed)  # noqa: S311 - a population, no secret
    population = Population([], list(cohort.own_rows), list(cohort.own_evidence), [], [], [])
    wardrobe = Wardrobe(base.rows)
    free = invented_codes(chance)
    for rule, examples in cohort.chosen:
        seeds = list(_seeds(rule, examples, base, population, free))
        count = max(len(seeds), round(patients * rates.get(rule.code, 0.0))) if seeds else 0
        for number in range(count):
            one = seeds[number % len(seeds)]
            _add(population, one, f"{rule.code}-{number:05d}", wardrobe, chance)
    codes = [(code, kind_of(code) or "service") for code in islice(free, ORDINARY_CODES)]
    for number in range(patients):
        population.cases.extend(ordinary_patient(number, chance, codes))
    return population


def _seeds(
    rule: Rule,
    examples: Iterable[Example],
    base: KnowledgeBase,
    population: Population,
    free: Iterator[str],
) -> Iterator[Seed]:
    """Yield the examples; those with knowledge of their own bring it, under own codes."""
    women = frozenset(row.code for row in base.rows if row.code and row.listed == WOMEN)
    published = {(row.rule, row.code): row for row in base.rows if row.rule == rule.code}
    shared: dict[str, str] = {}
    for number, example in enumerate(examples):
        world = world_of(rule, example)
        if rule.code != RECORD_RULE and any(_lacks(rule, case) for case in world.cases):
            population.left_out.append((rule.code, example.title))
            continue
        _complete(rule, world, women)
        if is_published(world, published):
            named = {code for row in world.knowledge for code in (row.code, row.partner)}
            others = {
                code: new for code, new in _fresh(world, free, {}).items() if code not in named
            }
            yield Seed(rule, example, with_codes(world, others), is_published=True)
            continue
        codes = {} if _names_items(rule) else _fresh(world, free, shared)
        if _is_clinical(world):
            shared.update(codes)
        if rule.by_code:
            own = renamed(world, f"{rule.code}.{'' if shared else number}", codes)
            population.knowledge += [r for r in own.knowledge if r not in population.knowledge]
            population.evidence += [k for k in own.evidence if k not in population.evidence]
        yield Seed(rule, example, with_codes(world, codes), is_published=False)


def _names_items(rule: Rule) -> bool:
    """Tell whether the rule's own expressions name items, which must then stay as they are."""
    texts = (rule.applies, rule.violates, *map(str, rule.options.values()))
    return any("item_code" in text for text in texts)


def _complete(rule: Rule, world: World, women: frozenset[str]) -> None:
    if rule.code != RECORD_RULE:
        complete_records(world.cases, women=women)
    if rule.code != LINE_RULE:
        for line in (line for case in world.cases for line in case.lines):
            line.charge_class = line.charge_class or OTHER_CHARGE


def _lacks(rule: Rule, case: AuditCase) -> bool:
    speaks_of_age = "age_" in rule.violates + rule.applies
    return (
        case.patient.sex == "0"
        or case.encounter.insurance_type is None
        or (case.patient.born_on is None and speaks_of_age)
    )


def _fresh(world: World, free: Iterator[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return an unused code of the same kind for every item of the world, the known ones first."""
    items = {line.item_code for case in world.cases for line in case.lines}
    items |= {code for row in world.knowledge for code in (row.code, row.partner) if code}
    items |= {key.key[2:] for key in world.evidence if key.key.startswith("I:")}
    items |= {row.item_code for row in world.stock}
    return {
        code: known.get(code) or _of_kind(free, kind_of(code))
        for code in sorted(items)
        if kind_of(code) in ITEM_KINDS
    }


def _of_kind(free: Iterator[str], kind: str | None) -> str:
    return next(code for code in free if kind_of(code) == kind)


def _add(
    population: Population, seed: Seed, name: str, wardrobe: Wardrobe, chance: random.Random
) -> None:
    codes = wardrobe.draw(seed.world, chance) if seed.is_published else None
    world = renamed(seed.world, name, codes or {})
    population.cases.extend(complete(case) for case in world.cases)
    population.stock.extend(world.stock)
    population.truth.append(
        Truth(name, seed.rule.code, seed.example.title, tuple(_expected(name, seed.example)))
    )


def _expected(name: str, example: Example) -> Iterator[tuple[frozenset[str], int]]:
    for finding in example.findings:
        lines = frozenset(f"{name}.{line}" for line in finding.violating)
        yield lines, scaled(finding.amount, FEN_SCALE)
