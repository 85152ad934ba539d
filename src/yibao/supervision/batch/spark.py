"""The same statements on Spark: transpiled by SQLGlot, over the same relations, without buckets.

Spark finds the hits; there are few, so DuckDB closes them into findings on the driver. Reads
tables with canonical columns. The master comes from Spark's own configuration (``spark-submit``,
``spark-defaults.conf``); without one it is this machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from yibao.supervision.batch import relations
from yibao.supervision.batch.closing import Closing
from yibao.supervision.batch.database import open_database, quoted
from yibao.supervision.batch.errors import EngineMissing, MappingUnknownToSpark
from yibao.supervision.batch.loading import Store
from yibao.supervision.batch.manifest import BucketDone, Manifest, RuleCount, replace_file
from yibao.supervision.batch.plan import Plan, ShapePlan, make_plan
from yibao.supervision.batch.reading import Table
from yibao.supervision.batch.record import Reach, RunRecord, make_record
from yibao.supervision.batch.relation_columns import DERIVED, canonical
from yibao.supervision.batch.runner import hit_values
from yibao.supervision.batch.sources import Given, given_tables
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Encounter, Line
from yibao.supervision.vocabulary import columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from yibao.supervision.batch.run import Request

_RECORDS = {"encounter": Encounter, "line": Line}
_RELATIONS = ("patient", "encounter", "diagnosis", "operation", "line")
_SPARK_TYPES = {"integer": "BIGINT", "text": "STRING", "boolean": "BOOLEAN"}
_NAMES = {"integer": "bigint", "text": "string", "boolean": "boolean"}


def audit(request: Request, *, now: datetime) -> RunRecord:
    """Run the audit on Spark and return its record; findings lie in ``work/findings``.

    Raises:
        EngineMissing: Spark or Java is not installed.
        MappingUnknownToSpark: an input does not have canonical columns.
    """
    session = _session()
    store = Store(request.work)
    plan = make_plan(
        request.rules, request.knowledge, request.evidence, snapshot_id=request.snapshot_id
    )
    try:
        with open_database(store.root / "temporary", memory=request.memory) as database:
            given = given_tables(database, request.inputs, store.root / "exports")
            _relations(session, [each.table for each in given], plan)
            hits = _hits(session, plan, store.root / "hits")
            done = _close(database, plan, hits, store, request.months)
            _count(session, done, plan)
            manifest = Manifest(buckets=0, layout="spark", done={"0": done})
            record = make_record(
                manifest, plan, reach=_reach(session, request), now=now, store=store
            )
    finally:
        session.stop()
    record = msgspec.structs.replace(record, inputs=tuple(_inputs(given)))
    replace_file(store.root / "run.json", msgspec.json.format(msgspec.json.encode(record)))
    return record


def transpiled(text: str) -> str:
    """Return a statement of DuckDB's in the words of Spark."""
    import sqlglot

    return sqlglot.transpile(text, read="duckdb", write="spark")[0]


def _session() -> Any:
    if shutil.which("java") is None:
        raise EngineMissing(reason="没有 Java")
    try:
        from pyspark import SparkConf
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissing(reason="没有安装 pyspark") from error
    builder = SparkSession.builder.appName("yibao audit")
    conf = SparkConf()
    if not conf.contains("spark.master"):
        builder = builder.master("local[2]").config("spark.ui.enabled", "false")
    if not conf.contains("spark.sql.shuffle.partitions"):
        builder = builder.config("spark.sql.shuffle.partitions", "8")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _relations(session: Any, tables: Sequence[Table], plan: Plan) -> None:
    """Make the views that the statements read; same texts as for DuckDB."""
    for relation in _RELATIONS:
        _source(session, relation, [table for table in tables if table.relation == relation])
    inventory = [table for table in tables if table.relation == "inventory"]
    _source(session, "inventory", inventory, name="inventory")
    _view(session, "known_code", "code string", [(c,) for c in sorted(plan.known_codes)])
    texts = [
        relations.encounter_view(),
        relations.line_view("every_line"),
        relations.line_view("line", where="l.item_code IN (SELECT code FROM known_code)"),
    ]
    for text in texts:
        session.sql(_temporary(transpiled(text)))
    session.table("encounter").cache()


def _source(session: Any, relation: str, tables: Sequence[Table], *, name: str = "") -> None:
    columns = canonical(relation)
    derived = DERIVED.get(relation, frozenset())
    texts = []
    for number, table in enumerate(tables):
        table.check()
        if any(p.column != c or p.transform for c, p in table.section.columns.items()):
            raise MappingUnknownToSpark(path=table.path.name)
        given = f"given_{relation}_{number}"
        session.read.parquet(str(table.path)).createOrReplaceTempView(given)
        parts = [
            f"CAST({c.name if c.name in table.header else 'NULL'} AS {_SPARK_TYPES[c.kind]}) "
            f"AS {c.name}"
            for c in columns.values()
        ]
        texts.append(f"SELECT {', '.join(parts)} FROM {given}")
    if not texts:
        nulls = ", ".join(
            f"CAST(NULL AS {_SPARK_TYPES[c.kind]}) AS {c.name}" for c in columns.values()
        )
        texts = [f"SELECT {nulls} WHERE FALSE"]
    missing = [f"CAST(NULL AS {_SPARK_TYPES[_kind(relation, n)]}) AS {n}" for n in sorted(derived)]
    union = " UNION ALL ".join(texts)
    chosen = ", ".join(["given.*", *missing])
    query = f"SELECT {chosen} FROM ({union}) AS given"
    if relation == "line":
        query += " WHERE quantity >= 0"
    if relation == "patient":
        query = (
            "SELECT patient_id, max(sex) AS sex, max(born_on) AS born_on, min(died_on) AS died_on "
            f"FROM ({union}) AS given GROUP BY patient_id"
        )
    session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name or 'source_' + relation} AS {query}")


def _kind(relation: str, name: str) -> str:
    return columns_of(_RECORDS[relation])[name].kind


def _hits(session: Any, plan: Plan, target: Path) -> Path:
    """Run every statement; the hits come to Parquet files."""
    shutil.rmtree(target, ignore_errors=True)
    for number, shape in enumerate(plan.shapes):
        _knowledge(session, shape)
        for text in _texts(shape):
            query = transpiled(f"SELECT {hit_values()} FROM ({text})")
            session.sql(query).write.mode("append").parquet(str(target / f"{number:03d}"))
    return target


def _texts(shape: ShapePlan) -> Iterable[str]:
    """Return the texts whole: nothing is gathered in buckets here."""
    return [text.replace("SELECT * FROM stored_part", shape.part) for text in shape.texts]


def _knowledge(session: Any, shape: ShapePlan) -> None:
    columns = ", ".join(f"{n} {_NAMES[c.kind]}" for n, c in columns_of(Knowledge).items())
    rows = [(*msgspec.to_builtins(row), shape.shape, shape.variant(row)) for row in shape.knowledge]
    _view(session, "knowledge", f"{columns}, shape string, variant int", rows)
    evidence = ", ".join(f"{n} {_NAMES[c.kind]}" for n, c in columns_of(Evidence).items())
    _view(session, "evidence", evidence, [tuple(msgspec.to_builtins(k)) for k in shape.evidence])
    if "evidence_key" in shape.words:
        session.sql(_temporary(transpiled(relations.EVIDENCE_KEY)))


def _view(session: Any, name: str, schema: str, rows: list[tuple[Any, ...]]) -> None:
    session.createDataFrame(rows, schema).createOrReplaceTempView(name)


def _temporary(text: str) -> str:
    return text.replace("CREATE OR REPLACE VIEW", "CREATE OR REPLACE TEMPORARY VIEW", 1)


def _close(
    database: DuckDBPyConnection, plan: Plan, hits: Path, store: Store, months: tuple[str, ...]
) -> BucketDone:
    closing = Closing(database, plan)
    closing.begin()
    if any(hits.glob("*/*.parquet")):
        database.execute(
            f"INSERT INTO hit FROM read_parquet({quoted(str(hits))} || '/*/*.parquet')"
        )
    database.execute(
        "CREATE TABLE named_hit AS SELECT *, "
        "CASE WHEN encounter_id = '' THEN subject1 END AS institution_id FROM hit"
    )
    shutil.rmtree(store.root / "findings", ignore_errors=True)
    target = store.root / "findings" / "all.parquet"
    by_rule = closing.close(target, months=months)
    return BucketDone("", target.name, 0, 0, by_rule)


def _count(session: Any, done: BucketDone, plan: Plan) -> None:
    """Fill in how many lines and encounters there were, and how many each rule names."""
    done.encounters = session.table("encounter").count()
    counts = {
        row[0]: row[1] for row in session.table("every_line").groupBy("item_code").count().collect()
    }
    done.lines = sum(counts.values())
    for code, rule in plan.rules.items():
        named = plan.rule_codes[code]
        seen = sum(counts.get(name, 0) for name in named) if rule.by_code else done.lines
        done.by_rule.setdefault(code, RuleCount()).lines = seen


def _reach(session: Any, request: Request) -> Reach:
    first, last = session.sql("SELECT min(start_day), max(end_day) + 1 FROM encounter").first()
    rows = session.sql("SELECT DISTINCT institution_id FROM encounter ORDER BY 1").collect()
    return Reach(
        request.months, (first or 0, last or 0), tuple(row[0] for row in rows), request.is_partial
    )


def _inputs(given: Sequence[Given]) -> Iterable[Any]:
    from yibao.supervision.batch.record import InputRecord

    for each in given:
        yield InputRecord(each.table.relation, each.table.path.name, each.fingerprint, -1)
