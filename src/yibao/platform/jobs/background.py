"""The background thread of a serving process."""

from __future__ import annotations

import atexit
import threading

from yibao.platform.jobs.worker import run_worker

_STOP_SECONDS = 10.0


class Background:
    """A running worker and the way to end it."""

    def __init__(self) -> None:
        self._stop_event = threading.Event()
        self._thread = threading.Thread(
            target=run_worker, args=(self._stop_event,), name="yibao-jobs", daemon=True
        )
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Return whether the thread is alive."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ask the worker to end and wait up to 10 seconds for the task at hand."""
        self._stop_event.set()
        self._thread.join(_STOP_SECONDS)


def start() -> Background:
    """Start the thread, in a process that has finished forking; it ends with the process."""
    background = Background()
    atexit.register(background.stop)
    return background
