from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.idempotency import api
from yibao.platform.idempotency.api import AnswerNotKept, Claim, Stored
from yibao.platform.idempotency.errors import RequestNumberUsed
from yibao.platform.idempotency.models import Answer
from yibao.platform.testing.persons import ZHANG_SAN
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

CLAIM = Claim("zyyb", "20261122-0001", sm3.digest(b"the request"))
OTHER = CLAIM._replace(digest=sm3.digest(b"another request"))
ANSWER = f'{{"name":"{ZHANG_SAN.name}"}}'.encode()


def claim(sql: Sql, wanted: Claim = CLAIM) -> Stored | None:
    return api.claim(sql, **wanted._asdict())


def answer_once(answer: bytes = ANSWER) -> None:
    with database.transaction() as sql:
        assert claim(sql) is None
        api.keep(sql, CLAIM, answer)


@pytest.mark.django_db
def test_the_second_call_gets_the_first_ones_answer(clock: Clock) -> None:
    answer_once()
    clock.advance(minutes=1)
    with database.transaction() as sql:
        stored = claim(sql)
    assert stored == Stored(ANSWER, 1_795_312_800_000)


@pytest.mark.django_db
def test_another_request_under_a_used_number_is_refused() -> None:
    answer_once()
    with pytest.raises(RequestNumberUsed), database.transaction() as sql:
        claim(sql, OTHER)


@pytest.mark.django_db
def test_a_number_belongs_to_its_channel() -> None:
    answer_once()
    with database.transaction() as sql:
        assert claim(sql, OTHER._replace(channel="another")) is None


@pytest.mark.django_db
def test_after_a_refusal_the_number_is_free_again() -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        claim(sql)
        raise ZeroDivisionError
    with database.transaction() as sql:
        assert claim(sql, OTHER) is None


@pytest.mark.django_db
def test_a_write_costs_two_statements() -> None:
    with database.transaction() as sql:
        counting = CountingCursor(sql)
        claim(counting)
        api.keep(counting, CLAIM, ANSWER)
    assert len(counting.statements) == 2


@pytest.mark.django_db
def test_answers_lie_encrypted() -> None:
    answer_once()
    stored = bytes(Answer.objects.get().answer or b"")
    assert ZHANG_SAN.name.encode() not in stored
    assert len(stored) > len(ANSWER)


@pytest.mark.django_db
def test_a_caller_that_forgets_to_keep_its_answer_is_told() -> None:
    with database.transaction() as sql:
        claim(sql)
    with pytest.raises(AnswerNotKept), database.transaction() as sql:
        claim(sql)


@pytest.mark.django_db
def test_answers_go_after_thirty_days(clock: Clock) -> None:
    answer_once()
    clock.advance(days=30)
    assert api.prune() == 0
    clock.advance(seconds=1)
    assert api.prune() == 1
    with database.transaction() as sql:
        assert claim(sql) is None


def race(first_ends: Callable[[Sql], None], wanted: Claim) -> Stored | Exception | None:
    """Claim in one transaction and, before it ends, in another; return what the second got."""
    claimed, has_started = threading.Event(), threading.Event()
    outcome: list[Stored | Exception | None] = []

    def second() -> None:
        claimed.wait(10)
        try:
            with database.transaction() as sql:
                has_started.set()
                outcome.append(claim(sql, wanted))
        except RequestNumberUsed as error:
            outcome.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=second)
    thread.start()
    try:
        with database.transaction() as sql:
            assert claim(sql) is None
            claimed.set()
            has_started.wait(10)
            thread.join(0.3)
            assert thread.is_alive(), "the second call waits for the first"
            first_ends(sql)
    except ZeroDivisionError:
        pass
    thread.join(10)
    return outcome[0]


def keep(sql: Sql) -> None:
    api.keep(sql, CLAIM, ANSWER)


def fail(sql: Sql) -> None:
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_second_call_waits_and_gets_the_answer() -> None:
    stored = race(keep, CLAIM)
    assert isinstance(stored, Stored)
    assert stored.answer == ANSWER


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_other_request_waits_and_is_refused() -> None:
    assert isinstance(race(keep, OTHER), RequestNumberUsed)


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_second_call_takes_over_when_the_first_fails() -> None:
    assert race(fail, CLAIM) is None
