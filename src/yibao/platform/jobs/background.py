"""The worker thread inside a serving process."""

from __future__ import annotations

import atexit
from threading import Event, Thread

from yibao.platform.jobs.worker import run_worker


def start() -> Event:
    """Start the worker in a thread of this process; return the event that stops it."""
    stop = Event()
    thread = Thread(target=run_worker, args=(stop,), name="yibao-jobs", daemon=True)
    thread.start()
    atexit.register(stop.set)
    return stop
