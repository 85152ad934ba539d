"""修改支付顺序: one account goes to a place, the others close ranks (R-A5).

The order stays a permutation of 1 to n by construction: whoever moves one moves the others.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from yibao.accounts import share_writing
from yibao.accounts.errors import (
    PositionOutOfRange,
    PositionUnchanged,
    ShareUnknown,
    WhichShare,
)
from yibao.accounts.forms import OrderChange
from yibao.accounts.kinds import ShareRole, ShareStep
from yibao.accounts.queries import person_of
from yibao.accounts.results import PaymentOrder
from yibao.accounts.share_queries import payment_order
from yibao.accounts.sharings import Sharing, lock_people, open_sharings
from yibao.catalogue.case import Case

OrderCase = Case[OrderChange]
_MOVE = """
WITH written AS (
  UPDATE account_share s SET position = wanted.place
  FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, place)
  WHERE s.id = wanted.id AND s.position <> wanted.place
  RETURNING s.id, s.state)
INSERT INTO account_share_event (share_id, step, state, operator, case_number, at)
SELECT id, %(step)s, state, %(operator)s, %(case)s, %(now)s FROM written
"""


def may_be_moved(case: OrderCase) -> None:
    """R-A5.

    Raises:
        ShareUnknown, WhichShare: which one is not told.
        PositionOutOfRange, PositionUnchanged: it cannot go there, or is there.
    """
    _meant(case)


def move(case: OrderCase) -> PaymentOrder:
    """Put the sharing into its place; the next payment follows the new order."""
    moved, ordered = _meant(case)
    others = [sharing for sharing in ordered if sharing is not moved]
    wanted = case.answers.position - 1
    new_order = [*others[:wanted], moved, *others[wanted:]]
    values = {
        "ids": [sharing.id for sharing in new_order],
        "step": ShareStep.MOVE.value,
        "operator": case.operator,
        "case": case.number,
        "now": case.now,
    }
    case.sql.execute(_MOVE, values, prepare=True)
    share_writing.record(case, moved.id, ShareStep.MOVE, moved.state)
    return payment_order(case)


_Moved = tuple[Sharing, list[Sharing]]
_read: WeakKeyDictionary[Case[Any], _Moved] = WeakKeyDictionary()


def _meant(case: OrderCase) -> _Moved:
    """Return the sharing that moves, and the whole order, read once for a case."""
    moved = _read.get(case)
    if moved is None:
        moved = _read[case] = _locked(case)
    return moved


def _locked(case: OrderCase) -> _Moved:
    """Return the sharing that moves, and the whole order; the user's sharings stay locked."""
    person_id = person_of(case)
    if person_id is None:
        raise ShareUnknown
    lock_people(case.sql, person_id)
    sharings = open_sharings(case.sql, person_id, case.now, ShareRole.USER)
    ordered = [sharing for sharing in sharings if sharing.position is not None]
    if not ordered:
        raise ShareUnknown
    position = case.answers.position
    if position > len(ordered):
        raise PositionOutOfRange(most=len(ordered))
    moved = _named(case.answers.share_number, ordered, position)
    if moved.position == position:
        raise PositionUnchanged(position=position)
    return moved, ordered


def _named(number: str | None, ordered: list[Sharing], position: int) -> Sharing:
    """Return the sharing with this number; of two, the one that is not there already."""
    if number is None:
        elsewhere = [sharing for sharing in ordered if sharing.position != position]
        if len(ordered) == 1:
            return ordered[0]
        if len(elsewhere) != 1:
            raise WhichShare
        return elsewhere[0]
    for sharing in ordered:
        if sharing.number == number:
            return sharing
    raise ShareUnknown
