"""Twenty writers at the same moment: the ledger, the sharings and the premiums stay what they are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections

from yibao.accounts import api, ledger, opening
from yibao.accounts.services.account_pay_premium import account_pay_premium
from yibao.accounts.services.share_order_change import share_order_change
from yibao.accounts.services.share_other import share_other
from yibao.accounts.services.share_register import share_register
from yibao.accounts.staging import have, stamp_of
from yibao.accounts.tests.conftest import LI, WANG, ZHANG, ZHAO, ask, id_of, posting, yuan
from yibao.catalogue import situations
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import Money
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
Attempt = Callable[[], object]
REGISTRATION = {
    "user_identity_number": LI.identity.certificate_number,
    "user_name": LI.identity.name,
    "kinship": "spouse",
}
PAYING = {
    "payee": "relative",
    "payee_identity_number": LI.identity.certificate_number,
    "payee_name": LI.identity.name,
    "year": 2027,
    "amount": "400",
}
_RAW_SHARE = """
INSERT INTO account_share (id, number, grantor_id, user_id, kinship, state, position, starts_on,
  case_number, registered_at)
VALUES (%s, %s, %s, %s, 'sibling', 'valid', %s, '2026-01-01', '', now())
"""


def _given(name: str, who: Persona = ZHANG) -> Setting:
    with database.transaction() as sql:
        setting = Setting(sql, who, platform_clock.today())
        situations.set_up(name, setting)
        return setting


@pytest.fixture
def person_id(clock: object) -> UUID:
    """Give 张三, who has 500 yuan in the account."""
    _given("accounts.account")
    with database.reading() as sql:
        return id_of(sql, ZHANG)


def _at_once(attempts: list[Attempt]) -> tuple[list[Any], list[str]]:
    """Run the attempts in as many threads; return what was done, and the codes of refusals."""
    start = threading.Barrier(len(attempts))
    done, refused = list[Any](), list[str]()

    def run(attempt: Attempt) -> None:
        try:
            start.wait(20)
            done.append(attempt())
        except Several as several:
            refused.extend(error.code for error in several.errors)
        except DomainError as error:
            refused.append(error.code)
        except psycopg.Error as error:
            refused.append(error.diag.constraint_name or type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done, sorted(refused)


def _within(deed: Callable[[Sql], object]) -> Attempt:
    def attempt() -> object:
        with database.transaction() as sql:
            return deed(sql)

    return attempt


def _debit(person_id: UUID, sql: Sql, *, reference: str) -> ledger.Entry:
    return ledger.debit(sql, person_id, yuan("100"), posting(reference))


def _pay(person_id: UUID, sql: Sql, *, reference: str) -> api.Payment:
    return api.pay(sql, person_id, yuan("50"), posting(reference), today=platform_clock.today())


def _write_share(pair: tuple[UUID, UUID], sql: Sql, *, position: int) -> int:
    number = uuid4().hex[:24]
    return sql.execute(_RAW_SHARE, (uuid4(), number, *pair, position)).rowcount


def _asked(service: AnyService, answers: dict[str, Any], number: int, **options: Any) -> Attempt:
    request = f"{service.operation}-{number:08}"
    return lambda: ask(service, answers, request_number=request, **options)


def _value(query: str) -> Any:
    with database.reading() as sql:
        sql.execute(query)
        row = sql.fetchone()
        return row[0] if row else None


def _check_the_sums() -> None:
    assert (
        _value(
            """SELECT count(*) FROM personal_account a WHERE balance_fen <> coalesce((
                 SELECT sum(CASE direction WHEN 'credit' THEN amount_fen ELSE -amount_fen END)
                 FROM account_entry e WHERE e.personal_account_id = a.id), 0)"""
        )
        == 0
    )
    assert (
        _value(
            """SELECT count(*) FROM (
                 SELECT balance_after_fen, lag(balance_after_fen, 1, 0::bigint) OVER chain
                   + CASE direction WHEN 'credit' THEN amount_fen ELSE -amount_fen END AS expected
                 FROM account_entry
                 WINDOW chain AS (PARTITION BY personal_account_id ORDER BY sequence)) AS e
               WHERE balance_after_fen <> expected"""
        )
        == 0
    )


def test_twenty_debits_take_what_is_there_and_no_more(person_id: UUID) -> None:
    done, refused = _at_once(
        [_within(partial(_debit, person_id, reference=f"D-{n}")) for n in range(WRITERS)]
    )
    assert len(done) == 5
    assert refused == ["accounts.balance_too_low"] * 15
    _check_the_sums()


def test_twenty_debits_of_one_reference_are_one(person_id: UUID) -> None:
    deed = _within(lambda sql: ledger.debit(sql, person_id, yuan("100"), posting("D-1")))
    done, refused = _at_once([deed] * WRITERS)
    assert refused == []
    assert len({entry.id for entry in done}) == 1
    with database.reading() as sql:
        assert opening.balance(sql, person_id) == yuan("400")
    _check_the_sums()


def test_without_the_lock_the_database_itself_refuses_the_overdraft(
    person_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_HOLD", ledger._HOLD.replace("FOR UPDATE", ""))
    monkeypatch.setattr(ledger, "require_balance", lambda account, amount: None)
    done, refused = _at_once(
        [_within(partial(_debit, person_id, reference=f"D-{n}")) for n in range(WRITERS)]
    )
    assert len(done) == 5
    assert refused == ["account_is_never_overdrawn"] * 15
    _check_the_sums()


def test_twenty_reversals_of_one_entry_are_one(person_id: UUID) -> None:
    with database.transaction() as sql:
        taken = ledger.debit(sql, person_id, yuan("100"), posting("D-1"))
    stamp = stamp_of(platform_clock.today())
    done, refused = _at_once([_within(lambda sql: ledger.reverse(sql, taken.id, stamp))] * WRITERS)
    assert refused == []
    assert len({entry.id for entry in done}) == 1
    with database.reading() as sql:
        assert opening.balance(sql, person_id) == yuan("500")
    _check_the_sums()


def test_twenty_openings_open_one_account(clock: object) -> None:
    _given("accounts.no_account", LI)
    with database.reading() as sql:
        li = id_of(sql, LI)
    stamp = stamp_of(platform_clock.today())
    done, refused = _at_once(
        [_within(lambda sql: opening.open_account(sql, li, stamp=stamp))] * WRITERS
    )
    assert len(done) == 1
    assert set(refused) == {"accounts.account_exists"}


def test_payments_through_the_same_accounts_never_wait_for_each_other(clock: object) -> None:
    _given("accounts.two_grantors", LI)
    with database.reading() as sql:
        li, wang, zhao = id_of(sql, LI), id_of(sql, WANG), id_of(sql, ZHAO)
    payers = [li, wang, zhao, li]
    done, refused = _at_once(
        [_within(partial(_pay, payers[n % 4], reference=f"S-{n}")) for n in range(WRITERS)]
    )
    assert refused == []
    assert Money.total(part.amount for payment in done for part in payment.parts) <= yuan("620")
    _check_the_sums()


def test_of_twenty_sharings_of_a_pair_one_is_made(clock: object) -> None:
    _given("accounts.relative_known")
    done, refused = _at_once(
        [
            _asked(share_register, REGISTRATION, n, materials={"kinship_proof": "pledge"})
            for n in range(WRITERS)
        ]
    )
    assert len(done) == 1
    assert set(refused) == {"accounts.already_shared"}
    assert _value("SELECT count(*) FROM account_share WHERE state <> 'ended'") == 1


def test_the_database_itself_keeps_one_sharing_of_a_pair_in_either_direction(
    clock: object,
) -> None:
    _given("accounts.relative_known")
    with database.reading() as sql:
        pair = (id_of(sql, ZHANG), id_of(sql, LI))
    done, refused = _at_once(
        [
            _within(partial(_write_share, (pair[n % 2], pair[1 - n % 2]), position=n + 1))
            for n in range(WRITERS)
        ]
    )
    assert done == [1]
    assert set(refused) == {"one_sharing_of_a_pair"}


def test_the_database_itself_gives_a_position_once(clock: object) -> None:
    _given("accounts.grantor_with_most_users")
    with database.reading() as sql:
        sql.execute("SELECT id FROM person WHERE certificate_type = '08'")
        grantors, li = [row[0] for row in sql.fetchall()], id_of(sql, LI)
    done, refused = _at_once(
        [
            _within(partial(_write_share, (grantors[n % len(grantors)], li), position=1))
            for n in range(WRITERS)
        ]
    )
    assert done == [1]
    assert set(refused) <= {"one_position_of_a_user", "one_sharing_of_a_pair"}
    assert "one_position_of_a_user" in refused


def test_moves_and_endings_at_once_leave_an_order_without_gaps(clock: object) -> None:
    _given("accounts.three_grantors", LI)
    with database.reading() as sql:
        sql.execute("SELECT number FROM account_share WHERE state = 'valid' ORDER BY position")
        numbers = [row[0] for row in sql.fetchall()]
    moves = [
        _asked(share_order_change, {"share_number": number, "position": place}, n, who=LI)
        for n, (number, place) in enumerate(
            [(number, place) for number in numbers for place in (1, 2, 3)] * 2
        )
    ]
    ending = _asked(share_other, {"action": "unbind", "share_number": numbers[1]}, 0, who=LI)
    _, refused = _at_once([*moves, ending])
    assert set(refused) <= {
        "accounts.position_unchanged",
        "accounts.position_out_of_range",
        "accounts.share_unknown",
    }
    with database.reading() as sql:
        sql.execute("SELECT position FROM account_share WHERE state = 'valid'")
        positions = tuple(row[0] for row in sql.fetchall())
    assert positions in set(permutations((1, 2)))


def test_of_twenty_payments_of_a_premium_one_is_taken(clock: object) -> None:
    setting = _given("accounts.premium_due")
    with database.transaction() as sql:
        rich = Setting(sql, setting.persona, setting.today)
        have(rich, id_of(sql, ZHANG), yuan("10000"))
    done, refused = _at_once([_asked(account_pay_premium, PAYING, n) for n in range(WRITERS)])
    assert len(done) == 1
    assert set(refused) == {"accounts.premium_paid_already"}
    with database.reading() as sql:
        assert opening.balance(sql, id_of(sql, ZHANG)) == yuan("9600")
    _check_the_sums()
