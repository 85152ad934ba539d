"""Results as plain values for JSON: amounts as text in yuan ("175.00"), dates as 2025-03-01."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any, get_args

import msgspec

from yibao.benefits.ledger import Ledger
from yibao.benefits.results import Entry, Share
from yibao.kernel.money import Money


def told(value: object) -> Any:
    """Return ``value`` as JSON can hold it; fields that are not set are left out."""
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: told(each) for name, each in fields if each is not None}
    if isinstance(value, Money):
        return str(value.yuan)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [told(each) for each in value]
    return value


def labelled(result: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield label and value of what a person wants to see of a result; ledgers are left out."""
    for field in msgspec.structs.fields(type(result)):
        value = getattr(result, field.name)
        label = get_args(field.type)[1].title
        match value:
            case Money():
                yield label, f"{value}元"
            case tuple():
                yield from _rows(value)
            case Ledger():
                continue
            case msgspec.Struct():
                yield from labelled(value)
            case bool():
                yield label, "是" if value else "否"
            case _:
                yield label, str(value)


def _rows(items: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    for item in items:
        if isinstance(item, Share):
            yield f"  {item.fund.label}", f"{item.amount}元"
        elif isinstance(item, Entry):
            owner = "本人" if item.holder == "self" else item.holder
            yield f"  {owner}账户", f"{item.amount}元，余额{item.balance}元"
