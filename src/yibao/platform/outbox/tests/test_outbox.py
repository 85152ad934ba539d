from __future__ import annotations

from datetime import timedelta

import pytest

from yibao.kernel.errors import Refused
from yibao.platform import database
from yibao.platform.outbox import api, delivery, subscriptions
from yibao.platform.outbox.api import Message
from yibao.platform.outbox.errors import NoSuchDeadDelivery
from yibao.platform.outbox.models import Delivery, State
from yibao.platform.outbox.models import Message as MessageRow
from yibao.platform.outbox.subscriptions import Handler, SubscriberNameTaken
from yibao.platform.testing.persons import LI_SI
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOPIC = "enrolment.opened"


class TooEarly(Refused):
    code = "test.too_early"
    message = "太早了。请明天再试。"
    fix = "明天再试。"


class Inbox:
    """A subscriber that remembers what came, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.failures: list[Exception] = []

    def __call__(self, message: Message) -> None:
        self.messages.append(message)
        if self.failures:
            raise self.failures.pop(0)

    @property
    def numbers(self) -> list[int]:
        return [message.payload["number"] for message in self.messages]


@pytest.fixture
def inbox() -> Inbox:
    inbox = Inbox()
    api.subscriber(TOPIC, name="test.inbox")(inbox)
    return inbox


def publish(number: int = 1, key: str = "case-1") -> None:
    with database.transaction() as sql:
        api.publish(sql, topic=TOPIC, key=key, payload={"number": number})


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_a_message_reaches_every_subscriber_of_its_topic_once(inbox: Inbox) -> None:
    second, other = Inbox(), Inbox()
    api.subscriber(TOPIC, name="test.second")(second)
    api.subscriber("enrolment.closed", name="test.other")(other)
    publish(7)
    assert delivery.deliver() == 2
    assert delivery.deliver() == 0
    assert (inbox.numbers, second.numbers, other.numbers) == ([7], [7], [])
    assert (inbox.messages[0].topic, inbox.messages[0].key) == (TOPIC, "case-1")
    assert states() == [State.DONE, State.DONE]


def test_a_message_of_a_transaction_that_failed_was_never_sent(inbox: Inbox) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        api.publish(sql, topic=TOPIC, key="k", payload={"number": 1})
        raise ZeroDivisionError
    assert delivery.deliver() == 0


def test_publishing_is_one_statement(inbox: Inbox) -> None:
    with database.transaction() as sql:
        counting = CountingCursor(sql)
        api.publish(counting, topic=TOPIC, key="k", payload={"number": 1})
    assert len(counting.statements) == 1


def test_a_message_without_subscribers_is_kept_and_troubles_nobody() -> None:
    publish()
    assert delivery.deliver() == 0
    assert MessageRow.objects.count() == 1


def test_payloads_lie_encrypted(inbox: Inbox) -> None:
    with database.transaction() as sql:
        api.publish(sql, topic=TOPIC, key="k", payload={"name": LI_SI.name})
    stored = bytes(MessageRow.objects.get().payload)
    assert LI_SI.name.encode() not in stored
    assert "\\u674e" not in stored.decode("latin-1")
    delivery.deliver()
    assert inbox.messages[0].payload == {"name": LI_SI.name}


def test_a_failed_delivery_waits_longer_each_time(inbox: Inbox, clock: Clock) -> None:
    inbox.failures = [ValueError(), TooEarly()]
    publish()
    assert delivery.deliver() == 1
    assert delivery.deliver() == 0
    clock.advance(seconds=10)
    assert delivery.deliver() == 1
    assert Delivery.objects.get().last_error == "test.too_early"
    clock.advance(seconds=19)
    assert delivery.deliver() == 0
    clock.advance(seconds=1)
    assert delivery.deliver() == 1
    assert inbox.numbers == [1, 1, 1]
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.last_error) == (State.DONE, 3, "")


def test_pauses_double_up_to_an_hour() -> None:
    assert [delivery.pause_after(tries).seconds for tries in (1, 2, 3, 9, 10, 30)] == [
        10, 20, 40, 2560, 3600, 3600,
    ]  # fmt: skip


def test_what_a_failing_subscriber_wrote_is_undone(clock: Clock) -> None:
    def half_done(message: Message) -> None:
        with database.transaction() as sql:
            api.publish(sql, topic="enrolment.half_done", key="k", payload={})
        raise ValueError

    api.subscriber(TOPIC, name="test.half")(half_done)
    publish()
    delivery.deliver()
    assert list(MessageRow.objects.values_list("topic", flat=True)) == [TOPIC]
    assert Delivery.objects.get().last_error == "ValueError"


def test_a_statement_that_fails_in_a_subscriber_is_a_failure_like_any_other() -> None:
    def broken(message: Message) -> None:
        with database.transaction() as sql:
            sql.execute("SELECT 1 / 0")

    api.subscriber(TOPIC, name="test.broken")(broken)
    publish()
    delivery.deliver()
    assert Delivery.objects.get().last_error == "DivisionByZero"


def test_the_text_of_an_error_is_not_kept(inbox: Inbox) -> None:
    inbox.failures = [ValueError(LI_SI.identity_number)]
    publish()
    delivery.deliver()
    assert Delivery.objects.get().last_error == "ValueError"


def test_messages_of_one_key_wait_for_their_predecessor(inbox: Inbox, clock: Clock) -> None:
    inbox.failures = [ValueError()]
    publish(1, key="a")
    publish(2, key="a")
    publish(3, key="b")
    delivery.deliver()
    assert inbox.numbers == [1, 3]
    clock.advance(seconds=10)
    delivery.deliver()
    assert inbox.numbers == [1, 3, 1, 2]


def test_one_subscriber_does_not_hold_up_another(inbox: Inbox) -> None:
    second = Inbox()
    api.subscriber(TOPIC, name="test.second")(second)
    inbox.failures = [ValueError()]
    publish(1)
    publish(2)
    delivery.deliver()
    assert (inbox.numbers, second.numbers) == ([1], [1, 2])


def exhaust(clock: Clock) -> None:
    for _ in range(delivery.MOST_TRIES):
        delivery.deliver()
        clock.advance(hours=1)


def test_after_twelve_failures_a_delivery_is_dead_and_holds_up_its_key(
    inbox: Inbox, clock: Clock
) -> None:
    inbox.failures = [ValueError()] * delivery.MOST_TRIES
    publish(1)
    publish(2)
    exhaust(clock)
    assert inbox.numbers == [1] * delivery.MOST_TRIES
    assert states() == [State.DEAD, State.WAITING]


def test_a_dead_delivery_can_be_started_anew(inbox: Inbox, clock: Clock) -> None:
    inbox.failures = [ValueError()] * delivery.MOST_TRIES
    publish(1)
    publish(2)
    exhaust(clock)
    inbox.messages.clear()
    delivery.redeliver(Delivery.objects.get(state=State.DEAD).id)
    delivery.deliver()
    assert inbox.numbers == [1, 2]


def test_a_dead_delivery_can_be_dropped(inbox: Inbox, clock: Clock) -> None:
    inbox.failures = [ValueError()] * delivery.MOST_TRIES
    publish(1)
    publish(2)
    exhaust(clock)
    inbox.messages.clear()
    delivery.drop(Delivery.objects.get(state=State.DEAD).id)
    delivery.deliver()
    assert inbox.numbers == [2]
    assert states() == [State.DROPPED, State.DONE]


def test_only_the_dead_are_started_anew_or_dropped(inbox: Inbox) -> None:
    publish()
    waiting = Delivery.objects.get().id
    for decide in (delivery.redeliver, delivery.drop):
        with pytest.raises(NoSuchDeadDelivery):
            decide(waiting)
        with pytest.raises(NoSuchDeadDelivery):
            decide(waiting + 1)


def test_a_message_for_a_subscriber_that_this_version_lacks_waits(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    publish()
    with monkeypatch.context() as older:
        older.setattr(subscriptions, "_handlers", dict[str, Handler]())
        delivery.deliver()
    assert Delivery.objects.get().last_error == "SubscriberUnknown"
    clock.advance(seconds=10)
    delivery.deliver()
    assert inbox.numbers == [1]


def test_a_damaged_payload_does_not_stop_the_others(inbox: Inbox) -> None:
    publish(1, key="a")
    MessageRow.objects.update(payload=b"\x01damaged")
    publish(2, key="b")
    delivery.deliver()
    assert inbox.numbers == [2]
    assert set(states()) == {State.WAITING, State.DONE}


def test_two_subscribers_cannot_have_one_name(inbox: Inbox) -> None:
    with pytest.raises(SubscriberNameTaken):
        api.subscriber("another.topic", name="test.inbox")(inbox)


def test_finished_messages_go_after_thirty_days(inbox: Inbox, clock: Clock) -> None:
    publish(1, key="a")
    delivery.deliver()
    inbox.failures = [ValueError()]
    publish(2, key="b")
    delivery.deliver()
    clock.advance(days=30)
    assert delivery.prune() == 0
    clock.advance(seconds=1)
    assert delivery.prune() == 1
    assert MessageRow.objects.count() == Delivery.objects.count() == 1
    assert timedelta(days=30) == delivery.KEPT_FOR
