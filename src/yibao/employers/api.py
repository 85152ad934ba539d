"""What the domains call: who may act for which employer, and what happens to an employer."""

from __future__ import annotations

from yibao.employers.actions import SavedEmployer, change_information, enrol, hand_over
from yibao.employers.details import Change, HeldInsurance, KnownEmployer, NewEmployer, Operator
from yibao.employers.movements import deregister, suspend
from yibao.employers.queries import granted_employer, hold, is_enrolled, operators_of
from yibao.employers.states import KEY_ITEMS, EmployerItem, EmployerKind, InsuranceState

__all__ = [
    "KEY_ITEMS",
    "Change",
    "EmployerItem",
    "EmployerKind",
    "HeldInsurance",
    "InsuranceState",
    "KnownEmployer",
    "NewEmployer",
    "Operator",
    "SavedEmployer",
    "change_information",
    "deregister",
    "enrol",
    "granted_employer",
    "hand_over",
    "hold",
    "is_enrolled",
    "operators_of",
    "suspend",
]
