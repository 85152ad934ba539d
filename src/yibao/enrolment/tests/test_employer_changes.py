"""What may not be taken over: the credit code, the account or the grant of an employer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from yibao.casework import decisions, sharing
from yibao.casework.states import CaseState
from yibao.demonstration import registers
from yibao.employers import made_up, market_regulator, tax_arrears
from yibao.employers.made_up import CHANGING_COMPANY, RECODED_COMPANY
from yibao.employers.market_regulator import MarketRecord
from yibao.enrolment.services.employer_info_change import employer_info_change
from yibao.enrolment.tests.conftest import rows
from yibao.enrolment.tests.employer_stage import ZHANG, asked, prepare, refused
from yibao.kernel.money import Money
from yibao.persons import public_security
from yibao.persons.public_security import Confirmation
from yibao.platform.database import Sql

Upload = Callable[[str], dict[str, str]]
CODE = CHANGING_COMPANY.credit_code
# Everything as the regulator has it of the other organisation.
TAKING_OVER: dict[str, object] = {
    "credit_code": CODE,
    "changed_part": "key",
    "new_credit_code": RECODED_COMPANY.credit_code,
    "employer_name": RECODED_COMPANY.name,
    "legal_representative": made_up.REPRESENTATIVE,
}
HANDING_OVER: dict[str, object] = {
    "credit_code": CODE,
    "changed_part": "operator",
    "operator_name": ZHANG.identity.name,
    "operator_identity_number": ZHANG.identity.certificate_number,
    "operator_phone": ZHANG.phone,
}


@pytest.fixture(autouse=True)
def registers_answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the simulators of other agencies answer."""
    monkeypatch.setattr(sharing, "_providers", {})
    registers.provide_all(("default",))
    yield


def test_nobody_takes_the_code_of_another_company_without_proof(sql: Sql) -> None:
    prepare(sql, "employers.enrolled")
    assert refused(employer_info_change, TAKING_OVER) == ["material.missing"]
    assert _valid(sql, CODE) == 1
    assert _valid(sql, RECODED_COMPANY.credit_code) == 0


def test_a_new_code_waits_for_an_officer_though_the_regulator_has_it(
    sql: Sql, upload: Upload
) -> None:
    prepare(sql, "employers.enrolled")
    outcome = asked(employer_info_change, TAKING_OVER, materials=[upload("key_change_proof")])
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED
    assert _valid(sql, RECODED_COMPANY.credit_code) == 0
    for decide in (decisions.accept, decisions.approve):
        version = rows(
            sql, "SELECT row_version FROM service_case WHERE id = %s", outcome.receipt.id
        )
        decide(outcome.receipt.id, officer=decide.__name__, row_version=int(version[0][0]))
    assert _valid(sql, RECODED_COMPANY.credit_code) == 1


def test_arrears_are_not_left_behind_with_the_old_code(sql: Sql, upload: Upload) -> None:
    prepare(sql, "employers.enrolled")
    proof: list[object] = [upload("key_change_proof")]
    tax_arrears.simulate(sql, CODE, Money(1))
    owing = refused(employer_info_change, TAKING_OVER, materials=proof)
    tax_arrears.simulate_silence(sql, CODE)
    unknown = refused(employer_info_change, TAKING_OVER, materials=proof)
    assert (owing, unknown) == (
        ["employers.owes_before_code_change"],
        ["employers.tax_office_silent"],
    )


def test_the_same_code_written_again_is_no_new_code(sql: Sql) -> None:
    prepare(sql, "employers.enrolled")
    market_regulator.simulate(sql, CODE, MarketRecord("贵阳测试新名有限公司", "测试乙"))
    renaming = TAKING_OVER | {
        "new_credit_code": CODE,
        "employer_name": "贵阳测试新名有限公司",
        "legal_representative": "测试乙",
    }
    assert refused(employer_info_change, renaming) == []


def test_a_new_account_needs_proof_as_the_first_one_did(sql: Sql, upload: Upload) -> None:
    prepare(sql, "employers.enrolled")
    moving_account: dict[str, object] = {
        "credit_code": CODE,
        "changed_part": "bank",
        "bank_name": "测试银行贵阳花溪支行",
        "bank_account": "6222000087654321",
    }
    assert refused(employer_info_change, moving_account) == ["material.missing"]
    proof: Any = [upload("bank_account_proof")]
    assert refused(employer_info_change, moving_account, materials=proof) == []


def test_nobody_hands_over_to_a_name_that_is_not_of_the_number(sql: Sql, upload: Upload) -> None:
    prepare(sql, "employers.enrolled")
    public_security.simulate(sql, ZHANG.identity, Confirmation.DIFFERS)
    mandate: list[object] = [upload("employer_mandate")]
    codes = refused(employer_info_change, HANDING_OVER, materials=mandate)
    assert codes == ["employers.operator_not_confirmed"]
    assert rows(sql, "SELECT 1 FROM employer_grant WHERE ends_on IS NOT NULL") == []


def test_a_silent_public_security_sends_the_new_operator_to_an_officer(
    sql: Sql, upload: Upload
) -> None:
    prepare(sql, "employers.enrolled")
    public_security.simulate(sql, ZHANG.identity, Confirmation.SILENT)
    outcome = asked(employer_info_change, HANDING_OVER, materials=[upload("employer_mandate")])
    assert outcome.receipt is not None
    assert outcome.receipt.state is CaseState.SUBMITTED
    assert rows(sql, "SELECT 1 FROM employer_grant WHERE ends_on IS NOT NULL") == []


def _valid(sql: Sql, credit_code: str) -> int:
    found = rows(
        sql,
        "SELECT count(*) FROM employer WHERE credit_code = %s AND state = 'valid'",
        credit_code,
    )
    return int(found[0][0])
