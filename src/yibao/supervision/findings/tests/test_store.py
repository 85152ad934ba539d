"""Findings keep their identity over runs; what a complete run no longer gives is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from yibao.platform import database
from yibao.supervision.findings.models import AuditFinding, AuditRun
from yibao.supervision.findings.store import Scope, StoredRun, store

pytestmark = pytest.mark.django_db(transaction=True)

MARCH = Scope(
    rules=("R1", "R2"),
    institutions=("H1",),
    periods=((date(2026, 3, 1), date(2026, 4, 1)),),
)
FIRST_OF_MARCH = 20_513


def finding(name: str, **more: Any) -> dict[str, Any]:
    """Return a finding of March in H1; days are counted from the first."""
    return {
        "finding_id": name * 32,
        "rule": "R1",
        "point": "K1",
        "subject": ["E1", "X"],
        "measured": 3,
        "limit": None,
        "day": FIRST_OF_MARCH + more.pop("day", 4),
        "patient_id": "P1",
        "encounter_id": "E1",
        "institution_id": "H1",
        "violating": ["L1", "L,2"],
        "related": [],
        "amount": 500,
        "counted_amount": 400,
        "severity": 1,
        "cluster_id": name * 32,
    } | more


def stored(
    run_id: str, *given: dict[str, Any], scope: Scope = MARCH, is_complete: bool = True
) -> int:
    """Store a run with these findings and return how many older ones it closed."""
    run = StoredRun(
        run_id=run_id,
        started_at=datetime(2026, 4, 1, tzinfo=UTC),
        snapshot_id="S",
        is_complete=is_complete,
        lines=10,
        findings=len(given),
        amount=sum(each["amount"] for each in given),
        record='{"rules": []}',
    )
    with database.transaction() as sql:
        return store(sql, run, [tuple(each.values()) for each in given], scope)


def statuses() -> dict[str, str]:
    """Return the status of every finding by the letter of its name."""
    return {each.finding_id[0]: each.status for each in AuditFinding.objects.all()}


def test_a_run_and_its_findings_are_stored() -> None:
    stored("one", finding("a"))
    one = AuditFinding.objects.get()
    assert (one.day, one.subject, one.violating) == (date(2026, 3, 5), ["E1", "X"], ["L1", "L,2"])
    assert (one.first_run, one.last_run, one.closed_run) == ("one", "one", None)
    assert AuditRun.objects.get().record == {"rules": []}


def test_a_second_run_changes_the_attributes_and_keeps_the_identity() -> None:
    stored("one", finding("a"))
    stored("two", finding("a", amount=700))
    one = AuditFinding.objects.get()
    assert (one.amount, one.first_run, one.last_run) == (700, "one", "two")


def test_what_a_complete_run_no_longer_gives_is_closed_and_may_come_back() -> None:
    stored("one", finding("a"), finding("b"))
    assert stored("two", finding("a")) == 1
    assert statuses() == {"a": "open", "b": "closed"}
    assert AuditFinding.objects.get(status="closed").closed_run == "two"
    assert stored("three", finding("a"), finding("b")) == 0
    assert statuses() == {"a": "open", "b": "open"}


def test_an_incomplete_run_closes_nothing() -> None:
    stored("one", finding("a"))
    assert stored("two", is_complete=False) == 0
    assert statuses() == {"a": "open"}


@pytest.mark.parametrize(
    "outside",
    [{"rule": "R9"}, {"institution_id": "H9"}, {"day": 31}, {"day": -1}],
)
def test_what_lies_outside_the_scope_stays_open(outside: dict[str, Any]) -> None:
    stored("one", finding("a", **outside), finding("b", day=0), finding("c", day=30))
    assert stored("two") == 2
    assert statuses() == {"a": "open", "b": "closed", "c": "closed"}
