"""Test persons as applicants, the situations they start from, and the way in for what they ask."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from yibao.casework.engine import perform, perform_within
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService, Example
from yibao.catalogue.situations import Persona, Setting
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.files import api as files
from yibao.platform.testing.persons import EVERYONE, LI_SI, XIAO_MING, ZHANG_SAN

ZHANG, LI, MING = Persona.of(ZHANG_SAN), Persona.of(LI_SI), Persona.of(XIAO_MING)
PERSONAS = {who.name: Persona.of(who) for who in EVERYONE}

ADULT: dict[str, Any] = {
    "year": 2027,
    "kind": "adult",
    "region": "520103",
    "living_region": "520103",
    "living_address": "测试路2号",
    "phone": LI.phone,
    "household_kind": "30",
}
LI_AS_MOTHER = {
    "certificate_type": "01",
    "certificate_number": LI.identity.certificate_number,
    "name": LI.identity.name,
    "phone": LI.phone,
    "relation": "5",
}
Given = Callable[..., Setting]


@pytest.fixture
def sql(db: None, clock: object) -> Iterator[Sql]:
    """Give a cursor in the test's transaction."""
    with database.transaction() as cursor:
        yield cursor


@pytest.fixture
def given(sql: Sql) -> Given:
    """Return how to make a situation true, of 李四 when nobody else is named."""

    def make(name: str, who: Persona = LI) -> Setting:
        setting = Setting(sql, who, platform_clock.today())
        situations.set_up(name, setting)
        return setting

    return make


def submission(
    service: AnyService,
    answers: Mapping[str, object],
    *,
    who: Persona = LI,
    materials: list[object] | None = None,
    request_number: str = "",
    agent: object = None,
) -> Submission:
    """Return a request as a channel hands it in."""
    content = repr((answers, materials, who.identity.certificate_number))
    digest = sm3.hexdigest(content.encode())
    return Submission(
        service=service,
        caller=Caller("test", IdentityLevel.STRONG, region="520100"),
        subject={
            "certificate_type": "01",
            "certificate_number": who.identity.certificate_number,
            "name": who.identity.name,
        },
        answers=answers,
        request_number=request_number or f"{service.operation}-{digest[:16]}",
        digest=bytes.fromhex(digest),
        materials=materials or [],
        agent=agent,
    )


def ask(service: AnyService, answers: Mapping[str, object], **options: Any) -> Outcome:
    """Hand a request in and return the answer."""
    return perform(submission(service, answers, **options))


def ask_within(
    sql: Sql, service: AnyService, answers: Mapping[str, object], **options: Any
) -> Outcome:
    """Hand a request in on a cursor of the test."""
    return perform_within(sql, submission(service, answers, **options))


def renamed(who: Persona, name: str) -> Persona:
    return replace(who, identity=replace(who.identity, name=name))


def rows(sql: Sql, query: str, *values: object) -> list[tuple[Any, ...]]:
    sql.execute(query, values)
    return sql.fetchall()


def set_status(sql: Sql, status: str, day: str = "2026-11-22") -> None:
    """Bring each enrolment that is not there yet into a status, as an officer would by hand."""
    sql.execute(
        """
        WITH held AS (
          SELECT id, status, region FROM enrolment WHERE status NOT IN (%(status)s, 'void')),
        moved AS (
          UPDATE enrolment SET status = %(status)s, row_version = row_version + 1,
            paused_on = CASE WHEN %(status)s = 'paused' THEN %(day)s::date END,
            ended_on = CASE WHEN %(status)s = 'ended' THEN %(day)s::date END
          FROM held WHERE enrolment.id = held.id RETURNING enrolment.id)
        INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
          region_before, region_after, effective_on, case_number, operator, at)
        SELECT held.id, '35', '', held.status, %(status)s, region, region, %(day)s, '', 'system',
          now() FROM held JOIN moved ON moved.id = held.id""",
        {"status": status, "day": day},
    )


def _png() -> bytes:
    """Return the smallest picture that is one: a single black point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    header = (1).to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def upload(sql: Sql, data_directory: object) -> Callable[[str], dict[str, str]]:
    """Return how to upload a picture as a material."""

    def store(code: str) -> dict[str, str]:
        file = files.store(sql, content=_png(), name=f"{code}.png", owner="channel:test")
        return {"code": code, "source": "upload", "file_id": str(file.id)}

    return store


@pytest.fixture
def proof(upload: Callable[[str], dict[str, str]]) -> list[object]:
    """Give the proof of a change of key information."""
    return [upload("key_information_proof")]


@pytest.fixture
def proof_for(upload: Callable[[str], dict[str, str]]) -> Callable[[Example], list[object]]:
    """Return how to hand in the materials of an example."""

    def hand_in(example: Example) -> list[object]:
        return [
            upload(code) if source == "upload" else {"code": code, "source": source}
            for code, source in example.materials.items()
        ]

    return hand_in
