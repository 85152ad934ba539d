"""A real server in processes of its own, with a database of its own, for tests from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class LivePlatform:
    """``yibao serve`` with its data in ``folder``; it can be killed and started again."""

    folder: Path
    workers: int = 1
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address of the platform."""
        return f"http://{HOST}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a command that works on this platform's data."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        }
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), str(ROOT / "sdk/python/src")])
        return kept | {"YIBAO_DATA": str(self.folder), "PYTHONPATH": paths}

    @property
    def log(self) -> Path:
        """Return where the server's output goes."""
        return self.folder / "server.log"

    def credentials(self, channel: str = "zyybwxgzh") -> Path:
        """Return the delivery file of a demonstration channel."""
        return self.folder / "demonstration" / f"{channel}.json"

    def start(self) -> LivePlatform:
        """Start the server and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command("serve", "--port", str(self.port), "--workers", str(self.workers)),
                env=self.environment, stdout=output, stderr=output, cwd=ROOT,
            )  # fmt: skip
        for _ in range(900):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return self
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``yibao`` on this platform's data."""
        return subprocess.run(
            self._command(*arguments), env=self.environment, cwd=ROOT, check=False,
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def kill(self) -> None:
        """Kill the server and its workers with signal 9; the database lives on."""
        assert self._process is not None
        workers = psutil.Process(self._process.pid).children(recursive=True)
        for process in [psutil.Process(self._process.pid), *workers]:
            if "postgres" not in process.name():
                process.kill()
        self._process.wait(10)

    def stop(self) -> None:
        """Stop the server and, with it, its database."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "yibao.commands", *arguments]
