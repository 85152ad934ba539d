"""The relations that a stage of the batch reads, as statements over files and inputs.

A stage is everybody or one bucket. ``encounter`` and what hangs on it come from loaded files;
``every_line`` is a view straight over the inputs, which costs less than keeping the lines (reading
a column again is cheaper than copying a text once); ``line``, the lines of known items, is a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yibao.supervision.batch import relations
from yibao.supervision.batch.database import pattern_list, statement
from yibao.supervision.batch.plan import Plan, ShapePlan, encounter_columns, wide_encounter
from yibao.supervision.batch.reading import Table, merged
from yibao.supervision.batch.relation_columns import DERIVED, canonical
from yibao.supervision.records import Encounter
from yibao.supervision.vocabulary import Column, columns_of

AROUND = ("encounter", "patient", "settlement", "diagnosis", "operation")
"""What is cut by patient beside the lines."""
MARK = "chr(1)"
"""What begins the short names: nothing that a source gives."""
NO_SUMS = (
    "SELECT NULL::VARCHAR AS own_name, NULL::BIGINT AS lines_amount, NULL::BIGINT AS line_count "
    "WHERE FALSE"
)

_TYPES = relations.TYPES
_AGES = frozenset({"age_years", "age_days"})


@dataclass(frozen=True)
class LineInputs:
    """The inputs of lines; ``clean`` are those in which every row is usable."""

    clean: Sequence[Table]
    other: Sequence[Table]

    def view(self) -> str:
        """Return the statement that makes ``full_line``: usable lines with all their columns."""
        texts = [self._text(table, is_checked=False) for table in merged(self.clean)]
        texts += [self._text(table, is_checked=True) for table in merged(self.other)]
        return f"CREATE VIEW full_line AS {' UNION ALL '.join(texts) or _no_lines()}"

    def _text(self, table: Table, *, is_checked: bool) -> str:
        names = ", ".join("encounter_id AS own_name" if n == "encounter_id" else n for n in _LINE)
        usable = "reason IS NULL" if is_checked else "TRUE"
        rows = table.rows(is_checked=is_checked)
        return f"SELECT {names}, TRUE AS is_current FROM ({rows}) WHERE {usable}"


_LINE = tuple(canonical("line"))


def _no_lines() -> str:
    columns = canonical("line")
    texts = ", ".join(
        f"NULL::{_TYPES[columns[name].kind]} AS {'own_name' if name == 'encounter_id' else name}"
        for name in _LINE
    )
    return f"SELECT {texts}, TRUE AS is_current WHERE FALSE"


def encounter_script(
    shapes: Iterable[ShapePlan],
    files: Mapping[str, list[Path]],
    *,
    line_sums: str,
    coded_kind: str,
) -> list[str]:
    """Return the statements that make ``encounter`` and what hangs on it in the current schema.

    The columns are those that ``shapes`` name. ``line_sums`` is a query of own name, sum and count;
    ``coded_kind`` says whether diagnoses and operations are a TABLE or a VIEW.
    """
    named = encounter_columns(shapes)
    unnamed = {name: column for name, column in wide_encounter().items() if name not in named}
    script = statement(
        "encounters",
        **{f"{name}_files": files_of(name, files[name]) for name in AROUND},
        missing_encounter=nulls(DERIVED["encounter"], columns_of(Encounter)),
        encounter_view=relations.encounter_view(line_sums="line_sum"),
        encounter_columns=", ".join(named),
        unnamed_columns="".join(f", {text}" for text in _nulls(unnamed, unnamed)),
        line_sums=line_sums,
        coded_kind=coded_kind,
        mark=MARK,
    )
    return [text for text in script.split(";\n") if text.strip()]


def every_line_script() -> list[str]:
    """Return the statement that makes ``every_line`` over ``full_line`` and ``encounter``."""
    return [relations.line_view("every_line", source="full_line", key="own_name")]


def known_line_script(plan: Plan, *, is_table: bool) -> list[str]:
    """Return the statements that make ``line`` over ``full_line``."""
    known = "l.item_code IN (SELECT code FROM main.known_code)"
    wide = relations.line_view("wide_line", source="full_line", key="own_name", where=known)
    return [wide, *_line(plan, "TABLE" if is_table else "VIEW")]


def stored_line_script(plan: Plan, paths: list[Path]) -> list[str]:
    """Return the statements that make ``line`` from the known lines that were written."""
    columns = canonical("line")
    absent = columns.keys() - plan.stored_columns - {"encounter_id"}
    missing = nulls(absent, columns, "TRUE AS is_current")
    stored = files_of("line", paths, plan.stored_columns)
    return [
        f"CREATE VIEW stored_line AS SELECT l.*, {missing} FROM {stored} l",
        relations.line_view("wide_line", source="stored_line", key="encounter_number"),
        *_line(plan, "TABLE"),
    ]


def _line(plan: Plan, kind: str) -> list[str]:
    """Return the statements that make ``line``: ages are worked out where a rule asks for them."""
    kept = [name for name in plan.wide_columns if name not in _AGES]
    aged = relations.ages("day", "patient_born_on")
    return [
        f"CREATE {kind} known_line AS SELECT {', '.join(kept)} FROM wide_line",
        f"CREATE VIEW line AS SELECT *, {aged} FROM known_line",
    ]


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
    columns |= {"encounter": {"number": "BIGINT"}}.get(relation, {})
    return (
        f"(SELECT {', '.join(f'NULL::{kind} AS {n}' for n, kind in columns.items())} WHERE FALSE)"
    )


def parquet(paths: list[Path]) -> str:
    """Return files as a query."""
    return f"SELECT * FROM read_parquet({pattern_list(paths)}, hive_partitioning = false)"


def nulls(names: Iterable[str], columns: Mapping[str, Column], *more: str) -> str:
    """Return empty columns of the right types."""
    return ", ".join([*_nulls(names, columns), *more])


def _nulls(names: Iterable[str], columns: Mapping[str, Column]) -> list[str]:
    return [f"NULL::{_TYPES[columns[name].kind]} AS {name}" for name in sorted(names)]
