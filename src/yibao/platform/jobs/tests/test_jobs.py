from __future__ import annotations

import threading
from collections.abc import Iterator

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
    (runner or worker.Worker()).turn(threading.Event())


def test_a_deferred_job_is_done_once(done: list[tuple[str, int]]) -> None:
    defer(1)
    defer(2)
    assert queue.run_due()
    assert done == [("default", 1), ("default", 2)]
    assert not queue.run_due()
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
    assert not queue.run_due()


def test_deferring_is_one_statement(done: list[tuple[str, int]]) -> None:
    with database.transaction() as sql:
        counting = CountingCursor(sql)
        api.defer(counting, "test.note", number=1)
    assert len(counting.statements) == 1


def test_a_job_runs_on_the_database_on_which_it_was_deferred(
    done: list[tuple[str, int]],
) -> None:
    defer(1, "sandbox")
    assert not queue.run_due()
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
    one_turn()
    assert seen == ["run"]


def test_a_worker_outlives_a_database_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(worker, "_PAUSE_WITHOUT_DATABASE_SECONDS", 0.01)
    ran, ended = threading.Event(), threading.Event()

    def lose_connection() -> None:
        if not ended.is_set():
            ended.set()
            with database.reading() as sql:
                sql.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        ran.set()

    api.every(seconds=0, name="test.lost", databases=["default"])(lose_connection)
    running = background.Background()
    try:
        assert ended.wait(10)
        assert ran.wait(10)
        assert running.is_running
    finally:
        running.stop()
    assert not running.is_running


def test_the_background_thread_does_periodic_tasks_and_jobs_and_stops(
    done: list[tuple[str, int]],
) -> None:
    ticked = threading.Event()
    api.every(seconds=0, name="test.tick")(ticked.set)
    defer(5)
    running = background.Background()
    assert ticked.wait(10)
    for _ in range(100):
        if done:
            break
        threading.Event().wait(0.05)
    running.stop()
    assert done == [("default", 5)]
    assert not running.is_running
