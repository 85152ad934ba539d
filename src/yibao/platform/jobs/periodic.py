"""The register of periodic tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Task = Callable[[], object]

BOTH = ("default", "sandbox")


@dataclass(frozen=True)
class PeriodicTask:
    """A function that runs every so many seconds on each of its databases."""

    name: str
    seconds: float
    databases: Sequence[str]
    run: Task


class TaskNameTaken(Exception):
    """Two periodic tasks have one name."""


_tasks: dict[str, PeriodicTask] = {}


def every(*, seconds: float, name: str, databases: Sequence[str] = BOTH) -> Callable[[Task], Task]:
    """Run the function every ``seconds`` seconds, on each of ``databases`` in turn.

    ``database.using`` is set for it. It must be quick (all tasks share a thread), may be
    interrupted at any point, and runs once more after a restart or when another process takes
    over. Raises TaskNameTaken.
    """

    def register(function: Task) -> Task:
        if name in _tasks:
            raise TaskNameTaken(f"Two periodic tasks are called {name!r}; rename one.")
        _tasks[name] = PeriodicTask(name, seconds, databases, function)
        return function

    return register


def tasks() -> list[PeriodicTask]:
    """Return all periodic tasks."""
    return list(_tasks.values())
