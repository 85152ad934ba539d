"""What the tests of the pages share: a browser's client, people who sign in, two small services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from yibao.casework import sharing
from yibao.catalogue import registry
from yibao.catalogue.service import AnyService
from yibao.portal.tests.small_services import APPLY, ASK, PUBLIC
from yibao.portal.tests.visitor import Visitor

_PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def pages(settings: Settings, monkeypatch: pytest.MonkeyPatch, data_directory: Path) -> None:
    """Let the demonstration's sign-in work, without collected static files, registers silent."""
    settings.DEMONSTRATION = True
    settings.STORAGES = _PLAIN
    settings.STATIC_ROOT = data_directory / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(sharing, "_providers", {})


@pytest.fixture
def visitor(db: None, caplog: pytest.LogCaptureFixture) -> Visitor:
    """Give somebody with a browser who is not signed in."""
    return Visitor(caplog)


@pytest.fixture(autouse=True)
def small_services() -> Iterator[dict[str, AnyService]]:
    """Declare an application, a personal query and a public query, all made up."""
    services = registry.services()
    before = dict(services)
    services.update({each.operation: each for each in (APPLY, ASK, PUBLIC)})
    yield services
    services.clear()
    services.update(before)
