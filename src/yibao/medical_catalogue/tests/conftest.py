"""The made-up catalogue of the examples, and the way in for what anybody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from yibao.casework.engine import perform
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql
from yibao.platform.testing.persons import ZHAO_LIU

Ask = Callable[..., Any]


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def filled(sql: Sql) -> Sql:
    """Give a cursor where the made-up catalogue is there."""
    setting = Setting(sql, Persona.of(ZHAO_LIU), platform_clock.today())
    situations.set_up("medical_catalogue.filled", setting)
    return sql


@pytest.fixture
def ask(filled: Sql) -> Ask:
    """Return how anybody asks a service, and gets its result."""

    def asking(service: AnyService, **answers: object) -> Any:
        submission = Submission(
            service=service,
            caller=Caller("test", IdentityLevel.PUBLIC, region="520100"),
            subject=None,
            answers=answers,
            request_number="N-catalogue-0001",
            digest=bytes(32),
        )
        return perform(submission).result

    return asking
