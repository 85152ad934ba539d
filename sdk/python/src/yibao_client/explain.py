"""Why does a signature not match? Every step of it, and the mistakes that we know."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from .ciphers import sm3
from .sm2 import USER_ID, PublicKey, z_value

_HALF_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignatureExplanation:
    """All that lies between a text and its signature; compare it with yours from the top.

    ``text_sm3`` is SM3 of the text (in hexadecimal, like all that follows). ``z`` is SM3 of user
    id, curve and public key. ``digest`` is SM3(Z, text): the 32 bytes that the SM2 equations sign,
    which is what a library wants that signs "a hash". ``matches`` is None without a signature.
    """

    text: str
    text_sm3: str
    user_id: str
    public_key: str
    z: str
    digest: str
    matches: bool | None
    mistakes: tuple[str, ...]


def explain_signature(
    text: str, *, public_key_pem: str, signature: str = ""
) -> SignatureExplanation:
    """Explain what signs ``text``, and when ``signature`` (base64) is given, why it does not fit.

    Raises ConfigurationError when the PEM is not an SM2 key.
    """
    key, data = PublicKey(public_key_pem), text.encode()
    z = z_value(key.point)
    matches, mistakes = _judge(key, data, signature) if signature else (None, ())
    return SignatureExplanation(
        text=text,
        text_sm3=sm3(data).hex(),
        user_id=USER_ID.decode(),
        public_key=key.point.hex(),
        z=z.hex(),
        digest=sm3(z + data).hex(),
        matches=matches,
        mistakes=mistakes,
    )


def _judge(key: PublicKey, text: bytes, signature: str) -> tuple[bool, tuple[str, ...]]:
    value, shape_mistakes = _as_der(signature)
    if key.verifies(text, value):
        return not shape_mistakes, shape_mistakes
    for mistake, other_text, user_id in _known_mistakes(text):
        if key.verifies(other_text, value, user_id=user_id):
            return False, (*shape_mistakes, mistake)
    unknown = "none of the known mistakes: another text, or the private key of another public key"
    return False, (*shape_mistakes, unknown)


def _known_mistakes(text: bytes) -> list[tuple[str, bytes, bytes]]:
    digest = sm3(text)
    return [
        ("the empty user id was used (what openssl does without distid)", text, b""),
        ("a line end follows the last line", text + b"\n", USER_ID),
        ("the lines end in CR LF", text.replace(b"\n", b"\r\n"), USER_ID),
        ("the 32 bytes of SM3(text) were signed, not the text", digest, USER_ID),
        ("SM3(text) in hexadecimal was signed, not the text", digest.hex().encode(), USER_ID),
    ]


def _as_der(signature: str) -> tuple[bytes, tuple[str, ...]]:
    mistakes: list[str] = []
    try:
        value = bytes.fromhex(signature)
        mistakes.append("the signature is in hexadecimal, not in base64")
    except ValueError:
        try:
            value = base64.b64decode(signature, validate=True)
        except binascii.Error:
            return b"", ("the signature is not base64 (url-safe base64 is another alphabet)",)
    if len(value) == 2 * _HALF_BYTES:
        mistakes.append("the signature is r and s, 64 bytes, not a DER sequence of the two")
        value = _der_of(value)
    return value, tuple(mistakes)


def _der_of(halves: bytes) -> bytes:
    content = _der_integer(halves[:_HALF_BYTES]) + _der_integer(halves[_HALF_BYTES:])
    return b"\x30" + len(content).to_bytes() + content


def _der_integer(value: bytes) -> bytes:
    number = value.lstrip(b"\0") or b"\0"
    padded = b"\0" + number if number[0] & 0x80 else number
    return b"\x02" + len(padded).to_bytes() + padded
