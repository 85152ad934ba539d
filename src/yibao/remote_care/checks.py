"""The prechecks of the services: gather the facts of a case and let every rule speak."""

from __future__ import annotations

from typing import Any

from yibao.catalogue.case import Case
from yibao.catalogue.errors import AnswerMissing
from yibao.kernel.errors import DomainError, Several
from yibao.remote_care import errors, rules, stays
from yibao.remote_care.facts import filing_facts, meant, policy_of
from yibao.remote_care.forms import CancelAnswers, ChangeAnswers
from yibao.remote_care.judged import CancelFacts, ChangeFacts
from yibao.remote_care.kinds import ChangedPart, FilingKind
from yibao.remote_care.materials import RESIDENCE_PROOF
from yibao.remote_care.rules import pooling_area


def may_be_filed(case: Case[Any], kind: FilingKind) -> None:
    """R-F1, R-F2, R-F8 and the start.

    Raises:
        Several: everything that stands against it.
    """
    _raise_all(rules.refusals(rules.FILING_RULES, filing_facts(case, kind)))


def may_be_changed(case: Case[Any], kind: FilingKind) -> None:
    """R-F2, R-F6, R-F7, R-F8 for another place; a new address or phone only needs a registration.

    Raises:
        Several: everything that stands against it.
    """
    answers: ChangeAnswers = case.answers
    if answers.changed_part is ChangedPart.PHONE and answers.phone is None:
        raise AnswerMissing(label=ChangeAnswers.phone.label, at=ChangeAnswers.phone.path)
    facts = _change_facts(case, kind)
    if facts is not None:
        _raise_all([*rules.refusals(rules.CHANGE_OF_PLACE_RULES, facts), *_open_stay(case)])


def may_be_cancelled(case: Case[Any], kind: FilingKind) -> None:
    """R-F6, R-F7 and the last day.

    Raises:
        Several: everything that stands against it.
    """
    answers: CancelAnswers = case.answers
    before = meant(case, kind).registration
    facts = CancelFacts(
        today=case.today,
        policy=policy_of(before.home_region, case.submitted_on),
        before=before,
        last_day=answers.last_day,
    )
    _raise_all([*rules.refusals(rules.CANCEL_RULES, facts), *_open_stay(case)])


def _change_facts(case: Case[Any], kind: FilingKind) -> ChangeFacts | None:
    """Return the facts about a change of place; None when the place stays."""
    answers: ChangeAnswers = case.answers
    found = meant(case, kind)
    if answers.care_region is None or answers.starts_on is None:
        return None
    return ChangeFacts(
        today=case.today,
        policy=policy_of(found.registration.home_region, case.submitted_on),
        before=found.registration,
        care_region=pooling_area(answers.care_region),
        starts_on=answers.starts_on,
        home_region=found.registration.home_region,
        is_pledged=case.pledged(RESIDENCE_PROOF.code),
        others=found.others,
    )


def _open_stay(case: Case[Any]) -> list[DomainError]:
    try:
        stay = stays.open_stay_of(case.subject)
    except errors.StaysUnknown as unknown:
        return [unknown]
    return [] if stay is None else [errors.StayNotSettled(hospital=stay.hospital_shown)]


def _raise_all(found: list[DomainError]) -> None:
    if found:
        raise Several(found)
