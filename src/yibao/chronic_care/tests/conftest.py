"""王五, who has 高血压 and 糖尿病, and the way in for what he asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from yibao.casework import sharing
from yibao.casework.engine import perform
from yibao.casework.sharing import SharedDocument
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.testing.persons import WANG_WU

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

WANG = Persona.of(WANG_WU)
APPLICATION = {
    "disease_code": "M03900",
    "recognising_hospital_code": "H52010000011",
    "recognising_hospital_name": "贵阳市测试医院",
    "diagnosed_on": "2026-11-01",
    "hospital_code": "H52010000013",
    "hospital_name": "测试社区卫生服务中心",
    "phone": "19900000003",
}
TO_FIRST = {"new_hospital_code": "H52010000011", "new_hospital_name": "贵阳市测试医院"}


@pytest.fixture(autouse=True)
def simulators(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the simulators answer, as they do in a demonstration; hospitals share their records."""
    settings.DEMONSTRATION = True
    shared = SharedDocument("hospital_records", "R-1", "0" * 64)
    providers = {("default", "hospital_records"): lambda person: shared}
    monkeypatch.setattr(sharing, "_providers", providers)


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def given(sql: Sql) -> Callable[[str], Setting]:
    """Return how to make a situation of 王五 true."""

    def make(name: str) -> Setting:
        setting = Setting(sql, WANG, platform_clock.today())
        situations.set_up(f"chronic_care.{name}", setting)
        return setting

    return make


def ask(service: AnyService, answers: Mapping[str, object], *, request_number: str = "") -> Outcome:
    """Hand a request of 王五 in, by a channel, and return the answer."""
    number = request_number or f"{service.operation}-{sm3.hexdigest(repr(answers).encode())[:16]}"
    return perform(
        Submission(
            service=service,
            caller=Caller("test", IdentityLevel.STRONG, region="520100"),
            subject={
                "certificate_type": "01",
                "certificate_number": WANG.identity.certificate_number,
                "name": WANG.identity.name,
            },
            answers=answers,
            request_number=number,
            digest=bytes.fromhex(sm3.hexdigest(repr(answers).encode())),
        )
    )


def told(service: AnyService, answers: Mapping[str, object]) -> Any:
    """Return the result of a request of 王五."""
    return ask(service, answers).result
