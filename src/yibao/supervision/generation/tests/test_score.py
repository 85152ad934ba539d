"""Every injected violation is found, nothing else is, and a blind engine would be noticed."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import islice, pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from yibao.commands import audit_generate
from yibao.supervision.generation.errors import RatesUnreadable
from yibao.supervision.generation.injection import cohorts, populate
from yibao.supervision.generation.invented import invented_codes
from yibao.supervision.generation.score import score
from yibao.supervision.generation.visits import ordinary_patient, people
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.knowledge.codes import kind_of
from yibao.supervision.rules.loading import load_rules

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_every_injected_violation_is_found_and_nothing_else(tmp_path: Path) -> None:
    scores = score(load_rules(), load_shipped(), tmp_path, patients=60, rates={}, now=NOW)
    assert {one.rule for one in scores if not one.injected} == set()
    assert [one for one in scores if one.found != one.injected or one.false] == []


def test_a_rule_that_looks_away_misses_what_was_injected(tmp_path: Path) -> None:
    rules = {"N67": replace(load_rules()["N67"], violates="FALSE")}
    [one] = score(rules, load_shipped(), tmp_path, patients=5, rates={"N67": 1.0}, now=NOW)
    assert one.injected >= 1
    assert one.recall == 0


def test_a_rule_that_cries_at_everything_is_not_precise(tmp_path: Path) -> None:
    rules = {"N67": replace(load_rules()["N67"], applies="TRUE", violates="TRUE")}
    [one] = score(rules, load_shipped(), tmp_path, patients=5, rates={"N67": 1.0}, now=NOW)
    assert one.false > 0


def test_the_same_seed_gives_the_same_population() -> None:
    rules = [load_rules()[code] for code in ("N25", "N67")]
    [cohort] = cohorts(rules, load_shipped())
    first, second = (
        populate(cohort, load_shipped(), patients=3, rates={}, seed=7) for _ in range(2)
    )
    assert first.truth == second.truth
    assert [case.lines for case in first.cases] == [case.lines for case in second.cases]


def test_ordinary_stays_of_a_patient_never_meet() -> None:
    chance = random.Random(3)
    codes = [(code, kind_of(code) or "") for code in islice(invented_codes(chance), 100)]
    for number in range(100):
        stays = [case.encounter for case in ordinary_patient(number, chance, codes)]
        assert all(later.start_day - earlier.end_day >= 45 for earlier, later in pairwise(stays))
    assert len(people()) > 200


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("N99: 0.1", "没有规则N99"),
        ("N54: 2", "N54的比例不在0和1之间"),
        ("N54: true", "N54的比例不在0和1之间"),
        ("- N54", "不是“规则: 比例”的列表"),
        ("{", "读不出来"),
    ],
)
def test_a_file_of_rates_that_cannot_be_used_is_named_with_the_reason(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RatesUnreadable) as told:
        audit_generate.run(["--patients", "1", "--violations", str(path)])
    assert problem in str(told.value)
