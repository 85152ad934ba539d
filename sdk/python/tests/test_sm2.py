import threading
from pathlib import Path

import openssl_command as openssl
import pytest

from yibao_client import ConfigurationError
from yibao_client.sm2 import PrivateKey, PublicKey, z_value


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return openssl.new_key(tmp_path_factory.mktemp("sm2"), "pair")


def test_openssl_accepts_our_signature(pair: tuple[Path, Path]) -> None:
    signature = PrivateKey(pair[0].read_text()).sign(b"text")
    assert openssl.verifies(pair[1], b"text", signature)
    assert not openssl.verifies(pair[1], b"other", signature)


def test_we_accept_the_signature_of_openssl(pair: tuple[Path, Path]) -> None:
    key = PublicKey(pair[1].read_text())
    signature = openssl.sign(pair[0], b"text")
    assert key.verifies(b"text", signature)
    assert not key.verifies(b"other", signature)
    assert not key.verifies(b"text", signature, user_id=b"")


@pytest.mark.parametrize("signature", [b"", b"\x30\x00", bytes(64), b"\x30" + bytes(71)])
def test_a_malformed_signature_does_not_fit(pair: tuple[Path, Path], signature: bytes) -> None:
    assert not PublicKey(pair[1].read_text()).verifies(b"text", signature)


def test_a_signature_with_bytes_after_it_does_not_fit(pair: tuple[Path, Path]) -> None:
    signature = openssl.sign(pair[0], b"text")
    assert not PublicKey(pair[1].read_text()).verifies(b"text", signature + b"\0")


def test_we_open_what_openssl_wrapped(pair: tuple[Path, Path]) -> None:
    secret = bytes(range(32))
    assert PrivateKey(pair[0].read_text()).decrypt(openssl.wrap(pair[1], secret)) == secret


def test_a_changed_ciphertext_does_not_open(pair: tuple[Path, Path]) -> None:
    wrapped = bytearray(openssl.wrap(pair[1], b"secret"))
    wrapped[-1] ^= 1
    with pytest.raises(ConfigurationError):
        PrivateKey(pair[0].read_text()).decrypt(bytes(wrapped))


def test_both_halves_of_a_pair_have_the_same_point(pair: tuple[Path, Path]) -> None:
    point = PrivateKey(pair[0].read_text()).point
    assert point == PublicKey(pair[1].read_text()).point
    assert (len(point), point[0]) == (65, 4)


def test_another_curve_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "p256.pem"
    options = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", str(file)]
    openssl.run("genpkey", *options)
    with pytest.raises(ConfigurationError, match="not an SM2 key"):
        PrivateKey(file.read_text())


def test_an_encrypted_key_is_refused_without_asking(pair: tuple[Path, Path]) -> None:
    options = ["-in", str(pair[0]), "-topk8", "-passout", "pass:secret"]
    pem = openssl.run("pkcs8", *options).decode()
    with pytest.raises(ConfigurationError, match="unencrypted"):
        PrivateKey(pem)


def test_rubbish_is_not_a_key() -> None:
    with pytest.raises(ConfigurationError, match="public key"):
        PublicKey("rubbish")


def test_one_key_serves_many_threads(pair: tuple[Path, Path]) -> None:
    private, public = PrivateKey(pair[0].read_text()), PublicKey(pair[1].read_text())
    fits: list[bool] = []

    def work(number: int) -> None:
        for turn in range(50):
            text = f"{number}.{turn}".encode()
            fits.append(public.verifies(text, private.sign(text)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fits == [True] * 200


def test_z_agrees_with_the_example_of_the_standard() -> None:
    """GB/T 32918.5, Annex A.1."""
    point = bytes.fromhex(
        "04"
        "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
        "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
    )
    expected = "B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3"
    assert z_value(point) == bytes.fromhex(expected)
