"""Writing sharings: a row and its event in one statement, then one audit entry."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from yibao.accounts.errors import AlreadyShared
from yibao.accounts.forms import SHARE_NUMBER_KIND
from yibao.accounts.kinds import Kinship, ShareState, ShareStep
from yibao.catalogue.case import Case
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.platform.audit_log import api as audit_log

_EVENT = """
INSERT INTO account_share_event (share_id, step, state, operator, case_number, at)
SELECT id, %(step)s, state, %(operator)s, %(case)s, %(now)s FROM written
"""
_INSERT = f"""
WITH written AS (
  INSERT INTO account_share (id, number, grantor_id, user_id, kinship, state, position, starts_on,
    ends_on, single_limit_fen, yearly_limit_fen, case_number, registered_at)
  VALUES (%(id)s, %(number)s, %(grantor)s, %(user)s, %(kinship)s, %(state)s::varchar,
    CASE WHEN %(state)s::varchar = 'valid' THEN 1 + (
      SELECT coalesce(max(position), 0) FROM account_share WHERE user_id = %(user)s) END,
    %(starts_on)s, %(ends_on)s, %(single)s, %(yearly)s, %(case)s, %(now)s)
  RETURNING id, state, position)
, event AS ({_EVENT})
SELECT position FROM written
"""  # noqa: S608 - put together from constants
_UPDATE = f"""
WITH written AS (
  UPDATE account_share SET state = %(state)s::varchar, position = %(position)s,
    single_limit_fen = %(single)s, yearly_limit_fen = %(yearly)s,
    ended_at = CASE WHEN %(state)s::varchar = 'ended' THEN %(now)s::timestamptz END
  WHERE id = %(id)s
  RETURNING id, state)
{_EVENT}
"""  # noqa: S608 - put together from constants


def insert(
    case: Case[Any],
    *,
    grantor_id: UUID,
    user_id: UUID,
    kinship: Kinship,
    state: ShareState,
    starts_on: date,
    ends_on: date | None,
    limits: tuple[Money | None, Money | None],
) -> UUID:
    """Write a new sharing, last in the order of its user when it is valid; return its id.

    Raises:
        AlreadyShared: the two have got one meanwhile.
    """
    share_id = identifiers.new_id(case.now)
    values = _limits(limits) | {
        "id": share_id,
        "number": document_number(SHARE_NUMBER_KIND, case.number),
        "grantor": grantor_id,
        "user": user_id,
        "kinship": kinship.value,
        "state": state.value,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "step": ShareStep.REGISTER.value,
    }
    try:
        case.sql.execute(_INSERT, values | _stamp(case), prepare=True)
    except psycopg.errors.UniqueViolation as violation:
        raise AlreadyShared from violation
    record(case, share_id, ShareStep.REGISTER, state)
    return share_id


def update(
    case: Case[Any],
    share_id: UUID,
    *,
    step: ShareStep,
    state: ShareState,
    position: int | None,
    limits: tuple[Money | None, Money | None],
) -> None:
    """Write what a step made of a sharing that the caller has locked."""
    values = _limits(limits) | {
        "id": share_id,
        "state": state.value,
        "position": position,
        "step": step.value,
    }
    case.sql.execute(_UPDATE, values | _stamp(case), prepare=True)
    record(case, share_id, step, state)


def record(case: Case[Any], share_id: UUID, step: ShareStep, state: ShareState) -> None:
    """Write the audit entry."""
    audit_log.record(
        case.sql,
        action=f"accounts.share_{step.value}",
        object_id=str(share_id),
        operator=case.operator,
        case_number=case.number,
        facts={"state": state.value},
    )


def document_number(kind: str, case_number: str) -> str:
    """Return the number of what a case makes: as unique as the case's own."""
    issued = identifiers.check_case_number(case_number)
    return identifiers.document_number(kind, issued.region_code, issued.day, issued.sequence)


def _limits(limits: tuple[Money | None, Money | None]) -> dict[str, object]:
    single, yearly = limits
    return {
        "single": None if single is None else single.fen,
        "yearly": None if yearly is None else yearly.fen,
    }


def _stamp(case: Case[Any]) -> dict[str, object]:
    return {"operator": case.operator, "case": case.number, "now": case.now}
