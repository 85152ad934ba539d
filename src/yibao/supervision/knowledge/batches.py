"""The published batches and their dates (``data/batches.csv``)."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec import Struct

_DIGITS = "零一二三四五六七八九"
_TITLE = re.compile(r"第([一二三四五六七八九十\d]+)批")

_MONTH = re.compile(r"\d{4}-\d{2}")


class Batch(Struct, frozen=True):
    """A batch and the day of its publication.

    ``precision`` says how much of the date is known: ``day``; ``month`` or ``year``, then it is
    the first day that is possible; ``by``, then it was published by that day.
    """

    batch: str
    published_on: date
    precision: str
    label: str


@cache
def batches() -> dict[str, Batch]:
    """Return the known batches by their number."""
    path = files("yibao.supervision.knowledge") / "data" / "batches.csv"
    with path.open(encoding="utf-8") as lines:
        return {
            line["batch"]: Batch(
                line["batch"],
                date.fromisoformat(line["published_on"]),
                line["precision"],
                line["label"],
            )
            for line in csv.DictReader(lines)
        }


def batch_in(text: str) -> str | None:
    """Return the number of the batch that a title or a file name gives, such as 第十二批."""
    match = _TITLE.search(text)
    if match is None:
        return None
    return match[1] if match[1].isdigit() else str(_number(match[1]))


def is_revision(batch: str) -> bool:
    """Tell whether a batch revises earlier ones: such are named by their month, as 2026-01."""
    return bool(_MONTH.fullmatch(batch))


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS.index(words)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
