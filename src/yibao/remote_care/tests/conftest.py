"""赵六, who lives with his daughter in 上海市, and the way in for what he asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from yibao.casework import sharing
from yibao.casework.engine import perform
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.testing.persons import ZHAO_LIU

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


ZHAO = Persona.of(ZHAO_LIU)


@pytest.fixture(autouse=True)
def simulators(settings: Settings) -> None:
    """Let the simulators answer, as they do in a demonstration."""
    settings.DEMONSTRATION = True


@pytest.fixture
def nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no register know anything: everybody hands in what is needed."""
    monkeypatch.setattr(sharing, "_providers", {})


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def given(sql: Sql) -> Callable[[str], Setting]:
    """Return how to make a situation of 赵六 true."""

    def make(name: str) -> Setting:
        setting = Setting(sql, ZHAO, platform_clock.today())
        situations.set_up(name, setting)
        return setting

    return make


def ask(
    service: AnyService,
    answers: Mapping[str, object],
    *,
    materials: Mapping[str, str] | None = None,
    request_number: str = "",
    name: str = ZHAO.identity.name,
    file_id: UUID | None = None,
) -> Outcome:
    """Hand a request of 赵六 in, by a channel, and return the answer."""
    number = request_number or f"{service.operation}-{sm3.hexdigest(repr(answers).encode())[:16]}"
    return perform(
        Submission(
            service=service,
            caller=Caller("test", IdentityLevel.STRONG, region="520100"),
            subject={
                "certificate_type": "01",
                "certificate_number": ZHAO.identity.certificate_number,
                "name": name,
            },
            answers=answers,
            request_number=number,
            digest=bytes.fromhex(sm3.hexdigest(repr((answers, materials)).encode())),
            materials=[
                {"code": code, "source": source, "file_id": str(file_id)}
                for code, source in (materials or {}).items()
            ],
        )
    )
