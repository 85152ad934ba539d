"""Parquet inputs for the tests, from cases or from rows, and findings read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from yibao.supervision.batch.relation_columns import canonical
from yibao.supervision.batch.run import Request
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.tests.parity import harness

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
RELATIONS = ("patient", "encounter", "diagnosis", "operation", "line")
OPTIONS = {
    "patient": "patients",
    "encounter": "encounters",
    "diagnosis": "diagnoses",
    "operation": "operations",
    "line": "lines",
    "inventory": "inventory",
}


def written(folder: Path, cases: Sequence[AuditCase], *, name: str = "all") -> Inputs:
    """Write the cases as canonical tables and return them as inputs."""
    with duckdb.connect() as database:
        harness.load(database, list(cases), [])
        for relation in RELATIONS:
            target = folder / relation
            target.mkdir(parents=True, exist_ok=True)
            columns = ", ".join(canonical(relation))
            database.execute(
                f"COPY (SELECT {columns} FROM source_{relation}) "
                f"TO '{target / name}.parquet' (FORMAT parquet)"
            )
    return inputs_of(folder)


def inputs_of(folder: Path, **more: Any) -> Inputs:
    """Return every relation of a folder as inputs."""
    given: dict[str, Any] = {
        option: (str(folder / relation / "*.parquet"),)
        for relation, option in OPTIONS.items()
        if (folder / relation).exists()
    }
    return Inputs(**given, **more)


def table(path: Path, rows: Sequence[Mapping[str, Any]], **types: str) -> Path:
    """Write rows as a Parquet file; columns are texts unless ``types`` says otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(rows[0])
    columns = ", ".join(f'"{name}" {types.get(name, "VARCHAR")}' for name in names)
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE given ({columns})")
        places = ", ".join("?" for _ in names)
        for row in rows:
            database.execute(f"INSERT INTO given VALUES ({places})", [row[n] for n in names])
        database.execute(f"COPY given TO '{path}' (FORMAT parquet)")
    return path


def asked(
    work: Path,
    inputs: Inputs,
    rules: Sequence[Rule],
    knowledge: Sequence[Knowledge] = (),
    evidence: Sequence[Evidence] = (),
    **more: Any,
) -> Request:
    """Return a request with little memory."""
    return Request(
        inputs=inputs,
        rules=rules,
        knowledge=knowledge,
        evidence=evidence,
        snapshot_id="test",
        work=work,
        memory="800MB",
        **more,
    )


def findings(work: Path) -> list[dict[str, Any]]:
    """Return the findings of a work folder, by identity."""
    with duckdb.connect() as database:
        query = f"FROM read_parquet('{work / 'findings'}/*.parquet') ORDER BY finding_id"
        cursor = database.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
