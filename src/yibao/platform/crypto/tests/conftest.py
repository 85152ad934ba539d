"""Both SM2 backends, wherever both can be installed."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable

import pytest

from yibao.platform.crypto import sm2
from yibao.platform.crypto.sm2 import Sm2Backend

# The second engine has wheels for this system only; elsewhere the first must do alone.
BOTH = sys.platform == "linux" and platform.machine() == "x86_64"
OPENERS: list[Callable[[], Sm2Backend]] = [sm2.libcrypto, sm2.gmssl] if BOTH else [sm2.libcrypto]


@pytest.fixture(scope="session", params=OPENERS, ids=lambda opener: opener.__name__)
def backend(request: pytest.FixtureRequest) -> Sm2Backend:
    """Return one backend after the other."""
    opened: Sm2Backend = request.param()
    return opened


@pytest.fixture(scope="session", params=OPENERS, ids=lambda opener: f"other-{opener.__name__}")
def other_backend(request: pytest.FixtureRequest) -> Sm2Backend:
    """Return one backend after the other, to pair with ``backend``."""
    opened: Sm2Backend = request.param()
    return opened
