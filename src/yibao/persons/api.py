"""What the domains call: find a person, register one, change one, and the checks they share."""

from __future__ import annotations

from yibao.persons.actions import SavedPerson, change_information, register_or_update
from yibao.persons.checks import is_alive, may_claim_benefits, name_agrees
from yibao.persons.details import Birth, Change, Details, KnownPerson, Stamp, birth_of
from yibao.persons.queries import by_id, find_by_identity, opened
from yibao.persons.states import KEY_ITEMS, PersonItem, Survival

__all__ = [
    "KEY_ITEMS",
    "Birth",
    "Change",
    "Details",
    "KnownPerson",
    "PersonItem",
    "SavedPerson",
    "Stamp",
    "Survival",
    "birth_of",
    "by_id",
    "change_information",
    "find_by_identity",
    "is_alive",
    "may_claim_benefits",
    "name_agrees",
    "opened",
    "register_or_update",
]
