"""Shape ``encounter_pair``: two encounters of one patient, tried in both orders."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.tests.parity.harness import agreed, batch
from yibao.supervision.tests.parity.history_strategies import CROWDED, arrived, for_each
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import PARITY, SMALL, own_rows, populations

CONNECTION = duckdb.connect(config={"threads": 1})
OVERLAPPING = a_rule(
    "encounter_pair",
    by_code=False,
    applies="one.setting = 'inpatient'",
    violates="other.start_day > one.start_day AND other.start_day < one.end_day",
    measured="one.end_day - other.start_day",
    settings=("inpatient",),
)
OWN = a_row(point="R1")


@pytest.mark.parametrize(("start", "hits"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_stays_that_touch_do_not_overlap(start: int, hits: int) -> None:
    cases = [
        a_case("E2", start=0, end=3, setting="inpatient"),
        a_case("E1", a_line("A", "1"), start=start, end=start, setting="inpatient"),
    ]
    seen = agreed([OVERLAPPING], [OWN], [], cases, CONNECTION)
    assert len(seen) == hits
    for hit in seen:
        assert hit.subject == ("E1", "E2")
        assert (hit.measured, hit.day, hit.encounter_id) == (3 - start, FIRST_DAY + start, "E1")
        assert (hit.violating, hit.amount) == (frozenset(), 100)


def test_two_people_never_meet_and_nobody_meets_themselves() -> None:
    anything = a_rule("encounter_pair", by_code=False)
    cases = [a_case("E1"), a_case("E2", patient="P2")]
    assert agreed([anything], [OWN], [], cases, CONNECTION) == set()
    cases.append(a_case("E3"))
    seen = agreed([anything], [OWN], [], cases, CONNECTION)
    assert {hit.subject for hit in seen} == {("E1", "E3"), ("E3", "E1")}


@pytest.mark.parametrize(("since", "until", "hits"), [(2, 3, 1), (0, 2, 0), (3, 9, 0)])
def test_the_first_day_of_the_other_encounter_decides_about_validity(
    since: int, until: int, hits: int
) -> None:
    cases = [
        a_case("E1", start=0, end=5, setting="inpatient"),
        a_case("E2", start=2, end=4, setting="inpatient"),
    ]
    row = a_row(point="R1", since=since, until=until)
    assert len(agreed([OVERLAPPING], [row], [], cases, CONNECTION)) == hits


RULES = [
    OVERLAPPING,
    a_rule(
        "encounter_pair",
        "R2",
        by_code=False,
        applies="one.institution_id = other.institution_id",
        violates="other.start_day - one.end_day BETWEEN 0 AND knowledge.cap "
        "AND (one.main_category = other.main_category OR patient.sex = '1')",
        measured="other.start_day - one.end_day",
        limit="knowledge.cap",
    ),
    a_rule(
        "encounter_pair",
        "R3",
        by_code=False,
        violates="one.start_day = other.start_day AND patient.patient_id = one.patient_id",
    ),
]


@PARITY
@given(populations(CROWDED), own_rows(CROWDED, limits={"cap": SMALL}))
def test_both_sides_agree(cases: list[AuditCase], rows: list[Knowledge]) -> None:
    agreed(RULES, for_each(RULES, rows), [], cases, CONNECTION)


@PARITY
@given(populations(CROWDED), SMALL, st.data())
def test_whatever_the_order_of_arrival_what_was_said_is_what_the_batch_says(
    cases: list[AuditCase], cap: int, data: st.DataObject
) -> None:
    rows = for_each(RULES, [a_row(cap=cap)])
    auditor = compile_auditor(RULES, rows, [])
    everything = {(hit.rule, hit.subject) for hit in batch(RULES, rows, [], cases, CONNECTION)}
    assert arrived(auditor, data.draw(st.permutations(cases))) == everything
