"""Lines that could not be audited, and why: the message says it, so that nothing is silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from yibao.national.audit.exact import (
    Absent,
    Remembered,
    Unreadable,
    amounts,
    is_identifier,
    item_codes,
    moments,
    prices,
    quantities,
    text_of,
)
from yibao.national.audit.wire import Order

# A field of a line: its wire name, its label, the table that reads it, whether it must be there.
_FIELDS: tuple[tuple[str, str, str, Remembered[Any] | None, bool], ...] = (
    ("line_id", "rx_id", "医嘱标识", None, True),
    ("item_code", "hilist_code", "医保目录代码", item_codes, True),
    ("begins", "drord_begn_date", "医嘱开始日期", moments, True),
    ("quantity", "cnt", "数量", quantities, True),
    ("amount", "sumamt", "总费用", amounts, True),
    ("price", "pric", "单价", prices, False),
    ("own_amount", "ownpay_amt", "自费金额", amounts, False),
)
_SHOWN = 3


class Note(Struct, frozen=True):
    """A line that was left out: where it stands in the message and what is wrong."""

    path: str
    line_id: str
    reason: str


def explain(order: Order, path: str) -> Note:
    """Return what is wrong with a line that could not be read."""
    line_id = text_of(order.line_id)[:50]
    for attribute, wire_name, label, table, is_needed in _FIELDS:
        fault = _fault(getattr(order, attribute), table, is_needed)
        if fault:
            return Note(f"{path}.{wire_name}", line_id, label + fault)
    if quantities[order.quantity] <= 0:
        return Note(f"{path}.cnt", line_id, "数量应大于零")
    return Note(f"{path}.sumamt", line_id, "金额超过九千万元")


def sentence(notes: Sequence[Note], line_count: int) -> str:
    """Return what the sender is told about lines that were left out; empty without any."""
    if not notes:
        return ""
    told = "；".join(f"{note.path} {note.reason}" for note in notes[:_SHOWN])
    more = f"；等{len(notes)}处" if len(notes) > _SHOWN else ""
    return f"{line_count}条明细中有{len(notes)}条没有审核：{told}{more}。请改正后重新提交。"


def _fault(given: Any, table: Remembered[Any] | None, is_needed: bool) -> str:
    try:
        if table is not None:
            table[given]
        elif not text_of(given):
            raise Absent
        elif not is_identifier(text_of(given)):
            raise Unreadable
    except Absent:
        return "缺失" if is_needed else ""
    except (ValueError, TypeError):
        return "读不懂"
    return ""
