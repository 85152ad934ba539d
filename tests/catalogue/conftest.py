"""The stage on which the examples of all services are played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.catalogue.playing import Stage
from yibao.casework import sharing
from yibao.demonstration import registers
from yibao.platform import database
from yibao.platform.testing.plugin import Clock

ALIASES = ("default", "sandbox")


@pytest.fixture(params=ALIASES)
def stage(
    request: pytest.FixtureRequest,
    db: None,
    clock: Clock,
    data_directory: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Stage]:
    """Give production, then the sandbox: on a fixed day, with the simulators of other agencies."""
    settings.DEMONSTRATION = True
    monkeypatch.setattr(sharing, "_providers", {})
    registers.provide_all(ALIASES)
    with database.using(request.param):
        yield Stage()
