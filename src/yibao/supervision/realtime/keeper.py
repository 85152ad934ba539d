"""Keeps the compiled rules of a process up to date, without anybody waiting for it.

The first rulebook is compiled by whoever comes first, or at start. Afterwards a background thread
looks, at most every ``fresh_seconds``, whether the stored knowledge has changed, compiles anew and
puts the new rulebook in the old one's place; calls under way keep the one they began with.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from msgspec import Struct

from yibao.platform.tracebacks import where_it_failed
from yibao.supervision.realtime.rulebook import Rulebook

logger = logging.getLogger(__name__)
FRESH_SECONDS = 10.0


class Source(Struct, frozen=True):
    """Where rulebooks come from.

    ``edition`` is a cheap question whose answer changes with the knowledge; ``load`` compiles.
    """

    edition: Callable[[], str]
    load: Callable[[], Rulebook]
    release: Callable[[], None] = lambda: None
    """Called at the end of a look in the background: gives back that thread's connections."""


class Report(Struct, frozen=True):
    """What ``yibao doctor`` tells about the rules of a process."""

    snapshot_id: str
    rules_by_stage: dict[str, int]
    compile_ms: int
    memory_bytes: int
    edition: str


class Keeper:
    """One rulebook for all threads of a process."""

    def __init__(self, source: Source, *, fresh_seconds: float = FRESH_SECONDS) -> None:
        self._source = source
        self._fresh_seconds = fresh_seconds
        self._lock = threading.Lock()
        self._rulebook: Rulebook | None = None
        self._edition = ""
        self._look_at = 0.0

    def current(self) -> Rulebook:
        """Return the rulebook in force; the first caller compiles, others wait for it."""
        if self._rulebook is None:
            self.refresh()
        rulebook = self.ready()
        assert rulebook is not None  # noqa: S101 - refresh raises or sets it
        return rulebook

    def ready(self) -> Rulebook | None:
        """Return the rulebook in force without waiting; None while the first is being compiled.

        Starts a look in the background when the last one is too long ago.
        """
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._fresh_seconds
            threading.Thread(target=self._refresh_quietly, name="rulebook", daemon=True).start()
        return self._rulebook

    def refresh(self) -> bool:
        """Compile anew if the knowledge has changed; tell whether it had."""
        with self._lock:
            self._look_at = time.monotonic() + self._fresh_seconds
            edition = self._source.edition()
            if self._rulebook is not None and edition == self._edition:
                return False
            self._rulebook = self._source.load()
            self._edition = edition
            logger.info(
                "rules compiled in %s ms over snapshot %s",
                self._rulebook.compile_ms,
                self._rulebook.snapshot_id,
            )
            return True

    def report(self) -> Report:
        """Return what is in force; compiles when nothing is yet."""
        rulebook = self.current()
        return Report(
            rulebook.snapshot_id,
            {stage: len(auditor.rules) for stage, auditor in rulebook.auditors.items()},
            rulebook.compile_ms,
            rulebook.memory_bytes,
            self._edition,
        )

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except Exception as error:  # noqa: BLE001 - the rulebook in force stays in force
            logger.warning("rules could not be renewed: %s", where_it_failed(error))
        finally:
            self._source.release()
