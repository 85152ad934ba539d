"""A batch audit from inputs to findings: load what is new, run the buckets that changed, record it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from yibao.supervision.batch.across import AcrossRun
from yibao.supervision.batch.bucket import BucketRun
from yibao.supervision.batch.database import bytes_of, one, open_database, pattern_list
from yibao.supervision.batch.errors import WorkFolderBusy
from yibao.supervision.batch.loading import Loader, Store
from yibao.supervision.batch.manifest import Manifest, digest, read, replace_file, write
from yibao.supervision.batch.months import days_of
from yibao.supervision.batch.plan import Plan, make_plan
from yibao.supervision.batch.record import Reach, RunRecord, make_record
from yibao.supervision.batch.sources import Given, Inputs, given_tables
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINES_PER_BUCKET = 5_000_000
"""A quarter of them known, some twenty columns: 300 MB in a bucket's tables."""
VERSION = 1
"""Raised whenever the layout of a work folder changes."""

Report = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, how many there are."""


@dataclass(frozen=True)
class Request:
    """What is asked for. ``buckets`` 0: chosen by the number of lines. ``months`` empty: all."""

    inputs: Inputs
    rules: Sequence[Rule]
    knowledge: Sequence[Knowledge]
    evidence: Sequence[Evidence]
    snapshot_id: str
    work: Path
    memory: str = "2GB"
    buckets: int = 0
    months: tuple[str, ...] = ()
    is_partial: bool = False
    """The inputs are not all that there is: findings that are missing say nothing."""
    report: Report = field(default=lambda _text, _done, _all: None)


def audit(request: Request, *, now: datetime) -> RunRecord:
    """Run the audit and return its record; findings lie in ``work/findings`` as Parquet.

    What a former run in the same work folder loaded and found is used again where inputs, rules
    and knowledge are the same; so a killed run goes on where it stood.
    """
    bytes_of(request.memory)
    for month in request.months:
        days_of(month)
    store = Store(request.work)
    plan = make_plan(
        request.rules, request.knowledge, request.evidence, snapshot_id=request.snapshot_id
    )
    with (
        _alone(store.root),
        open_database(store.root / "temporary", memory=request.memory) as database,
    ):
        given = given_tables(database, request.inputs, store.root / "exports")
        manifest = _manifest(database, store, plan, given, request)
        _load(database, store, manifest, plan, given, request.report)
        tables = [each.table for each in given if each.table.relation == "line"]
        _run_buckets(BucketRun(database, store, plan, tables), manifest, request)
        reach = _reach(database, store, manifest, request)
    record = make_record(manifest, plan, reach=reach, now=now, store=store)
    replace_file(store.root / "run.json", msgspec.json.format(msgspec.json.encode(record)))
    return record


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the work folder; the lock goes with the process, however that ends."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkFolderBusy(directory=root) from None
        shutil.rmtree(root / "temporary", ignore_errors=True)
        yield


def _manifest(
    database: DuckDBPyConnection, store: Store, plan: Plan, given: list[Given], request: Request
) -> Manifest:
    """Return the manifest to go on with, a new one where the layout or an encounter input differs."""
    import duckdb

    layout = digest(VERSION, duckdb.__version__, repr(request.inputs.mapping))
    old = read(store.manifest)
    encounters = {g.key: g.fingerprint for g in given if g.table.relation == "encounter"}
    if (
        old is not None
        and old.layout == layout
        and request.buckets in {0, old.buckets}
        and plan.stored_columns <= set(old.columns)
        and all(
            encounters.get(key) == unit.fingerprint
            for key, unit in old.units.items()
            if unit.relation == "encounter"
        )
    ):
        return old
    for name in ("data", "findings", "parts"):
        shutil.rmtree(store.root / name, ignore_errors=True)
    store.items.unlink(missing_ok=True)
    columns = tuple(sorted(plan.stored_columns))
    return Manifest(request.buckets or _buckets(database, given), layout, columns=columns)


def _buckets(database: DuckDBPyConnection, given: list[Given]) -> int:
    paths = [g.table.path for g in given if g.table.relation == "line"]
    if not paths:
        return 1
    query = f"SELECT sum(num_rows) FROM parquet_file_metadata({pattern_list(paths)})"
    lines = int(one(database, query)[0])
    return max(1, -(-lines // LINES_PER_BUCKET))


def _load(
    database: DuckDBPyConnection,
    store: Store,
    manifest: Manifest,
    plan: Plan,
    given: list[Given],
    report: Report,
) -> None:
    loader = Loader(database, store, manifest, set(manifest.columns) | plan.stored_columns)
    keys = {each.key for each in given}
    for key in [key for key in manifest.units if key not in keys]:
        loader.forget(key)
    has_new = any(g.table.relation == "encounter" and g.key not in manifest.units for g in given)
    for number, each in enumerate(given):
        report(f"装载 {each.table.path.name}", number, len(given))
        unit = manifest.units.get(each.key)
        if unit and unit.fingerprint == each.fingerprint and not (has_new and unit.has_orphans):
            continue
        loader.load(each.key, each.table, each.fingerprint)
        write(store.manifest, manifest)
    write(store.manifest, manifest)


def _run_buckets(runner: BucketRun, manifest: Manifest, request: Request) -> None:
    store, plan = runner.store, runner.plan
    for bucket in range(manifest.buckets):
        request.report(f"审核第{bucket + 1}组", bucket, manifest.buckets)
        fingerprint = digest(plan.fingerprint, list(request.months), manifest.bucket_inputs(bucket))
        done = manifest.done.get(str(bucket))
        if done and done.fingerprint == fingerprint and _has(store, done.findings):
            continue
        result = runner.run(manifest, bucket, request.months)
        manifest.done[str(bucket)] = replace(result, fingerprint=fingerprint)
        write(store.manifest, manifest)
    _run_across(runner, manifest, request)


def _run_across(runner: BucketRun, manifest: Manifest, request: Request) -> None:
    """Run what needs all buckets, unless none of them has changed."""
    store, plan = runner.store, runner.plan
    if not plan.across:
        manifest.done.pop("across", None)
        (store.root / "findings" / "across.parquet").unlink(missing_ok=True)
        write(store.manifest, manifest)
        return
    buckets = [done.fingerprint for name, done in manifest.done.items() if name != "across"]
    fingerprint = digest(buckets, manifest.bucket_inputs(0))
    done = manifest.done.get("across")
    if done and done.fingerprint == fingerprint and _has(store, done.findings):
        return
    request.report("审核跨人规则", manifest.buckets, manifest.buckets)
    result = AcrossRun(runner).run(manifest, request.months)
    manifest.done["across"] = replace(result, fingerprint=fingerprint)
    write(store.manifest, manifest)


def _reach(
    database: DuckDBPyConnection, store: Store, manifest: Manifest, request: Request
) -> Reach:
    """Return the days and institutions of the encounters."""
    paths = [
        path
        for bucket in range(manifest.buckets)
        for path in store.files(manifest, "encounter", bucket)
    ]
    if not paths:
        return Reach(request.months, (0, 0), (), request.is_partial)
    first, last, institutions = one(
        database,
        "SELECT min(start_day), max(end_day) + 1, list_sort(list(DISTINCT institution_id)) "
        f"FROM read_parquet({pattern_list(paths)})",
    )
    return Reach(request.months, (first, last), tuple(institutions), request.is_partial)


def _has(store: Store, name: str) -> bool:
    return (store.root / "findings" / name).exists()
