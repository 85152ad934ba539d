"""Code values of the audit messages in our words, and where provincial editions disagree.

Editions: ``HN`` is a province's published edition and the default; ``JL`` numbers the kinds of
visit differently; ``PV`` has titles and maternity states of its own. An institution is entered
with the edition that its system speaks.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

VARIANTS = ("HN", "JL", "PV")


class CodeSet(Struct, frozen=True):
    """The codes whose meaning depends on the edition."""

    visit_kinds: Mapping[str, str]
    pregnancy: Mapping[str, str]
    titles: Mapping[str, int]
    """Doctor's title: 4 chief, 3 deputy chief, 2 attending, 1 resident and assistant."""


_TITLES = {"231": 4, "232": 3, "233": 2, "234": 1, "235": 1}
_PREGNANCY = {"1": "none", "2": "planning", "3": "pregnant", "4": "lactating"}
_VISITS = {"1": "outpatient", "2": "inpatient", "3": "pharmacy"}
CODE_SETS: Mapping[str, CodeSet] = {
    "HN": CodeSet(_VISITS, _PREGNANCY, _TITLES),
    "JL": CodeSet({"1": "outpatient", "2": "pharmacy", "3": "inpatient"}, _PREGNANCY, _TITLES),
    "PV": CodeSet(
        _VISITS,
        {"1": "pregnant", "2": "lactating"},
        {"1": 1, "2": 1, "3": 2, "4": 3, "5": 4},
    ),
}

SEXES = {"1": "1", "2": "2"}
LEVELS: Mapping[str, int] = {
    **dict.fromkeys(("1", "2", "3", "4", "12"), 3),
    **dict.fromkeys(("5", "6", "7", "13"), 2),
    **dict.fromkeys(("8", "9", "10", "14"), 1),
    "11": 0,
}
"""医院等级 (hosp_lv): grades of a level, or a level without grade."""

ITEM_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("101", "103", "104"), "drug"),
    **dict.fromkeys(("102", "106"), "decoction"),
    "201": "service",
    "301": "consumable",
    # older senders use the table of item kinds (hilist_type), whose codes are shorter
    "11": "drug",
    **dict.fromkeys(("12", "13"), "decoction"),
    **dict.fromkeys(("0", "21", "22", "23", "24", "25", "26", "28", "29"), "service"),
}
"""目录类别 (list_type); 中药配方颗粒 counts as 中药饮片."""

_FIRST_LETTERS = {"X": "drug", "Z": "drug", "T": "decoction", "C": "consumable"}
_INCISIONS = {
    **dict.fromkeys(("1", "2", "3", "10", "Ⅰ", "I"), "1"),
    **dict.fromkeys(("4", "5", "6", "11", "Ⅱ", "II"), "2"),
    **dict.fromkeys(("7", "8", "9", "12", "Ⅲ", "III"), "3"),
}
SELF_PAID_LEVELS = frozenset({"03", "3"})
"""目录等级 丙 (hilist_lv): paid by the patient alone."""


def item_kind_by_code(code: str) -> str | None:
    """Return what the form of a national item code tells of its kind."""
    if len(code) == 15 and code.isdecimal():
        return "service"
    return _FIRST_LETTERS.get(code[:1])


def incision_class(text: str) -> str | None:
    """Return class 1 to 3 of 切口愈合等级, a code (sinc_heal_lv) or as written, such as Ⅱ/甲."""
    return _INCISIONS.get(text.strip().partition("/")[0].strip().upper())


def setting_of(care_type: str, visit_kind: str, code_set: CodeSet) -> str | None:
    """Return where care is given: by 医疗类别, else by 就诊类型 as the edition numbers it."""
    known = _care_settings()
    for length in range(len(care_type), 1, -1):
        setting = known.get(care_type[:length])
        if setting is not None:
            return setting
    return code_set.visit_kinds.get(visit_kind)


@cache
def _care_settings() -> dict[str, str]:
    path = files("yibao.national") / "data" / "care_settings.csv"
    with path.open(encoding="utf-8") as rows:
        return {row["care_type"]: row["setting"] for row in csv.DictReader(rows)}
