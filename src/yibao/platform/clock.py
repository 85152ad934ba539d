"""The one place that time comes from, so that tests and reviewers can set it.

``YIBAO_CLOCK_OFFSET_SECONDS`` moves the whole platform ("show tomorrow's rules"); a test freezes
an instant with :func:`frozen_at`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_offset = timedelta(0)
_frozen: datetime | None = None


def move(seconds: int) -> None:
    """Run the platform's clock this many seconds ahead (behind, when negative)."""
    global _offset
    _offset = timedelta(seconds=seconds)


def now() -> datetime:
    """Return the present instant with its time zone (UTC)."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _offset


def now_ms() -> int:
    """Return the present instant in milliseconds since the epoch."""
    return int(now().timestamp() * 1000)


def today() -> date:
    """Return the present day in China."""
    return now().astimezone(CHINA).date()


def day_of(instant: datetime) -> date:
    """Return the day in China on which ``instant`` falls."""
    return instant.astimezone(CHINA).date()


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` (which must carry a time zone) until the block ends."""
    global _frozen
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    before, _frozen = _frozen, instant
    try:
        yield
    finally:
        _frozen = before
