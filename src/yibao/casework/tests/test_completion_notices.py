"""The paper of a case that completed at once is issued to its first reader, and once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connections

from yibao.casework import decisions, locking
from yibao.casework.completion_notices import completion_code_of
from yibao.casework.errors import CaseUnknown, StepNotPossible
from yibao.casework.models import Notice
from yibao.casework.notices import record
from yibao.casework.notices.content import Completion
from yibao.casework.notices.rendering import pdf
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.platform import database
from yibao.platform.audit_log.models import Entry
from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.platform.testing.plugin import Clock

READERS = 4


@pytest.fixture(autouse=True)
def _declared(clock: Clock) -> Iterator[None]:
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))
    with sample.declared():
        yield


def _done_at_once() -> CaseReceipt:
    return sample.submit(service=sample.AT_ONCE)


def _content(code: str) -> Completion:
    row = Notice.objects.get(code=code)
    sealed = record.Sealed(bytes(row.content_sealed), bytes(row.content_sm3))
    content = record.read(record.open_canonical(sealed)).content
    assert isinstance(content, Completion)
    return content


@pytest.mark.django_db
def test_completing_at_once_writes_no_notice() -> None:
    case = _done_at_once()
    assert case.state.value == "done"
    assert not Notice.objects.filter(case_id=case.id).exists()


@pytest.mark.django_db
def test_the_first_reader_gets_a_paper_of_the_day_on_which_the_case_was_done(clock: Clock) -> None:
    case = _done_at_once()
    clock.advance(days=40)
    content = _content(completion_code_of(case.id))
    assert content.effective_on == date(2026, 3, 2)
    assert [(line.label, line.value) for line in content.results] == [
        ("用途", "探亲"),
        ("长期有效", "是"),
    ]
    assert (content.case_number, content.officer) == (case.number, "")


@pytest.mark.django_db
def test_every_later_reader_gets_the_same_paper_and_the_trail_has_one_entry() -> None:
    case = _done_at_once()
    code = completion_code_of(case.id)
    assert completion_code_of(case.id) == code
    assert pdf(code).startswith(b"%PDF")
    assert Notice.objects.filter(case_id=case.id).count() == 1
    entry = Entry.objects.get(action="case.issue_completion_notice")
    assert (entry.case_number, entry.operator) == (case.number, "system")


@pytest.mark.django_db
def test_an_approved_case_keeps_the_paper_of_its_approval() -> None:
    case = sample.submit()
    decisions.accept(case.id, officer="qian", row_version=1)
    decisions.approve(case.id, officer="zhao", row_version=2)
    code = completion_code_of(case.id)
    assert _content(code).officer == "zhao"
    assert Notice.objects.filter(case_id=case.id, kind="completion").count() == 1
    assert not Entry.objects.filter(action="case.issue_completion_notice").exists()


@pytest.mark.django_db
def test_a_case_that_is_open_or_ended_otherwise_has_none() -> None:
    case = sample.submit()
    with pytest.raises(StepNotPossible):
        completion_code_of(case.id)
    decisions.withdraw(case.id, operator="channel:demo-portal", row_version=1)
    with pytest.raises(StepNotPossible, match="已撤回"):
        completion_code_of(case.id)
    with pytest.raises(CaseUnknown):
        completion_code_of(UUID(int=0))
    assert not Notice.objects.filter(case_id=case.id, kind="completion").exists()


@pytest.mark.django_db(transaction=True)
def test_several_readers_at_the_same_moment_get_one_paper() -> None:
    case = _done_at_once()
    codes: list[str] = []

    def read() -> None:
        try:
            codes.append(completion_code_of(case.id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    with database.transaction() as sql:
        locking.hold(sql, case.id)  # so that every reader has seen that there is no paper yet
        for thread in threads:
            thread.start()
        _wait_until_all_wait(sql)
    for thread in threads:
        thread.join(30)
    assert len(codes) == READERS
    assert len(set(codes)) == 1
    assert Notice.objects.filter(case_id=case.id).count() == 1


def _wait_until_all_wait(sql: Sql) -> None:
    for _ in range(200):
        sql.execute(
            """SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'"""
        )
        row = sql.fetchone()
        if row is not None and row[0] >= READERS:
            return
        sql.execute("SELECT pg_sleep(0.05), pg_stat_clear_snapshot()")
    raise AssertionError("the readers do not wait for the case")
