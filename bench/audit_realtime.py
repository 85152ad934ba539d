"""``yibao bench audit-realtime``: one encounter through all rules, beside decoding it.

Measured from the bytes of the message to the bytes of the answer, in one process, without the
network and the database: decode, convert, open the patient's history, all rules of order entry,
settle, explain, encode. The floor is the typed decode of the same message alone.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec
from rich.console import Console
from rich.table import Table

from bench.audit_messages import Messages
from bench.row_engines import measure as row_engines
from yibao.national.audit import answers
from yibao.national.audit.codes import CODE_SETS
from yibao.national.audit.conversion import Sender, read_cases
from yibao.national.audit.wire import AuditOutput, read_audit
from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import History
from yibao.supervision.history import fold
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.realtime.deadline import Deadline
from yibao.supervision.realtime.judgement import judge
from yibao.supervision.realtime.packaged import packaged_rulebook
from yibao.supervision.realtime.rulebook import Rulebook
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.rules.loading import load_rules

LINES = (5, 50, 300, 2_000)
SENDER = Sender("H52010000001", CODE_SETS["HN"], False)
BUDGET_MS = 500
PAST_ENCOUNTERS = 12


@dataclass(frozen=True)
class Times:
    """Milliseconds of one thing: median and 99th percentile."""

    median: float
    high: float


def run(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="yibao bench audit-realtime")
    parser.add_argument("--seconds", type=float, default=6.0, help="每一档测多久（秒）")
    given = parser.parse_args(arguments)
    console = Console(width=130)
    rulebook = _every_rule()
    console.print(
        f"rules {len(rulebook.auditors['order'].rules)}, knowledge points {len(rulebook.points):,}, "
        f"compiled in {rulebook.compile_ms} ms, {rulebook.memory_bytes / 2**20:.0f} MB"
    )
    console.print(_table(rulebook, given.seconds))
    rate = throughput(50, given.seconds)
    console.print(f"two processes, 50 lines each encounter: {rate:,.0f} encounters/s")
    console.print(row_engines(given.seconds / 3))
    return 0


def _every_rule() -> Rulebook:
    """Return the packaged rules, every one that real time can evaluate, whatever its stage."""
    base, rules = load_shipped(), list(load_rules().values())
    auditor = compile_auditor(rules, with_limits(rules, base.rows), base.evidence)
    return replace(packaged_rulebook(), auditors={"order": auditor}, follows=auditor.follows)


def _table(rulebook: Rulebook, seconds: float) -> Table:
    table = Table(title="3101, bytes in to bytes out (ms)")
    for heading in ("lines", "KiB", "findings", "decode p50", "decode p99", "full p50", "full p99",
                    "p50 / decode", "p99 / decode p99"):  # fmt: skip
        table.add_column(heading, justify="right")
    for lines in LINES:
        messages = Messages(lines)
        batch = [messages.message(lines) for _ in range(max(8, 4_000 // lines))]
        past = [_past(messages, rulebook) for _ in batch]
        found = statistics.mean(
            len(_answer(rulebook, raw, history)[1])
            for raw, history in zip(batch, past, strict=True)
        )
        floor, full = _measured(rulebook, batch, past, seconds)
        table.add_row(
            f"{lines:,}", f"{len(batch[0]) / 1024:.0f}", f"{found:.1f}",
            *(f"{value:.3f}" for value in (floor.median, floor.high, full.median, full.high)),
            f"{full.median / floor.median:.1f}", f"{full.high / floor.high:.1f}",
        )  # fmt: skip
    return table


def _measured(
    rulebook: Rulebook, batch: list[bytes], past: list[bytes], seconds: float
) -> tuple[Times, Times]:
    """Measure both in turn, message by message, so that a noisy moment meets both."""
    for raw, history in zip(batch, past, strict=True):
        _answer(rulebook, raw, history)
    gc.collect()
    gc.freeze()
    floors: list[float] = []
    fulls: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for raw, history in zip(batch, past, strict=True):
            floors.append(_timed(lambda raw=raw: read_audit(raw)))  # type: ignore[misc]
            fulls.append(_timed(lambda raw=raw, h=history: _answer(rulebook, raw, h)))  # type: ignore[misc]
    return _times(floors), _times(fulls)


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _times(given: list[float]) -> Times:
    ordered = sorted(given)
    return Times(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)])


def _answer(rulebook: Rulebook, raw: bytes, past: bytes) -> tuple[bytes, list[object]]:
    """Do what the service does with one message."""
    (read,) = read_cases(read_audit(raw), SENDER)
    read.case.history = msgspec.msgpack.decode(past, type=History)
    judgement = judge(rulebook, "order", read.case, Deadline(BUDGET_MS * 1000))
    results = answers.results(judgement.shown, read, rulebook=rulebook, stage="order", task="")
    return msgspec.json.encode(AuditOutput(results)), list(judgement.shown)


def _past(messages: Messages, rulebook: Rulebook) -> bytes:
    """Return the history of a patient with a dozen earlier encounters of 30 lines."""
    history = History()
    for _ in range(PAST_ENCOUNTERS):
        (read,) = read_cases(read_audit(messages.message(30)), SENDER)
        for line in read.case.lines:
            line.day -= 90
            line.minute -= 90 * 1_440
        fold(history, read.case, rulebook.follows)
    return msgspec.msgpack.encode(history)


def throughput(lines: int, seconds: float) -> float:
    """Return encounters a second of two processes together."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        return sum(pool.starmap(_one_process, [(lines, seconds, seed) for seed in (1, 2)]))


def _one_process(lines: int, seconds: float, seed: int) -> float:
    rulebook = _every_rule()
    messages = Messages(seed)
    batch = [messages.message(lines) for _ in range(80)]
    past = [_past(messages, rulebook) for _ in batch]
    gc.collect()
    gc.freeze()
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for raw, history in zip(batch, past, strict=True):
            _answer(rulebook, raw, history)
            done += 1
    return done / (time.perf_counter() - start)
