"""TLS: which certificates are trusted, and what happens when one is not."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openssl_command as openssl
import pytest
from fake_gateway import FakeGateway, serve

from yibao_client import Client, Credentials, NetworkFailure, Retries


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key, file = tmp_path / "tls.key", tmp_path / "tls.crt"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(file), "-days", "3650"]
    openssl.run("req", "-x509", *curve, *names, *files)
    return key, file


@pytest.fixture
def secure(
    gateway: FakeGateway, credentials_file: Path, certificate: tuple[Path, Path]
) -> Iterator[Credentials]:
    """Credentials for the same gateway behind TLS, with a certificate of our own making."""
    server, address = serve(gateway, certificate=certificate)
    port = address.rsplit(":", 1)[1]
    yield replace(Credentials.from_file(credentials_file), base_url=f"https://localhost:{port}")
    server.shutdown()
    server.server_close()


def test_a_private_authority_is_trusted_when_it_is_named(
    secure: Credentials, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    with Client(secure) as client:
        assert client.call("echo").request_id == "platform-e"


def test_an_unknown_authority_is_not_trusted_and_not_tried_again(
    secure: Credentials, gateway: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ssl.get_default_verify_paths().openssl_cafile)
    slow = Retries(attempts=2, first_delay_seconds=3600)
    with (
        Client(secure, retries=slow) as client,
        pytest.raises(NetworkFailure, match="certificate of localhost is not trusted") as caught,
    ):
        client.call("echo")
    assert caught.value.permanent
    assert gateway.seen == []
