from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest

from yibao.platform import database
from yibao.platform.audit_log import api, sequencing
from yibao.platform.audit_log.entries import facts_text
from yibao.platform.audit_log.models import Entry
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

pytestmark = pytest.mark.django_db


def write(sql: Sql, object_id: str = "person-1", **facts: object) -> None:
    api.record(
        sql,
        action="enrolment.opened",
        object_id=object_id,
        operator="officer-7",
        case_number="520000202611220000017",
        facts=facts,
    )


def test_an_entry_says_what_happened(clock: Clock) -> None:
    with database.transaction() as sql:
        write(sql, starts_on=date(2026, 12, 1), monthly_base=Decimal("5420.00"), kinds=["b", "a"])
        (entry,) = api.of_object(sql, "person-1")
        assert entry.facts == {
            "starts_on": "2026-12-01",
            "monthly_base": "5420.00",
            "kinds": ["b", "a"],
        }
        assert entry.recorded_at.isoformat() == "2026-11-22T02:00:00+00:00"
        assert api.of_case(sql, "520000202611220000017") == [entry]


def test_facts_are_the_same_text_in_whatever_order_they_are_given() -> None:
    assert facts_text({"b": 1, "a": {"d": 2, "c": 3}}) == b'{"a":{"c":3,"d":2},"b":1}'
    assert facts_text({"a": {"c": 3, "d": 2}, "b": 1}) == facts_text(
        {"b": 1, "a": {"d": 2, "c": 3}}
    )


def test_entries_without_a_case_are_not_found_by_the_empty_number() -> None:
    with database.transaction() as sql:
        api.record(sql, action="a.b", object_id="x", operator="o", facts={})
        assert api.of_case(sql, "") == []


def test_an_entry_shares_the_fate_of_its_transaction() -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        write(sql)
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def test_recording_is_one_statement() -> None:
    with database.transaction() as sql:
        counting = CountingCursor(sql)
        write(counting)
    assert len(counting.statements) == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET facts = '{}'",
        "UPDATE audit_entry SET operator = 'nobody'",
        "UPDATE audit_entry SET recorded_at = now()",
        "UPDATE audit_entry SET leaf_hash = ''",
        "UPDATE audit_entry SET id = id + 1000",
        "UPDATE audit_entry SET position = position + 1",
        "UPDATE audit_entry SET position = NULL",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    with database.transaction() as sql:
        write(sql, kind="x")
    sequencing.sequence()
    with (
        pytest.raises(psycopg.IntegrityError, match="only grows"),
        database.transaction() as sql,
    ):
        sql.execute(statement)
    entry = Entry.objects.get()
    assert (entry.operator, entry.position) == ("officer-7", 0)
