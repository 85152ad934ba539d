"""Where a due stands, and the one table of what may happen in each state.

Source: docs/explanation/domain.md 2.5.
"""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class DueState(Choices):
    """应缴单状态. ``CANCELLED`` and ``REFUNDED`` are final; they and ``REFUNDING`` make room.

    Only money that arrives for a cancelled due brings it to ``REFUNDING``.
    """

    DUE = "due", "待推送"
    PUSHED = "pushed", "待缴费"
    PAID = "paid", "已缴费"
    ARRIVED = "arrived", "已到账"
    REFUNDING = "refunding", "退费中"
    REFUNDED = "refunded", "已退费"
    CANCELLED = "cancelled", "已作废"


class RefundState(Choices):
    """退费状态."""

    REQUESTED = "requested", "退费中"
    REFUNDED = "refunded", "已退费"


PAID_STATES = frozenset({DueState.PAID, DueState.ARRIVED})
CLOSED_STATES = frozenset({DueState.REFUNDED, DueState.CANCELLED})
# What no longer stands for its year or month: somebody who comes back owes anew.
WITHDRAWN_STATES = CLOSED_STATES | {DueState.REFUNDING}

# DUE to PAID: the tax office may have collected although its answer to our push was lost.
TRANSITIONS: dict[DueState, frozenset[DueState]] = {
    DueState.DUE: frozenset({DueState.PUSHED, DueState.PAID, DueState.CANCELLED}),
    DueState.PUSHED: frozenset({DueState.PAID, DueState.CANCELLED}),
    DueState.PAID: frozenset({DueState.ARRIVED, DueState.REFUNDING}),
    DueState.ARRIVED: frozenset({DueState.REFUNDING}),
    DueState.REFUNDING: frozenset({DueState.REFUNDED}),
    DueState.REFUNDED: frozenset(),
    DueState.CANCELLED: frozenset(),
}


def states_before(after: DueState) -> list[str]:
    """Return the states from which a due may become ``after``."""
    return sorted(before.value for before, possible in TRANSITIONS.items() if after in possible)
