from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import msgspec

from yibao.catalogue.choices import Choices
from yibao.kernel.money import Money
from yibao.portal import results
from yibao.portal.tests.small_services import Entries, Entry


class _Colour(Choices):
    """A choice."""

    RED = "red", "红色"


class _Part(msgspec.Struct, frozen=True):
    """A record within a result."""

    name: Annotated[str, msgspec.Meta(title="名称")]


class _Whole(msgspec.Struct, frozen=True):
    """One field of every kind."""

    text: Annotated[str, msgspec.Meta(title="文字")]
    day: Annotated[date, msgspec.Meta(title="日期")]
    at: Annotated[datetime, msgspec.Meta(title="时间")]
    is_so: Annotated[bool, msgspec.Meta(title="是否")]
    paid_fen: Annotated[int, msgspec.Meta(title="已付")]
    colour: Annotated[_Colour, msgspec.Meta(title="颜色")]
    part: Annotated[_Part, msgspec.Meta(title="部分")]
    words: Annotated[list[str], msgspec.Meta(title="词")]
    nothing: Annotated[str | None, msgspec.Meta(title="没有")] = None


_WHOLE = _Whole(
    "甲", date(2026, 1, 2), datetime(2026, 1, 2, 1, 5, tzinfo=UTC), True, 123456789,
    _Colour.RED, _Part("乙"), ["丙", "丁"],
)  # fmt: skip


def test_every_kind_of_value_is_readable() -> None:
    shown = {line.title: line for line in results.show(_WHOLE).lines}
    assert shown["文字"].text == "甲"
    assert shown["日期"].text == "2026年1月2日"
    assert shown["时间"].text == "2026年1月2日 09:05"
    assert shown["是否"].text == "是"
    assert shown["已付"].text == "1,234,567.89 元"
    assert shown["颜色"].text == "红色"
    assert shown["部分"].cards[0][0].text == "乙"
    assert shown["词"].texts == ("丙", "丁")
    assert "没有" not in shown


def test_money_is_exact() -> None:
    assert results.show(Money.from_yuan("0.10")).lines[0].text == "0.10 元"


def test_a_code_beside_its_meaning_is_not_for_people() -> None:
    shown = results.show(Entry("A", "甲类", 5, date(2026, 1, 2)))
    assert [line.title for line in shown.lines] == ["类别", "金额", "日期"]


def test_a_result_of_empty_lists_is_empty() -> None:
    assert results.show(Entries([])).is_empty
    assert not results.show(Entries([Entry("A", "甲类", 5, date(2026, 1, 2))])).is_empty
    assert not results.show(_WHOLE).is_empty


def test_a_kept_result_is_read_as_its_type() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(_WHOLE))
    assert results.show_stored(stored, _Whole) == results.show(_WHOLE)
    assert results.show_stored(None, _Whole).lines == ()
