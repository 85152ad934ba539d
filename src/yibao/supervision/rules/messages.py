"""What a doctor or cashier reads: templates with a small closed set of placeholders.

``{item}`` is plain; a number needs its unit, as in ``{measured:yuan}``. Units: ``yuan`` (from fen),
``quantity`` (from ten-thousandths), ``price`` (yuan, from millionths), ``number`` (as it is).
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from yibao.supervision.records import PRICE_SCALE, QUANTITY_SCALE

UNKNOWN = "（未知）"
"""Stands where a template asks for something that the finding does not have."""

_EPOCH = date(1970, 1, 1)


class Facts(Struct, frozen=True, kw_only=True):
    """What a template may speak of. Numbers are in the units of the records."""

    item: str = ""
    """Name of the item, diagnosis or operation; its code where no name is known."""
    code: str = ""
    partner: str = ""
    """Name of the other item, class or group."""
    measured: int | None = None
    limit: int | None = None
    days: int | None = None
    """The period of the knowledge point, in days."""
    day: int | None = None
    amount: int = 0
    """Fen at stake."""
    listed: str = ""
    """The permitted values, ``|1|``."""


PLACEHOLDERS: Mapping[str, str] = {
    "item": "项目、诊断或手术的名称",
    "code": "编码",
    "partner": "对方项目、类别或组的名称",
    "measured": "实际值",
    "limit": "限定值",
    "days": "周期（天）",
    "day": "日期",
    "amount": "涉及金额",
    "listed": "允许的值",
}

WORDS: Mapping[str, str] = {
    "1": "男",
    "2": "女",
    "310": "职工医保",
    "390": "居民医保",
    "510": "生育保险",
    "work_injury": "工伤保险",
    "outpatient": "门诊",
    "inpatient": "住院",
    "pharmacy": "购药",
    "internet": "互联网诊疗",
    "emergency": "急诊",
    "pregnant": "妊娠期",
    "lactating": "哺乳期",
    "planning": "备孕期",
}

UNITS: Mapping[str, Callable[[int], str]] = {
    "number": str,
    "yuan": lambda fen: f"{Decimal(fen) / 100:.2f}元",
    "quantity": lambda parts: _plain(Decimal(parts) / QUANTITY_SCALE),
    "price": lambda parts: f"{_plain(Decimal(parts) / PRICE_SCALE)}元",
}

_NUMBERS = frozenset({"measured", "limit", "days"})


def problems(template: str) -> Iterator[str]:
    """Yield what is wrong with a template: an unknown placeholder or unit, a missing full stop."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        yield "大括号没有成对"
        return
    for _, name, unit, conversion in parts:
        if name is None:
            continue
        if name not in PLACEHOLDERS or conversion:
            yield f"没有{{{name}}}这个占位符，可以用：{'、'.join(PLACEHOLDERS)}"
        elif (name in _NUMBERS) != (unit in UNITS):
            yield f"{{{name}}}的单位不对，数值可以用：{'、'.join(UNITS)}"
    if not template.endswith("。"):
        yield "句子要以“。”结尾"


def fill(template: str, facts: Facts) -> str:
    """Return the sentence; a fact that is missing reads 未知."""
    texts = []
    for literal, name, unit, _ in string.Formatter().parse(template):
        texts.append(literal)
        if name is not None:
            texts.append(_text(name, unit or "", facts))
    return "".join(texts)


def listed_words(listed: str) -> str:
    """Return ``|1|2|`` in words: 男、女. A value without a word stays as it is."""
    return "、".join(WORDS.get(value, value) for value in listed.strip("|").split("|") if value)


def _text(name: str, unit: str, facts: Facts) -> str:
    value = getattr(facts, name)
    if value is None or value == "":
        return UNKNOWN
    if name == "day":
        return (_EPOCH + timedelta(days=value)).isoformat()
    if name == "amount":
        return UNITS["yuan"](value)
    if name == "listed":
        return listed_words(value)
    return UNITS[unit](value) if name in _NUMBERS else str(value)


def _plain(value: Decimal) -> str:
    """Return a decimal without trailing zeros and without an exponent."""
    return f"{value.normalize():f}"
