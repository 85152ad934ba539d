"""kill -9 in the middle of 500 concurrent writes: every answered write is there once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from yibao_client import ApiError, Client, Credentials, NetworkFailure, Retries

from bench import persons
from tests.live import LivePlatform

WRITES = 500
KILLED_AFTER = 150
THREADS = 50


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[LivePlatform]:
    live = LivePlatform(tmp_path / "live", workers=2).start()
    yield live
    live.stop()


def enrol(client: Client, position: int) -> dict[str, Any]:
    body = persons.enrolment(position)
    answer = client.call("resident_enrol", request=f"crash-{position:06d}", **body)
    assert answer.case is not None
    return answer.case


def test_every_answered_write_is_there_once_after_kill_nine(platform: LivePlatform) -> None:
    answered = write_and_kill(platform)
    assert len(answered) >= KILLED_AFTER
    assert len(answered) < WRITES, "the server finished before it was killed"
    platform.start()
    with Client(Credentials.from_file(platform.credentials())) as client:
        for position in range(WRITES):
            case = enrol(client, position)
            assert answered.get(position, case)["number"] == case["number"]
    assert_registers_agree(platform)
    verified = platform.command("audit-log", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def write_and_kill(platform: LivePlatform) -> dict[int, dict[str, Any]]:
    answered: dict[int, dict[str, Any]] = {}
    enough = threading.Event()
    credentials = Credentials.from_file(platform.credentials())

    def one(position: int) -> None:
        with Client(credentials, retries=Retries(attempts=1)) as client:
            try:
                answered[position] = enrol(client, position)
            except (NetworkFailure, ApiError):
                return
        if len(answered) >= KILLED_AFTER:
            enough.set()

    with ThreadPoolExecutor(THREADS) as pool:
        for position in range(WRITES):
            pool.submit(one, position)
        assert enough.wait(120)
        platform.kill()
    return answered


def assert_registers_agree(platform: LivePlatform) -> None:
    folder = platform.folder / "postgresql"
    with psycopg.connect(f"postgresql://postgres@/yibao?host={folder}") as connection:

        def count(query: str) -> int:
            row = connection.execute(query).fetchone()
            return int(row[0]) if row else 0

        mine = "SELECT count(*) FROM service_case WHERE request_number LIKE 'crash-%'"
        assert count(mine) == WRITES
        assert count(f"{mine} AND state = 'done'") == WRITES
        assert count("SELECT count(DISTINCT request_number) FROM service_case"
                     " WHERE request_number LIKE 'crash-%'") == WRITES  # fmt: skip
        without_event = """SELECT count(*) FROM service_case c WHERE NOT EXISTS
            (SELECT 1 FROM case_event e WHERE e.case_id = c.id)"""
        assert count(without_event) == 0
        without_effect = """SELECT count(*) FROM service_case c WHERE request_number LIKE 'crash-%'
            AND (SELECT count(*) FROM enrolment_change h WHERE h.case_number = c.number) <> 1"""
        assert count(without_effect) == 0
        without_audit = """SELECT count(*) FROM service_case c WHERE NOT EXISTS
            (SELECT 1 FROM audit_entry a WHERE a.case_number = c.number)"""
        assert count(without_audit) == 0
