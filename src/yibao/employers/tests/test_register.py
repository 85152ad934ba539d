"""The register of employers: who may act, what changes, what never changes again."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from hypothesis import given as all_of
from hypothesis import strategies

from yibao.employers import api, queries
from yibao.employers.api import Change, EmployerItem, InsuranceState, Operator
from yibao.employers.errors import (
    EmployerAlreadyEnrolled,
    EmployerChangedMeanwhile,
    EmployerDeregistered,
    EmployerSuspended,
    InsuranceStepNotPossible,
    NoGrant,
    OperatorAlreadyGranted,
)
from yibao.employers.made_up import ACCOUNT, CHANGING_COMPANY, REPRESENTATIVE, SUSPENDING_COMPANY
from yibao.employers.states import TRANSITIONS, InsuranceEvent, transition
from yibao.employers.tests.conftest import OUYANG, STAMP, TODAY, ZHANG, Given
from yibao.platform import database
from yibao.platform.database import Sql

CODE = CHANGING_COMPANY.credit_code
HERE = Operator(OUYANG.identity, OUYANG.phone)


def test_the_operator_finds_the_employer_with_both_insurances(given: Given) -> None:
    employer = given("employers.enrolled")
    assert (employer.credit_code, employer.name) == (CODE, CHANGING_COMPANY.name)
    assert (employer.legal_representative, employer.bank_account) == (REPRESENTATIVE, ACCOUNT)
    assert employer.in_state(InsuranceState.ACTIVE) == ("310", "510")
    assert employer.number.isascii()


def test_nobody_else_finds_it_nor_hears_whether_it_is_there(given: Given, sql: Sql) -> None:
    given("employers.enrolled")
    for code in (CODE, "91520103MA6TEXT7W9"):
        with pytest.raises(NoGrant):
            api.granted_employer(sql, code, ZHANG.identity, TODAY)


def test_a_grant_does_not_hold_before_it_starts_or_once_it_has_ended(
    given: Given, sql: Sql
) -> None:
    given("employers.enrolled")
    with pytest.raises(NoGrant):
        api.granted_employer(sql, CODE, OUYANG.identity, TODAY - timedelta(days=1000))
    sql.execute("UPDATE employer_grant SET ends_on = %s", (TODAY,))
    with pytest.raises(NoGrant):
        api.granted_employer(sql, CODE, OUYANG.identity, TODAY)
    assert api.granted_employer(sql, CODE, OUYANG.identity, TODAY - timedelta(days=1)).name


def test_a_grant_is_found_by_an_index_and_not_by_reading_them_all(sql: Sql) -> None:
    # A table this small is read as a whole when that is allowed.
    sql.execute("SET LOCAL enable_seqscan = off")
    facts = {"operator": b"somebody" * 4, "today": TODAY, "credit_code": CODE}
    sql.execute(f"EXPLAIN {queries._GRANTED}", facts)
    plan = "\n".join(row[0] for row in sql.fetchall())
    assert "Seq Scan on employer_grant" not in plan
    assert "grants_of_an_operator" in plan


def test_whoever_is_turned_away_hears_of_a_way_that_there_is() -> None:
    for error in (NoGrant, EmployerSuspended):
        assert "参保地医保经办窗口办理" in error.fix
        assert "授权书" in error.fix


def test_people_and_the_account_are_sealed_in_every_table(given: Given, sql: Sql) -> None:
    employer = given("employers.enrolled")
    change = Change(EmployerItem.BANK_ACCOUNT, ACCOUNT, "6222000099990000")
    api.change_information(sql, employer, [change], HERE, stamp=STAMP)
    for table in ("employer", "employer_grant", "employer_version", "employer_change"):
        sql.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        row = sql.fetchone()
        text = str(row[0] if row else "")
        for value in (ACCOUNT, "6222000099990000", REPRESENTATIVE, *_facts_of_operator()):
            assert value not in text
            assert value.encode().hex() not in text


def test_a_change_keeps_what_was_and_a_stale_reader_is_told(given: Given, sql: Sql) -> None:
    employer = given("employers.enrolled")
    changes = [
        Change(EmployerItem.ADDRESS, employer.address, "测试路20号"),
        Change(EmployerItem.PHONE, employer.operator_phone, "19900000097"),
    ]
    api.change_information(sql, employer, changes, HERE, stamp=STAMP)
    after = api.granted_employer(sql, CODE, OUYANG.identity, TODAY)
    assert (after.address, after.operator_phone) == ("测试路20号", "19900000097")
    assert after.bank_account == ACCOUNT
    sql.execute("SELECT item FROM employer_version ORDER BY id")
    assert sql.fetchall() == [("address",), ("phone",)]
    with pytest.raises(EmployerChangedMeanwhile):
        api.change_information(sql, employer, changes, HERE, stamp=STAMP)


def test_a_credit_code_of_another_valid_employer_is_not_taken(given: Given, sql: Sql) -> None:
    employer = given("employers.enrolled")
    taken = Change(EmployerItem.CREDIT_CODE, CODE, SUSPENDING_COMPANY.credit_code)
    with pytest.raises(EmployerAlreadyEnrolled) as refused, database.transaction() as inner:
        api.change_information(inner, employer, [taken], HERE, stamp=STAMP)
    assert refused.value.at == "answers.new_credit_code"


def test_after_handing_over_only_the_new_operator_may_act(given: Given, sql: Sql) -> None:
    employer = given("employers.enrolled")
    coming = Operator(ZHANG.identity, ZHANG.phone)
    api.hand_over(sql, employer, HERE, coming, stamp=STAMP)
    with pytest.raises(NoGrant):
        api.granted_employer(sql, CODE, OUYANG.identity, TODAY)
    after = api.granted_employer(sql, CODE, ZHANG.identity, TODAY)
    assert after.operator_phone == ZHANG.phone
    with pytest.raises(OperatorAlreadyGranted), database.transaction() as inner:
        api.hand_over(inner, after, HERE, coming, stamp=STAMP)


def test_a_deregistered_employer_frees_its_code_and_revokes_its_grants(
    given: Given, sql: Sql
) -> None:
    employer = given("employers.suspended")
    api.deregister(sql, employer, on=TODAY, reason="closed", stamp=STAMP)
    assert not api.is_enrolled(sql, CODE)
    with pytest.raises(NoGrant):
        api.granted_employer(sql, CODE, OUYANG.identity, TODAY)
    with pytest.raises(EmployerDeregistered):
        api.hold(sql, employer.id)
    sql.execute(
        "SELECT kind, state_before, state_after FROM employer_change WHERE employer_id = %s"
        " ORDER BY id",
        (employer.id,),
    )
    assert sql.fetchall() == [
        *[("01", "", "active")] * 2,
        *[("02", "active", "suspended")] * 2,
        *[("09", "suspended", "ended")] * 2,
    ]


def test_an_active_insurance_is_not_ended_without_being_suspended_first(
    given: Given, sql: Sql
) -> None:
    employer = given("employers.enrolled")
    with pytest.raises(EmployerChangedMeanwhile):
        api.deregister(sql, employer, on=TODAY, reason="closed", stamp=STAMP)


def test_only_a_paying_employer_can_be_held_for_an_employee(given: Given, sql: Sql) -> None:
    api.hold(sql, given("employers.enrolled").id)
    with pytest.raises(EmployerSuspended):
        api.hold(sql, given("employers.suspended").id)


@pytest.mark.parametrize("table", ["employer_version", "employer_change"])
def test_history_can_not_be_changed(given: Given, sql: Sql, table: str) -> None:
    employer = given("employers.enrolled")
    change = Change(EmployerItem.ADDRESS, employer.address, "测试路20号")
    api.change_information(sql, employer, [change], HERE, stamp=STAMP)
    append_only = pytest.raises(psycopg.errors.RaiseException, match="append-only")
    with append_only, database.transaction() as inner:
        inner.execute(f"DELETE FROM {table}")


def test_everybody_who_ever_acted_is_remembered(given: Given, sql: Sql) -> None:
    employer = given("employers.enrolled")
    api.hand_over(sql, employer, HERE, Operator(ZHANG.identity, ZHANG.phone), stamp=STAMP)
    assert len(queries.operators_of(sql, employer.id)) == 2


@all_of(strategies.lists(strategies.sampled_from(InsuranceEvent), max_size=12))
def test_no_way_leads_out_of_the_end_and_none_into_it_but_from_a_suspension(
    events: list[InsuranceEvent],
) -> None:
    state: InsuranceState | None = None
    for event in events:
        before, step = state, transition(state, event)
        state = step.state if step else state
        assert before is not InsuranceState.ENDED or state is InsuranceState.ENDED
        if state is InsuranceState.ENDED and before is not InsuranceState.ENDED:
            assert before is InsuranceState.SUSPENDED


def test_each_step_has_a_kind_of_change_of_its_own() -> None:
    kinds = [step.change_kind for step in TRANSITIONS.values()]
    assert sorted(kinds) == ["01", "02", "03", "09"]


def test_a_step_that_the_table_lacks_is_refused() -> None:
    from yibao.employers.actions import step_of

    with pytest.raises(InsuranceStepNotPossible):
        step_of(InsuranceState.ENDED, InsuranceEvent.RESUME)


def _facts_of_operator() -> tuple[str, str, str]:
    return (OUYANG.identity.name, OUYANG.identity.certificate_number, OUYANG.phone)
