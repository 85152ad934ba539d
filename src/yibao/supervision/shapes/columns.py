"""How the words of an expression are written in SQL: the columns of the wide relations."""

from __future__ import annotations

IDENTITIES = frozenset({"encounter_id", "patient_id", "institution_id"})
"""Columns that the relation ``line`` carries once, under their own names."""


def of_line(alias: str, name: str) -> str:
    """Return the column of ``line`` or ``every_line``, which carry encounter and patient.

    ``knowledge`` and ``measure`` are relations of their own in every text.
    """
    if alias in {"line", "knowledge", "measure"}:
        return f"{alias}.{name}"
    return f"line.{name}" if name in IDENTITIES else f"line.{alias}_{name}"


def of_encounter(alias: str, name: str) -> str:
    """Return the column of ``encounter``, which carries its patient."""
    if alias == "patient":
        return "encounter.patient_id" if name == "patient_id" else f"encounter.patient_{name}"
    return f"{alias}.{name}"
