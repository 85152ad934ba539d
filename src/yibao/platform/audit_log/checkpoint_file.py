"""The checkpoints' second home: a file that only grows, one JSON object a line.

``<data>/audit/checkpoints.jsonl``; the sandbox has ``checkpoints-sandbox.jsonl``. Best of all it
lies on a medium that the database's administrator cannot write.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.conf import settings


class _Size(msgspec.Struct):
    size: int


class Copies:
    """The open, locked file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._drop_half_line()

    def last_size(self) -> int:
        """Return the size in the last line, 0 for an empty file."""
        # A line is about 350 bytes long, so that this reads the last few of them.
        self._file.seek(max(0, self._file.seek(0, os.SEEK_END) - 4096))
        lines = self._file.read().splitlines()
        return msgspec.json.decode(lines[-1], type=_Size).size if lines else 0

    def append(self, line: bytes) -> None:
        """Add a line and have it reach the disk."""
        self._file.seek(0, os.SEEK_END)
        self._file.write(line + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _drop_half_line(self) -> None:
        """Forget half a line that a power cut left; the database still has that checkpoint."""
        self._file.seek(0)
        content = self._file.read()
        if content and not content.endswith(b"\n"):
            self._file.truncate(content.rfind(b"\n") + 1)


def path_for(alias: str) -> Path:
    """Return where the copies for a database lie."""
    name = "checkpoints.jsonl" if alias == "default" else f"checkpoints-{alias}.jsonl"
    return Path(settings.DATA_DIRECTORY) / "audit" / name


@contextmanager
def locked(alias: str) -> Iterator[Copies]:
    """Open the file for one process at a time, making it if there is none."""
    path = path_for(alias)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Copies(file)


def lines(alias: str) -> Iterator[bytes]:
    """Give the file's complete lines, one by one."""
    path = path_for(alias)
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line
