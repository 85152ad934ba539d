"""How each kind fills its own columns from what was answered; a service names its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yibao.catalogue.case import Case
from yibao.remote_care import opinions
from yibao.remote_care.forms import (
    RetireChangeAnswers,
    RetireFilingAnswers,
    WorkChangeAnswers,
    WorkFilingAnswers,
)
from yibao.remote_care.particulars import NOTHING_OF_ITS_OWN, Particulars
from yibao.remote_care.referral_forms import ReferralChangeAnswers
from yibao.remote_care.rules import pooling_area

Filed = Callable[[Case[Any]], Particulars]
"""Return the columns of a new registration."""
Changed = Callable[[Case[Any], Particulars], Particulars]
"""Return the columns after a change, from those before."""


def nothing(case: Case[Any]) -> Particulars:
    """Return no columns: the kind has none of its own."""
    return NOTHING_OF_ITS_OWN


def unchanged(case: Case[Any], before: Particulars) -> Particulars:
    """Return the columns as they were."""
    return before


def of_retired(case: Case[Any]) -> Particulars:
    """Return where the 户口 is: at the place of care, or where the person says."""
    answers: RetireFilingAnswers | RetireChangeAnswers = case.answers
    moved_to = pooling_area(answers.care_region or "")
    return Particulars(household_region=answers.household_region or moved_to)


def of_retired_after_change(case: Case[Any], before: Particulars) -> Particulars:
    """Return the same for another place."""
    answers: RetireChangeAnswers = case.answers
    return before if answers.household_place is None else of_retired(case)


def of_worker(case: Case[Any]) -> Particulars:
    """Return who employs the person, and the paper that sends him."""
    answers: WorkFilingAnswers = case.answers
    return Particulars(
        employer_name=answers.employer_name, document_reference=answers.document_reference or ""
    )


def of_worker_after_change(case: Case[Any], before: Particulars) -> Particulars:
    """Return who employs the person now. A paper of the former employer no longer counts."""
    answers: WorkChangeAnswers = case.answers
    if answers.employer_name in {None, before.employer_name}:
        return before
    return replace(before, employer_name=answers.employer_name, document_reference="")


def of_referred_after_change(case: Case[Any], before: Particulars) -> Particulars:
    """Return the new opinion, if there is one."""
    answers: ReferralChangeAnswers = case.answers
    return before if answers.referred_on is None else opinions.particulars(case)
