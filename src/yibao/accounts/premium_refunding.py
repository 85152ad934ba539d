"""After the tax office gave a contribution back: what an account paid for it returns there (R-E8).

The account must still be open; otherwise the message stays with those that could not be delivered,
where somebody decides how the payer gets the money.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yibao.accounts import ledger
from yibao.accounts.kinds import EntryKind, PremiumState
from yibao.accounts.ledger import Posting
from yibao.accounts.premium_confirming import OPERATOR
from yibao.kernel.money import Money
from yibao.persons.api import Stamp
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql

# The topic of contributions, whose interface names no topics.
DUE_REFUNDED = "contributions.due_refunded"
_HOLD = """
SELECT id, number, payer_id, payee_id, year, amount_fen, case_number
FROM premium_payment WHERE due_id = %s AND state = 'paid' FOR UPDATE
"""
_CLOSE = "UPDATE premium_payment SET state = %s, closed_at = %s WHERE id = %s"


def refund(sql: Sql, due_id: UUID, now: datetime) -> None:
    """Credit the payer's account with what it paid for a due; nothing when none did, or again.

    Raises:
        NoAccount: the account was closed meanwhile.
    """
    sql.execute(_HOLD, (due_id,), prepare=True)
    row = sql.fetchone()
    if row is None:
        return
    payment_id, number, payer_id, payee_id, year, fen, case_number = row
    posting = Posting(EntryKind.REFUND, number, Stamp(case_number, OPERATOR, now), payee_id)
    ledger.credit(sql, payer_id, Money(fen), posting)
    sql.execute(_CLOSE, (PremiumState.REFUNDED.value, now, payment_id), prepare=True)
    audit_log.record(
        sql,
        action="accounts.premium_refunded",
        object_id=str(payment_id),
        operator=OPERATOR,
        case_number=case_number,
        facts={"year": year},
    )
