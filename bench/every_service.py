"""``yibao bench services``: every open service through the engine, on registers of growing size.

A made-up province is loaded in steps (10,000, 300,000 and 3,000,000 people unless told otherwise).
After each step the first good example of each service is played again and again through the
engine, an application inside a transaction that is undone. Printed for each: p50 and p99 in ms, SQL
statements of one call, and for the last size the p99 as a multiple of that of the first.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

if TYPE_CHECKING:
    from yibao.casework.submission import Caller
    from yibao.catalogue.service import AnyService
    from yibao.platform.database import Sql

_SIZES = [10_000, 300_000, 3_000_000]
_CALLS = 200


@dataclass(frozen=True)
class Measured:
    """One service on one size of the registers."""

    operation: str
    persons: int
    p50_ms: float
    p99_ms: float
    statements: int


def run(arguments: Sequence[str]) -> int:
    """Print one row for each service."""
    parser = argparse.ArgumentParser(prog="yibao bench services")
    parser.add_argument(
        "--persons", type=int, nargs="+", default=_SIZES, help="登记簿的人数，从小到大"
    )
    parser.add_argument("--calls", type=int, default=_CALLS, help="每个事项的调用次数")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yibao-") as folder:
        _connect(folder)
        rows = list(_measure_all(sorted(given.persons), given.calls))
    if given.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        _print(rows, sorted(given.persons))
    return 0


def _connect(folder: str) -> None:
    """Use a database of its own, that goes with the folder."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"YIBAO_DATA": folder, "YIBAO_DEMONSTRATION": "1"}
    from yibao.commands.main import connect

    connect()
    from yibao.commands.prepare import prepare_databases
    from yibao.demonstration import registers

    prepare_databases()
    registers.provide_all(("default",))


def _measure_all(sizes: Sequence[int], calls: int) -> Iterator[Measured]:
    from yibao.catalogue import registry
    from yibao.demonstration.province.loading import load_province

    with Progress(console=Console(stderr=True)) as progress:
        loaded = 0
        for size in sizes:
            task = progress.add_task(f"{size:,} 人", total=size)
            load_province(size, first=loaded, report=partial(_show, progress, task))
            loaded = size
            for service in registry.services().values():
                yield _measure(service, size, calls)


def _show(progress: Progress, task: TaskID, done: int, _all: int) -> None:
    progress.update(task, completed=done)


def _measure(service: AnyService, persons: int, calls: int) -> Measured:
    play = _player(service)
    with _counted() as statements:
        play()
    times = [_timed(play) for _ in range(calls)]
    cuts = quantiles(times, n=100)
    return Measured(service.operation, persons, cuts[49], cuts[98], statements[0])


def _player(service: AnyService) -> Callable[[], None]:
    """Set the example's situation up and return what plays it once, leaving nothing behind."""
    from django.db import transaction

    from yibao.casework import engine
    from yibao.casework.submission import Caller, Submission
    from yibao.catalogue import situations
    from yibao.catalogue.case import IdentityLevel
    from yibao.catalogue.example_bodies import person_of, plain_body
    from yibao.platform import clock, database

    example = next(e for e in service.examples if not e.fails_with)
    caller = Caller("bench", IdentityLevel.STRONG, region="520100")
    with database.transaction() as sql:
        persona = situations.Persona.of(person_of(example))
        situations.set_up(example.given, situations.Setting(sql, persona, clock.today()))
        file_id = _file(sql, caller)
    body: dict[str, Any] = plain_body(service, example, today=clock.today(), file_id=file_id)
    numbers = itertools.count()

    def play() -> None:
        with database.transaction():
            number = next(numbers)
            engine.perform(
                Submission(
                    service=service,
                    caller=caller,
                    subject=body.get("subject"),
                    agent=body.get("agent"),
                    answers=body.get("answers", {}),
                    materials=body.get("materials", ()),
                    request_number=f"bench-{number:08}",
                    digest=number.to_bytes(32, "big"),
                )
            )
            transaction.set_rollback(True, using=database.alias())

    return play


def _file(sql: Sql, caller: Caller) -> str:
    from tests.catalogue.playing import PHOTOGRAPH
    from yibao.platform.files import api as files

    return str(files.store(sql, content=PHOTOGRAPH, name="a.png", owner=caller.file_owner).id)


def _timed(play: Callable[[], None]) -> float:
    started = time.perf_counter()
    play()
    return (time.perf_counter() - started) * 1000


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count the statements that psycopg sends while the block runs."""
    import psycopg

    count = [0]
    original = psycopg.Cursor._execute_gen

    def counting(cursor: Any, *arguments: Any, **options: Any) -> Any:
        count[0] += 1
        return original(cursor, *arguments, **options)

    psycopg.Cursor._execute_gen = counting  # type: ignore[assignment,method-assign]
    try:
        yield count
    finally:
        psycopg.Cursor._execute_gen = original  # type: ignore[method-assign]


def _print(rows: Sequence[Measured], sizes: Sequence[int]) -> None:
    table = Table(title="services through the engine, ms")
    table.add_column("op_id")
    for size in sizes:
        for heading in (f"{size:,} p50", "p99", "SQL"):
            table.add_column(heading, justify="right")
    table.add_column("p99 last / first", justify="right")
    by_operation: dict[str, list[Measured]] = {}
    for row in rows:
        by_operation.setdefault(row.operation, []).append(row)
    for operation, found in by_operation.items():
        cells = [
            cell
            for each in found
            for cell in (f"{each.p50_ms:.2f}", f"{each.p99_ms:.2f}", str(each.statements))
        ]
        table.add_row(operation, *cells, f"{found[-1].p99_ms / found[0].p99_ms:.2f}")
    Console(width=150).print(table)
