"""Whatever happens to an account, in whatever order: the balance is the sum and never negative."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yibao.accounts import ledger, opening
from yibao.accounts.errors import BalanceTooLow, ReferenceUsed
from yibao.accounts.kinds import EntryKind
from yibao.accounts.ledger import Entry
from yibao.accounts.staging import stamp_of
from yibao.accounts.tests.conftest import posting
from yibao.kernel.money import Money
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql

_AMOUNTS = st.integers(1, 60_000).map(Money)
_REFERENCES = st.sampled_from([f"R-{number}" for number in range(6)])
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("credit"), _AMOUNTS, _REFERENCES),
        st.tuples(st.just("debit"), _AMOUNTS, _REFERENCES),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just("")),
    ),
    max_size=14,
)


class _Model:
    """What the account should be: a sum, and the deeds that were done."""

    def __init__(self, start: Money) -> None:
        self.balance = start
        self.done: dict[tuple[str, str], Money] = {}
        self.entries: list[Entry] = []
        self.reversed: set[UUID] = set()


def _step(sql: Sql, person_id: UUID, model: _Model, step: tuple[str, Any, str]) -> None:
    deed, value, reference = step
    if deed == "reverse":
        _reverse(sql, model, value)
        return
    sign = 1 if deed == "credit" else -1
    before = model.done.get((deed, reference))
    kind = EntryKind.ALLOCATION if deed == "credit" else EntryKind.CARE
    write = ledger.credit if deed == "credit" else ledger.debit
    if before is not None and before != value:
        with pytest.raises(ReferenceUsed):
            write(sql, person_id, value, posting(reference, kind))
    elif before is None and sign < 0 and model.balance < value:
        with pytest.raises(BalanceTooLow):
            write(sql, person_id, value, posting(reference, kind))
    elif sign < 0 and any(
        entry.reference == reference and entry.id in model.reversed and entry.kind is kind
        for entry in model.entries
    ):
        with pytest.raises(ReferenceUsed):
            write(sql, person_id, value, posting(reference, kind))
    else:
        entry = write(sql, person_id, value, posting(reference, kind))
        if before is None:
            model.done[deed, reference] = value
            model.entries.append(entry)
            model.balance += value * sign
            assert entry.balance_after == model.balance


def _reverse(sql: Sql, model: _Model, which: int) -> None:
    if not model.entries:
        return
    entry = model.entries[which % len(model.entries)]
    is_credit = entry.kind is EntryKind.ALLOCATION
    with suppress(BalanceTooLow):
        ledger.reverse(sql, entry.id, stamp_of(platform_clock.today()))
        if entry.id not in model.reversed:
            model.reversed.add(entry.id)
            model.balance += entry.amount * (-1 if is_credit else 1)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=_STEPS)
def test_the_balance_is_the_sum_of_the_entries_and_never_negative(
    sql: Sql, person_id: UUID, steps: list[tuple[str, Any, str]]
) -> None:
    with sql.connection.transaction(force_rollback=True):
        model = _Model(opening.balance(sql, person_id))
        for step in steps:
            _step(sql, person_id, model, step)
            sql.execute(
                """SELECT a.balance_fen, sum(CASE e.direction WHEN 'credit' THEN e.amount_fen
                     ELSE -e.amount_fen END)::bigint, min(e.balance_after_fen), a.entry_count,
                     count(*)
                   FROM personal_account a JOIN account_entry e ON e.personal_account_id = a.id
                   GROUP BY a.id"""
            )
            (row,) = sql.fetchall()
            balance, total, lowest, counted, rows = row
            assert balance == total == model.balance.fen >= 0
            assert lowest >= 0
            assert counted == rows
