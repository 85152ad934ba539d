"""``yibao prepare``: keys, tables, reference data, static files, and the demonstration."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console

from yibao.gateway import partitions
from yibao.medical_catalogue.packaged import load_packaged as load_catalogue
from yibao.platform import clock, database
from yibao.reference.loading import load_reference_data
from yibao.supervision.knowledge.actions import load_packaged

DATABASES = ("default", "sandbox")
_LOCK = 7_962_003


def run(arguments: Sequence[str]) -> int:
    """Bring the data folder and both databases up to date; say what was done."""
    argparse.ArgumentParser(prog="yibao prepare").parse_args(arguments)
    logging.getLogger("yibao").setLevel(logging.WARNING)
    with _alone():
        _prepare(Console())
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """Wait while another process prepares: two that start at once would both make the tables.

    The lock belongs to a connection of its own and ends with it, whatever happens.
    """
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield


def _prepare(console: Console) -> None:
    with console.status("准备数据库……"):
        prepare_databases()
    with console.status("准备页面文件……"):
        _collect_static()
    if settings.DEMONSTRATION:
        from yibao.demonstration import seeding

        with console.status("装载演示省份……"):
            seeded = seeding.seed()
        seeding.announce(console, seeded)


def prepare_databases() -> None:
    """Migrate and load reference data where that has not been done."""
    for alias in DATABASES:
        migrate(alias)
        with database.using(alias):
            partitions.ensure(clock.today())
        connections[alias].ensure_connection()
        load_reference_data(connections[alias].connection, lambda _: None)
        with database.using(alias):
            load_packaged()
            load_catalogue()


def migrate(alias: str) -> None:
    """Run the migrations that are still to be run; looking costs a tenth of running none."""
    connection = connections[alias]
    connection.prepare_database()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


def _collect_static() -> None:
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max((path.stat().st_mtime for path in _static_sources()), default=0.0)
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False)


def _static_sources() -> list[Path]:
    import yibao

    root = Path(yibao.__path__[0])
    return [p for folder in root.glob("*/static") for p in folder.rglob("*") if p.is_file()]
