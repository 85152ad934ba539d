"""Runs the statements of shapes in a schema of its own; hits gather in the table ``hit``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from yibao.supervision.batch import relations
from yibao.supervision.batch.closing import Closing
from yibao.supervision.batch.database import quoted, statement
from yibao.supervision.batch.encounter_sums import over_sums
from yibao.supervision.batch.knowledge_tables import constants, make_knowledge
from yibao.supervision.batch.loading import Store
from yibao.supervision.batch.manifest import Manifest
from yibao.supervision.batch.plan import Plan, ShapePlan
from yibao.supervision.batch.stage_relations import files_of
from yibao.supervision.batch.suspects import over_suspects, suspect_script

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


class Runner:
    """One database with the knowledge of all shapes in it; made once for a run."""

    def __init__(self, database: DuckDBPyConnection, store: Store, plan: Plan) -> None:
        self.database = database
        self.store = store
        self.plan = plan
        self.closing = Closing(database, plan)
        for shape in plan.shapes:
            make_knowledge(database, store.root, shape)

    @contextmanager
    def schema(self, manifest: Manifest) -> Iterator[None]:
        """Give a stage its own names for relations; they are gone afterwards."""
        self.database.execute("CREATE SCHEMA stage; USE stage")
        try:
            inventory = files_of("inventory", self.store.files(manifest, "inventory", 0))
            self.database.execute(f"CREATE VIEW inventory AS FROM {inventory}")
            self.closing.begin()
            yield
        finally:
            self.database.execute("USE main; DROP SCHEMA stage CASCADE")

    def execute(self, script: Iterable[str]) -> None:
        """Run statements one after the other."""
        for text in script:
            self.database.execute(text)

    def find(self, shapes: Iterable[ShapePlan]) -> None:
        """Put the hits of shapes into ``hit``."""
        chosen = list(shapes)
        self.execute(suspect_script(chosen))
        for shape in chosen:
            for text in self.texts(shape):
                query = over_sums(shape, over_suspects(shape, text))
                self.database.execute(f"INSERT INTO hit SELECT {hit_values()} FROM ({query})")

    def gather(self, shapes: Iterable[ShapePlan]) -> None:
        """Write what shapes across patients need, with everybody's own names."""
        for shape in shapes:
            target = self.store.part(shape.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            for part in self.texts(shape, is_part=True):
                text = over_sums(shape, part)
                is_named = " AS encounter_id" in text
                self.copy(statement("named_part", part=text) if is_named else text, target)

    def copy(self, query: str, target: Path) -> None:
        """Write a query's rows to a file that appears when it is complete."""
        beside = target.with_suffix(".writing")
        self.database.execute(f"COPY ({query}) TO {quoted(str(beside))} (FORMAT parquet)")
        beside.replace(target)

    def texts(self, shape: ShapePlan, *, is_part: bool = False) -> Iterator[str]:
        """Yield the statements of a shape, each when the relations that it reads are in place."""
        self.database.execute(f"CREATE OR REPLACE VIEW evidence AS FROM main.evidence_{shape.name}")
        if "evidence_key" in shape.words:
            self.database.execute(_evidence_keys())
        views = [f"FROM main.knowledge_{shape.name}"]
        if shape.is_alone:
            views = [constants(row, shape) for row in shape.knowledge]
        for view in views:
            self.database.execute(f"CREATE OR REPLACE VIEW knowledge AS {view}")
            yield from [shape.part] if is_part else shape.texts


def hit_values() -> str:
    """Return the columns of evidence rows with their types, as every statement gives them."""
    return ", ".join(f"CAST({name} AS {_type(name)})" for name in HIT_COLUMNS)


def _type(name: str) -> str:
    if name in _TEXTS:
        return "VARCHAR"
    return "BOOLEAN" if name == "is_violating" else "BIGINT"


def _evidence_keys() -> str:
    """Return the statement that makes ``evidence_key`` from the keys that the knowledge holds."""
    text = relations.EVIDENCE_KEY.replace("VIEW evidence_key", "TABLE evidence_key")
    text = text.replace("FROM source_line", "FROM line")
    return f"{text.rstrip()} WHERE key IN (SELECT key FROM evidence)"
