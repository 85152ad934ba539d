"""How a code of a diagnosis or an operation meets a code of the knowledge base: by its beginning."""

from __future__ import annotations


def diagnosis_parts(code: str) -> set[str]:
    """Return what matches a diagnosis: the full code, five characters, the category of three."""
    return {code, code[:5], code[:3]}


def operation_parts(code: str) -> set[str]:
    """Return what matches an operation: the full code and five characters (``47.01``)."""
    return {code, code[:5]}
