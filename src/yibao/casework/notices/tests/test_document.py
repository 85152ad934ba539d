"""Every kind of notice can be printed, says all that it must, and looks the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest

from yibao.casework.notices.content import AnyContent, Defect, MaterialLine
from yibao.casework.notices.document import (
    Proof,
    chinese_date,
    chinese_time,
    grouped,
    template_data,
    template_of,
)
from yibao.casework.notices.tests.samples import (
    ISSUED_AT,
    acceptance,
    completion,
    correction,
    refusal,
    samples,
)
from yibao.platform.documents.qr import qr_svg
from yibao.platform.documents.rendering import render
from yibao.platform.documents.tests.pdf_text import (
    font_names,
    has_font_programs,
    pages_of,
    text_of,
)

PROOF = Proof(
    code="ABCDEFGHJKLMNPQR",
    address="https://ybt.example/verify/ABCDEFGHJKLMNPQR",
    fingerprint="0123456789abcdef" * 4,
)
EVERY_KIND = pytest.mark.parametrize("sample", samples(), ids=lambda s: str(s.kind.value))


def printed(content: AnyContent) -> bytes:
    return render(template_of(content.kind), template_data(content, ISSUED_AT, PROOF))


def squeezed(text: str) -> str:
    return "".join(text.split())


def facts_in(value: object) -> Iterator[str]:
    """Yield every fact of a content as it is to be read on paper; yes and no choose the wording."""
    if isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from facts_in(item)
    elif isinstance(value, datetime):
        yield squeezed(chinese_time(value))
    elif isinstance(value, date):
        yield chinese_date(value)
    elif value is not None and not isinstance(value, bool):
        yield squeezed(str(value))


@EVERY_KIND
def test_every_fact_of_the_content_is_on_the_paper(sample: AnyContent) -> None:
    plain = msgspec.to_builtins(sample, builtin_types=(date, datetime))
    del plain["kind"]
    text = text_of(printed(sample))
    assert [fact for fact in facts_in(plain) if fact not in text] == []


@EVERY_KIND
def test_every_paper_has_a_title_a_signature_and_a_way_to_verify_it(sample: AnyContent) -> None:
    text = text_of(printed(sample))
    title = "终止办理通知书" if sample.kind.value == "termination" else sample.kind.label
    assert title in text
    for part in ("电子签章：平台SM2签名", "0123456789ABCDEF" * 2, "ABCD-EFGH-JKLM-NPQR"):
        assert squeezed(part) in text
    assert PROOF.address in text
    assert "2026年3月2日" in text
    assert sample.phone in text


@EVERY_KIND
def test_equal_content_gives_equal_bytes_with_the_fonts_inside(sample: AnyContent) -> None:
    pdf = printed(sample)
    assert printed(sample) == pdf
    assert font_names(pdf) <= {"NotoSerifSC-Regular", "NotoSansSC-Regular"}
    assert has_font_programs(pdf)


@EVERY_KIND
def test_an_ordinary_notice_fits_on_one_page(sample: AnyContent) -> None:
    assert len(pages_of(printed(sample))) == 1


def test_where_no_officer_acted_the_paper_says_so() -> None:
    assert "系统自动受理" in text_of(printed(acceptance()))
    by_hand = msgspec.structs.replace(acceptance(), officer="钱经办")
    assert "系统自动受理" not in text_of(printed(by_hand))


def test_the_qr_code_on_the_paper_holds_the_address() -> None:
    data = template_data(acceptance(), ISSUED_AT, PROOF)
    assert data["qr"] == qr_svg(PROOF.address)
    other = replace(PROOF, address=PROOF.address[:-1] + "S")
    assert template_data(acceptance(), ISSUED_AT, other)["qr"] != data["qr"]


def test_forty_materials_take_several_pages_and_none_is_lost() -> None:
    names = [f"第{number}号材料（原件和复印件，逐页盖章）" for number in range(1, 41)]
    many = tuple(MaterialLine(name, "网上上传") for name in names)
    pages = pages_of(printed(msgspec.structs.replace(acceptance(), materials=many)))
    assert len(pages) >= 2
    assert [name for name in names if name not in "".join(pages)] == []
    with_rows = [page for page in pages if "号材料（" in page]
    assert all("材料名称" in page for page in with_rows)
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]


@pytest.mark.parametrize("count", range(1, 26))
def test_the_signature_never_stands_alone_on_a_page(count: int) -> None:
    many = tuple(MaterialLine(f"材料{number}", "网上上传") for number in range(count))
    last = pages_of(printed(msgspec.structs.replace(acceptance(), materials=many)))[-1]
    assert "请保存好本通知书" in last
    assert "电子签章" in last


def test_a_long_text_without_a_blank_is_broken_and_not_cut_off() -> None:
    long_latin, long_chinese = "A1" * 200, "很长的说明" * 120
    content = msgspec.structs.replace(
        correction(), defects=(Defect(long_latin, long_chinese), Defect("乙", "丙"))
    )
    text = text_of(printed(content))  # the row runs over two pages
    assert text.count("A1") == 200
    assert text.count("很") == 120


def test_names_of_minorities_and_of_organisations_are_printed_whole() -> None:
    name = "阿卜杜热合曼·阿卜杜克热木·买买提伊明"
    assert name in text_of(printed(msgspec.structs.replace(completion(), addressee=name)))
    firm = msgspec.structs.replace(
        refusal(), addressee="贵州某某有限责任公司", addressee_is_organisation=True
    )
    text = text_of(printed(firm))
    assert "你单位申请的" in text
    assert "您" not in text


def test_a_rare_character_is_named_and_the_paper_explains_it() -> None:
    text = text_of(printed(msgspec.structs.replace(completion(), addressee="赵𠮷")))
    assert "赵〔U+20BB7〕" in text
    assert "生僻字的统一编码（U+20BB7）" in text
    assert "统一编码" not in text_of(printed(completion()))


@pytest.mark.parametrize(
    "text", ["#panic()", "$x$ *重* _斜_", "] #set page(width: 1cm)", "\\ `#` <a> @b // c"]
)
def test_data_on_the_paper_are_never_markup(text: str) -> None:
    content = msgspec.structs.replace(
        correction(),
        addressee=text,
        service=text,
        agency=text,
        defects=(Defect(text, text),),
        ways=(text,),
    )
    assert text_of(printed(content)).count(squeezed(text)) >= 7


def test_the_review_comes_first_where_the_law_says_so() -> None:
    remedies = msgspec.structs.replace(refusal().remedies, review_comes_first=True)
    first = text_of(printed(msgspec.structs.replace(refusal(), remedies=remedies)))
    assert "应当先自收到本文书之日起60日内向贵阳市人民政府申请行政复议" in first
    assert "也可以自收到本文书之日起6个月内" in text_of(printed(refusal()))


def test_times_are_those_of_china() -> None:
    assert chinese_time(ISSUED_AT) == "2026年3月2日 09:05"
    assert grouped("ABCDEFGHJKLMNPQR") == "ABCD-EFGH-JKLM-NPQR"
