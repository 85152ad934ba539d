"""``yibao bench audit-batch``: months of lines through all batch rules, beside a scan of them.

The lines are made first and not counted. Measured is a whole run in an empty work folder: load,
bucket, every statement, findings written. The floor reads the same columns of the same Parquet
files once, on the same threads and under the same memory limit.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from yibao.platform import clock
from yibao.supervision.batch.database import open_database
from yibao.supervision.batch.record import RunRecord
from yibao.supervision.batch.run import Request, audit
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.generation.volume import Volume, write_volume
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules.loading import load_rules

COLUMNS = (
    "line_id", "encounter_id", "item_code", "item_kind", "day", "minute", "quantity",
    "unit_price", "amount", "charge_class", "fund_paid", "days", "prescription", "department",
    "list_amount", "uploaded_minute", "trace_code",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Seconds of the scan and of the run, CPU seconds of the run, peak memory in MB."""

    scan: float
    run: float
    cpu: float
    memory: float


def run(arguments: Sequence[str]) -> int:
    """Print one row for each size."""
    parser = argparse.ArgumentParser(prog="yibao bench audit-batch")
    parser.add_argument("--lines", type=int, action="append", help="明细条数，可给多次")
    parser.add_argument("--memory", default="2GB", help="内存上限")
    parser.add_argument("--data", type=Path, help="数据放在这个文件夹；不给时用完删除")
    given = parser.parse_args(arguments)
    console = Console(width=130)
    table = Table(title=f"batch audit, memory limit {given.memory}")
    for heading in ("lines", "known", "findings", "run s", "lines/s", "CPU s", "µs CPU/line",
                    "scan s", "run / scan", "peak MB"):  # fmt: skip
        table.add_column(heading, justify="right")
    for lines in given.lines or [1_000_000, 10_000_000]:
        with _folder(given.data) as folder:
            console.print(f"writing {lines:,} lines …")
            volume = write_volume(folder / f"{lines}", lines=lines, memory=given.memory)
            # In a process of its own: the peak memory is then that of the run alone.
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                measured, record = alone.apply(
                    _measure, (volume, folder / f"work-{lines}", given.memory)
                )
        table.add_row(*_row(volume, measured, record))
    console.print(table)
    return 0


class _folder:  # noqa: N801 - read as a function
    """A folder that is deleted afterwards, unless the caller named one."""

    def __init__(self, named: Path | None) -> None:
        self.path = named or Path(tempfile.mkdtemp(prefix="yibao-bench-"))
        self.keep = named is not None

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        if not self.keep:
            shutil.rmtree(self.path)


def _measure(volume: Volume, work: Path, memory: str) -> tuple[Measured, RunRecord]:
    shutil.rmtree(work, ignore_errors=True)
    scan = min(_scan(volume, work, memory) for _ in range(3))
    base = load_shipped()
    request = Request(
        inputs=Inputs(
            lines=(volume.glob("line"),),
            encounters=(volume.glob("encounter"),),
            patients=(volume.glob("patient"),),
            diagnoses=(volume.glob("diagnosis"),),
            operations=(volume.glob("operation"),),
        ),
        rules=list(load_rules().values()),
        knowledge=base.rows,
        evidence=base.evidence,
        snapshot_id=base.snapshot_id,
        work=work,
        memory=memory,
    )
    before, start = time.process_time(), time.perf_counter()
    record = audit(request, now=clock.now())
    seconds, cpu = time.perf_counter() - start, time.process_time() - before
    shutil.rmtree(work, ignore_errors=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(scan, seconds, cpu, peak), record


def _scan(volume: Volume, work: Path, memory: str) -> float:
    with open_database(work / "scan", memory=memory) as database:
        aggregates = ", ".join(f"max({column})" for column in COLUMNS)
        start = time.perf_counter()
        database.execute(f"SELECT {aggregates} FROM '{volume.glob('line')}'").fetchall()
        return time.perf_counter() - start


def _row(volume: Volume, measured: Measured, record: RunRecord) -> list[str]:
    return [
        f"{volume.lines:,}",
        f"{100 * volume.known_share:.0f} %",
        f"{record.findings:,}",
        f"{measured.run:.1f}",
        f"{volume.lines / measured.run:,.0f}",
        f"{measured.cpu:.1f}",
        f"{measured.cpu / volume.lines * 1e6:.2f}",
        f"{measured.scan:.2f}",
        f"{measured.run / measured.scan:.1f}",
        f"{measured.memory:,.0f}",
    ]
