"""National codes as files give them: made ordinary, and recognised by their shape."""

from __future__ import annotations

import re

from yibao.supervision.knowledge.facts import plain

_SHAPES = {
    "drug": re.compile(r"X[A-Z]\d{2}[A-Z]{3}\d{3}[A-Z]\d{12}|Z[A-Z]\d{2}[A-Z]{3}\d{13}"),
    "decoction": re.compile(r"T\d{9}"),
    "service": re.compile(r"\d{15}"),
    "consumable": re.compile(r"C\d{14,26}"),
    "diagnosis": re.compile(
        r"[A-Z]\d{2}(?:\.[\dx]{1,3}(?:x\d{2,3})?)?(?:\+[A-Z]\d{2}(?:\.\d)?\*)?"
    ),
    "operation": re.compile(r"\d{2}\.\d(?:\d{0,4}|\d{1,2}[A-Z]\d|x\d{2})(?:x\d{2,4})?"),
}
_CLINICAL = re.compile(r"(?:[A-Z]\d{2}|\d{2})\.")


def normalised(code: str) -> str:
    """Return a code in half-width capitals without blanks; 国家临床版的 x stays small."""
    value = plain(code).upper()
    return value[:1] + value[1:].replace("X", "x") if _CLINICAL.match(value) else value


def kind_of(code: str) -> str | None:
    """Return what a normalised code names, None when it has no national shape."""
    return next((kind for kind, shape in _SHAPES.items() if shape.fullmatch(code)), None)
