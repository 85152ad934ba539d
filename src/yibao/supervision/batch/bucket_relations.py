"""The relations of one bucket, as statements: over its files, or straight over the inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yibao.supervision.batch import relations
from yibao.supervision.batch.database import pattern_list, statement
from yibao.supervision.batch.plan import Plan
from yibao.supervision.batch.reading import Table
from yibao.supervision.batch.relation_columns import DERIVED, canonical
from yibao.supervision.records import Encounter
from yibao.supervision.vocabulary import Column, columns_of

BY_PATIENT = ("encounter", "patient", "settlement", "diagnosis", "operation", "line")
MARK = "chr(1)"
"""What begins the short names: nothing that a source gives."""

_TYPES = relations.TYPES
_JOINED = frozenset({"encounter_id", "item_code"})


@dataclass(frozen=True)
class DirectInput:
    """An input of lines that is read again for each bucket; ``is_clean``: every row is usable."""

    table: Table
    is_clean: bool


def bucket_script(
    plan: Plan, files: Mapping[str, list[Path]], direct: Sequence[DirectInput]
) -> list[str]:
    """Return the statements that make the relations of a bucket in the current schema."""
    line = _direct(plan, direct) if direct else _stored(plan, files["line"])
    script = statement(
        "bucket",
        **{f"{name}_files": files_of(name, files[name]) for name in BY_PATIENT if name != "line"},
        **line,
        missing_encounter=nulls(DERIVED["encounter"], columns_of(Encounter)),
        encounter_view=relations.encounter_view(),
        every_line_view=relations.line_view(
            "every_line", source="full_line", key="encounter_number"
        ),
        line_view=relations.line_view("known_wide", source="known_line", key="encounter_number"),
        wide_columns=", ".join(plan.wide_columns),
        mark=MARK,
    )
    return [text for text in script.split(";\n") if text.strip()]


def files_of(relation: str, paths: list[Path], stored: Collection[str] = ()) -> str:
    """Return a relation's files as a table, an empty one with the right columns if there is none."""
    if paths:
        return f"read_parquet({pattern_list(paths)}, hive_partitioning = false)"
    known = canonical(relation)
    names = sorted(stored) if relation == "line" else known
    columns = {name: _TYPES[known[name].kind] for name in names}
    if relation not in {"encounter", "patient", "inventory"}:
        columns.pop("encounter_id", None)
        columns["encounter_number"] = "BIGINT"
    columns |= {"line": {"item": "INTEGER"}, "encounter": {"number": "BIGINT"}}.get(relation, {})
    return (
        f"(SELECT {', '.join(f'NULL::{kind} AS {n}' for n, kind in columns.items())} WHERE FALSE)"
    )


def nulls(names: Iterable[str], columns: Mapping[str, Column], *more: str) -> str:
    """Return empty columns of the right types."""
    parts = [f"NULL::{_TYPES[columns[name].kind]} AS {name}" for name in sorted(names)]
    return ", ".join([*parts, *more])


def _stored(plan: Plan, paths: list[Path]) -> dict[str, str]:
    """Lines that were written to buckets, items as numbers: nothing is copied again but known ones."""
    missing = _missing(plan.stored_columns)
    joined = (
        f"SELECT l.*, i.item_code, {missing} "
        "FROM line_file l JOIN main.item_name i ON i.item = l.item"
    )
    return {
        "line_kind": "VIEW",
        "line_files": f"FROM {files_of('line', paths, plan.stored_columns)}",
        "full_line": joined,
        "known_line": f"{joined} WHERE i.is_known",
    }


def _direct(plan: Plan, inputs: Sequence[DirectInput]) -> dict[str, str]:
    """Lines straight from their inputs: kept are the columns that are asked of every line."""
    every = plan.every_columns - {"encounter_id"}
    full = [_read("direct_every_line", each, every) for each in inputs]
    known = [_read("direct_known_line", each, plan.stored_columns) for each in inputs]
    return {
        "line_kind": "TABLE",
        "line_files": "\nUNION ALL\n".join(full),
        "full_line": f"SELECT l.*, {_missing(every, item=every)} FROM line_file l",
        "known_line": "SELECT l.*, {} FROM ({}) l".format(
            _missing(plan.stored_columns), "\nUNION ALL\n".join(known)
        ),
    }


def _read(name: str, given: DirectInput, columns: Collection[str]) -> str:
    needed = {*columns, *_JOINED} if name == "direct_known_line" else {*columns, "encounter_id"}
    return statement(
        name,
        columns=", ".join(f"l.{column}" for column in sorted(columns)),
        rows=given.table.rows(needed, is_checked=not given.is_clean),
        usable="TRUE" if given.is_clean else "l.reason IS NULL",
    )


def _missing(present: Collection[str], *, item: Collection[str] = _JOINED) -> str:
    """Return the columns of a line that nobody stored, as empty ones."""
    columns = canonical("line")
    absent = columns.keys() - set(present) - {"encounter_id"}
    absent -= {"item_code"} if "item_code" in item else set()
    return nulls(absent, columns, "TRUE AS is_current")
