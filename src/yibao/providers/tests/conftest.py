"""The made-up register, and the way in for what anybody asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from yibao.casework.engine import perform
from yibao.casework.submission import Caller, Submission
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.providers import demonstration
from yibao.providers.details import Stamp

TODAY = date(2026, 11, 22)
ANYBODY = Caller("test", IdentityLevel.PUBLIC, region="520100")


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction, on 2026-11-22."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def register(sql: Sql) -> Sql:
    """Give the cursor, the made-up register filled."""
    demonstration.seed(sql, TODAY)
    return sql


def stamp() -> Stamp:
    """Return who writes in these tests."""
    return Stamp("system", "", platform_clock.now())


def ask(service: AnyService, **answers: object) -> Any:
    """Ask a public question; return the result."""
    outcome = perform(
        Submission(
            service=service,
            caller=ANYBODY,
            subject=None,
            answers=answers,
            request_number="",
            digest=sm3.digest(repr(answers).encode()),
        )
    )
    return outcome.result
