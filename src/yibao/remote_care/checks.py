"""The prechecks of the services: gather the facts of a case and let every rule speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from yibao.catalogue.case import Case
from yibao.catalogue.errors import AnswerMissing
from yibao.kernel.errors import DomainError, Several
from yibao.remote_care import errors, opinions, rules, stays
from yibao.remote_care.facts import filing_facts, is_pledged, meant, policy_of
from yibao.remote_care.forms import CancelAnswers, ChangeAnswers
from yibao.remote_care.judged import CancelFacts, ChangeFacts, FilingFacts
from yibao.remote_care.kinds import ChangedPart, FilingKind
from yibao.remote_care.referral_forms import ReferralChangeAnswers
from yibao.remote_care.rules import pooling_area

FilingRules = Sequence[Callable[[FilingFacts], None]]
CancelRules = Sequence[Callable[[CancelFacts], None]]


def may_be_filed(case: Case[Any], kind: FilingKind, rules_of_kind: FilingRules) -> None:
    """R-F1, R-F2, R-F8, the start, and what is the kind's own (R-F3, R-F4).

    Raises:
        Several: everything that stands against it.
    """
    _raise_all(rules.refusals(rules_of_kind, filing_facts(case, kind)))


def referral_may_be_filed(case: Case[Any]) -> None:
    """R-F1, R-F2, R-F8, the start, and R-F5: the opinion of a hospital that may give it.

    Raises:
        Several: everything that stands against it.
        HospitalsUnknown: whether the hospital may refer cannot be told just now.
    """
    facts = filing_facts(case, FilingKind.REFERRAL)
    facts = replace(facts, opinion=opinions.opinion(case, facts.policy))
    _raise_all(rules.refusals(rules.REFERRAL_RULES, facts))


def may_be_changed(case: Case[Any], kind: FilingKind) -> None:
    """R-F2, R-F6, R-F7, R-F8 for another place; a new address or phone only needs a registration.

    Raises:
        Several: everything that stands against it.
    """
    facts = _change_facts(case, kind)
    if facts is not None:
        _raise_all([*rules.refusals(rules.CHANGE_OF_PLACE_RULES, facts), *_open_stay(case)])


def referral_may_be_changed(case: Case[Any]) -> None:
    """Judge a change of a referral: the same, and R-F5 for another place and a new opinion.

    Raises:
        Several: everything that stands against it.
        HospitalsUnknown: whether the hospital may refer cannot be told just now.
    """
    facts = _change_facts(case, FilingKind.REFERRAL)
    if facts is None:
        return
    facts = replace(facts, opinion=opinions.opinion(case, facts.policy))
    answers: ReferralChangeAnswers = case.answers
    stays_there = answers.care_region is None
    judging = rules.NEW_OPINION_RULES if stays_there else rules.CHANGE_OF_REFERRED_PLACE_RULES
    _raise_all([*rules.refusals(judging, facts), *_open_stay(case)])


def may_be_cancelled(case: Case[Any], kind: FilingKind, rules_of_kind: CancelRules) -> None:
    """R-F6 where a pledge can lock, R-F7 and the last day.

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
    _raise_all([*rules.refusals(rules_of_kind, facts), *_open_stay(case)])


def _change_facts(case: Case[Any], kind: FilingKind) -> ChangeFacts | None:
    """Return the facts about another place or a new opinion; None when the period goes on.

    Raises:
        AnswerMissing: a new phone number is to be told, and is not.
    """
    answers: ChangeAnswers = case.answers
    if answers.changed_part == ChangedPart.PHONE and answers.phone is None:
        raise AnswerMissing(label=ChangeAnswers.phone.label, at=ChangeAnswers.phone.path)
    found = meant(case, kind)
    if answers.starts_on is None:
        return None
    before = found.registration
    policy = policy_of(before.home_region, case.submitted_on)
    return ChangeFacts(
        today=case.today,
        policy=policy,
        before=before,
        care_region=pooling_area(answers.care_region or before.care_region),
        starts_on=answers.starts_on,
        ends_on=rules.last_day_of(kind, answers.starts_on, months=policy.referral_months),
        home_region=before.home_region,
        is_pledged=is_pledged(case, kind),
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
