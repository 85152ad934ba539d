"""SM3 against GB/T 32905-2016 annex A, HMAC-SM3 against its definition (RFC 2104)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yibao.platform.crypto import sm3

BLOCK_SIZE = 64


def test_the_first_example_of_the_standard() -> None:
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3.hexdigest(b"abc") == expected
    assert sm3.digest(b"abc") == bytes.fromhex(expected)


def test_the_second_example_of_the_standard_fills_one_block() -> None:
    expected = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert sm3.hexdigest(b"abcd" * 16) == expected


@given(key=st.binary(max_size=200), data=st.binary(max_size=200))
def test_an_hmac_is_two_nested_digests(key: bytes, data: bytes) -> None:
    short = sm3.digest(key) if len(key) > BLOCK_SIZE else key
    padded = short.ljust(BLOCK_SIZE, b"\0")
    inner = sm3.digest(bytes(byte ^ 0x36 for byte in padded) + data)
    outer = sm3.digest(bytes(byte ^ 0x5C for byte in padded) + inner)
    assert sm3.hmac(key, data) == outer
    assert len(outer) == sm3.DIGEST_SIZE
