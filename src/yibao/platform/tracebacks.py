"""Where something failed, fit for a log: an error's own text may quote personal data."""

from __future__ import annotations

import traceback


def where_it_failed(error: BaseException) -> str:
    """Return the kind of an error and the lines of code that led to it, without its message."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{frames}"
