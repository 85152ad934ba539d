"""From what a page sent to answers, one text for each question, and back.

A date comes in three boxes and a place in three lists; both become one text, as it travels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress

from yibao.catalogue.field import Field
from yibao.catalogue.form import Form
from yibao.kernel.errors import DomainError, Several
from yibao.reference import regions

PREFIX = "answers."
DATE_PARTS = ("year", "month", "day")
REGION_PARTS = ("province", "prefecture", "county")
_LONGEST = 2000  # characters of one answer that are kept; every field's own limit is lower


def collect(form: type[Form], sent: Mapping[str, str], names: list[str]) -> dict[str, str]:
    """Return the text of each named question as it was typed; the unanswered are empty."""
    fields = form.fields()
    return {name: _text_of(fields[name], sent) for name in names if name in fields}


def asked(form: type[Form], raw: Mapping[str, str]) -> list[str]:
    """Return the questions that these answers lead to, in order."""
    answers, names = form({}), []
    for name, field in form.fields().items():
        if field.asked_when is not None and not field.asked_when.holds(answers):
            continue
        names.append(name)
        with suppress(DomainError):
            text = raw.get(name, "")
            answers.values[name] = field.parse(text) if text.strip() else None
    return names


def wanted(form: type[Form], raw: Mapping[str, str]) -> dict[str, object]:
    """Return the answers as they travel: only to what is asked, and without the empty ones."""
    return {name: raw[name] for name in asked(form, raw) if raw.get(name, "").strip()}


def problems(form: type[Form], raw: Mapping[str, str]) -> list[DomainError]:
    """Return everything that is wrong with the answers, each at its question."""
    try:
        form.read(wanted(form, raw))
    except Several as wrong:
        return wrong.errors
    return []


def date_parts(text: str) -> tuple[str, str, str]:
    """Return year, month and day as they were typed."""
    parts = [*text.split("-"), "", "", ""]
    return parts[0], parts[1].lstrip("0"), parts[2].lstrip("0")


def region_parts(text: str) -> tuple[str, str, str]:
    """Return province, prefecture and county of a place, as far as it is chosen."""
    if not regions.exists(text):
        return "", "", ""
    codes = [step.code for step in regions.path(text)]
    return tuple([*codes, "", "", ""][:3])  # type: ignore[return-value]


def _text_of(field: Field[object], sent: Mapping[str, str]) -> str:
    if field.kind == "date":
        return _date_text(field.name, sent)
    if field.kind == "region":
        chosen = _region_text(field.name, sent)
        within = getattr(field, "within", "")
        return "" if within and regions.is_within(within, chosen or within) else chosen
    return sent.get(PREFIX + field.name, "")[:_LONGEST].strip()


def _date_text(name: str, sent: Mapping[str, str]) -> str:
    whole = sent.get(PREFIX + name, "")  # a script may send the day in one piece
    parts = whole.split("-") if whole else [sent.get(f"{PREFIX}{name}.{p}", "") for p in DATE_PARTS]
    digits = [unicodedata.normalize("NFKC", part).strip().replace("-", "")[:20] for part in parts]
    if not any(digits):
        return ""
    return "-".join(d.zfill(2) if d.isdecimal() else d for d in digits)


def _region_text(name: str, sent: Mapping[str, str]) -> str:
    """Return the deepest choice that lies within the one above it."""
    chosen = ""
    for part in REGION_PARTS:
        code = sent.get(f"{PREFIX}{name}.{part}", "")[:6]
        if not regions.exists(code) or (chosen and not regions.is_within(code, chosen)):
            break
        chosen = code
    return chosen
