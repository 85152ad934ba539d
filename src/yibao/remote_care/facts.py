"""What the checks and the effect of a case both need, read once for a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from yibao.catalogue.case import Case
from yibao.enrolment import api as enrolment
from yibao.enrolment.api import BenefitStanding
from yibao.persons import api as persons
from yibao.persons.api import KnownPerson
from yibao.reference import parameters
from yibao.remote_care import errors, queries
from yibao.remote_care.forms import (
    CancelAnswers,
    ChangeAnswers,
    FilingAnswers,
    LongStayFilingAnswers,
)
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import RESIDENCE_PROOF
from yibao.remote_care.queries import Registration
from yibao.remote_care.rules import FilingFacts, Policy, pooling_area, the_one_meant

T = TypeVar("T")


def once_per_case(read: Callable[[Case[Any]], T]) -> Callable[[Case[Any]], T]:
    """Let ``read`` ask once for a case, however many checks and effects call it.

    A case lives as long as one request, in one transaction; what was read goes with it.
    """
    known: WeakKeyDictionary[Case[Any], T] = WeakKeyDictionary()

    @wraps(read)
    def remembered(case: Case[Any]) -> T:
        if case not in known:
            known[case] = read(case)
        return known[case]

    return remembered
