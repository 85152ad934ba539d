"""3103: what a doctor or cashier did about a judgement. All of a message is kept, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from msgspec import Struct

from yibao.kernel.errors import DomainError, Several
from yibao.national.access import InstitutionAccess
from yibao.national.audit import judgements
from yibao.national.audit.exact import text_of
from yibao.national.audit.judgements import Kept
from yibao.national.audit.wire import Feedback, many, read_feedback
from yibao.national.errors import (
    AnsweredBefore,
    AnswerTooLate,
    AnswerUnknown,
    JudgementUnknown,
    NodeAbsent,
    NothingToAnswer,
    ReasonMissing,
)
from yibao.national.wire import MESSAGE_ID
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.idempotency import api as idempotency
from yibao.reference import parameters
from yibao.supervision.realtime.rulebook import Stage

MOST_ITEMS = 1000
LONGEST_REASON = 500
STAGES: Mapping[str, Stage] = {"1": "order", "2": "settlement"}
WAYS: Mapping[str, str] = {"1": "continued", "2": "changed", "3": "self_paid"}
_DONE = b"{}"


class Item(Struct, frozen=True):
    """One answer, read."""

    place: str
    number: str
    way: str
    reason: str


def take(
    caller: InstitutionAccess, body: msgspec.Raw, *, message_id: str, received: datetime
) -> None:
    """Keep the answers of one message; the same message again changes nothing.

    Raises:
        Several: everything that is wrong with the answers.
        RequestNumberUsed: the message number was used for something else.
        DomainError: the message cannot be read.
    """
    stage, items = _read(body)
    if not message_id:
        raise NodeAbsent(label="发送方报文ID", place=MESSAGE_ID)
    claim = idempotency.Claim(f"national:{caller.code}", message_id[:60], sm3.digest(bytes(body)))
    with database.using("default"), database.transaction() as sql:
        if idempotency.claim(sql, **claim._asdict()) is not None:
            return
        numbers = [item.number for item in items]
        known = judgements.find(sql, caller.code, stage, numbers)
        errors = [wrong for item in items for wrong in _faults(item, known, received)]
        if errors:
            raise Several(errors)
        for item in items:
            _keep(sql, caller.code, stage, item, known[item.number], received)
        idempotency.keep(sql, claim, _DONE)


def _read(body: msgspec.Raw) -> tuple[Stage, Sequence[Item]]:
    request = read_feedback(body)
    stage = STAGES.get(text_of(request.stage))
    if stage is None:
        raise AnswerUnknown(label="反馈类型", place="warn_type")
    nodes = many(request.items)
    if not 0 < len(nodes) <= MOST_ITEMS:
        raise NothingToAnswer(most=MOST_ITEMS, place="warns")
    return stage, [_item(node, f"warns[{number}]") for number, node in enumerate(nodes)]


def _item(node: Feedback, place: str) -> Item:
    reason = text_of(node.reason).replace("\0", "")
    number = text_of(node.judgement).replace("\0", "")
    return Item(place, number, WAYS.get(text_of(node.way), ""), reason)


def _faults(item: Item, known: Mapping[str, Kept], now: datetime) -> Iterator[DomainError]:
    if not item.way:
        yield AnswerUnknown(label="处理方式", place=f"{item.place}.dspo_way")
    is_missing = item.way == "continued" and not item.reason
    if is_missing or len(item.reason) > LONGEST_REASON:
        yield ReasonMissing(most=LONGEST_REASON, place=f"{item.place}.dspo_way_rea")
    kept = known.get(item.number)
    if kept is None:
        yield JudgementUnknown(place=f"{item.place}.warn_rslt_id")
        return
    if _is_answered(kept) and kept.answer != item.way:
        yield AnsweredBefore(place=f"{item.place}.warn_rslt_id")
    days = parameters.whole_number(
        "national.feedback_days", day=clock.day_of(now), region=settings.PROVINCE
    )
    if now - kept.last_at > timedelta(days=days):
        yield AnswerTooLate(days=days, place=f"{item.place}.warn_rslt_id")


def _is_answered(kept: Kept) -> bool:
    """Tell whether an answer stands: a judgement that came again asks for a new one."""
    return kept.answered_at is not None and kept.last_at <= kept.answered_at


def _keep(sql: Sql, institution: str, stage: Stage, item: Item, kept: Kept, now: datetime) -> None:
    if _is_answered(kept):
        return  # the same answer once more, under another message number
    judgements.answer(
        sql, institution, stage, item.number, way=item.way, reason=item.reason, now=now
    )
    audit_log.record(
        sql,
        action="national.answer_judgement",
        object_id=item.number,
        operator=institution,
        facts={"stage": stage, "answer": item.way},
    )
