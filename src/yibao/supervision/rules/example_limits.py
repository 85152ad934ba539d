"""The knowledge rows, evidence and stock of an example, in the units of the records."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from yibao.supervision.knowledge.points import OPEN_END, Evidence, Knowledge
from yibao.supervision.records import PRICE_SCALE, QUANTITY_SCALE
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.examples import Amount, GivenKnowledge, GivenStock, Number
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.shapes.compiled import day_number

FEN_SCALE = 100

_REPLACED = ("partner", "low", "high", "cap", "days", "listed")


class Stock(NamedTuple):
    """A row of the relation ``inventory``; quantities in ten-thousandths, days as numbers."""

    institution_id: str
    item_code: str
    period_start: int
    period_end: int
    opening: int
    purchased: int
    other_in: int
    other_out: int


def knowledge_of(rule: Rule, given: tuple[GivenKnowledge, ...]) -> Iterator[Knowledge]:
    """Yield the knowledge rows: those given, or the rule's own with the given columns replaced.

    Raises:
        ValueError: a number has more digits than its unit.
    """
    rows = [_row(rule, row, number) for number, row in enumerate(given)]
    if rule.by_code:
        yield from with_limits([rule], rows)
        return
    columns = {
        column: value
        for row in rows
        for column in _REPLACED
        if (value := getattr(row, column)) is not None
    }
    for own in with_limits([rule], []):
        yield replace(own, **columns)


def evidence_of(rule: Rule, given: tuple[GivenKnowledge, ...]) -> Iterator[Evidence]:
    """Yield the evidence keys of the given rows."""
    for number, row in enumerate(given):
        for key in row.evidence:
            yield Evidence(rule.code, _point(rule, row, number), key)


def stock_of(given: GivenStock) -> Stock:
    """Return a stock row."""
    amounts = (given.opening, given.purchased, given.other_in, given.other_out)
    return Stock(
        given.hospital,
        given.item,
        day_number(given.start),
        day_number(given.end),
        *(scaled(amount, QUANTITY_SCALE) for amount in amounts),
    )


def number_of(given: Number | None) -> int | None:
    """Return a number in the unit of the records: fen, ten-thousandths, millionths of a yuan.

    Raises:
        ValueError: more digits than the unit has, or not exactly one unit.
    """
    return _amount(given) if isinstance(given, Amount) else given


def scaled(value: Decimal | int, scale: int) -> int:
    """Return ``value * scale`` as a whole number; ValueError if anything would be lost."""
    product = Decimal(value) * scale
    if product != int(product):
        raise ValueError(f"{value}的小数位数太多")
    return int(product)


def _amount(given: Amount) -> int:
    found = [
        scaled(value, scale)
        for value, scale in (
            (given.yuan, FEN_SCALE),
            (given.quantity, QUANTITY_SCALE),
            (given.price, PRICE_SCALE),
        )
        if value is not None
    ]
    if len(found) != 1:
        raise ValueError("数值要写且只写一个单位")
    return found[0]


def _row(rule: Rule, given: GivenKnowledge, number: int) -> Knowledge:
    return Knowledge(
        rule=rule.code,
        point=_point(rule, given, number),
        code=given.code,
        partner=given.partner,
        low=number_of(given.low),
        high=number_of(given.high),
        cap=number_of(given.cap),
        days=given.days,
        listed=given.listed,
        is_coded=not given.text,
        valid_from=0 if given.start is None else day_number(given.start),
        valid_to=OPEN_END if given.end is None else day_number(given.end),
    )


def _point(rule: Rule, given: GivenKnowledge, number: int) -> str:
    return given.point or f"{rule.code}-{number + 1:02d}"
