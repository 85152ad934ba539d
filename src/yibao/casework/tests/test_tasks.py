"""Casework ends overdue corrections by itself."""

from __future__ import annotations

import importlib

from yibao.platform.jobs.periodic import tasks


def test_overdue_corrections_are_looked_for_every_hour() -> None:
    importlib.import_module("yibao.casework.tasks")

    found = {task.name: task for task in tasks()}

    assert found["casework.lapse_overdue_corrections"].seconds == 3600
