"""Who listens to what: subscribers register with a decorator in ``subscribers.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Message(NamedTuple):
    """What a subscriber gets. The same message may come twice; ``id`` tells."""

    id: int
    topic: str
    key: str
    payload: Mapping[str, Any]
    published_at: datetime


CONTEXT = b"outbox.payload"
"""What the encryption of a payload is bound to."""

Handler = Callable[[Message], None]

_handlers: dict[str, Handler] = {}
_names_by_topic: dict[str, list[str]] = {}


class SubscriberNameTaken(Exception):
    """Two subscribers have one name, under which deliveries are kept."""


class SubscriberUnknown(Exception):
    """This version of the program has no subscriber of that name."""


def subscriber(topic: str, *, name: str) -> Callable[[Handler], Handler]:
    """Register the function for every message of ``topic``.

    ``name`` is kept in the database: do not change it while messages are under way. The function
    runs in a transaction; what it writes is kept once, with the delivery. What it does outside
    the database may happen twice. It fails by raising. Raises SubscriberNameTaken.
    """

    def register(handler: Handler) -> Handler:
        if name in _handlers:
            raise SubscriberNameTaken(f"Two subscribers are called {name!r}; rename one.")
        _handlers[name] = handler
        _names_by_topic.setdefault(topic, []).append(name)
        return handler

    return register


def names_for(topic: str) -> list[str]:
    """Return the names of the topic's subscribers."""
    return _names_by_topic.get(topic, [])


def handler_named(name: str) -> Handler:
    """Return the subscriber. Raises SubscriberUnknown, as after a change back to an older version.

    The delivery is then tried again later, perhaps by a process of the newer version.
    """
    if name not in _handlers:
        raise SubscriberUnknown
    return _handlers[name]
