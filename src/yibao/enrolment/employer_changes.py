"""What an operator's answers change of what is registered of an employer, and how it is shown. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yibao.employers.api import Change, EmployerItem, KnownEmployer
from yibao.enrolment.employer_forms import EmployerChangeAnswers
from yibao.enrolment.results import ChangedItem
from yibao.kernel import masking


@dataclass(frozen=True, slots=True, repr=False)
class CalledSo:
    """What an organisation is called and who represents it. Personal data: never into a log."""

    credit_code: str
    name: str
    legal_representative: str


def changes(employer: KnownEmployer, answers: EmployerChangeAnswers) -> list[Change]:
    """Return what would change; an answer that says what is registered changes nothing."""
    pairs = (
        (EmployerItem.NAME, employer.name, answers.employer_name),
        (EmployerItem.CREDIT_CODE, employer.credit_code, answers.new_credit_code),
        (
            EmployerItem.LEGAL_REPRESENTATIVE,
            employer.legal_representative,
            answers.legal_representative,
        ),
        (EmployerItem.ADDRESS, employer.address, answers.address),
        (EmployerItem.PHONE, employer.operator_phone, answers.phone),
        (EmployerItem.BANK_NAME, employer.bank_name, answers.bank_name),
        (EmployerItem.BANK_ACCOUNT, employer.bank_account, answers.bank_account),
    )
    return [
        Change(item, before, after) for item, before, after in pairs if after and after != before
    ]


def called_after(employer: KnownEmployer, answers: EmployerChangeAnswers) -> CalledSo:
    """Return how the organisation is called after the change."""
    return CalledSo(
        answers.new_credit_code or employer.credit_code,
        answers.employer_name or employer.name,
        answers.legal_representative or employer.legal_representative,
    )


def shown(change: Change) -> ChangedItem:
    """Return the change as the applicant reads it: people and accounts masked."""
    mask = _MASKS.get(change.item, str)
    return ChangedItem(change.item.label, mask(change.before), mask(change.after))


_MASKS: dict[EmployerItem, Callable[[str], str]] = {
    EmployerItem.LEGAL_REPRESENTATIVE: masking.mask_name,
    EmployerItem.OPERATOR: masking.mask_name,
    EmployerItem.PHONE: masking.mask_mobile_number,
    EmployerItem.BANK_ACCOUNT: masking.mask_card_number,
}
