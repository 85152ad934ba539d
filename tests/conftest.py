from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live import LivePlatform


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePlatform]:
    """One running platform for all tests that come from outside; they share its data."""
    live = LivePlatform(tmp_path_factory.mktemp("served")).start()
    yield live
    live.stop()
