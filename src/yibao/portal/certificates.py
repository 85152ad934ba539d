"""The certificates that a person may name on a page, with the identity card first."""

from __future__ import annotations

from yibao.casework.identities import RESIDENT_IDENTITY_CARD as IDENTITY_CARD
from yibao.portal.questions import Option
from yibao.reference import code_tables

__all__ = ["IDENTITY_CARD", "options", "relations"]


def options(chosen: str) -> list[Option]:
    """Return the types of certificate; ``chosen`` is a code."""
    return _options("certificate_type", chosen)


def relations(chosen: str) -> list[Option]:
    """Return how somebody who acts for another may be related to him, himself left out."""
    return [each for each in _options("agent_relation", chosen) if each.label != "本人"]


def _options(table: str, chosen: str) -> list[Option]:
    entries = code_tables.table(table).entries
    return [Option(each.code, each.label, each.code == chosen) for each in entries]
