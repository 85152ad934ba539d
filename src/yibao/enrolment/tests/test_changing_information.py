"""城乡居民参保信息变更登记: contact data at once, key information when the police confirm it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yibao.casework import decisions
from yibao.casework.states import CaseState
from yibao.casework.submission import Outcome
from yibao.catalogue.case import Identity
from yibao.enrolment.results import InformationChangeResult
from yibao.enrolment.services.resident_enrol import resident_enrol
from yibao.enrolment.services.resident_info_change import resident_info_change
from yibao.enrolment.tests.conftest import (
    ADULT,
    LI,
    LI_AS_MOTHER,
    MING,
    ZHANG,
    Given,
    ask,
    renamed,
    rows,
)
from yibao.kernel import identity_number
from yibao.kernel.errors import Several
from yibao.persons import public_security
from yibao.persons.api import PersonItem, find_by_identity
from yibao.persons.errors import CertificateTaken
from yibao.persons.public_security import Confirmation
from yibao.persons.sealing import VERSION, unseal
from yibao.platform.database import Sql

NEW_PHONE = {"what": "contact", "phone": "19900000012"}
NEW_NAME = {"what": "key", "name": "李思思"}
VERSIONS = "SELECT item, before_sealed, after_sealed, case_number FROM person_version ORDER BY id"


def _result(outcome: Outcome) -> InformationChangeResult:
    assert isinstance(outcome.result, InformationChangeResult)
    return outcome.result


def _codes(answers: dict[str, Any], **options: Any) -> list[str]:
    with pytest.raises(Several) as refused:
        ask(resident_info_change, answers, **options)
    return [error.code for error in refused.value.errors]


def test_a_new_telephone_number_holds_at_once_and_both_are_shown_masked(
    sql: Sql, given: Given
) -> None:
    given("enrolment.resident")
    outcome = ask(resident_info_change, NEW_PHONE)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.DONE
    (changed,) = _result(outcome).changed
    assert (changed.item, changed.before, changed.after) == (
        "手机号码",
        "199****0002",
        "199****0012",
    )
    person = find_by_identity(sql, LI.identity)
    assert person is not None
    assert person.phone == "19900000012"


def test_what_was_before_is_kept_sealed_with_the_case(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    outcome = ask(resident_info_change, NEW_PHONE)
    assert outcome.receipt is not None
    ((item, before, after, case_number),) = rows(sql, VERSIONS)
    assert LI.phone.encode() not in before
    assert (item, unseal(before, VERSION), unseal(after, VERSION), case_number) == (
        "phone",
        LI.phone,
        "19900000012",
        outcome.receipt.number,
    )
    assert rows(sql, "SELECT kind, status_before, status_after FROM enrolment_change") == [
        ("35", "active", "active")
    ]
    assert rows(sql, "SELECT topic FROM outbox_message") == [("enrolment.information_changed",)]


def test_another_kind_of_resident_is_a_change_of_the_enrolment(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    outcome = ask(resident_info_change, {"what": "kind", "kind": "student"})
    (changed,) = _result(outcome).changed
    assert (changed.before, changed.after) == ("成年居民", "大学生")
    assert rows(sql, "SELECT person_kind FROM enrolment") == [("student",)]
    assert rows(sql, "SELECT kind FROM enrolment_change") == [("36",)]


def test_a_new_name_that_the_police_confirm_holds_at_once(sql: Sql, given: Given) -> None:
    given("enrolment.resident_with_confirmed_change")
    outcome = ask(resident_info_change, NEW_NAME)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.DONE
    assert [(c.before, c.after) for c in _result(outcome).changed] == [("李*", "李**")]
    assert find_by_identity(sql, renamed(LI, "李思思").identity) is not None


def test_a_new_name_that_the_police_do_not_confirm_needs_proof(given: Given) -> None:
    given("enrolment.resident_with_unconfirmed_change")
    assert _codes(NEW_NAME) == ["material.missing"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Confirmation.DIFFERS, "公安登记的信息与申请不一致，需要核对变更证明。"),
        (Confirmation.SILENT, "公安登记暂时没有答复，需要核对变更证明。"),
    ],
)
def test_with_proof_an_officer_looks_at_it_within_five_working_days(
    sql: Sql, given: Given, answer: Confirmation, reason: str, proof: list[object]
) -> None:
    setting = given("enrolment.resident")
    public_security.simulate(sql, setting.persona.identity, answer)
    outcome = ask(resident_info_change, NEW_NAME, materials=proof)
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED
    assert outcome.receipt.due_on == date(2026, 11, 27)
    assert rows(sql, "SELECT review_reason FROM service_case") == [(reason,)]
    assert find_by_identity(sql, LI.identity) is not None  # nothing has changed yet


def test_an_approved_change_of_name_holds(sql: Sql, given: Given, proof: list[object]) -> None:
    given("enrolment.resident_with_unconfirmed_change")
    receipt = ask(resident_info_change, NEW_NAME, materials=proof).receipt
    assert receipt is not None
    for step, officer in ((decisions.accept, "qian"), (decisions.approve, "zhao")):
        ((version,),) = rows(sql, "SELECT row_version FROM service_case")
        step(receipt.id, officer=officer, row_version=version)
    assert find_by_identity(sql, renamed(LI, "李思思").identity) is not None


def test_a_new_card_number_carries_birth_date_and_sex_with_it(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    number = identity_number.make("520103", date(1992, 8, 16), 22).text
    outcome = ask(resident_info_change, {"what": "key", "certificate_number": number})
    assert [change.item for change in _result(outcome).changed] == [
        PersonItem.CERTIFICATE.label,
        PersonItem.BIRTH_DATE.label,
    ]
    assert find_by_identity(sql, LI.identity) is None
    person = find_by_identity(sql, Identity("01", number, LI.identity.name))
    assert person is not None
    assert person.birth_date == date(1992, 8, 16)


def test_the_card_number_of_somebody_else_is_refused(sql: Sql, given: Given) -> None:
    given("enrolment.employee", ZHANG)
    given("enrolment.resident")
    answers = {"what": "key", "certificate_number": ZHANG.identity.certificate_number}
    with pytest.raises(CertificateTaken), sql.connection.transaction():
        ask(resident_info_change, answers)


def test_a_birth_date_that_contradicts_the_card_is_refused(given: Given) -> None:
    given("enrolment.resident")
    assert _codes({"what": "key", "birth_date": "1992-08-16"}) == ["persons.birth_date_differs"]
    assert _codes({"what": "key", "sex": "1"}) == ["persons.birth_date_differs"]


@pytest.mark.parametrize(
    "answers",
    [
        {"what": "contact"},
        {"what": "contact", "phone": LI.phone},
        {"what": "key", "name": LI.identity.name},
        {"what": "kind", "kind": "adult"},
    ],
)
def test_a_change_that_changes_nothing_is_refused(given: Given, answers: dict[str, Any]) -> None:
    given("enrolment.resident")
    assert _codes(answers) == ["persons.nothing_to_change"]


def test_only_residents_change_their_information_here(given: Given) -> None:
    given("enrolment.employee", ZHANG)
    assert _codes(NEW_PHONE, who=ZHANG) == ["enrolment.no_resident_enrolment"]
    assert _codes(NEW_PHONE) == ["enrolment.no_resident_enrolment"]  # nobody knows 李四
    given("enrolment.resident")
    assert _codes(NEW_PHONE, who=renamed(LI, "李五")) == ["persons.name_differs"]


def test_nothing_is_changed_for_the_dead(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    sql.execute("UPDATE person SET survival = '2'")
    assert _codes(NEW_PHONE) == ["persons.died"]


def test_the_same_request_again_changes_nothing(sql: Sql, given: Given) -> None:
    given("enrolment.resident")
    first = ask(resident_info_change, NEW_PHONE, request_number="R-1")
    again = ask(resident_info_change, NEW_PHONE, request_number="R-1")
    assert again.is_repeat
    assert again.result == first.result
    assert len(rows(sql, VERSIONS)) == 1


def test_enrolling_again_brings_the_address_up_to_date_and_keeps_the_old_one(
    sql: Sql, given: Given
) -> None:
    given("enrolment.resident")
    ask(resident_enrol, ADULT | {"living_address": "测试路22号"})
    ((item, before, after, _),) = rows(sql, VERSIONS)
    assert (item, unseal(before, VERSION), unseal(after, VERSION)) == (
        "living_address",
        "测试路2号",
        "测试路22号",
    )


def test_a_mother_changes_the_information_of_her_child(given: Given) -> None:
    given("enrolment.resident", MING)
    outcome = ask(resident_info_change, NEW_PHONE, who=MING, agent=LI_AS_MOTHER)
    assert [change.before for change in _result(outcome).changed] == ["未登记"]
