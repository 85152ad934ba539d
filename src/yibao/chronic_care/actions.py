"""The verbs. Each ends with one audit entry and one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from yibao.catalogue.case import Case
from yibao.chronic_care import diseases, results, rules, writing
from yibao.chronic_care.facts import (
    application_facts,
    change_meant,
    hospitals_chosen,
    insured_as,
    review_meant,
)
from yibao.chronic_care.fields import RECOGNITION_NUMBER_KIND
from yibao.chronic_care.forms import ApplicationAnswers, HospitalChangeAnswers
from yibao.chronic_care.judged import ChosenHospital
from yibao.chronic_care.queries import Recognition
from yibao.kernel import identifiers


def change_hospital(case: Case[Any], insurance_type: str) -> results.HospitalChangeResult:
    """变更医疗机构: the old hospital ends the day before the new one begins.

    Raises:
        RecognisedMeanwhile: another request of the same person was faster.
    """
    answers: HospitalChangeAnswers = case.answers
    meant = change_meant(case, insurance_type)
    held, old, starts_on = meant.recognition, meant.old, meant.facts.starts_on
    new = ChosenHospital(
        answers.new_hospital_code, answers.new_hospital_name, starts_on, is_change=True
    )
    writing.replace_hospital(case, held, old, new)
    ended = replace(old, ends_on=starts_on - timedelta(days=1))
    others = [one for one in held.hospitals if one.id != old.id]
    after = replace(held, hospitals=[*others, ended, new])
    writing.tell(case, "chronic_care.hospital_changed", after, effective_on=starts_on)
    return results.HospitalChangeResult(
        recognition=results.summary(after, case.today),
        old_hospital_name=old.name,
        new_hospital_name=new.name,
        effective_on=starts_on,
        next_step=results.next_step_after_change(old, new),
    )


def recognise(case: Case[Any], insurance_type: str) -> results.RecognitionResult:
    """申办: the disease is recognised for as long as its kind says.

    Raises:
        RecognisedMeanwhile: another application of the same person was faster.
    """
    answers: ApplicationAnswers = case.answers
    standing = insured_as(case, insurance_type)
    policy = application_facts(case, insurance_type).policy
    disease = diseases.catalogue()[answers.disease_code]
    starts_on = case.today + timedelta(days=policy.starts_after_days)
    new = Recognition(
        id=identifiers.new_id(case.now),
        number=_number(case.number),
        person_id=standing.person_id,
        insurance_type=insurance_type,
        disease_code=disease.code,
        disease_group=disease.group,
        home_region=standing.region,
        recognising_hospital_name=answers.recognising_hospital_name,
        starts_on=starts_on,
        ends_on=rules.last_day_of_recognition(starts_on, disease.kind, policy),
        is_reviewed=disease.is_reviewed,
        hospitals=[ChosenHospital(c, n, starts_on) for c, n in hospitals_chosen(answers)],
    )
    diagnosis = writing.Diagnosis(
        answers.recognising_hospital_code, answers.recognising_hospital_name, answers.diagnosed_on
    )
    writing.insert(case, new, diagnosis)
    writing.tell(case, "chronic_care.disease_recognised", new, effective_on=starts_on)
    return results.RecognitionResult(
        recognition=results.summary(new, case.today),
        benefit_hint=results.benefit_hint(new, case.submitted_on),
        next_step=results.next_step_after_recognition(new, policy),
    )


def renew(case: Case[Any]) -> results.ReviewResult:
    """年审: the recognition holds on, from the day after it would have ended.

    Raises:
        RecognisedMeanwhile: another request of the same person was faster.
    """
    meant = review_meant(case)
    held, policy = meant.recognition, meant.facts.policy
    begins = held.ends_on + timedelta(days=1)
    kind = diseases.catalogue()[held.disease_code].kind
    ends_on = rules.last_day_of_recognition(begins, kind, policy)
    writing.renew(case, held, ends_on, effective_on=begins)
    after = replace(held, ends_on=ends_on)
    writing.tell(case, "chronic_care.recognition_renewed", after, effective_on=begins)
    return results.ReviewResult(
        recognition=results.summary(after, case.today),
        old_ends_on=held.ends_on,
        next_step=f"认定延续到{ends_on}，{rules.review_from(ends_on, policy)}起可以再年审。",
    )


def _number(case_number: str) -> str:
    """Return the number of the recognition that a case makes: as unique as the case's own."""
    issued = identifiers.check_case_number(case_number)
    return identifiers.document_number(
        RECOGNITION_NUMBER_KIND, issued.region_code, issued.day, issued.sequence
    )
