"""What a grouping shape measures, before it is compared with a limit."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


class Measure(Struct, gc=False):
    """The measures of one group of lines (a prescription, a visit, a patient's day or window)."""

    count: Annotated[int, Meta(title="条数")] = 0
    kinds: Annotated[int, Meta(title="品种数", description="different item codes")] = 0
    listed: Annotated[int, Meta(title="清单内条数", description="lines whose code is listed")] = 0
    quantity: Annotated[int, Meta(title="数量合计", description="ten-thousandths")] = 0
    amount: Annotated[int, Meta(title="金额合计", description="fen")] = 0
    days: Annotated[int, Meta(title="使用日数", description="different service days")] = 0
    supply: Annotated[int, Meta(title="用药天数合计", description="days of supply")] = 0
    span: Annotated[int, Meta(title="跨度", description="days from first to last, both")] = 0
    gap: Annotated[int | None, Meta(title="间隔", description="days since the event before")] = None
    visits: Annotated[int, Meta(title="就诊次数")] = 0
    numerator: Annotated[int, Meta(title="分子")] = 0
    denominator: Annotated[int, Meta(title="分母")] = 0
    available: Annotated[int, Meta(title="可用数量", description="ten-thousandths")] = 0
