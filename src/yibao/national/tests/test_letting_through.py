"""When an audit cannot be done in time, the way stays open, and it is written down."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connections

from yibao.national import access, actions
from yibao.national.actions import Particulars
from yibao.national.application import NationalApplication
from yibao.national.audit import histories, skipped
from yibao.national.models import Judgement, PatientHistory, SkippedAudit
from yibao.national.tests.messages import (
    FEMALE_DRUG,
    HOSPITAL,
    Hospital,
    data,
    encounter,
    keeper,
    nobody,
    order,
    rulebook,
)
from yibao.platform import clock as platform_clock
from yibao.supervision.auditor import Auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.realtime.keeper import Keeper, Source
from yibao.supervision.realtime.rulebook import Rulebook

BODY = data([encounter("M1", [order("R1", FEMALE_DRUG)])])


class Slow:
    """A rule that takes its time."""

    follows: frozenset[str] = frozenset()

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        time.sleep(0.55)


class Broken:
    """A rule that fails and would tell who the patient is."""

    follows: frozenset[str] = frozenset()

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        raise ZeroDivisionError(case.patient.patient_id)


def with_evaluator(evaluator: Any) -> NationalApplication:
    book = rulebook()
    auditors = {
        stage: Auditor(
            auditor.rules, (evaluator, *auditor.evaluators), auditor.follows, auditor.hints
        )
        for stage, auditor in book.auditors.items()
    }
    changed: Rulebook = replace(book, auditors=auditors)
    return NationalApplication(nobody, keeper=keeper(changed))


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Hospital]:
    access.forget()
    particulars = Particulars("某某医院", networks=["127.0.0.0/8"])
    credentials = actions.add(HOSPITAL, particulars, operator="test")
    yield Hospital(credentials, NationalApplication(nobody, keeper=keeper()))
    access.forget()


def noted(count: int = 1) -> list[str]:
    """Wait until so many skipped calls have been written, and return the causes of all."""
    for _ in range(100):
        found = list(SkippedAudit.objects.values_list("cause", flat=True))
        if len(found) >= count:
            return found
        time.sleep(0.05)
    return []


def other_connection() -> psycopg.Connection[Any]:
    options = connections["default"].get_connection_params()
    return psycopg.connect(
        host=options.get("host", ""), dbname=options["dbname"], user=options["user"]
    )


def test_a_database_that_is_really_slow_costs_the_budget_and_no_more(committed: Hospital) -> None:
    PatientHistory.objects.create(
        patient_index=histories.index_of("P0001"),
        summary_sealed=b"",
        updated_at=platform_clock.now(),
    )
    committed.call("3101", BODY)  # opens the connection, reads the credentials
    with other_connection() as blocker:
        blocker.execute("LOCK TABLE patient_history IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        answer = committed.call("3101", BODY)
        took = time.monotonic() - started
        blocker.rollback()
    assert answer["infcode"] == 0
    assert answer["output"] == {"result": []}
    assert "没有审核（超过时限）" in answer["warn_msg"]
    assert 0.3 < took < 0.7
    assert noted() == ["out_of_time"]
    assert len(committed.call("3101", BODY)["output"]["result"]) == 1


def test_a_settlement_that_waits_for_another_too_long_is_let_through(committed: Hospital) -> None:
    committed.call("3102", BODY)
    with other_connection() as blocker:
        blocker.execute("SELECT 1 FROM patient_history FOR UPDATE")
        started = time.monotonic()
        answer = committed.call("3102", BODY)
        took = time.monotonic() - started
        blocker.rollback()
    assert answer["infcode"] == 0
    assert "没有审核" in answer["warn_msg"]
    assert 0.8 < took < 1.3
    assert noted() == ["out_of_time"]


def test_a_judgement_that_cannot_be_kept_is_not_given(committed: Hospital) -> None:
    committed.call("3101", data([encounter("M2", [order("R2")])]))
    with other_connection() as blocker:
        blocker.execute("LOCK TABLE audit_judgement IN ACCESS EXCLUSIVE MODE")
        answer = committed.call("3101", BODY)
        blocker.rollback()
    assert answer["output"] == {"result": []}
    assert "没有审核" in answer["warn_msg"]
    assert not Judgement.objects.exists()
    assert noted() == ["out_of_time"]


def test_a_database_that_is_away_opens_the_way(committed: Hospital) -> None:
    committed.call("3101", BODY)
    Judgement.objects.all().delete()
    settings = connections["default"].settings_dict
    name, settings["NAME"] = settings["NAME"], "no_such_database"
    connections["default"].close()
    try:
        known = committed.call("3101", BODY)
        access.forget()
        unknown = committed.call("3102", BODY)
        writing = committed.call("3103", {"data": {"warn_type": "1", "warns": []}})
    finally:
        settings["NAME"] = name
        connections["default"].close()
    for answer in (known, unknown):
        assert (answer["infcode"], answer["output"]) == (0, {"result": []})
        assert "数据库没有应答" in answer["warn_msg"]
    assert writing["infcode"] == -1
    assert "稍后" in writing["err_msg"]
    assert noted(2) == ["database_away"] * 2


def test_a_rule_that_fails_opens_the_way_and_tells_nobody_who_it_was(
    committed: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    committed.application = with_evaluator(Broken())
    answer = committed.call("3101", BODY, message_id="message-1")
    assert (answer["infcode"], answer["output"]) == (0, {"result": []})
    assert "程序出错" in answer["warn_msg"]
    assert noted() == ["defect"]
    assert SkippedAudit.objects.get().message_id == "message-1"
    assert "ZeroDivisionError" in caplog.text
    assert "P0001" not in caplog.text


def test_rules_that_take_too_long_are_stopped_between_two(committed: Hospital) -> None:
    committed.application = with_evaluator(Slow())
    answer = committed.call("3101", BODY)
    assert "超过时限" in answer["warn_msg"]
    assert not Judgement.objects.exists()
    assert noted() == ["out_of_time"]
    # A settlement has twice the time.
    assert len(committed.call("3102", BODY)["output"]["result"]) == 1


def test_a_process_whose_rules_are_not_compiled_yet_lets_through(committed: Hospital) -> None:
    def load() -> Rulebook:
        time.sleep(0.3)
        return rulebook()

    committed.application = NationalApplication(nobody, keeper=Keeper(Source(lambda: "1", load)))
    assert "规则正在装载" in committed.call("3101", BODY)["warn_msg"]
    time.sleep(0.6)
    assert len(committed.call("3101", BODY)["output"]["result"]) == 1
    assert noted() == ["rules_not_ready"]


def test_what_waits_is_written_when_the_database_is_back(committed: Hospital) -> None:
    settings = connections["default"].settings_dict
    name, settings["NAME"] = settings["NAME"], "no_such_database"
    connections["default"].close()
    try:
        skipped.record(HOSPITAL, "order", "waiting", cause="database_away", elapsed_ms=1)
        time.sleep(0.2)
    finally:
        settings["NAME"] = name
        connections["default"].close()
    assert noted() == ["database_away"]
