from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from yibao.platform import database
from yibao.platform.jobs import api, background, periodic, queue, worker
from yibao.platform.jobs.periodic import PeriodicTask, TaskNameTaken
from yibao.platform.testing.statements import CountingCursor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "sandbox"])


@pytest.fixture(autouse=True)
def no_other_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_tasks", dict[str, PeriodicTask]())


@pytest.fixture
def done() -> Iterator[list[tuple[str, int]]]:
    """Give the list in which the one-off job ``test.note`` leaves its database and number."""
    done: list[tuple[str, int]] = []

    def note(number: int) -> None:
        with database.reading() as sql:
            sql.execute("SELECT current_database()")
            (name,) = sql.fetchone() or ("",)
        done.append(("sandbox" if name.endswith("sandbox") else "default", number))
        if number < 0:
            raise ValueError

    api.task("test.note", tries=2)(note)
    yield done
    del app.tasks["test.note"]
    for alias in periodic.BOTH:  # Django does not empty tables that it does not manage
        with connections[alias].cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


def defer(number: int, alias: str = "default") -> None:
    with database.using(alias), database.transaction() as sql:
        api.defer(sql, "test.note", number=number)


def one_turn(runner: worker.Worker | None = None) -> None:
    runner = runner or worker.Worker()
    runner.turn(threading.Event())
    runner.wait_for_jobs(10)


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not happen within ten seconds")


def test_a_deferred_job_is_done_once(done: list[tuple[str, int]]) -> None:
    defer(1)
    defer(2)
    assert queue.is_due()
    queue.run_due()
    assert done == [("default", 1), ("default", 2)]
    assert not queue.is_due()
    assert not ProcrastinateJob.objects.exists()


def test_a_job_leaves_no_connection_behind(done: list[tuple[str, int]]) -> None:
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with database.reading() as sql:
        before = sql.execute(count).fetchone()
        defer(1)
        queue.run_due()
        assert sql.execute(count).fetchone() == before


def test_a_job_of_a_transaction_that_failed_is_never_done(done: list[tuple[str, int]]) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        api.defer(sql, "test.note", number=1)
        raise ZeroDivisionError
    assert not queue.is_due()


def test_deferring_is_one_statement(done: list[tuple[str, int]]) -> None:
    with database.transaction() as sql:
        counting = CountingCursor(sql)
        api.defer(counting, "test.note", number=1)
    assert len(counting.statements) == 1


def test_a_job_runs_on_the_database_on_which_it_was_deferred(
    done: list[tuple[str, int]],
) -> None:
    defer(1, "sandbox")
    assert not queue.is_due()
    one_turn()
    assert done == [("sandbox", 1)]


def test_a_failed_job_is_tried_again_and_then_kept_as_failed(
    done: list[tuple[str, int]],
) -> None:
    defer(-1)
    queue.run_due()
    assert done == [("default", -1)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    queue.run_due()
    assert done == [("default", -1)] * 2
    assert ProcrastinateJob.objects.get().status == "failed"


def test_a_periodic_task_runs_on_both_databases_when_it_is_due() -> None:
    seen: list[str] = []
    api.every(seconds=3600, name="test.hourly")(lambda: seen.append(database.alias()))
    api.every(seconds=0, name="test.always", databases=["default"])(lambda: seen.append("always"))
    runner = worker.Worker()
    one_turn(runner)
    one_turn(runner)
    assert sorted(seen) == ["always", "always", "default", "sandbox"]


def test_a_failing_task_does_not_stop_the_others() -> None:
    seen: list[str] = []

    def fail() -> None:
        raise ValueError

    api.every(seconds=0, name="test.fails")(fail)
    api.every(seconds=0, name="test.works", databases=["default"])(lambda: seen.append("works"))
    one_turn()
    assert seen == ["works"]


def test_two_periodic_tasks_cannot_have_one_name() -> None:
    api.every(seconds=1, name="test.same")(lambda: None)
    with pytest.raises(TaskNameTaken):
        api.every(seconds=1, name="test.same")(lambda: None)


def test_only_one_process_runs_periodic_tasks_and_another_takes_over() -> None:
    seen: list[str] = []
    leads, may_end = threading.Event(), threading.Event()
    api.every(seconds=0, name="test.leader", databases=["default"])(lambda: seen.append("run"))

    def first_process() -> None:
        assert worker.is_leader()
        leads.set()
        may_end.wait(10)
        connections.close_all()

    thread = threading.Thread(target=first_process)
    thread.start()
    assert leads.wait(10)
    one_turn()
    assert seen == []
    may_end.set()
    thread.join()

    def another_takes_over() -> bool:
        one_turn()
        return seen == ["run"]

    # The server gives the lock back when it has noticed that the connection is closed.
    wait_until(another_takes_over)


@pytest.mark.parametrize("when", ["in a task", "between two turns"])
def test_a_worker_outlives_a_connection_that_is_cut(
    monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setattr(worker, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(worker, "_PAUSE_WITHOUT_DATABASE_SECONDS", 0.01)
    sessions: list[int] = []
    ran_again = threading.Event()

    def look() -> None:
        with database.reading() as sql:
            sql.execute("SELECT pg_backend_pid()")
            (session,) = sql.fetchone() or (0,)
        if sessions and session != sessions[-1]:
            ran_again.set()
        sessions.append(session)
        if len(sessions) == 1 and when == "in a task":
            with database.reading() as sql:
                sql.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    api.every(seconds=0, name="test.look", databases=["default"])(look)
    running = background.Background()
    try:
        wait_until(lambda: bool(sessions))
        if when == "between two turns":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [sessions[0]])
        assert ran_again.wait(10)
    finally:
        running.stop()
    assert not running.is_running


def test_a_job_of_a_process_that_died_is_done_by_another(done: list[tuple[str, int]]) -> None:
    defer(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert not queue.is_due()
    assert queue.revive_stalled() == 1
    assert queue.revive_stalled() == 0
    queue.run_due()
    assert done == [("default", 1)]


def test_a_long_job_does_not_hold_up_periodic_tasks(done: list[tuple[str, int]]) -> None:
    is_running, may_end = threading.Event(), threading.Event()
    turns: list[int] = []

    def long() -> None:
        is_running.set()
        may_end.wait(10)

    api.task("test.long")(long)
    api.every(seconds=0, name="test.count", databases=["default"])(lambda: turns.append(1))
    with database.transaction() as sql:
        api.defer(sql, "test.long")
    runner = worker.Worker()
    try:
        runner.turn(threading.Event())
        assert is_running.wait(10)
        runner.turn(threading.Event())
        assert len(turns) == 2
    finally:
        may_end.set()
        runner.wait_for_jobs(10)
        del app.tasks["test.long"]


def test_the_background_thread_does_periodic_tasks_and_jobs_and_stops(
    done: list[tuple[str, int]],
) -> None:
    ticked = threading.Event()
    api.every(seconds=0, name="test.tick")(ticked.set)
    defer(5)
    running = background.Background()
    assert ticked.wait(10)
    wait_until(lambda: bool(done))
    running.stop()
    assert done == [("default", 5)]
    assert not running.is_running
