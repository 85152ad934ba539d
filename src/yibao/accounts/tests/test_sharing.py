"""Sharing an account with a relative: registering, confirming, pausing, ordering, ending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from yibao.accounts import kinship, tasks
from yibao.accounts.expiry import users_with_expired
from yibao.accounts.kinds import SEEN_BY_USER, Kinship, ShareAction
from yibao.accounts.results import PaymentOrder, ShareChangeResult, ShareList, ShareReceipt
from yibao.accounts.services.share_candidate_eligibility import share_candidate_eligibility
from yibao.accounts.services.share_order_change import share_order_change
from yibao.accounts.services.share_order_query import share_order_query
from yibao.accounts.services.share_other import share_other
from yibao.accounts.services.share_register import share_register
from yibao.accounts.services.share_relation_query import share_relation_query
from yibao.accounts.tests.conftest import LI, WANG, ZHANG, Given, ask, codes, id_of
from yibao.persons import outside
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql

REGISTRATION = {
    "user_identity_number": LI.identity.certificate_number,
    "user_name": LI.identity.name,
    "kinship": "spouse",
}
PLEDGE = {"kinship_proof": "pledge"}


def _register(**answers: object) -> ShareReceipt:
    outcome = ask(share_register, REGISTRATION | answers, materials=PLEDGE)
    assert isinstance(outcome.result, ShareReceipt)
    return outcome.result


def _change(answers: dict[str, Any], **options: Any) -> ShareChangeResult:
    outcome = ask(share_other, answers, **options)
    assert isinstance(outcome.result, ShareChangeResult)
    return outcome.result


def _order(sql: Sql) -> list[int]:
    sql.execute(
        """SELECT position FROM account_share WHERE user_id = %s AND position IS NOT NULL
           ORDER BY position""",
        (id_of(sql, LI),),
    )
    return [row[0] for row in sql.fetchall()]


def test_a_relation_that_the_register_confirms_is_valid_at_once(given: Given) -> None:
    given("accounts.relative_known")
    made = _register(single_limit="0", yearly_limit="1000")
    assert made.sharing.state == "有效"
    assert made.sharing.other_person == "李* (配偶)"
    assert (made.sharing.single_limit, made.sharing.yearly_limit) == ("不限", "1000.00")


@pytest.mark.parametrize("answer", ["", outside.GONE, outside.SLOW])
def test_what_is_not_confirmed_waits_for_the_user(sql: Sql, given: Given, answer: str) -> None:
    given("accounts.relative_unknown")
    outside.simulate(sql, kinship.REGISTER, LI.identity, answer)
    assert _register().sharing.state == "待使用人确认"
    assert codes(share_other, {"action": "confirm"}) == ["accounts.not_for_this_side"]
    confirmed = _change({"action": "confirm"}, who=LI).sharing
    assert confirmed is not None
    assert (confirmed.state, confirmed.position) == ("有效", 1)


def test_another_relation_than_the_registered_one_is_not_confirmed(given: Given) -> None:
    given("accounts.relative_known")
    assert _register(kinship="sibling").sharing.state == "待使用人确认"


def test_the_other_direction_is_refused(sql: Sql, given: Given) -> None:
    given("accounts.sharing")
    back = {
        "user_identity_number": ZHANG.identity.certificate_number,
        "user_name": ZHANG.identity.name,
        "kinship": "spouse",
    }
    assert codes(share_register, back, who=LI, materials=PLEDGE) == [
        "accounts.grantor_not_eligible",
        "accounts.already_shared",
    ]
    with pytest.raises(psycopg.errors.UniqueViolation), sql.connection.transaction():
        sql.execute(
            """INSERT INTO account_share (id, number, grantor_id, user_id, kinship, state,
                 starts_on, case_number, registered_at)
               SELECT gen_random_uuid(), 'X', user_id, grantor_id, kinship, 'waiting', starts_on,
                 '', registered_at FROM account_share WHERE state = 'valid'"""
        )


def test_a_circle_of_three_is_refused(sql: Sql, given: Given) -> None:
    given("accounts.account", WANG)
    given("accounts.sharing")  # 张三 grants 李四
    sql.execute(
        """INSERT INTO account_share (id, number, grantor_id, user_id, kinship, state, position,
             starts_on, case_number, registered_at)
           VALUES (gen_random_uuid(), 'X', %s, %s, 'sibling', 'valid', 1, '2026-01-01', '', now())
        """,
        (id_of(sql, LI), id_of(sql, WANG)),
    )
    circle = {
        "user_identity_number": ZHANG.identity.certificate_number,
        "user_name": ZHANG.identity.name,
        "kinship": "sibling",
    }
    assert codes(share_register, circle, who=WANG, materials=PLEDGE) == ["accounts.already_shared"]


def test_a_sharing_that_ended_makes_room(sql: Sql, given: Given) -> None:
    given("accounts.relative_known")
    _register()
    _change({"action": "unbind"})
    assert _order(sql) == []
    assert _register(single_limit="5").sharing.position == 1


def test_a_paused_sharing_keeps_its_place(sql: Sql, given: Given) -> None:
    given("accounts.sharing")
    paused = _change({"action": "suspend"}).sharing
    resumed = _change({"action": "resume"}).sharing
    assert paused is not None
    assert resumed is not None
    assert paused.position == resumed.position == 1
    assert (paused.state, resumed.state) == ("已暂停", "有效")


def test_a_quota_that_is_not_named_stays(given: Given) -> None:
    given("accounts.sharing")
    _change({"action": "set_quota", "single_limit": "100", "yearly_limit": "1000"})
    changed = _change({"action": "set_quota", "single_limit": "0"}).sharing
    assert changed is not None
    assert (changed.single_limit, changed.yearly_limit) == ("不限", "1000.00")


def test_payments_stay_on_record_after_the_sharing_ended(sql: Sql, given: Given) -> None:
    given("accounts.sharing_used")
    _change({"action": "unbind"})
    for who in (ZHANG, LI):
        told = _change({"action": "record"}, who=who)
        assert (told.total, told.records[0].amount) == (1, "30.00")
        assert told.records[0].provider_name == "贵阳测试大药房"


def test_every_action_is_known_to_the_rules_or_reads() -> None:
    from yibao.accounts.changing import RULES

    assert set(RULES) | {ShareAction.RECORD} == set(ShareAction)


def test_each_change_is_an_event_that_stays(sql: Sql, given: Given) -> None:
    given("accounts.relative_known")
    _register()
    _change({"action": "suspend"})
    _change({"action": "unbind"})
    sql.execute("SELECT step, state FROM account_share_event ORDER BY id")
    assert sql.fetchall() == [
        ("register", "valid"),
        ("suspend", "paused"),
        ("unbind", "ended"),
    ]
    with pytest.raises(psycopg.Error), sql.connection.transaction():
        sql.execute("DELETE FROM account_share_event")


def test_moving_one_account_moves_the_others(sql: Sql, given: Given) -> None:
    given("accounts.three_grantors", LI)
    before = ask(share_order_query, who=LI).result
    assert isinstance(before, PaymentOrder)
    numbers = [source.share_number for source in before.sources]
    answers = {"share_number": numbers[2], "position": 1}
    after = ask(share_order_change, answers, who=LI).result
    assert isinstance(after, PaymentOrder)
    assert [source.share_number for source in after.sources] == [
        numbers[2],
        numbers[0],
        numbers[1],
    ]
    assert _order(sql) == [1, 2, 3]


def test_the_balance_of_a_relative_is_not_told(given: Given) -> None:
    given("accounts.two_grantors", LI)
    told = ask(share_order_query, who=LI).result
    assert isinstance(told, PaymentOrder)
    assert [source.source for source in told.sources] == [
        "王* (父母)",
        "赵* (祖父母或外祖父母)",
    ]
    assert {source.balance for source in told.sources} == {"有余额"}
    assert told.own_account == "没有个人账户"


def test_unbinding_closes_ranks(sql: Sql, given: Given) -> None:
    given("accounts.three_grantors", LI)
    told = ask(share_relation_query, {"role": "user"}, who=LI).result
    assert isinstance(told, ShareList)
    first = told.sharings[0].share_number
    _change({"action": "unbind", "share_number": first}, who=LI)
    assert _order(sql) == [1, 2]


def test_a_sharing_ends_after_its_last_day(sql: Sql, given: Given, clock: Any) -> None:
    given("accounts.relative_known")
    last_day = platform_clock.today() + timedelta(days=1)
    _register(ends_on=last_day.isoformat())
    clock.advance(days=1)
    assert users_with_expired(sql, platform_clock.today()) == []
    clock.advance(days=1)
    tasks.end_sharings()
    assert codes(share_other, {"action": "unbind"}) == ["accounts.share_unknown"]
    sql.execute("SELECT step FROM account_share_event ORDER BY id DESC LIMIT 1")
    assert sql.fetchone() == ("expire",)


def test_a_wrong_name_and_nobody_are_answered_alike(sql: Sql, given: Given) -> None:
    given("accounts.relative_known")
    question = {
        "candidate": "relative",
        "candidate_identity_number": LI.identity.certificate_number,
        "candidate_name": "李五",
    }
    wrong_name = ask(share_candidate_eligibility, question).result
    given("accounts.relative_not_insured")
    question["candidate_name"] = LI.identity.name
    assert ask(share_candidate_eligibility, question).result == wrong_name


def test_relations_are_seen_from_both_sides() -> None:
    assert {SEEN_BY_USER[SEEN_BY_USER[relation]] for relation in Kinship} == set(Kinship)


@pytest.mark.parametrize("situation", ["accounts.two_grantors", "accounts.three_grantors"])
def test_situations_can_be_set_up_again_and_again(
    sql: Sql, given: Callable[..., Any], situation: str
) -> None:
    for _ in range(3):
        given(situation, LI)
        given("accounts.user_with_most_grantors")
        given("accounts.relative_known")
        given("accounts.premium_paid")
    assert len(_order(sql)) <= 3
