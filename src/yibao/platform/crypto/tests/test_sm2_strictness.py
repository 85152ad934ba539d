"""What SM2 must refuse: sloppy encodings, changed bytes, foreign and broken keys."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yibao.platform.crypto import sm2, sm2_known_answer
from yibao.platform.crypto.errors import (
    CiphertextDamaged,
    KeyNotUsable,
    PlaintextNotWrappable,
    UserIdNotUsable,
)
from yibao.platform.crypto.sm2 import Sm2Backend
from yibao.platform.crypto.sm2_curve import FIELD_PRIME, ORDER, is_on_curve, is_private_scalar
from yibao.platform.crypto.sm2_der import is_canonical_ciphertext, is_canonical_signature
from yibao.platform.crypto.sm2_pem import (
    RawPrivateKey,
    private_key_der,
    private_key_pem,
    public_key_pem,
)

MESSAGE = sm2_known_answer.MESSAGE
SIGNATURE = sm2_known_answer.SIGNATURE
CIPHERTEXT = sm2_known_answer.CIPHERTEXT
POINT = sm2_known_answer.KEY.point
R = SIGNATURE[2:37]
S = SIGNATURE[37:]
ONE = b"\x02\x01\x01"


def integer(value: int) -> bytes:
    body = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return bytes((2, len(body))) + body


def sequence(*parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes((0x30, len(body))) + body


@settings(max_examples=60, deadline=None)
@given(where=st.integers(0, len(SIGNATURE) - 1), change=st.integers(1, 255))
def test_a_signature_with_any_byte_changed_is_refused(
    backend: Sm2Backend, where: int, change: int
) -> None:
    changed = bytearray(SIGNATURE)
    changed[where] ^= change
    assert backend.public_key_from_raw(POINT).verify(MESSAGE, bytes(changed)) is False


@settings(max_examples=60, deadline=None)
@given(where=st.integers(0, len(CIPHERTEXT) - 1), change=st.integers(1, 255))
def test_a_ciphertext_with_any_byte_changed_is_refused(
    backend: Sm2Backend, where: int, change: int
) -> None:
    private = backend.private_key_from_pem(private_key_pem(sm2_known_answer.KEY))
    changed = bytearray(CIPHERTEXT)
    changed[where] ^= change
    with pytest.raises(CiphertextDamaged):
        private.decrypt(bytes(changed))


@settings(max_examples=100, deadline=None)
@given(signature=st.binary(max_size=80))
@example(b"")
@example(b"\x30")
@example(b"\x30\x00")
def test_garbage_is_refused_without_an_error(backend: Sm2Backend, signature: bytes) -> None:
    assert backend.public_key_from_raw(POINT).verify(MESSAGE, signature) is False


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(SIGNATURE + b"\0", id="a byte behind"),
        pytest.param(sequence(R, S, b"\x05\x00"), id="a third element"),
        pytest.param(sequence(R), id="one element"),
        pytest.param(b"\x30\x81" + SIGNATURE[1:], id="length in long form"),
        pytest.param(b"\x31" + SIGNATURE[1:], id="a set"),
        pytest.param(sequence(b"\x02\x22\x00" + R[2:], S), id="a needless zero"),
        pytest.param(sequence(b"\x02\x20" + R[3:], S), id="a negative number"),
        pytest.param(sequence(b"\x04" + R[1:], S), id="octets for a number"),
        pytest.param(sequence(b"\x02\x00", S), id="an empty number"),
        pytest.param(sequence(integer(0), S), id="r = 0"),
        pytest.param(sequence(R, integer(0)), id="s = 0"),
        pytest.param(sequence(integer(ORDER), S), id="r = n"),
        pytest.param(sequence(R, integer(ORDER)), id="s = n"),
        pytest.param(sequence(R, integer(int.from_bytes(S[2:], "big") + ORDER)), id="s + n"),
    ],
)
def test_a_signature_that_is_not_canonical_is_refused(signature: bytes) -> None:
    assert not is_canonical_signature(signature)


def test_numbers_at_both_ends_of_the_range_are_canonical() -> None:
    assert is_canonical_signature(sequence(ONE, ONE))
    assert is_canonical_signature(sequence(integer(ORDER - 1), integer(127)))
    assert is_canonical_signature(sequence(integer(128), integer(ORDER - 1)))


def test_r_and_s_that_sum_to_the_order_are_refused(backend: Sm2Backend) -> None:
    signature = sequence(integer(5), integer(ORDER - 5))
    assert is_canonical_signature(signature)
    assert backend.public_key_from_raw(POINT).verify(MESSAGE, signature) is False


@pytest.mark.parametrize(
    "ciphertext",
    [
        pytest.param(CIPHERTEXT + b"\0", id="a byte behind"),
        pytest.param(b"\x30\x81" + CIPHERTEXT[1:], id="needless long form"),
        pytest.param(b"\x30\x82\x00" + CIPHERTEXT[1:], id="needless longer form"),
        pytest.param(b"\x30\x80" + CIPHERTEXT[2:] + b"\0\0", id="indefinite length"),
        pytest.param(CIPHERTEXT[:-1], id="cut"),
        pytest.param(sequence(integer(1), integer(1), CIPHERTEXT[71:]), id="a foreign point"),
        pytest.param(
            sequence(CIPHERTEXT[2:36], b"\x02\x22\x00" + CIPHERTEXT[38:71], CIPHERTEXT[71:]),
            id="a needless zero",
        ),
        pytest.param(
            sequence(
                integer(int.from_bytes(CIPHERTEXT[4:36], "big") + FIELD_PRIME),
                CIPHERTEXT[36:],
            ),
            id="x + p",
        ),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_ciphertext_that_is_not_canonical_is_refused(ciphertext: bytes) -> None:
    assert is_canonical_ciphertext(CIPHERTEXT)
    assert not is_canonical_ciphertext(ciphertext)


@pytest.mark.parametrize("size", [0, 1, 15, 256, 2000])
def test_only_short_keys_are_wrapped(backend: Sm2Backend, size: int) -> None:
    with pytest.raises(PlaintextNotWrappable):
        backend.public_key_from_raw(POINT).encrypt(bytes(size))


@pytest.mark.parametrize("size", [16, 127, 128, 255])
def test_ciphertexts_of_every_length_form_open_again(backend: Sm2Backend, size: int) -> None:
    private = backend.generate()
    assert private.decrypt(private.public_key().encrypt(b"k" * size)) == b"k" * size


@pytest.mark.parametrize("user_id", [b"", b"i" * 8191])
def test_a_user_id_that_cannot_be_hashed_is_refused(backend: Sm2Backend, user_id: bytes) -> None:
    private = backend.generate()
    with pytest.raises(UserIdNotUsable):
        private.sign(MESSAGE, user_id)
    assert private.public_key().verify(MESSAGE, SIGNATURE, user_id) is False


def test_the_longest_user_id_works(backend: Sm2Backend) -> None:
    private = backend.generate()
    signature = private.sign(MESSAGE, b"i" * 8190)
    assert private.public_key().verify(MESSAGE, signature, b"i" * 8190)


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(b"", id="empty"),
        pytest.param(POINT[:-1], id="short"),
        pytest.param(b"\x04" + POINT, id="with a prefix"),
        pytest.param(bytes(64), id="zero"),
        pytest.param(POINT[:-1] + bytes((POINT[-1] ^ 1,)), id="beside the curve"),
        pytest.param(FIELD_PRIME.to_bytes(32, "big") + POINT[32:], id="x = p"),
    ],
)
def test_a_point_off_the_curve_is_no_key(backend: Sm2Backend, point: bytes) -> None:
    assert is_on_curve(POINT)
    assert not is_on_curve(point)
    with pytest.raises(KeyNotUsable):
        backend.public_key_from_raw(point)


P256_PUBLIC = b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
-----END PUBLIC KEY-----
"""


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"not a key",
        b"\xff\xfe",
        P256_PUBLIC,
        public_key_pem(POINT)[:-40],
        private_key_pem(sm2_known_answer.KEY),
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ],
)
def test_a_text_that_is_no_sm2_public_key_is_refused(backend: Sm2Backend, pem: bytes) -> None:
    with pytest.raises(KeyNotUsable):
        backend.public_key_from_pem(pem)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"not a key",
        P256_PUBLIC,
        private_key_pem(sm2_known_answer.KEY)[:-40],
        private_key_pem(RawPrivateKey(bytes(32), POINT)),
        private_key_pem(RawPrivateKey((ORDER - 1).to_bytes(32, "big"), POINT)),
        private_key_pem(RawPrivateKey(b"\1" * 32, POINT)),
        private_key_pem(RawPrivateKey(sm2_known_answer.KEY.scalar, bytes(64))),
        b"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
    ],
)
def test_a_text_that_is_no_sm2_private_key_is_refused(backend: Sm2Backend, pem: bytes) -> None:
    with pytest.raises(KeyNotUsable):
        backend.private_key_from_pem(pem)


def test_the_range_of_private_scalars_ends_at_two_below_the_order() -> None:
    assert is_private_scalar((1).to_bytes(32, "big"))
    assert is_private_scalar((ORDER - 2).to_bytes(32, "big"))
    assert not is_private_scalar((ORDER - 1).to_bytes(32, "big"))
    assert not is_private_scalar(bytes(32))
    assert not is_private_scalar(b"\1")


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_damage_to_a_key_file_gives_anything_but_the_one_error(data: st.DataObject) -> None:
    encoded = bytearray(private_key_der(sm2_known_answer.KEY))
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.integers(0, len(encoded)))
        encoded[where : where + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    body = base64.encodebytes(encoded)
    text = b"-----BEGIN PRIVATE KEY-----\n" + body + b"-----END PRIVATE KEY-----\n"
    try:
        key = sm2.backend().private_key_from_pem(text)
    except KeyNotUsable as error:
        assert error.facts["kind"] == "SM2 私钥"
    else:
        assert is_on_curve(key.public_key().to_raw())
