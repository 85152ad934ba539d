"""Recall and precision of each rule on populations whose violations are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from yibao.supervision.batch.run import Request, audit
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.generation.injection import Cohort, Population, Truth, cohorts, populate
from yibao.supervision.generation.writing import write_population
from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.rules.declaration import Rule

DEFAULT_RATE = 0.01
Found = tuple[frozenset[str], int]
"""The violating lines of a finding and its fen."""


class RuleScore(Struct):
    """How one rule did: injected findings, those found, those missed, findings nobody injected."""

    rule: str
    name: str
    injected: int = 0
    found: int = 0
    false: int = 0
    examples: tuple[str, ...] = ()
    """What was missed or false, the first few."""

    @property
    def recall(self) -> float | None:
        """Return found over injected; ``None`` where nothing was injected."""
        return self.found / self.injected if self.injected else None

    @property
    def precision(self) -> float | None:
        """Return found over all findings; ``None`` where there are none."""
        given = self.found + self.false
        return self.found / given if given else None


def score(
    rules: Mapping[str, Rule],
    base: KnowledgeBase,
    folder: Path,
    *,
    patients: int,
    rates: Mapping[str, float],
    now: datetime,
    seed: int = 1,
    memory: str = "2GB",
    report: Callable[[str, int, int], None] = lambda _text, _done, _all: None,
) -> list[RuleScore]:
    """Make the populations, audit each with all rules, compare with the truth; rule by rule.

    ``rates``: injected examples for each ordinary patient, 0.01 where a rule is not named. The
    first population holds all rules together; each exception has one of at most 200 patients.
    """
    scores = {code: RuleScore(code, rule.name) for code, rule in rules.items()}
    every = {code: rates.get(code, DEFAULT_RATE) for code in rules}
    groups = cohorts(rules.values(), base)
    for number, cohort in enumerate(groups):
        report(f"人群{number + 1}", number, len(groups))
        size = patients if number == 0 else min(patients, 200)
        population = populate(cohort, base, patients=size, rates=every, seed=seed + number)
        place = folder / f"population-{number:02d}"
        write_population(place, population)
        chosen = list(rules.values()) if number == 0 else [rule for rule, _ in cohort.chosen]
        if number == 0:
            chosen = [rule for rule in chosen if _is_common(rule, cohort)]
        findings = _audited(chosen, base, population, place, now=now, memory=memory)
        compare(scores, population.truth, findings)
    report("", len(groups), len(groups))
    return list(scores.values())


def compare(
    scores: Mapping[str, RuleScore], truth: Sequence[Truth], findings: Iterable[Mapping[str, Any]]
) -> None:
    """Count what was found, missed and false; findings carry the name of their example in ids."""
    names = {one.name: one for one in truth}
    found: dict[str, set[Found]] = defaultdict(set)
    for finding in findings:
        name = _name_of(finding, names)
        expected = names.get(name)
        if expected is None or expected.rule != finding["rule"]:
            _note(scores[finding["rule"]], f"false: {name or 'ordinary patient'}")
            scores[finding["rule"]].false += 1
        else:
            found[name].add((frozenset(finding["violating"]), finding["amount"]))
    for one in truth:
        mine, given = set(one.findings), found[one.name]
        line = scores[one.rule]
        line.injected += len(mine)
        line.found += len(mine & given)
        line.false += len(given - mine)
        if mine != given:
            _note(line, f"{one.title}: {len(mine - given)} missed, {len(given - mine)} false")


def _note(line: RuleScore, text: str) -> None:
    if text not in line.examples and len(line.examples) < 5:
        line.examples = (*line.examples, text)


def _name_of(finding: Mapping[str, Any], names: Mapping[str, Truth]) -> str:
    texts: list[str] = [finding["encounter_id"] or "", *finding["subject"]]
    return next((name for text in texts if (name := text.partition(".")[0]) in names), "")


def _is_common(rule: Rule, cohort: Cohort) -> bool:
    """Tell whether a rule runs in the common population: not under limits meant for others."""
    return any(rule.code == chosen.code for chosen, _ in cohort.chosen)


def _audited(
    rules: Sequence[Rule],
    base: KnowledgeBase,
    population: Population,
    place: Path,
    *,
    now: datetime,
    memory: str,
) -> list[dict[str, Any]]:
    import duckdb

    def one(name: str) -> tuple[str, ...]:
        return (str(place / f"{name}.parquet"),)

    audit(
        Request(
            inputs=Inputs(
                lines=one("line"),
                encounters=one("encounter"),
                patients=one("patient"),
                diagnoses=one("diagnosis"),
                operations=one("operation"),
                inventory=one("inventory"),
            ),
            rules=rules,
            knowledge=[*base.rows, *population.knowledge],
            evidence=[*base.evidence, *population.evidence],
            snapshot_id=base.snapshot_id,
            work=place / "work",
            memory=memory,
        ),
        now=now,
    )
    findings = place / "work" / "findings" / "*.parquet"
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(findings)])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
