"""其他共济服务: one step in the life of a sharing, or what went through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from yibao.accounts import share_writing
from yibao.accounts.errors import (
    NotForThisSide,
    QuotaMissing,
    ShareUnknown,
    StepNotPossible,
    WhichShare,
)
from yibao.accounts.expiry import close_ranks
from yibao.accounts.forms import ROWS, ShareChange
from yibao.accounts.kinds import (
    Direction,
    EntryKind,
    ShareAction,
    ShareRole,
    ShareState,
    ShareStep,
)
from yibao.accounts.queries import moment, person_of
from yibao.accounts.registering import limit_of
from yibao.accounts.results import ShareChangeResult, ShareRecord, summary
from yibao.accounts.sharings import Sharing, lock_people, open_sharings
from yibao.catalogue.case import Case
from yibao.kernel.money import Money

ChangeCase = Case[ShareChange]
_W, _V, _P = ShareState.WAITING, ShareState.VALID, ShareState.PAUSED


class _Rule(NamedTuple):
    """Who may take a step (None: both sides), from which states, where it leads (None: stays)."""

    step: ShareStep
    side: ShareRole | None
    before: frozenset[ShareState]
    after: ShareState | None
    said: str


RULES: Mapping[ShareAction, _Rule] = {
    ShareAction.UNBIND: _Rule(
        ShareStep.UNBIND,
        None,
        frozenset({_W, _V, _P}),
        ShareState.ENDED,
        "已解绑，马上生效。正在结算的照常完成。",
    ),
    ShareAction.SUSPEND: _Rule(
        ShareStep.SUSPEND, ShareRole.GRANTOR, frozenset({_V}), _P, "已暂停，可以随时恢复。"
    ),
    ShareAction.RESUME: _Rule(
        ShareStep.RESUME, ShareRole.GRANTOR, frozenset({_P}), _V, "已恢复，马上可以使用。"
    ),
    ShareAction.CONFIRM: _Rule(
        ShareStep.CONFIRM, ShareRole.USER, frozenset({_W}), _V, "已确认，马上可以使用。"
    ),
    ShareAction.SET_QUOTA: _Rule(
        ShareStep.SET_QUOTA,
        ShareRole.GRANTOR,
        frozenset({_W, _V, _P}),
        None,
        "额度已设置，下一次支付起生效。",
    ),
}
_SIDES = {ShareRole.GRANTOR: "授权人", ShareRole.USER: "使用人"}
_RECORDS = """
WITH mine AS (
  SELECT e.at, e.sequence, s.number, e.kind, e.direction, e.amount_fen, e.provider_name
  FROM account_share s JOIN account_entry e ON e.share_id = s.id
  WHERE s.id = ANY(%(shares)s)
)
SELECT total.count, m.at, m.number, m.kind, m.direction, m.amount_fen, m.provider_name
FROM (SELECT count(*) AS count FROM mine) AS total
LEFT JOIN (SELECT * FROM mine ORDER BY at DESC, sequence DESC LIMIT %(rows)s OFFSET %(offset)s)
  AS m ON true
ORDER BY m.at DESC, m.sequence DESC
"""
# Also what has ended: its payments stay on record.
_OF_PERSON = """
SELECT id, number FROM account_share WHERE grantor_id = %(person)s
UNION ALL
SELECT id, number FROM account_share WHERE user_id = %(person)s
"""


@dataclass(frozen=True, slots=True)
class _Meant:
    sharing: Sharing
    rule: _Rule


_read: WeakKeyDictionary[Case[Any], _Meant] = WeakKeyDictionary()


def may_be_done(case: ChangeCase) -> None:
    """Refuse what this side may not do, or what the sharing does not allow as it stands.

    Raises:
        ShareUnknown, WhichShare: which sharing is not told.
        NotForThisSide, StepNotPossible, QuotaMissing: why not.
    """
    answers = case.answers
    if answers.action is ShareAction.RECORD:
        _shares_for_records(case)
        return
    if (
        answers.action is ShareAction.SET_QUOTA
        and answers.single_limit is None
        and answers.yearly_limit is None
    ):
        raise QuotaMissing
    _meant(case)


def do(case: ChangeCase) -> ShareChangeResult:
    """Take the step, or tell what was paid through the sharing."""
    if case.answers.action is ShareAction.RECORD:
        return _records(case)
    meant = _meant(case)
    before, rule = meant.sharing, meant.rule
    after = rule.after or before.state
    share_writing.update(
        case,
        before.id,
        step=rule.step,
        state=after,
        position=_position(case, before, after),
        limits=_limits(case, before),
    )
    if after is ShareState.ENDED and before.position is not None:
        close_ranks(case.sql, before.user_id)
    person_id = before.grantor_id if before.role is ShareRole.GRANTOR else before.user_id
    left = open_sharings(case.sql, person_id, case.now)
    shown = next((summary(sharing) for sharing in left if sharing.id == before.id), None)
    return ShareChangeResult(shown, [], 0, rule.said)


def _meant(case: ChangeCase) -> _Meant:
    """Return the sharing and the rule, read once for a case."""
    meant = _read.get(case)
    if meant is None:
        meant = _read[case] = _locked(case)
    return meant


def _locked(case: ChangeCase) -> _Meant:
    """Return the sharing as it stands with both people's sharings locked, and the rule."""
    person_id = _person(case)
    found = _named(case, open_sharings(case.sql, person_id, case.now))
    lock_people(case.sql, found.grantor_id, found.user_id)
    again = open_sharings(case.sql, person_id, case.now)
    sharing = next((each for each in again if each.id == found.id), None)
    if sharing is None:
        raise StepNotPossible(state=ShareState.ENDED.label)
    rule = RULES[case.answers.action]
    if rule.side is not None and rule.side is not sharing.role:
        raise NotForThisSide(side=_SIDES[rule.side])
    if sharing.state not in rule.before:
        raise StepNotPossible(state=sharing.state.label)
    return _Meant(sharing, rule)


def _named(case: ChangeCase, sharings: list[Sharing]) -> Sharing:
    number = case.answers.share_number
    fitting = [s for s in sharings if number is None or s.number == number]
    if not fitting:
        raise ShareUnknown
    if len(fitting) > 1:
        raise WhichShare
    return fitting[0]


def _position(case: ChangeCase, before: Sharing, after: ShareState) -> int | None:
    """Return the place in the order: last for a sharing that begins, none for one that ends."""
    if after not in (ShareState.VALID, ShareState.PAUSED):
        return None
    if before.position is not None:
        return before.position
    sharings = open_sharings(case.sql, before.user_id, case.now, ShareRole.USER)
    return 1 + max((sharing.position or 0 for sharing in sharings), default=0)


def _limits(case: ChangeCase, before: Sharing) -> tuple[Money | None, Money | None]:
    answers = case.answers
    single, yearly = before.single_limit, before.yearly_limit
    if answers.single_limit is not None:
        single = limit_of(answers.single_limit)
    if answers.yearly_limit is not None:
        yearly = limit_of(answers.yearly_limit)
    return single, yearly


def _records(case: ChangeCase) -> ShareChangeResult:
    page, size = case.answers.page or 1, case.answers.page_size or ROWS
    values = {"shares": _shares_for_records(case), "rows": size, "offset": (page - 1) * size}
    case.sql.execute(_RECORDS, values, prepare=True)
    rows = case.sql.fetchall()
    records = [_record(row) for row in rows if row[1] is not None]
    said = f"第{page}页，共{rows[0][0]}条。" if records else "没有共济支付记录。"
    return ShareChangeResult(None, records, rows[0][0], said)


def _shares_for_records(case: ChangeCase) -> list[UUID]:
    """Return all sharings of the person, open or ended, or the one with the number."""
    case.sql.execute(_OF_PERSON, {"person": _person(case)}, prepare=True)
    wanted = case.answers.share_number
    found = [row[0] for row in case.sql.fetchall() if wanted in (None, row[1])]
    if not found:
        raise ShareUnknown
    return found


def _record(row: tuple[Any, ...]) -> ShareRecord:
    _, at, number, kind, direction, fen, provider = row
    return ShareRecord(
        at=moment(at),
        share_number=number,
        kind=EntryKind(kind).label,
        direction=Direction(direction).label,
        amount=str(Money(fen).yuan),
        provider_name=provider,
    )


def _person(case: ChangeCase) -> UUID:
    person_id = person_of(case)
    if person_id is None:
        raise ShareUnknown
    return person_id
