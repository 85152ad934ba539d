from __future__ import annotations

import threading
import time

import pytest

from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.realtime.keeper import Keeper, Source
from yibao.supervision.realtime.packaged import packaged_rulebook
from yibao.supervision.realtime.rulebook import Rulebook, compile_rulebook


class Store:
    """Knowledge that can be changed, and loading that can be watched."""

    def __init__(self) -> None:
        self.edition = "1"
        self.loaded = 0
        self.fails = False
        self.released = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def load(self) -> Rulebook:
        self.gate.wait()
        self.loaded += 1
        if self.fails:
            raise OSError("away")
        return compile_rulebook([], KnowledgeBase(f"snapshot-{self.edition}", (), ()))

    def source(self) -> Source:
        return Source(lambda: self.edition, self.load, self.released.set)


def until(condition: object) -> None:
    for _ in range(200):
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def test_rules_are_compiled_once_for_all_who_ask() -> None:
    store = Store()
    keeper = Keeper(store.source())
    threads = [threading.Thread(target=keeper.current) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.loaded == 1
    assert keeper.current() is keeper.current()


def test_nobody_waits_who_only_asks_whether_rules_are_ready() -> None:
    store = Store()
    store.gate.clear()
    keeper = Keeper(store.source())
    assert keeper.ready() is None
    store.gate.set()
    until(lambda: keeper.ready() is not None)
    assert store.released.wait(2)


def test_new_knowledge_takes_the_place_of_the_old_while_calls_go_on() -> None:
    store = Store()
    keeper = Keeper(store.source(), fresh_seconds=0.0)
    before = keeper.current()
    store.edition = "2"
    until(lambda: keeper.current().snapshot_id == "snapshot-2")
    assert before.snapshot_id == "snapshot-1"


def test_the_store_is_not_asked_more_often_than_agreed() -> None:
    store = Store()
    keeper = Keeper(store.source(), fresh_seconds=3600)
    keeper.current()
    store.edition = "2"
    time.sleep(0.05)
    assert keeper.current().snapshot_id == "snapshot-1"
    assert keeper.refresh()
    assert not keeper.refresh()
    assert keeper.report().snapshot_id == "snapshot-2"


def test_a_store_that_fails_leaves_the_old_rules_in_force() -> None:
    store = Store()
    keeper = Keeper(store.source(), fresh_seconds=0.0)
    keeper.current()
    store.edition, store.fails = "2", True
    keeper.ready()
    until(lambda: store.loaded >= 2)
    assert keeper.ready() is not None
    with pytest.raises(OSError, match="away"):
        keeper.refresh()


def test_the_packaged_rules_compile_for_both_stages() -> None:
    keeper = Keeper(Source(lambda: "packaged", packaged_rulebook))
    report = keeper.report()
    assert report.rules_by_stage["order"] > 50
    assert report.rules_by_stage["settlement"] > report.rules_by_stage["order"]
    assert report.compile_ms < 10_000
    assert keeper.current().lookback_days >= 366
