"""Records in volume, for measuring: Parquet files with the columns of ``records.py``.

Everything is made up by hash functions of running numbers, so the same seed gives the same
records, in any number of threads. One file for each month and relation.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.knowledge.codes import kind_of
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.shapes.compiled import day_number

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ITEMS = 100_000
LINES_PER_ENCOUNTER = 40
ENCOUNTERS_PER_PATIENT = 6
MONTHS = 12
FIRST_YEAR, FIRST_MONTH = 2025, 12
SEX_RULES = frozenset({"N67", "N81", "N87"})
CHILD_RULES = frozenset({"N65", "N80"})
RESTRICTING_RULES = frozenset(
    {"N01", "N02", "N03", "N04", "N05", "N07", "N08", "N10", "N12", "N13", "N47"}
)
ITEM_KINDS = ("drug", "decoction", "service", "consumable")
RELATIONS = ("encounter", "line", "diagnosis", "operation")
# What the statements need of each other and nobody else does.
INTERNAL: Mapping[str, str] = {
    "encounter": "EXCLUDE (number, patient_number, nights, audience, line_count)",
    "patient": "EXCLUDE (number)",
}


@dataclass(frozen=True)
class Volume:
    """What was written: the folder of each relation and how many lines it has."""

    directory: Path
    lines: int
    encounters: int
    known_share: float
    """Share of the lines whose item the given codes hold."""

    def glob(self, relation: str) -> str:
        """Return the pattern of a relation's files: line, encounter, patient …"""
        return str(self.directory / relation / "*.parquet")


def write_volume(
    directory: Path,
    *,
    lines: int,
    seed: int = 1,
    known: Iterable[Knowledge] | None = None,
    memory: str = "2GB",
) -> Volume:
    """Write about ``lines`` lines over twelve months, and their encounters and people.

    ``known`` are rows of a knowledge base, by default of the packaged one; their item codes are
    spread evenly over a catalogue of 100,000 codes of national length.
    """
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{memory}'")
        database.execute("SET threads = 2")
        database.execute("SET preserve_insertion_order = false")
        database.execute(f"SET temp_directory = '{directory / 'temporary'}'")
        encounters = max(MONTHS, lines // LINES_PER_ENCOUNTER)
        facts = {
            "seed": seed,
            "items": ITEMS,
            "patients": max(10, encounters // ENCOUNTERS_PER_PATIENT),
            "institutions": max(12, min(8000, encounters // 400)),
            "encounters": encounters // MONTHS,
            "first_day": day_number(date(FIRST_YEAR, FIRST_MONTH, 1)),
        }
        _catalogue(database, load_shipped().rows if known is None else known)
        _codes(database)
        database.execute(f"CREATE TABLE patient AS {_text('patient', facts)}")
        _write(database, directory, "patient", "all")
        for month in range(1, MONTHS + 1):
            _month(database, directory, facts, month)
        return _measured(database, directory)


def _catalogue(database: DuckDBPyConnection, known: Iterable[Knowledge]) -> None:
    """Make the catalogue: known codes evenly among invented ones, rank by rank."""
    items: dict[str, list[Any]] = {}
    for row in known:
        kind = kind_of(row.code or "")
        if row.code and kind in ITEM_KINDS:
            item = items.setdefault(row.code, [row.code, kind, None, False, False])
            if row.rule in SEX_RULES and row.listed in {"|1|", "|2|"}:
                item[2] = row.listed.strip("|")
            item[3] = item[3] or row.rule in CHILD_RULES
            item[4] = item[4] or row.rule in RESTRICTING_RULES
    database.execute(
        "CREATE TABLE known_code "
        "(item_code VARCHAR, item_kind VARCHAR, sex VARCHAR, is_for_children BOOLEAN, "
        "is_restricted BOOLEAN)"
    )
    if items:
        relation = ", ".join("(?, ?, ?, ?, ?)" for _ in items)
        database.execute(
            f"INSERT INTO known_code VALUES {relation}",
            [part for item in items.values() for part in item],
        )
    for text in _text("catalogue", {"items": ITEMS}).split(";\n"):
        database.execute(text)


def _codes(database: DuckDBPyConnection) -> None:
    for name, table in (("diagnosis_code", "diagnoses"), ("operation_code", "procedures")):
        path = files("yibao.reference") / "data" / f"{table}.csv.gz"
        database.execute(
            f"CREATE TABLE {name} AS SELECT code, row_number() OVER (ORDER BY hash(code)) - 1 "
            f"AS rank FROM read_csv('{path}', header = true, all_varchar = true)"
        )


def _month(
    database: DuckDBPyConnection, directory: Path, facts: Mapping[str, int], month: int
) -> None:
    first = date(
        FIRST_YEAR + (FIRST_MONTH + month - 2) // 12, (FIRST_MONTH + month - 2) % 12 + 1, 1
    )
    mine: dict[str, int | str] = {
        **facts,
        "month": month,
        "year_month": f"{first:%Y%m}",
        "first_day": day_number(first),
        "days": monthrange(first.year, first.month)[1],
    }
    database.execute(f"CREATE OR REPLACE TABLE encounter AS {_text('encounter', mine)}")
    for name in RELATIONS:
        table = {"diagnosis": "diagnosis_code", "operation": "operation_code"}.get(name)
        if table:
            mine["codes"] = _count(database, f"SELECT count(*) FROM {table}")
        _write(database, directory, name, f"{first:%Y-%m}", _text(name, mine))


def _write(
    database: DuckDBPyConnection, directory: Path, name: str, part: str, text: str | None = None
) -> None:
    folder = directory / name
    folder.mkdir(parents=True, exist_ok=True)
    source = f"({text})" if text and name not in INTERNAL else name
    database.execute(
        f"COPY (SELECT * {INTERNAL.get(name, '')} FROM {source}) "
        f"TO '{folder / part}.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )


def _measured(database: DuckDBPyConnection, directory: Path) -> Volume:
    known = "item_code IN (SELECT item_code FROM known_code)"
    row = database.execute(
        f"SELECT count(*), count(*) FILTER (WHERE {known}) FROM '{directory}/line/*.parquet'"
    ).fetchone()
    lines, hits = row or (0, 0)
    encounters = _count(database, f"SELECT count(*) FROM '{directory}/encounter/*.parquet'")
    return Volume(directory, lines, encounters, hits / max(1, lines))


def _count(database: DuckDBPyConnection, query: str) -> int:
    row = database.execute(query).fetchone()
    return int(row[0]) if row else 0


def _text(name: str, facts: Mapping[str, int | str]) -> str:
    text = (files("yibao.supervision.generation") / "volume_sql" / f"{name}.sql").read_text("utf-8")
    return text.format(**facts)
