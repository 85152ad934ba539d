"""A document is the same everywhere and always, and data stay data."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.platform.documents import rendering
from yibao.platform.documents.fonts import font_book
from yibao.platform.documents.printable import printable
from yibao.platform.documents.tests.pdf_text import font_names, has_font_programs, text_of

PLAIN = Path(__file__).parent / "templates" / "plain.typ"
CREATED_AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
MARKUP = "#$*_`\\[]{}()<>@=-+/~\"'&%^|:;,.!? \n中文·a1"


def data(text: str) -> dict[str, object]:
    return {"created_at": CREATED_AT, "title": "试", "text": text}


def without_space(text: str) -> str:
    return "".join(text.split())


def test_the_chinese_font_is_inside_the_file_and_its_text_can_be_searched() -> None:
    pdf = rendering.render(PLAIN, data("医疗保障便民服务"))
    assert font_names(pdf) == {"NotoSerifSC-Regular"}
    assert has_font_programs(pdf)
    assert text_of(pdf) == "医疗保障便民服务"


def test_no_font_but_the_packaged_ones_is_known_to_the_typesetter() -> None:
    assert set(font_book().families()) == {"Noto Serif SC", "Noto Sans SC"}


def test_a_character_that_only_system_fonts_have_cannot_slip_in() -> None:
    compiler = rendering._compiler(PLAIN.parent)
    inputs = {"data": '{"title": "t", "text": "\u1820"}'}  # a Mongolian letter, not substituted
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        compiler.compile(input=PLAIN, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a"])


def test_the_file_says_that_it_is_of_archive_grade() -> None:
    pdf = rendering.render(PLAIN, data("归档"))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf


def test_equal_data_give_equal_bytes_in_any_thread_and_order() -> None:
    texts = [f"第{number}份" for number in range(6)]
    first = [rendering.render(PLAIN, data(text)) for text in texts]
    with ThreadPoolExecutor(max_workers=4) as pool:
        again = list(pool.map(lambda text: rendering.render(PLAIN, data(text)), texts * 3))
    assert again == first * 3


def test_the_date_of_the_file_comes_from_the_data() -> None:
    pdf = rendering.render(PLAIN, data("甲"))
    later = {**data("甲"), "created_at": CREATED_AT + timedelta(days=1)}
    assert b"2026-03-02T01:05:00" in pdf
    assert b"2026-03-03T01:05:00" in rendering.render(PLAIN, later)


@pytest.mark.parametrize("created_at", [None, "2026-03-02", datetime(2026, 3, 2)])  # noqa: DTZ001
def test_a_document_without_an_instant_is_refused(created_at: object) -> None:
    with pytest.raises(ValueError, match="created_at"):
        rendering.render(PLAIN, {**data("甲"), "created_at": created_at})


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        '#read("/etc/passwd")',
        "$x^2$ *重* _斜_ `代码`",
        "] #set text(fill: white)",
        "\\u{4e2d} \\ // /* 注释 */",
        "= 标题 <label> @label",
        '"}; {"data": 1',
    ],
)
def test_signs_of_markup_are_printed_as_they_are(text: str) -> None:
    assert text_of(rendering.render(PLAIN, data(text))) == without_space(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=MARKUP, max_size=60))
def test_no_mixture_of_markup_signs_changes_what_is_printed(text: str) -> None:
    assert text_of(rendering.render(PLAIN, data(text))) == without_space(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_printed(text: str) -> None:
    assert text_of(rendering.render(PLAIN, data(text))) == without_space(printable(text))


def test_a_page_can_be_had_as_a_picture() -> None:
    pages = rendering.render_pages(PLAIN, data("图\f" * 3), pixels_per_inch=40)
    assert [page[:8] for page in pages] == [b"\x89PNG\r\n\x1a\n"]
