"""Knowledge and evidence as tables of the engine, one pair for each group of rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yibao.supervision.batch import relations
from yibao.supervision.batch.database import quoted
from yibao.supervision.batch.plan import Plan, ShapePlan
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.vocabulary import columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN"}


def make_known_codes(database: DuckDBPyConnection, root: Path, plan: Plan) -> None:
    """Make ``known_code``: the items whose lines are known."""
    _table(database, root, "known_code", [[c] for c in sorted(plan.known_codes)], "code VARCHAR")


def make_knowledge(database: DuckDBPyConnection, root: Path, shape: ShapePlan) -> None:
    """Make the tables of a shape's knowledge rows and evidence keys."""
    columns = relations.definition(Knowledge)[1:-1] + ", shape VARCHAR, variant INTEGER"
    rows = [[*msgspec.to_builtins(row), shape.shape, shape.variant(row)] for row in shape.knowledge]
    _table(database, root, f"knowledge_{shape.name}", rows, columns)
    keys = [msgspec.to_builtins(key) for key in shape.evidence]
    _table(database, root, f"evidence_{shape.name}", keys, relations.definition(Evidence)[1:-1])


def constants(row: Knowledge, shape: ShapePlan) -> str:
    """Return one knowledge row as a query without a table."""
    kinds = columns_of(Knowledge)
    values = [
        f"{literal(value, kinds[name].kind)} AS {name}"
        for name, value in zip(kinds, msgspec.to_builtins(row), strict=True)
    ]
    more = f"{quoted(shape.shape)} AS shape, {shape.variant(row)} AS variant"
    return f"SELECT {', '.join(values)}, {more}"


def literal(value: object, kind: str) -> str:
    """Return a value of a knowledge row as SQL with its type."""
    text = "NULL" if value is None else quoted(value) if isinstance(value, str) else str(value)
    return f"CAST({text} AS {_TYPES[kind]})"


def _table(
    database: DuckDBPyConnection, root: Path, name: str, rows: list[list[object]], columns: str
) -> None:
    """Make a table from rows, through a file: binding thousands of values takes seconds."""
    names = [part.split()[0] for part in columns.split(", ")]
    database.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    path = root / "rows.json"
    encode = msgspec.json.encode
    path.write_bytes(b"\n".join(encode(dict(zip(names, row, strict=True))) for row in rows))
    types = ", ".join(f"{part.split()[0]}: '{part.split()[1]}'" for part in columns.split(", "))
    if rows:
        database.execute(
            f"INSERT INTO {name} FROM read_json({quoted(str(path))}, "
            f"format = 'newline_delimited', columns = {{{types}}})"
        )
    path.unlink()
