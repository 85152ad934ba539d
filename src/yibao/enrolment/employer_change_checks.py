"""What must hold before what is registered of an employer changes.

Source: docs/explanation/domain.md 1.3, R-E5.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Case, Identity
from yibao.employers import api as employers
from yibao.employers import errors, tax_arrears
from yibao.employers.api import KnownEmployer
from yibao.enrolment.employer_changes import called_after, changes
from yibao.enrolment.employer_checks import (
    REGULATOR_SILENT,
    employer_of,
    regulator_says,
    require,
)
from yibao.enrolment.employer_forms import ChangedEmployerPart, EmployerChangeAnswers
from yibao.enrolment.employer_materials import KEY_CHANGE_PROOF
from yibao.persons.api import birth_of
from yibao.persons.errors import NothingToChange
from yibao.persons.public_security import Confirmation, confirm

ChangeCase = Case[EmployerChangeAnswers]
_CODE_CHANGES = "统一社会信用代码变更，登记不能说明是同一个单位，需要核对变更证明。"
_confirmed: WeakKeyDictionary[ChangeCase, Confirmation] = WeakKeyDictionary()


def change_is_possible(case: ChangeCase) -> None:
    """Refuse, step by step: no grant, nothing changes, key information without proof (R-E5).

    One check and not three, because each step needs what the one before has found.

    Raises:
        NoGrant, NothingToChange: it cannot be asked for.
        OperatorNotConfirmed: public security has nobody of this name and number.
        EmployerAlreadyEnrolled: another valid employer has the new credit code.
        OwesBeforeCodeChange, TaxOfficeSilent: arrears would stay behind with the old credit code.
        MaterialMissing: no register proves the change, and there is no proof.
    """
    employer, answers = employer_of(case), case.answers
    if answers.changed_part is ChangedEmployerPart.OPERATOR:
        _may_take_over(case)
        return
    if not changes(employer, answers):
        raise NothingToChange
    if _code_changes(employer, answers):
        _code_may_change(case, employer)
    if change_needs_review(case):
        require(case, KEY_CHANGE_PROOF)


def change_needs_review(case: ChangeCase) -> str:
    """Return why an officer must look, or an empty text (R-E5).

    That another organisation exists under the new credit code does not show that it is this one:
    a new code always goes to an officer.
    """
    if case.answers.changed_part is ChangedEmployerPart.OPERATOR:
        is_silent = _confirmation(case) is Confirmation.SILENT
        return "公安登记暂时没有答复，需人工核对新经办人的姓名和证件。" if is_silent else ""
    if case.answers.changed_part is not ChangedEmployerPart.KEY:
        return ""
    if _code_changes(employer_of(case), case.answers):
        return _CODE_CHANGES
    return _regulator_differs(case)


def _regulator_differs(case: ChangeCase) -> str:
    after = called_after(employer_of(case), case.answers)
    said = regulator_says(case, after.credit_code)
    if said.is_silent:
        return REGULATOR_SILENT
    record = said.record
    if record is None or record.is_closed:
        return "市场监管登记里没有变更后的单位，需要核对变更证明。"
    agrees = record.agrees_on_name(after.name) and record.agrees_on_representative(
        after.legal_representative
    )
    return "" if agrees else "市场监管登记的信息与申请不一致，需要核对变更证明。"


def _code_changes(employer: KnownEmployer, answers: EmployerChangeAnswers) -> bool:
    return bool(answers.new_credit_code) and answers.new_credit_code != employer.credit_code


def _code_may_change(case: ChangeCase, employer: KnownEmployer) -> None:
    if employers.is_enrolled(case.sql, case.answers.new_credit_code or ""):
        raise errors.EmployerAlreadyEnrolled(at="answers.new_credit_code")
    owed = tax_arrears.arrears_of(employer.credit_code)
    if owed:
        raise errors.OwesBeforeCodeChange(amount=owed.yuan)


def _may_take_over(case: ChangeCase) -> None:
    if case.answers.operator_identity_number == case.subject.certificate_number:
        raise NothingToChange
    if _confirmation(case) is Confirmation.DIFFERS:
        raise errors.OperatorNotConfirmed


def _confirmation(case: ChangeCase) -> Confirmation:
    """Ask public security about the new operator, once for a case."""
    said = _confirmed.get(case)
    if said is None:
        number, name = case.answers.operator_identity_number, case.answers.operator_name
        identity = Identity(RESIDENT_IDENTITY_CARD, number or "", name or "")
        said = _confirmed[case] = confirm(identity, birth_of(identity, None, None))
    return said
