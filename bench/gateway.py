"""``yibao bench gateway``: the signed API against a floor with the same cryptography and SQL.

Prints, for 1 and 2 workers and 2, 8 and 50 connections: answers per second, p50, p99, CPU for each
call (server and database), memory; for (a) the floor, (b) a query, (c) a write, (d) a query in
session mode; and the ratios to the floor of the same run. All targets take their turn in every
round; the fastest and the slowest round of each are left out. The floor is a bare WSGI application
with the same cryptography and the very same SQL: "a floor" runs the query's, "a floor w" the
write's. The generator, the server and the database share the machine's cores.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from bench import load, persons, processes
from bench.signing import SigningKeys, signed_request
from yibao.commands.serve import THREADS_OF_A_WORKER

SEEDED = 2000
WRITES_OF_A_ROUND = 300
QUERY_PATH = "/api/v1/services/right_insutypes"
WRITE_PATH = "/api/v1/services/resident_enrol"


_MEASURED = ("per_second", "p50", "p99", "cpu_ms", "database_ms", "memory_mb")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    target: str
    workers: int
    connections: int
    per_second: float
    p50: float
    p99: float
    cpu_ms: float
    database_ms: float
    memory_mb: float
    refused: int


def run(arguments: Sequence[str]) -> int:
    """Run the benchmark: workers x connections x rounds x 5 targets, ``--seconds`` each at most."""
    parser = argparse.ArgumentParser(prog="yibao bench gateway")
    parser.add_argument("--seconds", type=float, default=1.0, help="每轮秒数")
    parser.add_argument("--rounds", type=int, default=7, help="轮数，去掉最快和最慢的一轮取平均")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--connections", type=int, nargs="+", default=[2, 8, 50])
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    folder = Path(os.environ.get("YIBAO_DATA", "var")).resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    environment = _prepare(folder)
    configuration = json.loads((folder / "floor.json").read_text("utf-8"))
    rows = [
        row
        for workers in given.workers
        for row in _with_workers(workers, given, folder, environment, configuration)
    ]
    _report(rows, given.json)
    return 0


def _prepare(folder: Path) -> dict[str, str]:
    """Make a database of its own with the demonstration and some residents."""
    from yibao.platform import embedded_postgresql

    os.environ.pop("DATABASE_URL", None)
    os.environ["YIBAO_DATA"] = str(folder)
    url = embedded_postgresql.ensure(folder)
    environment = {**os.environ, "DATABASE_URL": url, "YIBAO_DEMONSTRATION": "1"}
    python = [sys.executable, "-m"]
    quiet: dict[str, Any] = {"env": environment, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([*python, "yibao.commands", "prepare"], **quiet)
    if not (folder / "floor.json").exists():
        credentials = folder / "demonstration" / "zyybwxgzh.json"
        arguments = [str(SEEDED), str(folder / "floor.json"), str(credentials)]
        subprocess.run([*python, "bench.persons", "seed", *arguments], **quiet)
    return environment


def _capture(folder: Path, environment: dict[str, str], first: int, count: int) -> Path:
    """Write down the SQL of ``count`` enrolments for the floor."""
    target = folder / "writes.pickle"
    arguments = [str(first), str(count), str(target)]
    command = [sys.executable, "-m", "bench.persons", "capture", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return target


def _with_workers(
    workers: int,
    given: argparse.Namespace,
    folder: Path,
    environment: dict[str, str],
    configuration: dict[str, Any],
) -> Iterator[Row]:
    keys = SigningKeys.from_file(str(folder / "demonstration" / "zyybwxgzh.json"))
    runs = len(given.connections) * given.rounds + 1
    # Other residents than in an earlier run: the clock gives each run its own.
    first = SEEDED + int(time.time()) % 80_000 * 100
    wanted = runs * WRITES_OF_A_ROUND
    floor_environment = environment | {
        "FLOOR_CONFIGURATION": str(folder / "floor.json"),
        "FLOOR_WRITES": str(_capture(folder, environment, first, wanted)),
    }
    floor_writes = _enrolments(keys, configuration, first)
    writes = _enrolments(keys, configuration, first + wanted)
    with (
        _Server("bench.floor:application", workers, floor_environment, folder) as floor,
        _Server("config.wsgi:application", workers, environment, folder) as platform,
    ):
        session = _session(folder)
        targets: list[tuple[str, _Server, Callable[[], Iterator[bytes]]]] = [
            ("a floor", floor, lambda: _queries(keys)),
            ("a floor w", floor, lambda: floor_writes),
            ("b query", platform, lambda: _queries(keys)),
            ("c write", platform, lambda: writes),
            ("d session", platform, lambda: _queries(session)),
        ]
        for _, server, make in targets:
            load.run(server.port, itertools.islice(make(), 150), connections=8, seconds=5)
        for connections in given.connections:
            # Round by round, so that a slow moment of the machine meets all targets alike.
            rounds = [
                [_measure(*target, connections, given.seconds) for target in targets]
                for _ in range(given.rounds)
            ]
            yield from (_together(list(rows)) for rows in zip(*rounds, strict=True))


def _measure(
    target: str,
    server: _Server,
    make: Callable[[], Iterator[bytes]],
    connections: int,
    seconds: float,
) -> Row:
    most = WRITES_OF_A_ROUND if target in {"a floor w", "c write"} else int(seconds * 2500)
    requests = list(itertools.islice(make(), most))
    before, database_before = server.usage()
    result = load.run(server.port, iter(requests), connections=connections, seconds=seconds)
    after, database_after = server.usage()
    calls = len(result.latencies_ms)
    return Row(
        target,
        server.workers,
        connections,
        result.per_second,
        result.percentile(0.5),
        result.percentile(0.99),
        after.cpu_ms_since(before, calls),
        database_after.cpu_ms_since(database_before, calls),
        after.memory_mb + database_after.memory_mb,
        calls - result.statuses[200],
    )


def _together(rows: list[Row]) -> Row:
    """Return the mean of the rounds but the fastest and the slowest; refusals are those of all.

    The system deals a round's connections to the workers by chance, so that with few connections
    rounds come in kinds, and the one in the middle would be of this kind today, of that tomorrow.
    """
    kept = sorted(rows, key=lambda row: row.per_second)[1:-1] or rows
    means: dict[str, Any] = {name: fmean(getattr(row, name) for row in kept) for name in _MEASURED}
    return replace(rows[0], **means, refused=sum(row.refused for row in rows))


def _queries(keys: SigningKeys) -> Iterator[bytes]:
    for position in itertools.cycle(range(SEEDED)):
        body = {"subject": persons.subject(position), "identity": {"level": "L2"}, "answers": {}}
        yield signed_request(keys, QUERY_PATH, body)


def _enrolments(keys: SigningKeys, configuration: dict[str, Any], first: int) -> Iterator[bytes]:
    for position in itertools.count(first):
        body = {**configuration["enrolment"], "subject": persons.subject(position)}
        yield signed_request(keys, WRITE_PATH, body, f"bench-call-{position:08d}")


def _session(folder: Path) -> SigningKeys:
    from yibao_client import Client, Credentials

    path = folder / "demonstration" / "zyybwxgzh.json"
    with Client(Credentials.from_file(path)) as client:
        opened = client.session(minutes=120)
    return replace(
        SigningKeys.from_file(str(path)),
        key=opened._keys.key_id,
        cipher_key=opened._keys.sm4_key,
        mac_key=opened._keys.mac_key,
    )


class _Server:
    """A server in a process of its own, on a free port."""

    def __init__(
        self, target: str, workers: int, environment: dict[str, str], folder: Path
    ) -> None:
        with socket.socket() as probe:
            probe.bind((load.HOST, 0))
            self.port: int = probe.getsockname()[1]
        self.workers = workers
        self.threads = THREADS_OF_A_WORKER
        self._database = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
        self._command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", load.HOST,
            "--port", str(self.port), "--workers", str(workers), "--blocking-threads", str(self.threads),
            "--backlog", "2048", "--backpressure", "256", "--log-level", "error", target,
        ]  # fmt: skip
        self._environment = environment | {
            "YIBAO_WORKERS_RUNNING": str(workers),
            "YIBAO_RUN_JOBS": "0",
            "YIBAO_BASE_URL": f"http://{load.HOST}:{self.port}",
        }
        for file in (folder / "demonstration").glob("*.json"):
            content = json.loads(file.read_text("utf-8"))
            if "channel" in content:  # a delivery file, not the accounts of the staff
                content["base_url"] = f"http://{load.HOST}:{self.port}"
                file.write_text(json.dumps(content), "utf-8")

    def __enter__(self) -> _Server:
        self._process = subprocess.Popen(self._command, env=self._environment)
        for _ in range(200):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex((load.HOST, self.port)) == 0:
                    return self
        raise TimeoutError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    def usage(self) -> tuple[processes.Usage, processes.Usage]:
        """Return what the server and its database use."""
        return processes.of_tree(self._process.pid), processes.of_tree(self._database)


def _report(rows: Sequence[Row], as_json: bool) -> None:
    if as_json:
        print(json.dumps([r.__dict__ for r in rows], indent=1))
        return
    costs = {(r.target, r.workers, r.connections): r.cpu_ms + r.database_ms for r in rows}
    rates = {(r.target, r.workers, r.connections): r.per_second for r in rows}
    print(
        "target    workers conn    req/s   p50 ms   p99 ms  CPU ms  DB ms  MB"
        "  /floor /floor w  /query  CPU/floor refused"
    )
    for row in sorted(rows, key=lambda r: (r.workers, r.connections, r.target)):
        where = (row.workers, row.connections)
        ratios = [
            row.per_second / rates[target, *where] for target in ("a floor", "a floor w", "b query")
        ]
        print(
            f"{row.target:9} {row.workers:7} {row.connections:4} {row.per_second:8.0f} "
            f"{row.p50:8.2f} {row.p99:8.2f} {row.cpu_ms:7.2f} {row.database_ms:6.2f} "
            f"{row.memory_mb:4.0f} {ratios[0]:7.2f} {ratios[1]:8.2f} {ratios[2]:7.2f} "
            f"{costs['a floor', *where] / (row.cpu_ms + row.database_ms):10.2f} {row.refused:7}"
        )
