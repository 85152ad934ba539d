"""The real ``openssl`` command signs, verifies and reads the same things as we do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from yibao.platform.crypto.errors import KeyNotUsable
from yibao.platform.crypto.sm2 import Sm2Backend

MESSAGE = "申请人：张三".encode()
USER_ID = "distid:1234567812345678"


def openssl(*arguments: str | Path) -> str:
    done = subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    return done.stdout.decode()


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_the_command_verifies_our_signature(backend: Sm2Backend, tmp_path: Path) -> None:
    private = backend.generate()
    message = written(tmp_path / "message", MESSAGE)
    public = written(tmp_path / "public.pem", private.public_key().to_pem())
    signature = written(tmp_path / "signature", private.sign(MESSAGE))
    told = openssl(
        "dgst", "-sm3", "-verify", public, "-sigopt", USER_ID, "-signature", signature, message
    )
    assert told.strip() == "Verified OK"


def test_we_verify_the_signature_of_the_command(backend: Sm2Backend, tmp_path: Path) -> None:
    key, signature = tmp_path / "key.pem", tmp_path / "signature"
    message = written(tmp_path / "message", MESSAGE)
    openssl("genpkey", "-algorithm", "SM2", "-out", key)
    openssl("dgst", "-sm3", "-sign", key, "-sigopt", USER_ID, "-out", signature, message)
    private = backend.private_key_from_pem(key.read_bytes())
    assert private.public_key().verify(MESSAGE, signature.read_bytes())
    assert not private.public_key().verify(MESSAGE, signature.read_bytes(), b"somebody else")


def test_the_command_writes_the_same_public_key(backend: Sm2Backend, tmp_path: Path) -> None:
    private = backend.generate()
    key = written(tmp_path / "key.pem", private.to_pem())
    assert openssl("pkey", "-in", key, "-pubout") == private.public_key().to_pem().decode()
    assert "Key is valid" in openssl("pkey", "-in", key, "-check", "-noout")


def test_wrapped_keys_travel_both_ways(backend: Sm2Backend, tmp_path: Path) -> None:
    private = backend.generate()
    key = written(tmp_path / "key.pem", private.to_pem())
    secret = written(tmp_path / "secret", b"a session key 16")
    ours = written(tmp_path / "ours", private.public_key().encrypt(secret.read_bytes()))
    opened, theirs = tmp_path / "opened", tmp_path / "theirs"
    openssl("pkeyutl", "-decrypt", "-inkey", key, "-in", ours, "-out", opened)
    openssl("pkeyutl", "-encrypt", "-inkey", key, "-in", secret, "-out", theirs)
    assert opened.read_bytes() == secret.read_bytes()
    assert private.decrypt(theirs.read_bytes()) == secret.read_bytes()


@pytest.mark.parametrize(
    "making",
    [
        ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
        ["-algorithm", "ED25519"],
        ["-algorithm", "SM2", "-aes-128-cbc", "-pass", "pass:secret"],
    ],
)
def test_keys_of_other_kinds_and_encrypted_keys_are_refused(
    backend: Sm2Backend, tmp_path: Path, making: list[str]
) -> None:
    key = tmp_path / "key.pem"
    openssl("genpkey", *making, "-out", key)
    with pytest.raises(KeyNotUsable):
        backend.private_key_from_pem(key.read_bytes())
