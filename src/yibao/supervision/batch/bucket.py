"""One bucket: its relations, all statements of all shapes over them, the hits closed into findings.

A bucket holds all encounters of its patients, so whatever looks at one patient is complete in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yibao.supervision.batch import relations
from yibao.supervision.batch.bucket_relations import (
    BY_PATIENT,
    DirectInput,
    bucket_script,
    files_of,
)
from yibao.supervision.batch.closing import Closing
from yibao.supervision.batch.database import one, quoted, statement
from yibao.supervision.batch.loading import Store
from yibao.supervision.batch.manifest import BucketDone, Manifest, RuleCount
from yibao.supervision.batch.plan import Plan, ShapePlan
from yibao.supervision.batch.reading import Table
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.vocabulary import columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HIT_COLUMNS = (
    "rule", "point", "subject1", "subject2", "subject3", "subject4", "measured", "limit_value",
    "day", "patient_id", "encounter_id", "line_id", "is_violating", "amount",
)  # fmt: skip
_TEXTS = frozenset(
    {"rule", "point", "subject1", "subject2", "subject3", "subject4", "patient_id",
     "encounter_id", "line_id"}
)  # fmt: skip
_TYPES = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN"}


class BucketRun:
    """Runs buckets one after the other on one database; knowledge and item names are made once."""

    def __init__(
        self, database: DuckDBPyConnection, store: Store, plan: Plan, lines: Sequence[Table] = ()
    ) -> None:
        self.database = database
        self.lines = lines
        """The inputs of lines, where these are read again for each bucket."""
        self.store = store
        self.plan = plan
        self.closing = Closing(database, plan)
        self._names()
        for shape in plan.shapes:
            self._knowledge(shape)

    def run(self, manifest: Manifest, bucket: int, months: tuple[str, ...]) -> BucketDone:
        """Audit one bucket; its findings file appears under its name when it is complete."""
        inputs = {relation: self.store.files(manifest, relation, bucket) for relation in BY_PATIENT}
        with self.schema(self.store.files(manifest, "inventory", 0)):
            direct = self._direct(manifest) if manifest.is_direct else []
            for text in bucket_script(self.plan, inputs, direct):
                self.database.execute(text)
            for shape in self.plan.by_patient:
                for text in self.texts(shape):
                    self.database.execute(f"INSERT INTO hit SELECT {hit_values()} FROM ({text})")
            for shape in self.plan.across:
                self._gather(shape, bucket)
            lines, encounters = one(
                self.database,
                "SELECT (SELECT count(*) FROM line_file), (SELECT count(*) FROM encounter)",
            )
            scopes = self._scopes(lines)
            self._let_go(is_direct=manifest.is_direct)
            self.database.execute(statement("named"))
            target = self.store.root / "findings" / f"bucket-{bucket:04d}.parquet"
            by_rule = self.closing.close(target, months=months)
        for code, seen in scopes.items():
            by_rule.setdefault(code, RuleCount()).lines = seen
        return BucketDone("", target.name, lines, encounters, by_rule)

    @contextmanager
    def schema(self, inventory: list[Path]) -> Iterator[None]:
        """Give a bucket its own names for relations; they are gone afterwards."""
        self.database.execute("CREATE SCHEMA bucket; USE bucket")
        try:
            self.database.execute(
                f"CREATE VIEW inventory AS FROM {files_of('inventory', inventory)}"
            )
            self.closing.begin()
            yield
        finally:
            self.database.execute("USE main; DROP SCHEMA bucket CASCADE")

    def texts(self, shape: ShapePlan, *, is_part: bool = False) -> Iterator[str]:
        """Yield the statements of a shape, each when the relations that it reads are in place."""
        self.database.execute(f"CREATE OR REPLACE VIEW evidence AS FROM main.evidence_{shape.name}")
        if "evidence_key" in shape.words:
            self.database.execute(_evidence_keys())
        views = [f"FROM main.knowledge_{shape.name}"]
        if shape.is_alone:
            views = [_constants(row, shape) for row in shape.knowledge]
        for view in views:
            self.database.execute(f"CREATE OR REPLACE VIEW knowledge AS {view}")
            yield from [shape.part] if is_part else shape.texts

    def _gather(self, shape: ShapePlan, bucket: int) -> None:
        """Write what a shape across patients needs of this bucket, with everybody's own names."""
        folder = self.store.root / "parts" / shape.name
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"bucket-{bucket:04d}.parquet"
        for text in self.texts(shape, is_part=True):
            named = (
                "SELECT part.* REPLACE (e.own_name AS encounter_id, p.own_name AS patient_id) "
                f"FROM ({text}) part JOIN short_name e ON e.name = part.encounter_id "
                "JOIN short_name p ON p.name = part.patient_id"
            )
            query = named if " AS encounter_id" in text else text
            self.database.execute(f"COPY ({query}) TO {quoted(str(target))} (FORMAT parquet)")

    def _direct(self, manifest: Manifest) -> list[DirectInput]:
        """Return the inputs of lines, with what is known of their rows."""
        units = {unit.path: unit for unit in manifest.units.values() if unit.relation == "line"}
        return [
            DirectInput(table, is_clean=not units[str(table.path)].unread) for table in self.lines
        ]

    def _scopes(self, lines: int) -> dict[str, int]:
        """Return for each rule the lines of the items that it names; without codes it names all."""
        counts = dict(
            self.database.execute(
                "SELECT item_code, count(*) FROM line GROUP BY item_code"
            ).fetchall()
        )
        return {
            code: sum(counts.get(name, 0) for name in self.plan.rule_codes[code])
            if rule.by_code
            else lines
            for code, rule in self.plan.rules.items()
        }

    def _let_go(self, *, is_direct: bool) -> None:
        """Give back the memory of the lines: closing looks at hits alone."""
        self.database.execute("DROP TABLE line")
        self.database.execute(f"DROP {'TABLE' if is_direct else 'VIEW'} line_file")

    def _names(self) -> None:
        """Make for each item number its code and whether the knowledge names it."""
        known = set().union(*(_item_codes(shape) for shape in self.plan.by_patient))
        _table(self.database, self.store.root, "known_code", [[c] for c in known], "code VARCHAR")
        self.database.execute(
            "CREATE TABLE item_name AS SELECT number AS item, item_code, "
            "item_code IN (SELECT code FROM known_code) AS is_known FROM item"
        )

    def _knowledge(self, shape: ShapePlan) -> None:
        columns = relations.definition(Knowledge)[1:-1] + ", shape VARCHAR, variant INTEGER"
        rows = [
            [*msgspec.to_builtins(row), shape.shape, shape.variant(row)] for row in shape.knowledge
        ]
        root = self.store.root
        _table(self.database, root, f"knowledge_{shape.name}", rows, columns)
        keys = [msgspec.to_builtins(key) for key in shape.evidence]
        _table(
            self.database,
            root,
            f"evidence_{shape.name}",
            keys,
            relations.definition(Evidence)[1:-1],
        )


def _item_codes(shape: ShapePlan) -> set[str]:
    """Return every code that a shape may look for among the items of lines."""
    items = {key.key.removeprefix("I:") for key in shape.evidence if key.key.startswith("I:")}
    rows = shape.knowledge
    return items | {row.code for row in rows if row.code} | {r.partner for r in rows if r.partner}


def _constants(row: Knowledge, shape: ShapePlan) -> str:
    """Return one knowledge row as a query without a table."""
    kinds = columns_of(Knowledge)
    values = [
        f"CAST({_literal(value)} AS {_TYPES[kinds[name].kind]}) AS {name}"
        for name, value in zip(kinds, msgspec.to_builtins(row), strict=True)
    ]
    more = f"{quoted(shape.shape)} AS shape, {shape.variant(row)} AS variant"
    return f"SELECT {', '.join(values)}, {more}"


def _literal(value: object) -> str:
    return "NULL" if value is None else quoted(value) if isinstance(value, str) else str(value)


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


def hit_values() -> str:
    """Return the columns of evidence rows with their types, as every statement gives them."""
    return ", ".join(
        f"CAST({name} AS {'VARCHAR' if name in _TEXTS else 'BOOLEAN' if name == 'is_violating' else 'BIGINT'})"
        for name in HIT_COLUMNS
    )


def _evidence_keys() -> str:
    """Return the statement that makes ``evidence_key`` from the keys that the knowledge holds."""
    text = relations.EVIDENCE_KEY.replace("VIEW evidence_key", "TABLE evidence_key")
    text = text.replace("FROM source_line", "FROM line")
    return f"{text.rstrip()} WHERE key IN (SELECT key FROM evidence)"
