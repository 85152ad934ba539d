"""What the checks and the effect of a case both need, read once for a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from yibao.catalogue.case import Case
from yibao.enrolment import api as enrolment
from yibao.enrolment.api import BenefitStanding
from yibao.persons.errors import PersonNameDiffers
from yibao.reference import parameters
from yibao.remote_care import errors, queries
from yibao.remote_care.forms import (
    CancelAnswers,
    ChangeAnswers,
    FilingAnswers,
    LongStayFilingAnswers,
)
from yibao.remote_care.judged import FilingFacts, Policy
from yibao.remote_care.kinds import FilingKind, RegistrationState
from yibao.remote_care.materials import PROOFS
from yibao.remote_care.queries import Registration
from yibao.remote_care.rules import last_day_of, pooling_area, the_one_meant

T = TypeVar("T")
P = ParamSpec("P")
Read = Callable[Concatenate[Case[Any], P], T]


def once_per_case(read: Read[P, T]) -> Read[P, T]:
    """Let ``read`` ask the database once for a case, however many checks and effects call it.

    A case lives as long as one request, in one transaction; what was read goes with it.
    """
    known: WeakKeyDictionary[Case[Any], dict[object, T]] = WeakKeyDictionary()

    @wraps(read)
    def remembered(case: Case[Any], /, *args: P.args, **named: P.kwargs) -> T:
        of_case = known.setdefault(case, {})
        key = (args, tuple(sorted(named.items())))
        if key not in of_case:
            of_case[key] = read(case, *args, **named)
        return of_case[key]

    return remembered


@dataclass(frozen=True)
class Meant:
    """The registration that a change or a cancellation is about, and the others not yet over."""

    registration: Registration
    others: list[Registration]


@once_per_case
def standing_of(case: Case[Any]) -> BenefitStanding | None:
    """Return how the person is insured: one statement for a case.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    standing = enrolment.benefit_standing(case.sql, case.subject, case.today)
    if standing is not None and not standing.name_matches:
        raise PersonNameDiffers
    return standing


def policy_of(region: str, day: date) -> Policy:
    """Return the policy numbers that hold in a home region on a day."""

    def number(name: str) -> int:
        return parameters.whole_number(f"remote_care.{name}", day=day, region=region)

    return Policy(
        start_days_back=number("start_days_back"),
        start_days_ahead=number("start_days_ahead"),
        end_days_ahead=number("end_days_ahead"),
        pledge_lock_months=number("pledge_lock_months"),
        referral_months=number("referral_months"),
    )


@once_per_case
def filing_facts(case: Case[Any], kind: FilingKind) -> FilingFacts:
    """Return what decides about a filing; the person's registrations stay locked."""
    answers: FilingAnswers = case.answers
    standing = standing_of(case)
    region = standing.region if standing else ""
    held: list[Registration] = []
    if standing is not None:
        queries.lock_person(case.sql, standing.person_id)
        held = queries.registrations_from(case.sql, standing.person_id, answers.starts_on)
    policy = policy_of(region or parameters.NATION, case.submitted_on)
    return FilingFacts(
        applied_on=case.submitted_on,
        policy=policy,
        kind=kind,
        care_region=pooling_area(answers.care_region),
        starts_on=answers.starts_on,
        ends_on=last_day_of(kind, answers.starts_on, months=policy.referral_months),
        home_region=region,
        insurance_type=standing.insurance_type if standing else "",
        is_enrolled=standing is not None,
        is_benefit_normal=standing is not None and standing.is_benefit_normal,
        is_retired=standing is not None and standing.is_retired,
        is_multi_place=wants_several_places(answers),
        is_pledged=is_pledged(case, kind),
        held=held,
    )


def is_pledged(case: Case[Any], kind: FilingKind) -> bool:
    """Tell whether a pledge stands in for what proves the reason of this kind."""
    return any(
        case.pledged(proof.code)
        for proof in PROOFS[kind]
        if proof.when is None or proof.when.holds(case.answers)
    )


def wants_several_places(answers: FilingAnswers) -> bool:
    """Tell whether the person keeps other places besides this one."""
    return isinstance(answers, LongStayFilingAnswers) and bool(answers.is_multi_place)


@once_per_case
def meant(case: Case[Any], kind: FilingKind) -> Meant:
    """Return the registration that the answers are about; the person's stay locked.

    Raises:
        NoRegistration, RegistrationUnknown, WhichRegistration: there is none, or no telling which.
    """
    answers: ChangeAnswers | CancelAnswers = case.answers
    standing = standing_of(case)
    if standing is None:
        raise errors.NoRegistration(kind=kind.label)
    queries.lock_person(case.sql, standing.person_id)
    current = queries.registrations_from(case.sql, standing.person_id, case.today)
    effective = [
        one for one in current if one.kind is kind and one.state is RegistrationState.EFFECTIVE
    ]
    chosen = the_one_meant(effective, answers.registration_number, kind)
    return Meant(chosen, [one for one in current if one is not chosen])
