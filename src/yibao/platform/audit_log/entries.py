"""What an entry is, byte for byte: the canonical text that is hashed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from yibao.platform.audit_log import tree

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

canonical_json = msgspec.json.Encoder(order="sorted").encode


class Content(msgspec.Struct, frozen=True):
    """An entry as its author wrote it; ``facts`` is canonical JSON."""

    action: str
    case_number: str
    facts: msgspec.Raw
    object_id: str
    operator: str
    recorded_ms: int

    def leaf_hash(self) -> bytes:
        """Return the entry's leaf in the tree. The encoder writes the fields in this order."""
        return tree.leaf_hash(_encode(self))


_encode = msgspec.json.Encoder().encode


def facts_text(facts: Mapping[str, object]) -> bytes:
    """Return facts as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises TypeError for a value that JSON cannot hold (numbers, text, dates, identifiers can).
    """
    return canonical_json(dict(facts))


def milliseconds(instant: datetime) -> int:
    """Return an instant as whole milliseconds since 1970, without going through a float."""
    return (instant - _EPOCH) // _MILLISECOND


def instant_of(milliseconds_since_epoch: int) -> datetime:
    """Return the instant, in UTC, of so many milliseconds since 1970."""
    return _EPOCH + milliseconds_since_epoch * _MILLISECOND
