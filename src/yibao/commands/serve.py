"""``yibao serve``: everything that is needed, then the server, in the foreground."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence

from yibao.commands.main import data_directory
from yibao.platform import embedded_postgresql

# Each thread holds one database connection; more threads than this only wait for each other
# (docs/explanation/performance.md).
THREADS_OF_A_WORKER = 4


def run(arguments: Sequence[str]) -> int:
    """Prepare in a child process, so that this one stays small, then serve."""
    parser = argparse.ArgumentParser(prog="yibao serve")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址")
    parser.add_argument("--port", type=int, default=8000, help="监听端口")
    parser.add_argument("--workers", type=int, default=2, help="工作进程数")
    parser.add_argument("--no-demonstration", action="store_true", help="不装载演示省份")
    given = parser.parse_args(arguments)
    if _is_taken(given.host, given.port):
        print(f"端口 {given.port} 已被占用，请换一个：yibao serve --port 8001", file=sys.stderr)
        return 1
    os.environ.setdefault("YIBAO_DATA", str(data_directory()))
    os.environ.setdefault("YIBAO_BASE_URL", f"http://{given.host}:{given.port}")
    os.environ["YIBAO_DEMONSTRATION"] = "0" if given.no_demonstration else "1"
    embedded_postgresql.ensure(data_directory())
    prepared = subprocess.run([sys.executable, "-m", "yibao.commands", "prepare"], check=False)
    if prepared.returncode != 0:
        return prepared.returncode
    _serve(given.host, given.port, given.workers)
    return 0


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["YIBAO_WORKERS_RUNNING"] = str(workers)
    os.environ["YIBAO_RUN_JOBS"] = "1"
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_OF_A_WORKER,
        backlog=2048,
        backpressure=256,
        respawn_failed_workers=True,
        log_access=False,
        # Its warnings are about numbers that were measured and chosen here.
        log_level=LogLevels.error,
    ).serve()
