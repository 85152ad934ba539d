"""What a service gave back, as a page shows it: read from the type, whatever the service.

Titles are those of ``msgspec.Meta``; a list of records becomes a list of cards, because a table is
not readable at 320 px or in large type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec

from yibao.kernel.money import Money
from yibao.platform import clock

_FEN = "_fen"
_CODE = "代码"


@dataclass(frozen=True)
class Line:
    """One title with its value: a text, texts, or cards."""

    title: str
    text: str = ""
    texts: tuple[str, ...] = ()
    cards: tuple[tuple[Line, ...], ...] = ()
    is_list: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether a list holds nothing."""
        return self.is_list and not self.texts and not self.cards


@dataclass(frozen=True)
class Shown:
    """A whole result. ``is_empty``: it consists of lists, and nothing is in any of them."""

    lines: tuple[Line, ...] = field(default=())

    @property
    def plain(self) -> tuple[Line, ...]:
        """Return the lines of one text each."""
        return tuple(line for line in self.lines if not (line.is_list or line.cards))

    @property
    def grouped(self) -> tuple[Line, ...]:
        """Return the lists and records."""
        return tuple(line for line in self.lines if line.is_list or line.cards)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to be shown."""
        lists = [line for line in self.lines if line.is_list]
        return bool(lists) and all(line.is_empty for line in lists)


def show(result: object) -> Shown:
    """Return a result as lines; fields without a value are left out."""
    if result is None:
        return Shown()
    if isinstance(result, msgspec.Struct):
        return Shown(_lines(result))
    if isinstance(result, Sequence) and not isinstance(result, str):
        return Shown((_line("", "", result),))
    return Shown((Line("结果", _text("", result)),))


def show_stored(stored: Any, result_type: Any) -> Shown:
    """Return a result that was kept as plain values, as the service's type reads it."""
    if stored is None:
        return Shown()
    return show(msgspec.convert(stored, result_type, strict=False))


def _lines(struct: msgspec.Struct) -> tuple[Line, ...]:
    hints = get_type_hints(type(struct), include_extras=True)
    titles = {name: _title(hints[name], name) for name in struct.__struct_fields__}
    return tuple(
        _line(title, name, value)
        for name, title in titles.items()
        if (value := getattr(struct, name)) is not None
        and value != ""
        # A code is for programmes where its meaning stands beside it: 险种代码 beside 险种.
        and title.removesuffix(_CODE) not in set(titles.values()) - {title}
    )


def _line(title: str, name: str, value: Any) -> Line:
    if isinstance(value, msgspec.Struct):
        return Line(title, cards=(_lines(value),))
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], msgspec.Struct):
            return Line(title, cards=tuple(_lines(each) for each in value), is_list=True)
        return Line(title, texts=tuple(_text(name, each) for each in value), is_list=True)
    return Line(title, _text(name, value))


def _title(hint: Any, name: str) -> str:
    for meta in get_args(hint)[1:]:
        if isinstance(meta, msgspec.Meta) and meta.title:
            return meta.title
    return name.replace("_", " ")


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = value.astimezone(clock.CHINA)
        return f"{_day(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int) and name.endswith(_FEN):
        return f"{Decimal(value) / 100:,.2f} 元"
    if isinstance(value, Money):
        return f"{value} 元"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    return str(value)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
