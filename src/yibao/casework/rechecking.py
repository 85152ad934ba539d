"""Asking, before the decision, what the checks would say of a case today."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction as django_transaction

from yibao.casework import locking
from yibao.casework.decisions import refusals_of
from yibao.kernel.errors import DomainError
from yibao.platform import database


def refusals_today(case_id: UUID, *, officer: str) -> list[DomainError]:
    """Return what would stand against approving the case now; nothing is kept.

    Runs the checks in a transaction that is rolled back, in case one of them writes.
    """
    with database.transaction() as sql:
        case = locking.find(sql, case_id)
        wrong = refusals_of(locking.context_of(sql, case, officer), case)
        django_transaction.set_rollback(True, using=database.alias())
        return wrong
