from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import msgspec

from yibao.casework.result_lines import lines_of, show, show_stored
from yibao.catalogue.choices import Choices
from yibao.kernel.money import Money


class Entry(msgspec.Struct, frozen=True):
    """One record."""

    kind_code: Annotated[str, msgspec.Meta(title="类别代码")]
    kind: Annotated[str, msgspec.Meta(title="类别")]
    amount_fen: Annotated[int, msgspec.Meta(title="金额")]
    day: Annotated[date, msgspec.Meta(title="日期")]


class Entries(msgspec.Struct, frozen=True):
    """A list."""

    entries: Annotated[list[Entry], msgspec.Meta(title="明细")]


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
    shown = {line.title: line for line in show(_WHOLE).lines}
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
    assert show(Money.from_yuan("0.10")).lines[0].text == "0.10 元"


def test_a_code_beside_its_meaning_is_not_for_people() -> None:
    shown = show(Entry("A", "甲类", 5, date(2026, 1, 2)))
    assert [line.title for line in shown.lines] == ["类别", "金额", "日期"]


def test_a_result_of_empty_lists_is_empty() -> None:
    assert show(Entries([])).is_empty
    assert not show(Entries([Entry("A", "甲类", 5, date(2026, 1, 2))])).is_empty
    assert not show(_WHOLE).is_empty


def test_a_kept_result_is_read_as_its_type() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(_WHOLE))
    assert show_stored(stored, _Whole) == show(_WHOLE)
    assert show_stored(None, _Whole).lines == ()


def test_a_paper_prints_every_value_on_a_line_of_its_own() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(_WHOLE))
    assert (
        lines_of(_Whole, _WHOLE)
        == lines_of(_Whole, stored)
        == [
            ("文字", "甲"),
            ("日期", "2026年1月2日"),
            ("时间", "2026年1月2日 09:05"),
            ("是否", "是"),
            ("已付", "1,234,567.89 元"),
            ("颜色", "红色"),
            ("名称", "乙"),
            ("词", "丙、丁"),
        ]
    )
    assert lines_of(_Whole, None) == []


def test_what_an_older_version_kept_is_read_as_far_as_it_can_be() -> None:
    stored = msgspec.json.decode(msgspec.json.encode(_WHOLE)) | {"day": "soon", "left": "over"}
    del stored["part"]
    titles = [title for title, _ in lines_of(_Whole, stored)]
    assert titles == ["文字", "时间", "是否", "已付", "颜色", "词"]
    assert lines_of(_Whole, ["neither", "this"]) == []
