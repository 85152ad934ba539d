"""Writes a population as the Parquet files that a batch audit reads, and its truth beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from yibao.supervision.batch.relation_columns import canonical
from yibao.supervision.generation.injection import Population

DUCKDB_TYPES = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN"}


def write_population(directory: Path, population: Population) -> None:
    """Write ``line.parquet``, ``encounter.parquet`` …, ``truth.json`` into the folder."""
    directory.mkdir(parents=True, exist_ok=True)
    cases = population.cases
    patients = {case.patient.patient_id: case.patient for case in cases}
    _write(directory, "patient", (msgspec.structs.asdict(one) for one in patients.values()))
    _write(directory, "encounter", (msgspec.structs.asdict(case.encounter) for case in cases))
    _write(directory, "line", (msgspec.structs.asdict(x) for case in cases for x in case.lines))
    for name, part in (("diagnosis", "diagnoses"), ("operation", "operations")):
        _write(
            directory,
            name,
            (
                {"encounter_id": case.encounter.encounter_id, **msgspec.structs.asdict(one)}
                for case in cases
                for one in getattr(case, part)
            ),
        )
    _write(directory, "inventory", (row._asdict() for row in population.stock))
    (directory / "truth.json").write_bytes(msgspec.json.encode(population.truth))


def _write(directory: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    import duckdb

    text = directory / f"{name}.json"
    with text.open("wb") as file:
        for row in rows:
            file.write(msgspec.json.encode(row) + b"\n")
    columns = ", ".join(
        f"{column.name}: '{DUCKDB_TYPES[column.kind]}'" for column in canonical(name).values()
    )
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT * FROM read_json('{text}', columns = {{{columns}}}, "
            f"format = 'newline_delimited')) TO '{directory / name}.parquet' (FORMAT parquet)"
        )
    text.unlink()
