"""Somebody with an account, relatives, and the way in for what they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest

from yibao.accounts import staging
from yibao.accounts.kinds import EntryKind
from yibao.accounts.ledger import Posting
from yibao.casework.engine import perform
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import Money
from yibao.persons.api import Stamp
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.testing.persons import LI_SI, WANG_WU, ZHANG_SAN, ZHAO_LIU

ZHANG, LI = Persona.of(ZHANG_SAN), Persona.of(LI_SI)
WANG, ZHAO = Persona.of(WANG_WU), Persona.of(ZHAO_LIU)
Given = Callable[..., Setting]


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def given(sql: Sql) -> Given:
    """Return how to make a situation true, of 张三 when nobody else is named."""

    def make(name: str, who: Persona = ZHANG) -> Setting:
        setting = Setting(sql, who, platform_clock.today())
        situations.set_up(name, setting)
        return setting

    return make


@pytest.fixture
def person_id(given: Given) -> UUID:
    """Give 张三, who has 500 yuan in the account."""
    return staging.person_id_of(given("accounts.account"))


def id_of(sql: Sql, who: Persona) -> UUID:
    return staging.person_id_of(Setting(sql, who, platform_clock.today()))


def posting(reference: str, kind: EntryKind = EntryKind.CARE) -> Posting:
    return Posting(kind, reference, Stamp("", "test", platform_clock.now()))


def yuan(amount: str) -> Money:
    return Money.from_yuan(amount)


def submission(
    service: AnyService,
    answers: Mapping[str, object] | None = None,
    *,
    who: Persona = ZHANG,
    materials: Mapping[str, str] | None = None,
    request_number: str = "",
) -> Submission:
    """Return a request as a channel hands it in; a request that differs has another number."""
    content = repr((answers, materials, who.identity.certificate_number)).encode()
    digest = sm3.hexdigest(content)
    return Submission(
        service=service,
        caller=Caller("test", IdentityLevel.STRONG, region="520100"),
        subject={
            "certificate_type": "01",
            "certificate_number": who.identity.certificate_number,
            "name": who.identity.name,
        },
        answers=answers or {},
        request_number=request_number or f"{service.operation}-{digest[:16]}",
        digest=bytes.fromhex(digest),
        materials=[{"code": c, "source": s} for c, s in (materials or {}).items()],
    )


def ask(
    service: AnyService, answers: Mapping[str, object] | None = None, **options: Any
) -> Outcome:
    """Hand a request in and return the answer."""
    return perform(submission(service, answers, **options))


def codes(service: AnyService, answers: Mapping[str, object], **options: Any) -> list[str]:
    """Return the codes of what stands against a request; none when it is done."""
    try:
        with database.transaction():
            ask(service, answers, **options)
    except Several as several:
        return [error.code for error in several.errors]
    except DomainError as error:
        return [error.code]
    return []
