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
from yibao.supervision.batch.every import EveryLineRun
from yibao.supervision.batch.knowledge_tables import make_known_codes
from yibao.supervision.batch.loading import Loader, NewTable, Store
from yibao.supervision.batch.manifest import Manifest, Unit, digest, read, replace_file, write
from yibao.supervision.batch.months import days_of
from yibao.supervision.batch.plan import Plan, make_plan
from yibao.supervision.batch.record import Reach, RunRecord, make_record
from yibao.supervision.batch.runner import Runner
from yibao.supervision.batch.sizing import bucket_count
from yibao.supervision.batch.sources import Given, Inputs, given_tables
from yibao.supervision.batch.stage_relations import LineInputs
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.declaration import Rule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VERSION = 2
"""Raised whenever the layout of a work folder changes."""

Report = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, how many there are."""


@dataclass(frozen=True)
class Request:
    """What is asked for. ``buckets`` 0: as many as memory asks for. ``months`` empty: all."""

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
        make_known_codes(database, store.root, plan)
        manifest = _manifest(database, store, plan, given, request)
        _load(database, store, manifest, plan, given, request.report)
        _run_stages(Runner(database, store, plan), _line_inputs(given, manifest), manifest, request)
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
    """Return the manifest to go on with, a new one where what was loaded does not serve."""
    import duckdb

    layout = digest(VERSION, duckdb.__version__, repr(request.inputs.mapping))
    old = read(store.manifest)
    encounters = {g.key: g.fingerprint for g in given if g.table.relation == "encounter"}
    codes = digest(sorted(plan.known_codes))
    tables = [each.table for each in given if each.table.relation == "line"]
    buckets = request.buckets or bucket_count(database, tables, request.memory)
    if (
        old is not None
        and old.layout == layout
        and _fits(old, request.buckets, buckets)
        and (old.is_whole or (plan.stored_columns <= set(old.columns) and old.codes == codes))
        and all(
            encounters.get(key) == unit.fingerprint
            for key, unit in old.units.items()
            if unit.relation == "encounter"
        )
    ):
        return old
    for name in ("data", "findings", "parts"):
        shutil.rmtree(store.root / name, ignore_errors=True)
    return Manifest(buckets, layout, columns=tuple(sorted(plan.stored_columns)), codes=codes)


def _fits(old: Manifest, asked: int, needed: int) -> bool:
    """Tell whether the number of buckets may stay: twice too full is full enough to cut again."""
    return asked == old.buckets or (asked == 0 and needed <= 2 * old.buckets)


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
    new = [
        NewTable(each.key, each.table, each.fingerprint)
        for each in given
        if not _is_loaded(manifest.units.get(each.key), each, has_new=has_new)
    ]
    for number, unit in enumerate(loader.load(new)):
        report(f"装载 {Path(unit.path).name}", number + 1, len(new))
        write(store.manifest, manifest)
    write(store.manifest, manifest)
    loader.close()


def _is_loaded(unit: Unit | None, given: Given, *, has_new: bool) -> bool:
    """Tell whether an input stands as it was loaded; new encounters may take in its orphans."""
    if unit is None or unit.fingerprint != given.fingerprint:
        return False
    return not (has_new and unit.has_orphans)


def _line_inputs(given: list[Given], manifest: Manifest) -> LineInputs:
    """Return the inputs of lines: those that are read as they are, those that need a check."""
    tables = {each.key: each.table for each in given if each.table.relation == "line"}
    unread = {key for key in tables if not manifest.units[key].is_clean}
    return LineInputs(
        clean=[table for key, table in tables.items() if key not in unread],
        other=[table for key, table in tables.items() if key in unread],
    )


def _run_stages(runner: Runner, inputs: LineInputs, manifest: Manifest, request: Request) -> None:
    """Run every line, the buckets and what goes across them, each unless it stands as it is."""
    store, plan = runner.store, runner.plan
    if not manifest.is_whole:
        _run_every(runner, inputs, manifest, request)
    buckets = BucketRun(runner, inputs)
    for bucket in range(manifest.buckets):
        request.report(f"审核第{bucket + 1}组", bucket, manifest.buckets)
        fingerprint = digest(plan.fingerprint, list(request.months), manifest.bucket_inputs(bucket))
        done = manifest.done.get(str(bucket))
        if done and done.fingerprint == fingerprint and _has(store, done.findings):
            continue
        result = buckets.run(manifest, bucket, request.months)
        manifest.done[str(bucket)] = replace(result, fingerprint=fingerprint)
        write(store.manifest, manifest)
    _run_across(runner, manifest, request)


def _run_every(runner: Runner, inputs: LineInputs, manifest: Manifest, request: Request) -> None:
    """Run what looks at every line, unless it ran over the same inputs."""
    fingerprint = digest(runner.plan.fingerprint, manifest.all_inputs())
    done = manifest.done.get("every")
    if done and done.fingerprint == fingerprint and runner.store.line_sums.exists():
        return
    request.report("通读全部明细", 0, manifest.buckets)
    result = EveryLineRun(runner, inputs).run(manifest)
    manifest.done["every"] = replace(result, fingerprint=fingerprint)
    write(runner.store.manifest, manifest)


def _run_across(runner: Runner, manifest: Manifest, request: Request) -> None:
    """Run what needs all buckets, unless none of them has changed."""
    store, plan = runner.store, runner.plan
    if not plan.across:
        manifest.done.pop("across", None)
        (store.root / "findings" / "across.parquet").unlink(missing_ok=True)
        write(store.manifest, manifest)
        return
    fingerprint = digest(plan.fingerprint, list(request.months), manifest.all_inputs())
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
