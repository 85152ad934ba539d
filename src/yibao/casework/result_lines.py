"""What a service gave back, as pages and papers show it: read from the type of the result.

Titles are those of ``msgspec.Meta``; a list of records becomes a list of cards, because a table is
not readable at 320 px or in large type. A paper prints the same as plain lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
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
    """Return a result that was kept as plain values, as the service's type reads it.

    A case keeps the version under which it was opened; what the present type cannot read any more
    is left out rather than shown wrongly.
    """
    if stored is None:
        return Shown()
    try:
        return show(msgspec.convert(stored, result_type, strict=False))
    except msgspec.ValidationError:
        return Shown(_lines_of(result_type, _readable(result_type, stored)))


def lines_of(result_type: Any, result: object) -> list[tuple[str, str]]:
    """Return title and text of everything in a result that holds something, one below the other.

    ``result`` is the typed value, or the plain values that were kept of it.
    """
    shown = show(result) if isinstance(result, msgspec.Struct) else show_stored(result, result_type)
    return list(_flat(shown.lines))


def _flat(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for card in line.cards:
            yield from _flat(card)
        text = "、".join(line.texts) if line.texts else line.text
        if text:
            yield line.title, text


def _readable(result_type: Any, stored: Any) -> dict[str, Any]:
    """Return the fields of a struct that can be read from what was kept, each by itself."""
    if not (isinstance(stored, dict) and issubclass(result_type, msgspec.Struct)):
        return {}
    hints = get_type_hints(result_type, include_extras=True)
    values = {}
    for field_of in msgspec.structs.fields(result_type):
        with suppress(KeyError, msgspec.ValidationError):
            kept = stored[field_of.encode_name]
            values[field_of.name] = msgspec.convert(kept, hints[field_of.name], strict=False)
    return values


def _lines(struct: msgspec.Struct) -> tuple[Line, ...]:
    values = {name: getattr(struct, name) for name in struct.__struct_fields__}
    return _lines_of(type(struct), values)


def _lines_of(struct_type: type[msgspec.Struct], values: Mapping[str, Any]) -> tuple[Line, ...]:
    hints = get_type_hints(struct_type, include_extras=True)
    titles = {name: _title(hints[name], name) for name in values}
    return tuple(
        _line(title, name, value)
        for name, title in titles.items()
        if (value := values[name]) is not None
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
