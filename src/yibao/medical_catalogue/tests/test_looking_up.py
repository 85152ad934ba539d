"""What people find, what they do not find, and what they are told then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.casework.engine import perform_within
from yibao.casework.submission import Caller, Submission
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import Several
from yibao.medical_catalogue import api, searching, showing
from yibao.medical_catalogue.errors import NothingToLookFor, PeriodReversed
from yibao.medical_catalogue.searching import Wanted
from yibao.medical_catalogue.services.cat_basic_query import cat_basic_query
from yibao.medical_catalogue.services.cat_code_query import cat_code_query
from yibao.medical_catalogue.services.cat_limit_price_query import cat_limit_price_query
from yibao.medical_catalogue.services.cat_other import cat_other
from yibao.medical_catalogue.services.cat_policy_query import cat_policy_query
from yibao.medical_catalogue.services.qry_drug_catalogue import qry_drug_catalogue
from yibao.medical_catalogue.situations import (
    ASPIRIN,
    DOCUMENT_NUMBER,
    FORMER_STENT,
    NEGOTIATED,
    OTHER_ASPIRIN,
    STENT,
)
from yibao.medical_catalogue.tests.conftest import Ask
from yibao.platform.database import Sql
from yibao.platform.testing.statements import CountingCursor

SERVICES: list[AnyService] = [
    qry_drug_catalogue,
    cat_code_query,
    cat_basic_query,
    cat_limit_price_query,
    cat_policy_query,
    cat_other,
]
TODAY = date(2026, 11, 22)


def test_two_characters_in_the_middle_of_a_name_find_it(ask: Ask) -> None:
    found = ask(qry_drug_catalogue, name="匹林")
    assert [drug.code for drug in found.drugs] == [ASPIRIN, OTHER_ASPIRIN]
    assert (found.total, found.page, found.pages) == (2, 1, 1)
    assert found.explanation == "共找到2条。"
    assert found.drugs[0].payment_class == "甲类"
    assert found.drugs[0].copayment == "不先自付"


def test_characters_that_stand_apart_in_a_name_do_not_find_it(ask: Ask) -> None:
    assert ask(qry_drug_catalogue, name="演示肠溶").total == 0


def test_a_name_is_not_found_by_its_manufacturer(ask: Ask) -> None:
    assert ask(qry_drug_catalogue, name="制药厂").total == 0
    found = ask(qry_drug_catalogue, manufacturer="第二制药厂")
    assert [drug.code for drug in found.drugs] == [OTHER_ASPIRIN]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"code": "xn02baa901"}, [ASPIRIN, OTHER_ASPIRIN]),
        ({"name": "演示", "is_negotiated": True}, [NEGOTIATED]),
        ({"name": "演示", "is_negotiated": False}, [ASPIRIN, OTHER_ASPIRIN]),
        ({"name": "演示", "payment_class": "B"}, [NEGOTIATED]),
        ({"name": "演示", "dosage_form": "胶囊"}, [NEGOTIATED]),
        ({"name": "演示支架"}, []),
        ({"code": "XN02BAA9%"}, []),
    ],
)
def test_conditions_narrow_the_search_to_drugs(
    ask: Ask, asked: dict[str, object], codes: list[str]
) -> None:
    assert sorted(drug.code for drug in ask(qry_drug_catalogue, **asked).drugs) == sorted(codes)


def test_the_catalogue_of_an_earlier_day_is_the_one_of_that_day(ask: Ask) -> None:
    (then,) = ask(qry_drug_catalogue, code=ASPIRIN, day="2024-12-31").drugs
    (later,) = ask(qry_drug_catalogue, code=ASPIRIN, day="2025-01-01").drugs
    assert (then.payment_class, then.copayment) == ("乙类", "先自付10%")
    assert later.payment_class == "甲类"
    assert ask(qry_drug_catalogue, code=ASPIRIN, day="2023-12-31").total == 0


def test_pages_follow_each_other_and_end(ask: Ask) -> None:
    pages = [ask(qry_drug_catalogue, name="演示", page=n, page_size=2) for n in (1, 2, 3)]
    codes = [drug.code for page in pages for drug in page.drugs]
    assert codes == sorted([ASPIRIN, OTHER_ASPIRIN, NEGOTIATED])
    assert [page.total for page in pages] == [3, 3, 3]
    assert pages[2].explanation == "一共只有2页，这一页没有内容，请往前翻。"


def test_counting_stops_and_says_so(filled: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 2)
    total, found = searching.search(filled, Wanted(day=TODAY, name="演示", rows=1))
    assert (total, len(found)) == (2, 1)
    assert "请再填一些条件" in showing.explanation(10_000, page=1, rows=20, none="")


def test_nothing_found_is_said_in_plain_words(ask: Ask) -> None:
    found = ask(qry_drug_catalogue, name="没有这种药")
    assert found.drugs == []
    assert (found.total, found.pages) == (0, 0)
    assert found.explanation.startswith("没有查到")


def test_an_old_code_leads_to_the_new_one(ask: Ask) -> None:
    (found,) = ask(cat_code_query, item_list="consumable", code=FORMER_STENT).items
    assert (found.code, found.kind) == (STENT, "医用耗材")
    assert ask(cat_basic_query, code=FORMER_STENT).item.code == STENT
    assert ask(cat_code_query, item_list="drug", code=STENT).total == 0


def test_codes_and_prices_want_a_code_or_a_name(ask: Ask) -> None:
    with pytest.raises(NothingToLookFor):
        ask(cat_code_query, item_list="drug")
    with pytest.raises(NothingToLookFor):
        ask(cat_limit_price_query, region="520100")


def test_the_details_show_the_version_of_the_day_and_all_versions(ask: Ask) -> None:
    found = ask(cat_basic_query, code=ASPIRIN.lower(), day="2024-06-01")
    assert found.item.payment_class == "乙类"
    assert [row.valid_from for row in found.versions] == [date(2025, 1, 1), date(2024, 1, 1)]
    before = ask(cat_basic_query, code=ASPIRIN, day="2020-01-01")
    assert before.item is None
    assert "没有有效的版本" in before.explanation
    unknown = ask(cat_basic_query, code="XX00000000")
    assert (unknown.item, unknown.versions) == (None, [])
    assert "没有这个编码" in unknown.explanation


def test_what_no_source_says_is_said_to_be_unsaid(ask: Ask) -> None:
    found = ask(cat_basic_query, code=STENT).item
    assert (found.payment_class, found.copayment) == ("未载明", "未载明")
    assert found.negotiated == "否"


def test_prices_of_a_place_are_those_of_the_places_around_it(ask: Ask) -> None:
    found = ask(cat_limit_price_query, code=ASPIRIN, region="520102")
    assert [(row.price_type, row.amount, row.region) for row in found.prices] == [
        ("医保支付标准", "5.60", "全国"),
        ("集采中选价", "5.10", "贵州省"),
    ]
    elsewhere = ask(cat_limit_price_query, code=ASPIRIN, region="310101").prices
    assert [row.region for row in elsewhere] == ["全国"]


def test_a_price_is_found_by_name_type_level_and_day(ask: Ask) -> None:
    asked = {"name": "演示", "price_type": "payment_standard", "hospital_level": "3"}
    assert ask(cat_limit_price_query, **asked).total == 2
    assert ask(cat_limit_price_query, **asked, day="2023-12-31").total == 0
    nothing = ask(cat_limit_price_query, code=STENT)
    assert nothing.prices == []
    assert "没有限价不等于不能报销" in nothing.explanation


def test_documents_are_found_by_title_number_topic_and_day(ask: Ask) -> None:
    for asked in (
        {"keyword": "药品目录调整"},
        {"document_number": DOCUMENT_NUMBER},
        {"topic": "药品目录", "published_from": "2026-03-01", "published_until": "2026-03-01"},
    ):
        (found,) = ask(cat_policy_query, **asked).documents
        assert (found.document_number, found.verified) == (DOCUMENT_NUMBER, "已核对")
    late = ask(cat_policy_query, document_number=DOCUMENT_NUMBER, published_from="2026-03-02")
    assert late.documents == []


def test_a_period_of_documents_does_not_end_before_it_begins(ask: Ask) -> None:
    with pytest.raises(PeriodReversed):
        ask(cat_policy_query, published_from="2026-03-02", published_until="2026-03-01")


def test_the_other_look_ups_give_each_its_own_list(ask: Ask) -> None:
    procured = ask(cat_other, query="procurement", keyword="阿司")
    assert [(row.code, row.batch) for row in procured.prices] == [(ASPIRIN, "演示第一批")]
    dual = ask(cat_other, query="dual_channel", keyword="演示")
    assert [row.code for row in dual.drugs] == [NEGOTIATED]
    assert (dual.prices, dual.institutions, dual.alternatives) == ([], [], [])


def test_stock_is_that_of_the_city_or_of_the_county(ask: Ask) -> None:
    city = ask(cat_other, query="negotiated_stock", name="替尼", region="520100")
    assert [row.institution_kind for row in city.institutions] == ["药店", "医院"]
    assert "请先打电话" in city.explanation
    county = ask(cat_other, query="negotiated_stock", name="替尼", region="520103")
    assert [row.institution_name for row in county.institutions] == ["演示市第一医院"]
    assert ask(cat_other, query="negotiated_stock", name="替尼", region="520600").total == 0


def test_drugs_of_one_name_come_with_the_cheapest_first(ask: Ask) -> None:
    found = ask(cat_other, query="alternatives", name="演示阿司匹林肠溶片").alternatives
    assert [(row.code, row.amount) for row in found] == [
        (OTHER_ASPIRIN, "3.0725"),
        (ASPIRIN, "5.10"),
    ]
    assert ask(cat_other, query="alternatives", name="阿司匹林肠溶").total == 0


def test_a_look_up_that_needs_more_says_what(ask: Ask) -> None:
    with pytest.raises(Several) as refusal:
        ask(cat_other, query="negotiated_stock")
    assert [error.at for error in refusal.value.errors] == ["answers.name", "answers.region"]


def test_other_packages_find_many_codes_in_one_statement(filled: Sql) -> None:
    counting = CountingCursor(filled)
    found = api.find_items(counting, [ASPIRIN, STENT, "UNKNOWN1"], date(2024, 6, 1))
    assert found.keys() == {ASPIRIN, STENT}
    assert found[ASPIRIN].copayment_rate == Decimal("0.1")
    assert len(counting.statements) == 1


@given(st.decimals(min_value="0.0001", max_value="9999999999", places=4))
def test_yuan_loses_nothing_and_has_two_decimals_at_least(amount: Decimal) -> None:
    shown = showing.yuan(amount)
    assert Decimal(shown) == amount
    assert 2 <= len(shown.partition(".")[2]) <= 4


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_pages_hold_everything_and_none_is_empty(total: int, rows: int) -> None:
    pages = showing.pages(total, rows)
    assert pages * rows >= total
    assert (pages - 1) * rows < total or total == 0


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.operation)
def test_a_look_up_takes_one_statement(filled: Sql, service: AnyService) -> None:
    for example in service.examples:
        if example.fails_with:
            continue
        counting = CountingCursor(filled)
        submission = Submission(
            service=service,
            caller=Caller("test", IdentityLevel.PUBLIC, region="520100"),
            subject=None,
            answers=example.answers_on(TODAY),
            request_number="N-catalogue-0002",
            digest=bytes(32),
        )
        perform_within(counting, submission)
        assert len(counting.statements) == 1
