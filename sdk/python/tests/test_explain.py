import base64
from collections.abc import Callable
from pathlib import Path

import openssl_command as openssl
import pytest

from yibao_client import ConfigurationError, explain_signature

TEXT = "POST\n/api/v1/services/echo\n\nchannel"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return openssl.new_key(tmp_path_factory.mktemp("explain"), "pair")


def _text(signature: bytes) -> str:
    return base64.b64encode(signature).decode()


def _empty_id(private: Path) -> str:
    return _text(openssl.run("dgst", "-sm3", "-sign", str(private), data=TEXT.encode()))


def _line_end(private: Path) -> str:
    return _text(openssl.sign(private, TEXT.encode() + b"\n"))


def _cr_lf(private: Path) -> str:
    return _text(openssl.sign(private, TEXT.replace("\n", "\r\n").encode()))


def _hash_bytes(private: Path) -> str:
    return _text(openssl.sign(private, bytes.fromhex(openssl.sm3(TEXT.encode()))))


def _hash_hex(private: Path) -> str:
    return _text(openssl.sign(private, openssl.sm3(TEXT.encode()).encode()))


def _hexadecimal(private: Path) -> str:
    return openssl.sign(private, TEXT.encode()).hex()


def _raw(private: Path) -> str:
    """The two integers of the DER sequence, each in 32 bytes."""
    der = openssl.sign(private, TEXT.encode())
    r, rest = der[4 : 4 + der[3]], der[4 + der[3] :]
    halves = (r, rest[2 : 2 + rest[1]])
    return _text(b"".join(half[-32:].rjust(32, b"\0") for half in halves))


def _other_text(private: Path) -> str:
    return _text(openssl.sign(private, b"other"))


@pytest.mark.parametrize(
    ("sign", "mistake"),
    [
        (_empty_id, "empty user id"),
        (_line_end, "line end"),
        (_cr_lf, "CR LF"),
        (_hash_bytes, "32 bytes of SM3"),
        (_hash_hex, "in hexadecimal was signed"),
        (_hexadecimal, "not in base64"),
        (_raw, "not a DER sequence"),
        (_other_text, "none of the known mistakes"),
        (lambda private: "***", "not base64"),
    ],
)
def test_a_known_mistake_is_named(
    pair: tuple[Path, Path], sign: Callable[[Path], str], mistake: str
) -> None:
    explanation = explain_signature(
        TEXT, public_key_pem=pair[1].read_text(), signature=sign(pair[0])
    )
    assert explanation.matches is False
    assert mistake in explanation.mistakes[0]


def test_a_right_signature_has_no_mistakes(pair: tuple[Path, Path]) -> None:
    signature = _text(openssl.sign(pair[0], TEXT.encode()))
    pem = pair[1].read_text()
    explanation = explain_signature(TEXT, public_key_pem=pem, signature=signature)
    assert (explanation.matches, explanation.mistakes) == (True, ())


def test_without_a_signature_the_steps_are_shown(pair: tuple[Path, Path]) -> None:
    explanation = explain_signature(TEXT, public_key_pem=pair[1].read_text())
    assert explanation.matches is None
    assert explanation.text == TEXT
    assert explanation.text_sm3 == openssl.sm3(TEXT.encode())
    assert explanation.user_id == "1234567812345678"
    assert explanation.digest == openssl.sm3(bytes.fromhex(explanation.z) + TEXT.encode())


def test_what_is_signed_is_the_digest(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The command signs the 32 bytes as they are when it is given no digest: same equations."""
    pem = pair[1].read_text()
    digest = bytes.fromhex(explain_signature(TEXT, public_key_pem=pem).digest)
    file = tmp_path / "digest"
    file.write_bytes(digest)
    signature = openssl.run("pkeyutl", "-sign", "-inkey", str(pair[0]), "-in", str(file))
    explanation = explain_signature(TEXT, public_key_pem=pem, signature=_text(signature))
    assert explanation.matches is True


def test_a_key_that_is_not_sm2_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        explain_signature(TEXT, public_key_pem="rubbish")
