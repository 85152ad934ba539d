"""Shape ``evidence``: items and codes that need, or forbid, other evidence in the encounter."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given

from yibao.supervision.knowledge.points import Evidence
from yibao.supervision.records import Diagnosis, Operation
from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    evidence_of,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(
    codes=("A", "B"),
    diagnoses=("I10.9", "I10.900", "J45.901"),
    operations=("47.0100", "81.5400"),
    encounters=7,
)
KEYS = ("D:I10", "D:I10.9", "D:J45.901", "M:I10", "O:47.0100", "N:47.0100", "N:81.5400", "I:B")
NEEDS = a_rule(
    "evidence",
    applies="line.fund_paid",
    violates="line.amount >= knowledge.low OR knowledge.low IS NULL",
)
FORBIDS = a_rule("evidence", "R2", options={"trigger": "item", "polarity": "forbid"})
CODES = {
    "diagnosis": ("I10", "I10.9", "J45"),
    "main_diagnosis": ("I10", "I10.9", "J45"),
    "operation": ("47.01", "81.5400"),
    "main_operation": ("47.01", "81.5400"),
}
BY_CODE = {
    (trigger, polarity): a_rule(
        "evidence",
        f"{trigger}-{polarity}",
        applies="encounter.setting = 'inpatient' OR patient.sex IS NULL",
        options={"trigger": trigger, "polarity": polarity},
    )
    for trigger in CODES
    for polarity in ("require", "forbid")
}


def test_an_item_without_any_of_its_indications_is_found_with_all_its_lines() -> None:
    cases = [
        a_case("E1", a_line("A", "1"), a_line("A", "2", day=1), diagnoses=["J45.901"]),
        a_case("E2", a_line("A", "3"), diagnoses=["J45.901", "I10.901"]),
    ]
    keys = [Evidence("R1", "K1", "D:I10"), Evidence("R1", "K1", "D:E11")]
    (hit,) = agreed([NEEDS], [a_row("A")], keys, cases, CONNECTION)
    assert hit.subject == ("E1", "A")
    assert hit.violating == {"1", "2"}
    assert (hit.amount, hit.day) == (200, FIRST_DAY + 1)


@pytest.mark.parametrize(
    ("key", "hits"), [("M:I10", 1), ("M:J45", 0), ("D:I10.9", 0), ("D:I10.90", 1), ("I:B", 0)]
)
def test_main_diagnoses_beginnings_and_items_are_evidence(key: str, hits: int) -> None:
    diagnoses = [Diagnosis("J45.901", is_main=True), Diagnosis("I10.901")]
    case = a_case("E1", a_line("A", "1"), a_line("B", "2"), diagnoses=diagnoses)
    assert (
        len(agreed([NEEDS], [a_row("A")], [Evidence("R1", "K1", key)], [case], CONNECTION)) == hits
    )


@pytest.mark.parametrize(
    ("key", "hits"), [("O:47.0100", 0), ("N:47.0100", 1), ("N:81.5400", 0), ("O:47.01", 1)]
)
def test_operations_are_evidence_by_their_full_code(key: str, hits: int) -> None:
    operations = [Operation("81.5400", is_main=True), Operation("47.0100")]
    case = a_case("E1", a_line("A"), operations=operations)
    keys = [Evidence("R1", "K1", key)]
    assert len(agreed([NEEDS], [a_row("A")], keys, [case], CONNECTION)) == hits


@pytest.mark.parametrize(("diagnosis", "hits"), [("I10.901", 1), ("J45.901", 0)])
def test_a_forbidden_diagnosis_is_found(diagnosis: str, hits: int) -> None:
    case = a_case("E1", a_line("A"), diagnoses=["E11", diagnosis])
    keys = [Evidence("R2", "K1", "D:I10")]
    assert len(agreed([FORBIDS], [a_row("A", rule="R2")], keys, [case], CONNECTION)) == hits


def test_free_text_is_always_found_where_it_is_required_and_never_where_it_is_forbidden() -> None:
    case = a_case("E1", a_line("A"), diagnoses=["I10"])
    rows = [a_row("A", is_coded=False), a_row("A", rule="R2", is_coded=False)]
    keys = [Evidence(rule, "K1", "D:I10") for rule in ("R1", "R2")]
    (hit,) = agreed([NEEDS, FORBIDS], rows, keys, [case], CONNECTION)
    assert hit.rule == "R1"


def test_a_coded_point_without_keys_says_nothing() -> None:
    case = a_case("E1", a_line("A"))
    rows = [a_row("A"), a_row("A", rule="R2")]
    assert agreed([NEEDS, FORBIDS], rows, [], [case], CONNECTION) == set()


def test_each_line_needs_a_row_that_is_valid_on_its_day() -> None:
    case = a_case("E1", *(a_line("A", str(day), day=day) for day in range(5)))
    keys = [Evidence("R1", "K1", "D:I10")]
    (hit,) = agreed([NEEDS], [a_row("A", since=1, until=3)], keys, [case], CONNECTION)
    assert hit.violating == {"1", "2"}
    rows = [a_row("A", since=1, until=3), a_row("A", since=3, until=4)]
    (hit,) = agreed([NEEDS], rows, keys, [case], CONNECTION)
    assert hit.violating == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("trigger", "found"), [("diagnosis", {"I10.901", "J45.901"}), ("main_diagnosis", {"I10.901"})]
)
def test_a_diagnosis_that_needs_an_item_is_found_without_it(trigger: str, found: set[str]) -> None:
    case = a_case("E1", diagnoses=["I10.901", "J45.901"], setting="inpatient")
    rule = BY_CODE[trigger, "require"]
    rows = [a_row("I10", rule=rule.code), a_row("J45.9", rule=rule.code)]
    keys = [Evidence(rule.code, "K1", "I:A")]
    seen = agreed([rule], rows, keys, [case], CONNECTION)
    assert {hit.subject for hit in seen} == {("E1", code) for code in found}
    helped = a_case("E1", a_line("A"), diagnoses=["I10.901", "J45.901"], setting="inpatient")
    assert agreed([rule], rows, keys, [helped], CONNECTION) == set()


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, limits={"low": maybe(SMALL)}),
    knowledge_rows(WORLD, rule="R2"),
    evidence_of(KEYS),
    evidence_of(KEYS, rule="R2"),
)
def test_both_sides_see_the_same_of_items(
    cases: Any, rows: Any, more: Any, keys: Any, others: Any
) -> None:
    agreed([NEEDS, FORBIDS], rows + more, keys + others, cases, CONNECTION)


@pytest.mark.parametrize("trigger", ["main_diagnosis", "operation"])
def test_both_sides_see_the_same_of_codes(trigger: str) -> None:
    required, forbidden = BY_CODE[trigger, "require"], BY_CODE[trigger, "forbid"]
    plain = trigger.removeprefix("main_")
    third = BY_CODE[plain if plain != trigger else f"main_{trigger}", "require"]
    codes = CODES[trigger]

    @PARITY
    @given(
        populations(WORLD),
        knowledge_rows(WORLD, rule=required.code, codes=codes),
        knowledge_rows(WORLD, rule=forbidden.code, codes=codes),
        knowledge_rows(WORLD, rule=third.code, codes=codes),
        evidence_of(KEYS, rule=required.code),
        evidence_of(KEYS, rule=forbidden.code),
        evidence_of(KEYS, rule=third.code),
    )
    def both_sides_agree(cases: Any, a: Any, b: Any, c: Any, x: Any, y: Any, z: Any) -> None:
        agreed([required, forbidden, third], a + b + c, x + y + z, cases, CONNECTION)

    both_sides_agree()
