"""Token buckets in each process: no channel may take the platform from the others.

A process knows only its own calls, so a channel's limit is divided by the number of processes.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


_buckets: dict[str, _Bucket] = {}
# Calls of each channel, and the day on which they were counted.
_days: dict[str, tuple[date, int]] = {}
_processes = max(1, int(os.environ.get("YIBAO_WORKERS_RUNNING", "1")))


def take(name: str, per_second: int) -> bool:
    """Take one call from the bucket ``name``; tell whether there was one left.

    A bucket holds one second's worth. Two threads may both take the last call: harmless.
    """
    rate = max(1.0, per_second / _processes)
    now = time.monotonic()
    bucket = _buckets.get(name)
    if bucket is None:
        if len(_buckets) > 50_000:
            _buckets.clear()
        bucket = _buckets[name] = _Bucket(rate, now)
    bucket.tokens = min(rate, bucket.tokens + (now - bucket.filled_at) * rate)
    bucket.filled_at = now
    if bucket.tokens < 1:
        return False
    bucket.tokens -= 1
    return True


def take_of_day(channel: str, per_day: int, today: date) -> bool:
    """Count one call of the day; tell whether the channel had one left.

    A restart begins the count again: the limit is a brake, not an account.
    """
    day, count = _days.get(channel, (today, 0))
    if day != today:
        count = 0
    if count >= max(1, per_day // _processes):
        return False
    _days[channel] = (today, count + 1)
    return True
