"""Reading one cell of an import file. Each reader returns the value or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from yibao.catalogue.choices import Choices
from yibao.reference import regions
from yibao.reference.parameters import NATION

Value = str | bool | date | Decimal | None
Reader = Callable[[str], Value]
_DIGITS = re.compile(r"[0-9]{1,12}(?:\.([0-9]+))?")


class CellWrong(Exception):
    """The sentence that the person who made the file reads."""


def text(most: int) -> Reader:
    """Read text of at most ``most`` characters."""

    def read(cell: str) -> str:
        if len(cell) > most:
            raise CellWrong(f"最多{most}个字，现有{len(cell)}个")
        if any(ord(character) < 32 for character in cell):
            raise CellWrong("单元格里有换行或控制字符")
        return cell

    return read


def code(cell: str) -> str:
    """Read a code: letters and digits, 8 to 30 of them, made capital."""
    if not (8 <= len(cell) <= 30 and cell.isascii() and cell.isalnum()):
        raise CellWrong("编码应是8至30位字母和数字")
    return cell.upper()


def choice(options: type[Choices]) -> Reader:
    """Read a choice by its value or by its Chinese label; empty stays empty."""
    by_word = {word: option.value for option in options for word in (option.value, option.label)}

    def read(cell: str) -> str:
        if cell and cell not in by_word:
            raise CellWrong("只能填" + "、".join(option.label for option in options))
        return by_word.get(cell, "")

    return read


def flag(cell: str) -> bool | None:
    """Read 是 or 否; empty means that the source does not say."""
    known = {"是": True, "否": False, "1": True, "0": False, "": None}
    if cell not in known:
        raise CellWrong("只能填是、否，或不填")
    return known[cell]


def day(cell: str) -> date | None:
    """Read 2026-01-31; empty means none."""
    if not cell:
        return None
    try:
        if len(cell) != 10:
            raise ValueError
        return date.fromisoformat(cell)
    except ValueError:
        raise CellWrong("日期要写成2026-01-31这样") from None


def share(cell: str) -> Decimal | None:
    """Read a share of one, 0.1 or 10%; empty means that the source does not say."""
    if not cell:
        return None
    number = _number(cell.removesuffix("%"), places=4)
    number = number / 100 if cell.endswith("%") else number
    if not 0 <= number <= 1 or number != round(number, 4):
        raise CellWrong("比例应在0到1之间，最多四位小数，也可写成10%")
    return number


def amount(cell: str) -> Decimal | None:
    """Read yuan above nothing, with at most four decimals."""
    if not cell:
        return None
    number = _number(cell, places=4)
    if not 0 < number < 10**10:
        raise CellWrong("金额应大于0，单位是元")
    return number


def region(cell: str) -> str:
    """Read a six-digit region; 000000 or empty means the country."""
    if cell in ("", NATION):
        return NATION
    if not regions.exists(cell):
        raise CellWrong("不是六位行政区划代码；全国填000000")
    return cell


def address(cell: str) -> str:
    """Read the address of a page on the web; empty means that it is not known."""
    if cell and (not cell.startswith(("https://", "http://")) or " " in cell):
        raise CellWrong("网址要以https://开头")
    return text(500)(cell)  # type: ignore[return-value]


def _number(cell: str, *, places: int) -> Decimal:
    """Read plain digits: what a spreadsheet writes as 1E+03 may have lost digits."""
    match = _DIGITS.fullmatch(cell)
    if match is None or len(match[1] or "") > places:
        raise CellWrong(f"应是数字，最多{places}位小数")
    return Decimal(cell)
