"""A register of subscribers for each test."""

from __future__ import annotations

import pytest

from yibao.platform.outbox import subscriptions
from yibao.platform.outbox.subscriptions import Handler


@pytest.fixture(autouse=True)
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no subscriber of a test, nor of an application, outlive it or meddle with it."""
    monkeypatch.setattr(subscriptions, "_handlers", dict[str, Handler]())
    monkeypatch.setattr(subscriptions, "_names_by_topic", dict[str, list[str]]())
