"""The pytest plugin of the repository: ``pytest -p yibao.platform.testing.plugin``.

Importing it starts the embedded PostgreSQL of the tests, before Django reads its settings. The
server keeps nothing safe (no fsync), which makes the tests several times faster; it lies in
``YIBAO_DATA``, by default ``var/test``. With ``DATABASE_URL`` set, that server is used instead.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from yibao.platform import clock as platform_clock
from yibao.platform.testing import tripwire as wire

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_django.fixtures import Settings

_OPTIONS = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 60
"""
_REPOSITORY = Path(__file__).parents[4]


# Other agencies' registers answer in tests as in the demonstration: by simulators.
os.environ.setdefault("YIBAO_DEMONSTRATION", "1")


def _start_database() -> None:
    folder = Path(os.environ.setdefault("YIBAO_DATA", str(_REPOSITORY / "var" / "test")))
    with warnings.catch_warnings():
        # A machine without a login session has no XDG_RUNTIME_DIR, which a library remarks upon.
        warnings.simplefilter("ignore")
        from yibao.platform import embedded_postgresql

    embedded_postgresql.ensure(folder.resolve(), options=_OPTIONS)


_start_database()


class Clock:
    """The platform's clock in the hands of a test. It stands still once it was set."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def set(self, instant: datetime) -> None:
        """Stop the clock at ``instant``."""
        self._stack.enter_context(platform_clock.frozen_at(instant))

    def advance(self, **interval: float) -> None:
        """Move on: ``advance(hours=2)``, with the names of ``timedelta``."""
        self.set(platform_clock.now() + timedelta(**interval))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Give the clock, stopped at 2026-11-22 10:00 in China."""
    with ExitStack() as stack:
        stopped = Clock(stack)
        stopped.set(datetime(2026, 11, 22, 10, tzinfo=platform_clock.CHINA))
        yield stopped


@pytest.fixture
def data_directory(tmp_path: Path, settings: Settings) -> Path:
    """Give the test a data folder of its own, for files and the copies of checkpoints."""
    settings.DATA_DIRECTORY = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def tripwire() -> Iterator[wire.Tripwire]:
    """Fail the test if personal data of a test person are logged, by our code at any level."""
    handler = wire.Tripwire()
    ours = logging.getLogger("yibao")
    level, root = ours.level, logging.getLogger()
    root.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        ours.setLevel(level)
    handler.check()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Look through the audit trail after the test's body, before its transaction is undone."""
    outcome = yield
    for alias in _databases_of(item):
        wire.check_audit_trail(alias)
    return outcome


def _databases_of(item: pytest.Item) -> list[str]:
    fixtures = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    if marker is None and not fixtures & {"db", "transactional_db"}:
        return []
    named = (marker.kwargs.get("databases") if marker else None) or ["default"]
    return ["default", "sandbox"] if named == "__all__" else list(named)
