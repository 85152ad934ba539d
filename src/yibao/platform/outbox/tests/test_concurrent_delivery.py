from __future__ import annotations

import threading
import time

import pytest
from django.db import connections

from yibao.platform import database
from yibao.platform.outbox import api, delivery
from yibao.platform.outbox.api import Message
from yibao.platform.outbox.models import Delivery, State

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = "enrolment.opened"


def publish(count: int, keys: int) -> None:
    with database.transaction() as sql:
        for number in range(count):
            api.publish(sql, topic=TOPIC, key=f"key-{number % keys}", payload={"number": number})


def deliver_in_threads(count: int) -> None:
    def work() -> None:
        try:
            while delivery.deliver():
                pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def deliver_one_in_a_thread() -> threading.Thread:
    def work() -> None:
        delivery.deliver(1)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_two_deliverers_share_the_work_and_nothing_is_delivered_twice() -> None:
    seen: list[tuple[str, int]] = []

    def slow(message: Message) -> None:
        seen.append((threading.current_thread().name, message.payload["number"]))
        time.sleep(0.005)

    api.subscriber(TOPIC, name="test.slow")(slow)
    publish(40, keys=40)
    deliver_in_threads(2)
    while delivery.deliver():  # a deliverer stops when all that is left is in the other's hands
        pass
    assert sorted(number for _, number in seen) == list(range(40))
    assert len({name for name, _ in seen}) >= 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DONE}


def test_two_deliverers_keep_the_order_of_each_key() -> None:
    seen: dict[str, list[int]] = {}

    def note(message: Message) -> None:
        seen.setdefault(message.key, []).append(message.payload["number"])
        time.sleep(0.002)

    api.subscriber(TOPIC, name="test.order")(note)
    publish(60, keys=3)
    deliver_in_threads(4)
    while delivery.deliver():
        pass
    assert seen == {f"key-{key}": list(range(key, 60, 3)) for key in range(3)}


def test_a_slow_subscriber_holds_up_only_its_own_message() -> None:
    is_slow, may_end, quick = threading.Event(), threading.Event(), list[int]()

    def handler(message: Message) -> None:
        number = message.payload["number"]
        if number == 0:
            is_slow.set()
            may_end.wait(10)
        else:
            quick.append(number)

    api.subscriber(TOPIC, name="test.mixed")(handler)
    publish(4, keys=2)
    slow = deliver_one_in_a_thread()
    assert is_slow.wait(10)
    assert delivery.deliver() == 2
    assert quick == [1, 3]  # number 2 has the key of number 0
    may_end.set()
    slow.join()
    delivery.deliver()
    assert quick == [1, 3, 2]


def test_a_process_that_dies_while_delivering_leaves_the_message_to_another() -> None:
    came: list[int] = []

    class ProcessKilled(BaseException):
        pass

    def handler(message: Message) -> None:
        came.append(message.id)
        if len(came) == 1:
            raise ProcessKilled

    api.subscriber(TOPIC, name="test.killed")(handler)
    publish(1, keys=1)
    with pytest.raises(ProcessKilled):
        delivery.deliver()
    assert delivery.deliver() == 1
    assert len(came) == 2
    assert came[0] == came[1]
