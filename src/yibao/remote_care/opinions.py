"""The opinion of the hospital that refers somebody (转诊意见), as an application hands it in."""

from __future__ import annotations

from typing import Any

from yibao.catalogue.case import Case
from yibao.remote_care.facts import once_per_case
from yibao.remote_care.hospitals import Hospital, hospital_of
from yibao.remote_care.judged import Opinion, Policy
from yibao.remote_care.particulars import Illness, Particulars
from yibao.remote_care.referral_forms import ReferralChangeAnswers, ReferralFilingAnswers


@once_per_case
def referring_hospital(case: Case[Any]) -> Hospital | None:
    """Return the hospital that the answers name, or None when nobody knows its code.

    Raises:
        HospitalsUnknown: the register does not answer.
    """
    return hospital_of(_answers(case).referring_hospital_code or "")


def opinion(case: Case[Any], policy: Policy) -> Opinion | None:
    """Return what decides about the opinion; None when a change is about something else.

    Raises:
        HospitalsUnknown: the register of hospitals does not answer.
    """
    referred_on = _answers(case).referred_on
    if referred_on is None:
        return None
    hospital = referring_hospital(case)
    return Opinion(
        referred_on=referred_on,
        asked_on=case.submitted_on,
        months=policy.referral_months,
        hospital=hospital.name_shown if hospital else "",
        may_refer=hospital is not None and hospital.may_refer,
    )


def particulars(case: Case[Any]) -> Particulars:
    """Return what is kept of an opinion; what tells of the illness is sealed."""
    answers, hospital = _answers(case), referring_hospital(case)
    illness = Illness(
        diagnosis_code=answers.diagnosis_code or "",
        diagnosis_name=answers.diagnosis_name or "",
        doctor_name=answers.doctor_name or "",
        doctor_code=answers.doctor_code or "",
        description=answers.illness_description or "",
    )
    return Particulars(
        referring_hospital_code=answers.referring_hospital_code or "",
        referring_hospital_name=hospital.name if hospital else "",
        receiving_hospital=answers.receiving_hospital or "",
        referred_on=answers.referred_on,
        referral_reason=answers.referral_reason.value if answers.referral_reason else "",
        illness_sealed=illness.sealed(),
    )


def _answers(case: Case[Any]) -> ReferralFilingAnswers | ReferralChangeAnswers:
    answers: ReferralFilingAnswers | ReferralChangeAnswers = case.answers
    return answers
