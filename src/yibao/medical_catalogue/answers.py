"""The effects of the six look-ups: read the question, ask the register, show the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yibao.catalogue.case import Case
from yibao.medical_catalogue import queries, results, searching, showing
from yibao.medical_catalogue.errors import NothingToLookFor, PeriodReversed
from yibao.medical_catalogue.forms import (
    CodeAnswers,
    DetailAnswers,
    DocumentAnswers,
    DrugAnswers,
    OtherAnswers,
    Paged,
    PriceAnswers,
)
from yibao.medical_catalogue.kinds import ItemList, OtherQuery, PriceType
from yibao.medical_catalogue.searching import Wanted

_PARTIAL = "本地目录可能还不全，也可拨打12393核实。"
_NO_ITEM = f"没有查到符合条件的药品或耗材。请少填几个字或去掉一些条件再试；{_PARTIAL}"
_NO_PRICE = f"没有查到这一天有效的限价。没有限价不等于不能报销；{_PARTIAL}"
_NO_DOCUMENT = "没有查到符合条件的文件。请少填几个字再试；没有登记发布日期的文件按日期查不到。"


def drugs(case: Case[DrugAnswers]) -> results.DrugPage:
    """Answer 63: drugs by what is known of them."""
    asked = case.answers
    wanted = Wanted(
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
        kinds=tuple(ItemList.DRUG.kinds),
        code=asked.code or "",
        name=asked.name or "",
        payment_class=asked.payment_class,
        is_negotiated=asked.is_negotiated,
        dosage_form=asked.dosage_form or "",
        manufacturer=asked.manufacturer or "",
    )
    total, found = searching.search(case.sql, wanted)
    return results.DrugPage(
        drugs=[showing.drug(item) for item in found], **_paging(asked, total, none=_NO_ITEM)
    )


def codes(case: Case[CodeAnswers]) -> results.CodePage:
    """Answer 100: codes of a name, names of a code.

    Raises:
        NothingToLookFor: neither is given.
    """
    asked = case.answers
    if not (asked.code or asked.name):
        raise NothingToLookFor
    wanted = Wanted(
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
        kinds=tuple(asked.item_list.kinds),
        code=asked.code or "",
        name=asked.name or "",
    )
    total, found = searching.search(case.sql, wanted)
    return results.CodePage(
        items=[showing.code(item) for item in found], **_paging(asked, total, none=_NO_ITEM)
    )


def details(case: Case[DetailAnswers]) -> results.DetailResult:
    """Answer 101: the version of a code that holds on the day."""
    day = _day(case)
    found = queries.versions(case.sql, case.answers.code.upper())
    held = [item for item in found if item.valid_from <= day < (item.valid_to or date.max)]
    return results.DetailResult(
        item=showing.details(held[0]) if held else None,
        versions=[showing.version(item) for item in found],
        explanation=_about_details(found, held, day),
    )


def _about_details(found: list[searching.Item], held: list[searching.Item], day: date) -> str:
    if not found:
        return f"目录里没有这个编码。请核对是否抄错；{_PARTIAL}"
    if not held:
        return f"这个编码在{day}没有有效的版本，各版本的起止日期见下。"
    if held[0].is_packaged:
        return "这是监管知识点公布的编码和名称，规格、企业、费用等级等待导入本省目录后才有。"
    return f"以上是{day}有效的版本。"


def documents(case: Case[DocumentAnswers]) -> results.DocumentPage:
    """Answer 102: policy documents.

    Raises:
        PeriodReversed: the period ends before it begins.
    """
    asked = case.answers
    first, last = asked.published_from, asked.published_until
    if first and last and last < first:
        raise PeriodReversed(first=first, last=last)
    wanted = queries.DocumentWanted(
        page=asked.page_number,
        rows=asked.rows,
        keyword=asked.keyword or "",
        document_number=asked.document_number or "",
        topic=asked.topic or "",
        published_from=first,
        published_until=last,
    )
    total, found = queries.documents(case.sql, wanted)
    return results.DocumentPage(
        documents=[showing.document(row) for row in found],
        **_paging(asked, total, none=_NO_DOCUMENT),
    )


def prices(case: Case[PriceAnswers]) -> results.PricePage:
    """Answer 103: limit prices that hold on the day.

    Raises:
        NothingToLookFor: neither a code nor a name is given.
    """
    asked = case.answers
    if not (asked.code or asked.name):
        raise NothingToLookFor
    wanted = queries.PriceWanted(
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
        code=(asked.code or "").upper(),
        name=asked.name or "",
        price_type=asked.price_type.value if asked.price_type else "",
        hospital_level=asked.hospital_level.value if asked.hospital_level else "",
        region=asked.region or "",
    )
    total, found = queries.prices(case.sql, wanted)
    return results.PricePage(
        prices=[showing.price(row) for row in found], **_paging(asked, total, none=_NO_PRICE)
    )


def others(case: Case[OtherAnswers]) -> results.OtherPage:
    """Answer 104: lead to the look-up that was chosen."""
    return _OTHERS[case.answers.query](case)


def _procurement(case: Case[OtherAnswers]) -> results.OtherPage:
    asked = case.answers
    wanted = queries.PriceWanted(
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
        name=asked.keyword or "",
        price_type=PriceType.PROCUREMENT.value,
    )
    total, found = queries.prices(case.sql, wanted)
    none = f"没有查到这一天有效的集采中选价。{_PARTIAL}"
    return _other(asked, total, none=none, prices=[showing.price(row) for row in found])


def _dual_channel(case: Case[OtherAnswers]) -> results.OtherPage:
    asked = case.answers
    wanted = Wanted(
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
        name=asked.keyword or "",
        is_dual_channel=True,
    )
    total, found = searching.search(case.sql, wanted)
    none = f"没有查到双通道药品。{_PARTIAL}"
    return _other(asked, total, none=none, drugs=[showing.drug(item) for item in found])


def _negotiated_stock(case: Case[OtherAnswers]) -> results.OtherPage:
    asked = case.answers
    total, found = queries.stock(
        case.sql,
        name=asked.name or "",
        region=asked.region or "",
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
    )
    none = f"这个地方没有登记配备此药的机构。可换一个地区再查；{_PARTIAL}"
    some = f"共找到{total}条。去之前请先打电话，确认当天有药。"
    rows = [showing.stock(row) for row in found]
    return _other(asked, total, none=none, some=some, institutions=rows)


def _alternatives(case: Case[OtherAnswers]) -> results.OtherPage:
    asked = case.answers
    total, found = queries.alternatives(
        case.sql,
        name=asked.name or "",
        day=_day(case),
        page=asked.page_number,
        rows=asked.rows,
    )
    none = f"没有查到这个通用名的药品。请填完整的通用名，例如“阿司匹林肠溶片”；{_PARTIAL}"
    some = f"共找到{total}条，价格低的在前。计价单位不同的不能直接比；换药请听医生的。"
    rows = [showing.alternative(row) for row in found]
    return _other(asked, total, none=none, some=some, alternatives=rows)


_OTHERS: dict[OtherQuery, Callable[[Case[OtherAnswers]], results.OtherPage]] = {
    OtherQuery.PROCUREMENT: _procurement,
    OtherQuery.DUAL_CHANNEL: _dual_channel,
    OtherQuery.NEGOTIATED_STOCK: _negotiated_stock,
    OtherQuery.ALTERNATIVES: _alternatives,
}


_LISTS = ("prices", "drugs", "institutions", "alternatives")


def _other(
    asked: OtherAnswers, total: int, *, none: str, some: str = "", **lists: list[Any]
) -> results.OtherPage:
    facts: dict[str, Any] = {name: [] for name in _LISTS}
    facts |= lists | _paging(asked, total, none=none, some=some)
    return results.OtherPage(query=asked.query.label, **facts)


def _paging(asked: Paged, total: int, *, none: str, some: str = "") -> dict[str, Any]:
    page, rows = asked.page_number, asked.rows
    return {
        "total": total,
        "page": page,
        "pages": showing.pages(total, rows),
        "explanation": showing.explanation(total, page=page, rows=rows, none=none, some=some),
    }


def _day(case: Case[Any]) -> date:
    day: date | None = case.answers.day
    return day or case.today
