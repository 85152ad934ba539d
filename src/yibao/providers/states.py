"""How an agreement stands on a day, and which turns it may take.

An agreement is told by rows that follow each other, each with a state and its days: a suspension
ends the effective row and begins a suspended one. So the past stays as it was, and what holds on a
day is one row. After the last row the agreement has run out.
"""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class AgreementState(Choices):
    """How it stands in the days of one row."""

    EFFECTIVE = "effective", "有效"
    SUSPENDED = "suspended", "中止"
    TERMINATED = "terminated", "解除"


TURNS: dict[AgreementState, frozenset[AgreementState]] = {
    AgreementState.EFFECTIVE: frozenset({AgreementState.SUSPENDED, AgreementState.TERMINATED}),
    AgreementState.SUSPENDED: frozenset({AgreementState.EFFECTIVE, AgreementState.TERMINATED}),
    AgreementState.TERMINATED: frozenset(),
}
"""From which state an agreement may turn into which."""


def may_turn(before: AgreementState, after: AgreementState) -> bool:
    """Tell whether an agreement may pass from one state into the other."""
    return after in TURNS[before]
