"""Order lines as records. This runs for every line of every order, so it looks up, not parses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yibao.national.audit.codes import ITEM_KINDS, SELF_PAID_LEVELS, CodeSet, item_kind_by_code
from yibao.national.audit.exact import (
    Absent,
    Unreadable,
    amounts,
    item_codes,
    moments,
    prices,
    quantities,
    whole_numbers,
)
from yibao.national.audit.notes import Note, explain
from yibao.national.audit.wire import Extension, Order, many
from yibao.supervision.records import (
    LARGEST_AMOUNT,
    LARGEST_PRODUCT,
    PRICE_SCALE,
    QUANTITY_SCALE,
    Line,
)

_FEN = 100
_ABSENT = ("", None)


def read_lines(
    orders: Sequence[Order],
    *,
    encounter_id: str,
    level: int | None,
    codes: CodeSet,
    is_current: bool,
    path: str,
) -> tuple[list[Line], list[Note]]:
    """Return the lines that can be audited and a note for each that cannot.

    ``is_current`` tells whether the encounter is the present one; a line of it is current unless
    the sender marks it as history. A line id that comes twice counts once: the current one, or
    the first.
    """
    lines: list[Line] = []
    notes: list[Note] = []
    titles = codes.titles
    for number, order in enumerate(orders):
        try:
            line = _line(order, encounter_id, level, titles)
        except (ValueError, TypeError):
            notes.append(explain(order, f"{path}.fsi_order_dtos[{number}]"))
        else:
            line.is_current = is_current and order.current != "0"
            lines.append(line)
    return _once_each(lines, notes, path)


def _line(order: Order, encounter_id: str, level: int | None, titles: Mapping[str, int]) -> Line:
    """Return a line; raises Absent, Unreadable, TypeError. Fields by position: it is faster."""
    code = item_codes[order.item_code]
    day, minute = moments[order.begins]
    quantity = quantities[order.quantity]
    amount = amounts[order.amount]
    line_id = order.line_id
    if not line_id or len(line_id) > 50 or not line_id.isprintable() or quantity <= 0:
        raise Absent
    price = _price(amount, quantity) if order.price in _ABSENT else prices[order.price]
    if amount > LARGEST_AMOUNT or price * quantity > LARGEST_PRODUCT:
        raise Unreadable
    return Line(
        line_id,
        encounter_id,
        code,
        ITEM_KINDS.get(order.list_kind or "") or item_kind_by_code(code),
        day,
        minute,
        quantity,
        price,
        amount,
        None,
        None,
        order.charge_class or None,
        _is_fund_paid(order, amount),
        None if order.extension is None else _days(order),
        None,
        order.prescription or None,
        None,
        None if order.list_price in _ABSENT else _list_amount(order, quantity, level),
        order.department or None,
        order.doctor or None,
        titles.get(order.doctor_title or ""),
    )


def _is_fund_paid(order: Order, amount: int) -> bool:
    given = order.own_amount
    if given in _ABSENT:
        return order.list_level not in SELF_PAID_LEVELS
    return amount == 0 or amounts[given] < amount


def _price(amount: int, quantity: int) -> int:
    """Return the price that amount and quantity imply: fen over ten-thousandths, in millionths."""
    scale = PRICE_SCALE // _FEN * QUANTITY_SCALE
    return (2 * amount * scale + quantity) // (2 * quantity)


def _days(order: Order) -> int | None:
    """Return the days of supply; what is no whole positive number says nothing."""
    for extension in many(order.extension):
        assert isinstance(extension, Extension)  # noqa: S101 - for the type checker
        try:
            return max(whole_numbers[extension.days], 0) or None
        except (ValueError, TypeError):
            return None
    return None


def _list_amount(order: Order, quantity: int, level: int | None) -> int | None:
    """Return what the lines cost at the listed price, that of the institution's level if given."""
    own_level = getattr(order, f"list_price_{level}", None) if level else None
    for given in (own_level, order.list_price):
        try:
            price = prices[given]
        except (ValueError, TypeError):
            continue
        if price > 0:
            scale = PRICE_SCALE // _FEN * QUANTITY_SCALE
            return (2 * price * quantity + scale) // (2 * scale)
    return None


def _once_each(lines: list[Line], notes: list[Note], path: str) -> tuple[list[Line], list[Note]]:
    if len({line.line_id for line in lines}) == len(lines):
        return lines, notes
    chosen: dict[str, Line] = {}
    for line in lines:
        first = chosen.get(line.line_id)
        if first is None or (line.is_current and not first.is_current):
            chosen[line.line_id] = line
        if first is not None:
            where = f"{path}.fsi_order_dtos.rx_id"
            notes.append(Note(where, line.line_id[:50], "医嘱标识重复，只审其中一条"))
    return list(chosen.values()), notes
