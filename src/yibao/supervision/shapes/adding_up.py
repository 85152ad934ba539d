"""What the shapes that gather lines of one encounter have in common: scope, sums, limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Line
from yibao.supervision.shapes.measures import Measure
from yibao.supervision.shapes.programs import Program


def measure_of(lines: Sequence[Line]) -> Measure:
    """Return the measures of at least one line; days of supply are added, NULL as none."""
    days = {line.day for line in lines}
    return Measure(
        count=len(lines),
        kinds=len({line.item_code for line in lines}),
        quantity=sum([line.quantity for line in lines]),
        amount=sum([line.amount for line in lines]),
        days=len(days),
        supply=sum([line.days or 0 for line in lines]),
        span=max(days) - min(days) + 1,
    )


def speaking_row(entries: Iterable[tuple[Line, Knowledge]]) -> Knowledge:
    """Return the row whose limits count for a group of lines, each given with its own row.

    It is that of the last day, and of the smallest item code where several meet.
    """
    return min(entries, key=lambda entry: (-entry[0].day, entry[0].item_code))[1]


def in_scope(lines: list[Line], program: Program, case: AuditCase) -> list[Line]:
    """Return the lines of the present encounter that ``applies`` lets pass."""
    applies = program.applies
    if applies is None:
        return lines
    encounter, patient = case.encounter, case.patient
    return [line for line in lines if applies(line, encounter, patient)]


def number(
    compiled: Callable[..., int | None] | None, *facts: object, otherwise: int | None = None
) -> int | None:
    """Return what ``measured`` or ``limit`` gives; ``otherwise`` where that is nothing."""
    given = None if compiled is None else compiled(*facts)
    return otherwise if given is None else given
