"""One source table as rows with canonical columns, and the reason why a row cannot be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from yibao.supervision.batch.database import pattern_list, quoted
from yibao.supervision.batch.errors import ColumnMissing, InputUnreadable
from yibao.supervision.batch.mapping import Header, Place, Section
from yibao.supervision.batch.relation_columns import canonical, required
from yibao.supervision.batch.transforms import INTEGERS, TRANSFORMS
from yibao.supervision.records import LARGEST_AMOUNT, LARGEST_PRODUCT
from yibao.supervision.vocabulary import Column

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PLAIN = {"integer": "integer", "text": "text", "boolean": "boolean"}
_NULLS = {"integer": "NULL::BIGINT", "text": "NULL::VARCHAR", "boolean": "NULL::BOOLEAN"}
# What follows where a source does not say; the batch side of the defaults in records.py.
_OTHERWISE = {
    ("line", "minute"): "coalesce({}, day * 1440)",
    ("line", "fund_paid"): "coalesce({}, TRUE)",
    ("encounter", "is_open"): "coalesce({}, end_day IS NULL)",
    ("encounter", "end_day"): "coalesce({}, start_day)",
    ("encounter", "start_minute"): "coalesce({}, start_day * 1440)",
    ("encounter", "end_minute"): "coalesce({}, end_day * 1440, start_day * 1440)",
    ("diagnosis", "is_main"): "coalesce({}, FALSE)",
    ("operation", "is_main"): "coalesce({}, FALSE)",
}
# What such a default needs beside its own column.
_NEEDS = {"minute": ("day",), "is_open": ("end_day",), "end_minute": ("end_day",)}
_NOT_NEGATIVE = {"line": ("quantity",), "inventory": ("opening", "purchased")}
_NAMES = {"line": "line_id", "patient": "patient_id", "inventory": "item_code"}


@dataclass(frozen=True)
class Table:
    """A Parquet file with the section by which a relation is read from it."""

    relation: str
    path: Path
    header: Header
    section: Section
    beside: tuple[Path, ...] = ()
    """Further files with the same header and section, read in one go."""

    @property
    def name_column(self) -> str:
        """The column by which a row that cannot be used is named."""
        return _NAMES.get(self.relation, "encounter_id")

    def rows(self, wanted: Iterable[str] | None = None, *, is_checked: bool = True) -> str:
        """Return the query that gives the wanted columns (all) and ``reason``, NULL if usable.

        Without the check only the wanted columns are read, and there is no reason.

        Raises:
            ColumnMissing: a required column is not in the table.
        """
        self.check()
        columns = canonical(self.relation)
        chosen = set(columns) if wanted is None else set(wanted)
        chosen |= {*required(self.relation)} if is_checked else set()
        chosen |= {other for name in tuple(chosen) for other in _NEEDS.get(name, ())}
        names = [name for name in columns if name in chosen]
        inner = ", ".join(f"{self._value(columns[name])} AS {name}" for name in names)
        outer = ", ".join(f"{self._completed(name)} AS {name}" for name in names)
        reason = f", {self._reason()} AS reason" if is_checked else ""
        return (
            f"SELECT {outer}{reason} FROM (SELECT {inner} "
            f"FROM read_parquet({pattern_list([self.path, *self.beside])}) WHERE {self._only()})"
        )

    def check(self) -> None:
        """Raise :class:`ColumnMissing` for the first required column that has no source."""
        for name in required(self.relation):
            place = self.section.columns.get(name)
            if place is None or place.column not in self.header:
                wanted = name if place is None else place.column
                raise ColumnMissing(relation=self.relation, column=wanted, path=self.path.name)

    def is_plain(self, name: str) -> bool:
        """Tell whether a column is there under its own name, with its own type, read as it is."""
        kind = canonical(self.relation)[name].kind
        types = {"integer": INTEGERS, "text": {"VARCHAR"}, "boolean": {"BOOLEAN"}}[kind]
        given = self.section.columns.get(name)
        return given == Place(name) and self.header.get(name) in types

    def _value(self, column: Column) -> str:
        place = self.section.columns.get(column.name, Place(""))
        kind = self.header.get(place.column)
        if kind is None:
            return _NULLS[column.kind]
        name = '"' + place.column.replace('"', '""') + '"'
        transform = place.transform or _PLAIN[column.kind]
        if place == Place(column.name) and kind == "VARCHAR" and transform == "text":
            return name  # already canonical: nothing to trim
        return TRANSFORMS[transform](name, kind)

    def _completed(self, name: str) -> str:
        return _OTHERWISE.get((self.relation, name), "{}").format(name)

    def _reason(self) -> str:
        whens = [f"WHEN {name} IS NULL THEN {quoted(name)}" for name in required(self.relation)]
        whens += [
            f"WHEN {name} < 0 THEN {quoted(name + '_negative')}"
            for name in _NOT_NEGATIVE.get(self.relation, ())
        ]
        if self.relation == "line":
            product = "CAST(quantity AS DOUBLE) * unit_price"
            whens.append(
                f"WHEN amount > {LARGEST_AMOUNT} OR {product} > {LARGEST_PRODUCT} THEN 'amount_too_large'"
            )
        return f"CASE {' '.join(whens)} END"

    def _only(self) -> str:
        parts = [
            f'CAST("{name}" AS VARCHAR) IN ({", ".join(map(quoted, values))})'
            for name, values in self.section.only.items()
            if name in self.header
        ]
        return " AND ".join(parts) or "TRUE"


def merged(tables: Iterable[Table]) -> list[Table]:
    """Return the same rows as few tables: files that are read alike become one.

    A scan of twelve files shares its threads; twelve scans put together plan twelve times.
    """
    alike: dict[str, list[Table]] = defaultdict(list)
    for table in tables:
        alike[repr((table.relation, table.header, table.section))].append(table)
    return [
        replace(group[0], beside=tuple(other.path for other in group[1:]))
        for group in alike.values()
    ]


def header_of(database: DuckDBPyConnection, path: Path) -> Header:
    """Return the columns of a Parquet file with their types.

    Raises:
        InputUnreadable: it is no Parquet file.
    """
    import duckdb

    try:
        rows = database.execute(
            f"DESCRIBE SELECT * FROM read_parquet({pattern_list([path])})"
        ).fetchall()
    except duckdb.Error as error:
        raise InputUnreadable(path=path) from error
    return {str(row[0]): str(row[1]) for row in rows}
