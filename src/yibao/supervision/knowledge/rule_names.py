"""The directory of rules, as an importer needs it: a name in a title, and the code behind it."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from yibao.supervision.knowledge.facts import plain


@cache
def names() -> dict[str, str]:
    """Return code -> name of every rule, national and local."""
    path = files("yibao.supervision.rules") / "data" / "directory.csv"
    with path.open(encoding="utf-8") as lines:
        return {line["code"]: line["name"] for line in csv.DictReader(lines)}


def code_in(text: str) -> str | None:
    """Return the rule whose name stands in a text such as a title; of several the longest."""
    held = plain(text)
    found = [(len(name), code) for code, name in names().items() if plain(name) in held]
    return max(found)[1] if found else None


def code_of(given: str) -> str | None:
    """Return the rule that a person means by a code (n67, N67, 67) or by its full name."""
    text = plain(given).upper()
    if text.isdigit():
        text = f"N{int(text):02d}"
    by_name = {plain(name): code for code, name in names().items()}
    return text if text in names() else by_name.get(plain(given))
