"""Spark finds what DuckDB finds: the same statements, transpiled."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from msgspec.structs import replace

from yibao.supervision.batch import spark
from yibao.supervision.batch.errors import EngineMissing, MappingUnknownToSpark
from yibao.supervision.batch.plan import make_plan
from yibao.supervision.batch.run import audit
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.batch.tests.population import Population
from yibao.supervision.batch.tests.tables import (
    NOW,
    asked,
    findings,
    inputs_of,
    table,
    written,
)
from yibao.supervision.batch.tests.test_inputs import KNOWN, LINE, VISIT
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules.loading import load_rules
from yibao.supervision.tests.parity.samples import a_rule


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    """Name what is missing where Spark cannot run."""
    # Spark is optional for who runs the platform; where the tests are set up, CI has both.
    if shutil.which("java") is None or find_spec("pyspark") is None:
        pytest.skip("batch audit on Spark: no Java or no pyspark on this machine")


@pytest.mark.timeout(600)
def test_spark_finds_what_duckdb_finds(people: Population, tmp_path: Path) -> None:
    inputs = written(tmp_path, people.cases)
    metric = a_rule(
        "institution_metric",
        "R7",
        valid_from=date(2024, 1, 1),
        options={"numerator": "CASE WHEN line.fund_paid THEN line.amount ELSE 0 END",
                 "denominator": "line.amount"},
        violates="measure.numerator < measure.denominator",
        measured="measure.numerator",
        limit="measure.denominator",
        charge="none",
    )  # fmt: skip
    rules = [*people.rules, metric]
    knowledge = [*people.knowledge, replace(people.knowledge[0], rule="R7", code=None)]
    records = [
        engine(asked(tmp_path / name, inputs, rules, knowledge), now=NOW)
        for name, engine in (("duckdb", audit), ("spark", spark.audit))
    ]
    found = [findings(tmp_path / name) for name in ("duckdb", "spark")]
    for rows in found:
        for row in rows:
            row.pop("institution_id")  # Spark does not look it up
    assert found[0] == found[1]
    assert {row["rule"] for row in found[0]} == {rule.code for rule in rules}
    counts = [(record.lines, record.encounters, record.findings) for record in records]
    assert counts[0] == counts[1]
    scopes = [{r.code: r.lines_in_scope for r in record.rules} for record in records]
    assert scopes[0] == scopes[1]


@pytest.mark.timeout(600)
def test_every_packaged_statement_runs_on_spark(people: Population, tmp_path: Path) -> None:
    base = load_shipped()
    request = asked(
        tmp_path / "work",
        written(tmp_path, people.cases[:3]),
        list(load_rules().values()),
        base.rows,
        base.evidence,
    )
    record = spark.audit(request, now=NOW)
    plan = make_plan(request.rules, base.rows, base.evidence, snapshot_id="")
    assert len(plan.shapes) > 20
    assert record.lines == sum(len(case.lines) for case in people.cases[:3])


def test_national_tables_are_refused_in_words(tmp_path: Path) -> None:
    table(tmp_path / "line" / "fee_list_d.parquet", [LINE])
    table(tmp_path / "encounter" / "mdtrt_d.parquet", [VISIT])
    with pytest.raises(MappingUnknownToSpark, match=r"parquet"):
        spark.audit(asked(tmp_path / "w", inputs_of(tmp_path), [a_rule("line")], KNOWN), now=NOW)


def test_without_java_the_engine_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissing, match="Java"):
        spark.audit(asked(tmp_path, Inputs((), ()), []), now=NOW)
