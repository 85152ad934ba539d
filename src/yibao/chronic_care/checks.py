"""The prechecks of the services: gather the facts of a case and let every rule speak."""

from __future__ import annotations

from datetime import date
from typing import Any

from yibao.catalogue.case import Case
from yibao.chronic_care import errors, institutions, rules
from yibao.chronic_care.facts import application_facts, change_meant, review_meant
from yibao.chronic_care.forms import ApplicationAnswers, HospitalChangeAnswers
from yibao.kernel.errors import DomainError, Several


def agent_is_named(case: Case[Any]) -> None:
    """Refuse a call without an agent to a service for agents. Raises AgentNeeded."""
    if case.agent is None:
        raise errors.AgentNeeded


def hospital_may_be_changed(case: Case[Any], insurance_type: str) -> None:
    """Ask that a recognition holds, the last change is long ago, and the new hospital fits.

    Raises:
        Several: everything that stands against it.
    """
    answers: HospitalChangeAnswers = case.answers
    meant = change_meant(case, insurance_type)
    found = rules.refusals(rules.HOSPITAL_CHANGE_RULES, meant.facts)
    found += _hospital_refusals(
        answers.new_hospital_code,
        meant.recognition.disease_code,
        meant.facts.starts_on,
        HospitalChangeAnswers.new_hospital_code.path,
    )
    _raise_all(found)


def may_be_recognised(case: Case[Any], insurance_type: str) -> None:
    """Ask that the person is insured, the disease new, the proof recent, and the hospitals fit.

    Raises:
        Several: everything that stands against it.
    """
    answers: ApplicationAnswers = case.answers
    found = rules.refusals(rules.APPLICATION_RULES, application_facts(case, insurance_type))
    try:
        institutions.recognising(
            answers.recognising_hospital_code,
            answers.disease_code,
            case.submitted_on,
            at=ApplicationAnswers.recognising_hospital_code.path,
        )
    except DomainError as refusal:
        found.append(refusal)
    for code, path in (
        (answers.hospital_code, ApplicationAnswers.hospital_code.path),
        (answers.second_hospital_code, ApplicationAnswers.second_hospital_code.path),
    ):
        if code:
            found += _hospital_refusals(code, answers.disease_code, case.today, path)
    _raise_all(found)


def may_be_reviewed(case: Case[Any]) -> None:
    """Ask that the recognition is reviewed at all, ends soon, and the check-up is recent.

    Raises:
        Several: everything that stands against it.
    """
    _raise_all(rules.refusals(rules.REVIEW_RULES, review_meant(case).facts))


def _hospital_refusals(code: str, disease_code: str, day: date, path: str) -> list[DomainError]:
    try:
        institutions.open_for_disease(code, disease_code, day, at=path)
    except DomainError as refusal:
        return [refusal]
    return []


def _raise_all(found: list[DomainError]) -> None:
    if found:
        raise Several(found)
