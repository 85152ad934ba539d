"""Hits become findings in SQL (``findings/closing.sql``), as ``findings/finding.settle`` does it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from yibao.supervision.batch.database import quoted
from yibao.supervision.batch.manifest import RuleCount
from yibao.supervision.batch.months import days_of
from yibao.supervision.findings.finding import SEVERITY

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from yibao.supervision.batch.plan import Plan

HIT = (
    "CREATE TABLE hit (rule VARCHAR, point VARCHAR, subject1 VARCHAR, subject2 VARCHAR, "
    "subject3 VARCHAR, subject4 VARCHAR, measured BIGINT, limit_value BIGINT, day BIGINT, "
    "patient_id VARCHAR, encounter_id VARCHAR, line_id VARCHAR, is_violating BOOLEAN, "
    "amount BIGINT)"
)


def _due(total: str) -> str:
    """Return finding.shares_of in whole numbers, rounded down as Python's // does for either sign."""
    part = f"(2 * ({total}) * (measured - limit_value) + measured)"
    whole = "(2 * measured)"
    return (
        f"({part} // {whole} - CASE WHEN {part} % {whole} <> 0 "
        f"AND ({part} < 0) <> ({whole} < 0) THEN 1 ELSE 0 END)"
    )


class Closing:
    """Keeps what closing needs of rules and knowledge; works in the database's current schema."""

    def __init__(self, database: DuckDBPyConnection, plan: Plan) -> None:
        self.database = database
        self.plan = plan
        facts = ", ".join(
            f"({quoted(rule.code)}, {quoted(rule.charge)}, {SEVERITY[rule.grade]})"
            for rule in plan.rules.values()
        )
        hints = {row.point for shape in plan.shapes for row in shape.knowledge if not row.is_coded}
        database.execute(
            "CREATE OR REPLACE TABLE main.rule_facts (rule VARCHAR, charge VARCHAR, severity BIGINT)"
        )
        database.execute("CREATE OR REPLACE TABLE main.hint (point VARCHAR)")
        if facts:
            database.execute(f"INSERT INTO main.rule_facts VALUES {facts}")
        if hints:
            values = ", ".join(f"({quoted(point)})" for point in sorted(hints))
            database.execute(f"INSERT INTO main.hint VALUES {values}")

    def begin(self) -> None:
        """Make the empty table of hits."""
        self.database.execute(HIT)

    def close(self, target: Path, *, months: tuple[str, ...] = ()) -> dict[str, RuleCount]:
        """Write the findings of the table ``named_hit``; return counts and sums for each rule."""
        for text in closing_texts(months=months):
            self.database.execute(text)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(".writing")
        self.database.execute(
            f"COPY finding TO {quoted(str(beside))} (FORMAT parquet, COMPRESSION snappy)"
        )
        beside.replace(target)
        rows = self.database.execute(
            "SELECT rule, count(*), CAST(sum(amount) AS BIGINT), "
            "CAST(sum(counted_amount) AS BIGINT) FROM finding GROUP BY rule"
        ).fetchall()
        return {rule: RuleCount(0, *counts) for rule, *counts in rows}


def closing_texts(*, months: tuple[str, ...] = ()) -> list[str]:
    """Return the statements that turn the table ``named_hit`` into the table ``finding``."""
    script = files("yibao.supervision.findings").joinpath("closing.sql").read_text(encoding="utf-8")
    filled = script.format(
        due=_due("total"), due_before=_due("total - amount"), months=_during(months)
    )
    return [text for text in filled.split(";\n") if text.strip()]


def _during(months: tuple[str, ...]) -> str:
    parts = [f"s.day >= {first} AND s.day < {end}" for first, end in map(days_of, months)]
    return " OR ".join(f"({part})" for part in parts) or "TRUE"
