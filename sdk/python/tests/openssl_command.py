"""The ``openssl`` command as an independent second opinion: it shares no code with the package."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

USER_ID = "distid:1234567812345678"


def run(*arguments: str, data: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True)
    return done.stdout


def new_key(folder: Path, name: str) -> tuple[Path, Path]:
    """Make an SM2 key pair; return the files of the private and the public key."""
    private, public = folder / f"{name}.pem", folder / f"{name}.public.pem"
    run("genpkey", "-algorithm", "SM2", "-out", str(private))
    run("pkey", "-in", str(private), "-pubout", "-out", str(public))
    return private, public


def sm3(data: bytes) -> str:
    return run("dgst", "-sm3", "-r", data=data).split()[0].decode()


def hmac_sm3(key: bytes, data: bytes) -> bytes:
    option = f"hexkey:{key.hex()}"
    return run("dgst", "-sm3", "-mac", "HMAC", "-macopt", option, "-binary", data=data)


def sign(private: Path, text: bytes) -> bytes:
    return run("dgst", "-sm3", "-sign", str(private), "-sigopt", USER_ID, data=text)


def verifies(public: Path, text: bytes, signature: bytes, user_id: str = USER_ID) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        options = ["-verify", str(public), "-sigopt", user_id, "-signature", str(file)]
        done = subprocess.run(
            ["openssl", "dgst", "-sm3", *options], input=text, capture_output=True, check=False
        )
    return done.returncode == 0


def wrap(public: Path, secret: bytes) -> bytes:
    """Encrypt by SM2; DER."""
    return run("pkeyutl", "-encrypt", "-pubin", "-inkey", str(public), data=secret)


def encrypt_cbc(key: bytes, iv: bytes, plain: bytes) -> bytes:
    return run("enc", "-sm4-cbc", "-K", key.hex(), "-iv", iv.hex(), data=plain)


def decrypt_cbc(key: bytes, iv: bytes, sealed: bytes) -> bytes:
    return run("enc", "-d", "-sm4-cbc", "-K", key.hex(), "-iv", iv.hex(), data=sealed)
