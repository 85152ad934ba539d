"""What casework does by itself."""

from __future__ import annotations

from yibao.casework import decisions
from yibao.platform import clock
from yibao.platform.jobs.api import every


# Hourly rather than once a day: a machine that was down at midnight still ends them the same day.
@every(seconds=3600, name="casework.lapse_overdue_corrections")
def lapse_overdue_corrections() -> None:
    """End the cases whose correction did not come in time."""
    decisions.lapse_overdue_corrections(clock.today())
