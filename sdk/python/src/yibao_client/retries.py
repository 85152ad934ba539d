"""When to try again, and how long to wait before it."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .errors import ApiError, NetworkFailure

_log = logging.getLogger("yibao_client")
_random = secrets.SystemRandom()
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Retries:
    """At most ``attempts`` attempts; the waits double, up to a longest, and are spread by chance.

    The spread keeps a thousand clients that lost the platform at once from returning at once.
    """

    attempts: int = 4
    first_delay_seconds: float = 0.5
    longest_delay_seconds: float = 8.0

    def delay_seconds(self, failed_attempts: int) -> float:
        """Return the wait after so many failed attempts: from half of the step to all of it."""
        doubled = self.first_delay_seconds * 2 ** (failed_attempts - 1)
        step = min(self.longest_delay_seconds, doubled)
        return _random.uniform(step / 2, step)

    def run(self, attempt: Callable[[], _Result]) -> _Result:
        """Repeat ``attempt`` while its failure may pass by itself; raise the last failure."""
        failed = 0
        while True:
            try:
                return attempt()
            except (NetworkFailure, ApiError) as failure:
                failed += 1
                if failed >= self.attempts or not _may_pass(failure):
                    raise
            delay = self.delay_seconds(failed)
            _log.info("attempt %d failed, next in %.1f s", failed, delay)
            time.sleep(delay)


def _may_pass(failure: NetworkFailure | ApiError) -> bool:
    if isinstance(failure, NetworkFailure):
        return not failure.permanent
    return failure.retryable
