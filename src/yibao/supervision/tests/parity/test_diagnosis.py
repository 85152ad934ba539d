"""Shape ``diagnosis``: a diagnosis against the rows that its code or its beginning calls."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given

from yibao.supervision.records import Diagnosis, Patient
from yibao.supervision.tests.parity.harness import agreed
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_row, a_rule
from yibao.supervision.tests.parity.strategies import (
    PARITY,
    SMALL,
    World,
    knowledge_rows,
    maybe,
    populations,
)

CONNECTION = duckdb.connect()
WORLD = World(diagnoses=("I10", "I10.9", "I10.900", "I10.901", "J45.901"), lines=1)
CODES = ("I10", "I10.9", "I10.900", "J45", "I1")
FEMALE = a_rule("diagnosis", violates="patient.sex <> '2'", limit="knowledge.cap")
YOUNG = a_rule(
    "diagnosis",
    "R2",
    applies="patient.sex = '1' OR encounter.setting IS NULL",
    violates="encounter.age_days <= knowledge.high",
    measured="encounter.age_days",
    limit="knowledge.high",
    institution_levels=(1, 2),
)
MAN = Patient("P1", sex="1")


@pytest.mark.parametrize("known", ["I10", "I10.9", "I10.901"])
def test_a_row_is_called_by_the_full_code_five_or_three_characters(known: str) -> None:
    case = a_case("E1", patient=MAN, diagnoses=["J45.901", "I10.901"])
    (hit,) = agreed([FEMALE], [a_row(known)], [], [case], CONNECTION)
    assert hit.subject == ("E1", "I10.901")
    assert (hit.violating, hit.amount) == (frozenset(), 0)


@pytest.mark.parametrize("known", ["I1", "I10.", "I10.90", "I10.9011"])
def test_other_beginnings_call_nothing(known: str) -> None:
    case = a_case("E1", patient=MAN, diagnoses=["I10.901"])
    assert agreed([FEMALE], [a_row(known)], [], [case], CONNECTION) == set()


def test_a_code_given_twice_is_found_once_and_two_codes_are_two_findings() -> None:
    codes = [Diagnosis("I10.900", is_main=True), Diagnosis("I10.900"), Diagnosis("I10.901")]
    case = a_case("E1", patient=MAN, diagnoses=codes)
    seen = agreed([FEMALE], [a_row("I10"), a_row("I10.9")], [], [case], CONNECTION)
    assert {hit.subject for hit in seen} == {("E1", "I10.900"), ("E1", "I10.901")}


@pytest.mark.parametrize(("last", "hits"), [(1, 0), (2, 1), (3, 1), (4, 0)])
def test_the_last_day_of_the_encounter_decides_which_row_is_valid(last: int, hits: int) -> None:
    case = a_case("E1", patient=MAN, diagnoses=["I10"], start=0, end=last)
    seen = agreed([FEMALE], [a_row("I10", since=2, until=4)], [], [case], CONNECTION)
    assert [hit.day - FIRST_DAY for hit in seen] == [last] * hits


def test_an_unknown_sex_breaks_no_rule() -> None:
    case = a_case("E1", diagnoses=["I10"])
    assert agreed([FEMALE], [a_row("I10")], [], [case], CONNECTION) == set()


@PARITY
@given(
    populations(WORLD),
    knowledge_rows(WORLD, codes=CODES, limits={"cap": SMALL}),
    knowledge_rows(WORLD, rule="R2", codes=CODES, limits={"high": maybe(SMALL)}),
)
def test_both_sides_see_the_same(cases: Any, rows: Any, more: Any) -> None:
    agreed([FEMALE, YOUNG], rows + more, [], cases, CONNECTION)
