"""What other packages may call: accounts, their ledger, and paying from them and by sharing."""

from __future__ import annotations

from yibao.accounts.kinds import AccountState, Direction, EntryKind
from yibao.accounts.ledger import Entry, Posting, credit, debit, reverse
from yibao.accounts.opening import balance, close, freeze, open_account, unfreeze
from yibao.accounts.paying import Payment, pay, reverse_payment

__all__ = [
    "AccountState",
    "Direction",
    "Entry",
    "EntryKind",
    "Payment",
    "Posting",
    "balance",
    "close",
    "credit",
    "debit",
    "freeze",
    "open_account",
    "pay",
    "reverse",
    "reverse_payment",
    "unfreeze",
]
