import openssl_command as openssl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao_client import answer_text, canonical_text
from yibao_client.canonical import sorted_query

HEADERS = {
    "X-Yb-Channel": "zyybwxgzh",
    "X-Yb-Key": "key-1",
    "X-Yb-Timestamp": "1767225600000",
    "X-Yb-Nonce": "nonce-0123456789",
    "X-Yb-Request": "request-1",
}


def test_the_text_of_a_request_is_nine_lines_without_a_last_line_end() -> None:
    text = canonical_text(b"{}", path="/api/v1/services/echo", headers=HEADERS, method="post")
    assert text.split("\n") == [
        "POST",
        "/api/v1/services/echo",
        "",
        "zyybwxgzh",
        "key-1",
        "1767225600000",
        "nonce-0123456789",
        "request-1",
        openssl.sm3(b"{}"),
    ]


def test_the_names_of_headers_have_no_case() -> None:
    lower = {name.lower(): value for name, value in HEADERS.items()}
    assert canonical_text(b"", path="/p", headers=lower) == canonical_text(
        b"", path="/p", headers=HEADERS
    )


def test_a_missing_header_is_named() -> None:
    without = {name: value for name, value in HEADERS.items() if name != "X-Yb-Nonce"}
    with pytest.raises(KeyError, match="x-yb-nonce"):
        canonical_text(b"", path="/p", headers=without)


def test_the_query_is_sorted_as_it_stands() -> None:
    text = canonical_text(b"", path="/p", headers=HEADERS, query="b=2&a=%20&b=1")
    assert text.split("\n")[2] == "a=%20&b=1&b=2"


@given(st.lists(st.from_regex(r"[a-z]{1,3}=[a-z0-9%]{0,3}", fullmatch=True), min_size=1))
def test_the_order_of_the_query_does_not_matter(pairs: list[str]) -> None:
    assert sorted_query("&".join(pairs)) == sorted_query("&".join(reversed(pairs)))


def test_the_text_of_an_answer_is_four_lines() -> None:
    text = answer_text(b"{}", status=409, nonce="n" * 16, timestamp="1767225600001")
    assert text == f"409\n{'n' * 16}\n1767225600001\n{openssl.sm3(b'{}')}"
