"""Shapes that look at many patients, in few and in many buckets."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from yibao.supervision.batch.run import audit
from yibao.supervision.batch.tests.tables import NOW, asked, findings, inputs_of, written
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity.samples import FIRST_DAY, UNIT, a_case, a_line, a_row, a_rule

BUCKETS = pytest.mark.parametrize("buckets", [1, 6])
SHARE = {
    "numerator": "CASE WHEN line.charge_class = '03' THEN line.amount ELSE 0 END",
    "denominator": "line.amount",
}
ABOVE_HALF: dict[str, Any] = {
    "violates": "measure.numerator * 100 > measure.denominator * knowledge.cap",
    "measured": "measure.numerator",
    "limit": "measure.denominator",
}


def rule(shape: str, **parts: Any) -> Rule:
    """Return a rule with its own row, valid at the time of the examples."""
    return a_rule(shape, by_code=False, valid_from=date(2024, 1, 1), **parts)


def found(
    folder: Path, rules: list[Rule], cases: list[AuditCase], *rows: Knowledge, buckets: int
) -> list[dict[str, Any]]:
    """Return the findings of rules whose own rows are given."""
    inputs = written(folder, cases)
    if (folder / "inventory").exists():
        inputs = inputs_of(folder)
    coded = [_with_row(each) for each in rules]
    audit(asked(folder / "work", inputs, coded, rows, buckets=buckets), now=NOW)
    return findings(folder / "work")


def _with_row(each: Rule) -> Rule:
    from msgspec.structs import replace

    return replace(each, by_code=True)


def visit(
    number: int, *, patient: str = "P1", examined: int = 0, other: int = 0, **more: Any
) -> AuditCase:
    """Return a visit with an examination and something else, in fen."""
    return a_case(
        f"E{number}",
        a_line("X1", f"{number}a", amount=examined, charge_class="03", day=more.get("start", 0)),
        a_line("X2", f"{number}b", amount=other, charge_class="09", day=more.get("start", 0)),
        patient=patient,
        **more,
    )


@BUCKETS
def test_a_visit_with_a_high_share_is_found(tmp_path: Path, buckets: int) -> None:
    cases = [visit(1, examined=51, other=49), visit(2, patient="P2", examined=50, other=50)]
    rows = found(
        tmp_path,
        [rule("encounter_metric", options=SHARE, **ABOVE_HALF)],
        cases,
        a_row(cap=50),
        buckets=buckets,
    )
    assert [(r["subject"], r["measured"], r["limit"], r["amount"]) for r in rows] == [
        (["E1"], 51, 100, 100)
    ]


@BUCKETS
def test_an_institution_is_judged_over_all_its_patients(tmp_path: Path, buckets: int) -> None:
    cases = [
        visit(1, patient="P1", examined=90, other=10),
        visit(2, patient="P2", examined=20, other=80),
        visit(3, patient="P3", examined=40, other=60, institution_id="H2"),
        visit(4, patient="P4", examined=99, other=1, start=40, end=40),
    ]
    metric = rule("institution_metric", options=SHARE, charge="none", **ABOVE_HALF)
    rows = found(tmp_path, [metric], cases, a_row(cap=50, low=3), buckets=buckets)
    one = [(r["subject"][1], r["measured"], r["limit"], r["institution_id"]) for r in rows]
    assert one == [("202410", 110, 200, cases[0].encounter.institution_id)]


@BUCKETS
def test_a_rate_counts_encounters(tmp_path: Path, buckets: int) -> None:
    cases = [
        visit(1, patient="P1", diagnoses=["T81.4"]),
        visit(2, patient="P2", diagnoses=["J18.9"]),
        visit(3, patient="P3", diagnoses=["T81.0"]),
    ]
    options = {
        "over": "encounters",
        "numerator": "CASE WHEN encounter.main_category = 'T81' THEN 1 ELSE 0 END",
    }
    metric = rule("institution_metric", options=options, charge="none", **ABOVE_HALF)
    rows = found(tmp_path, [metric], cases, a_row(cap=50), buckets=buckets)
    assert [(r["measured"], r["limit"]) for r in rows] == [(2, 3)]


@BUCKETS
def test_who_comes_again_within_the_days_counts_once(tmp_path: Path, buckets: int) -> None:
    cases = [
        visit(1, patient="P1", start=0, end=2),
        visit(2, patient="P1", start=5, end=6),
        visit(3, patient="P2", start=0, end=2),
        visit(4, patient="P2", start=9, end=9, institution_id="H2"),
        visit(5, patient="P3", start=0, end=2),
        visit(6, patient="P3", start=7, end=8),
    ]
    metric = rule(
        "institution_metric",
        options={"over": "readmissions"},
        charge="none",
        violates="measure.numerator > 0",
        measured="measure.numerator",
        limit="measure.denominator",
    )
    rows = found(tmp_path, [metric], cases, a_row(days=4), buckets=buckets)
    assert [(r["measured"], r["limit"]) for r in rows] == [(1, 5)]


@BUCKETS
def test_more_charged_than_there_was_is_found_with_its_lines(tmp_path: Path, buckets: int) -> None:
    institution = visit(1).encounter.institution_id
    cases = [
        a_case("E1", a_line("X1", "a", day=1, pieces=3, amount=300), patient="P1", start=1),
        a_case("E2", a_line("X1", "b", day=2, pieces=2, amount=200), patient="P2", start=2),
        a_case("E3", a_line("X1", "c", day=31, pieces=9, amount=900), patient="P3", start=31),
        a_case("E4", a_line("X2", "d", day=1, pieces=9, amount=900), patient="P4", start=1),
    ]
    stocked(tmp_path, institution, purchased=2)
    stock = rule(
        "stock",
        violates="measure.quantity * 100 > measure.available * (100 + knowledge.cap)",
        measured="measure.quantity",
        limit="measure.available",
        charge="excess",
    )
    rows = found(tmp_path, [stock], cases, a_row(cap=5), buckets=buckets)
    assert [(r["subject"], r["violating"], r["amount"], r["encounter_id"]) for r in rows] == [
        ([institution, "X1", str(FIRST_DAY)], ["a", "b"], 100, "E2")
    ]
    stocked(tmp_path, institution, purchased=3)
    assert found(tmp_path, [stock], cases, a_row(cap=5), buckets=buckets) == []


def stocked(folder: Path, institution: str, *, purchased: int) -> None:
    """Write the inventory of X1 in October: one at first, some purchased, one from elsewhere."""
    (folder / "inventory").mkdir(exist_ok=True)
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT '{institution}' AS institution_id, 'X1' AS item_code, "
            f"{FIRST_DAY} AS period_start, {FIRST_DAY + 31} AS period_end, "
            f"{UNIT} AS opening, {purchased * UNIT} AS purchased, {UNIT} AS other_in, "
            f"0 AS other_out) TO '{folder / 'inventory' / 'all.parquet'}' (FORMAT parquet)"
        )


@BUCKETS
def test_a_trace_code_on_two_lines_is_found_whoever_they_belong_to(
    tmp_path: Path, buckets: int
) -> None:
    cases = [
        a_case("E1", a_line("X1", "c", minute=5, trace_code="T1", amount=3), patient="P1"),
        a_case("E2", a_line("X1", "b", minute=5, trace_code="T1", amount=5), patient="P2"),
        a_case("E3", a_line("X1", "a", minute=9, trace_code="T1", amount=7), patient="P3"),
        a_case("E4", a_line("X1", "d", trace_code="T2"), patient="P4"),
        a_case("E5", a_line("X1", "e"), a_line("X1", "f"), patient="P5"),
    ]
    rows = found(tmp_path, [rule("trace_code")], cases, a_row(), buckets=buckets)
    assert [
        (r["subject"], r["violating"], r["related"], r["amount"], r["encounter_id"]) for r in rows
    ] == [(["T1"], ["a", "c"], ["b"], 10, "E1")]


@BUCKETS
def test_a_new_patient_changes_what_is_found_across_patients(tmp_path: Path, buckets: int) -> None:
    first = a_case("E1", a_line("X1", "a", trace_code="T1"), patient="P1")
    again = a_case("E2", a_line("X1", "b", trace_code="T1"), patient="P2")
    assert found(tmp_path, [rule("trace_code")], [first], a_row(), buckets=buckets) == []
    rows = found(tmp_path, [rule("trace_code")], [first, again], a_row(), buckets=buckets)
    assert [r["violating"] for r in rows] == [["b"]]
