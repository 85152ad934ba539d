"""A hit: what an evaluator saw, before money and identity are worked out."""

from __future__ import annotations

from typing import NamedTuple

from yibao.supervision.records import Line


class Hit(NamedTuple):
    """One rule broken once.

    ``subject`` names the thing that the finding is about (at most four parts: a line; an
    encounter and a code; a patient, a code and a day …) and together with the rule makes its
    identity. ``violating`` lines bear the money, ``related`` lines are what they were compared
    with. ``encounter_id`` is where the finding is shown.
    """

    rule: str
    point: str
    subject: tuple[str, ...]
    measured: int | None
    limit: int | None
    day: int
    encounter_id: str
    violating: tuple[Line, ...]
    related: tuple[Line, ...] = ()
    encounter_amount: int = 0
    """Fen at stake where the finding is about a whole encounter and not about lines."""
