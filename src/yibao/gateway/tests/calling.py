"""A channel in a test: it signs and encrypts like a real one and calls the WSGI application."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from yibao.channels.actions import Credentials
from yibao.gateway.application import GatewayApplication
from yibao.platform import clock
from yibao.platform.crypto import sm2, sm3, sm4


@dataclass
class Reply:
    """What came back, opened."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def codes(self) -> list[str]:
        """Return the codes of the errors."""
        return [error["code"] for error in self.body["errors"]]


def _nothing_else(environ: dict[str, Any], start: Any) -> list[bytes]:
    raise AssertionError("the call left the gateway")


@dataclass
class TestChannel:
    """Calls the gateway; every part of a call can be bent before or after it is signed."""

    __test__ = False

    credentials: Credentials
    address: str = "127.0.0.1"
    cipher: str = "SM4-GCM"
    sandbox: bool = False
    application: GatewayApplication = field(
        default_factory=lambda: GatewayApplication(_nothing_else)
    )

    def call(self, operation: str, body: dict[str, Any], **bent: Any) -> Reply:
        """Call a service."""
        prefix = "/api/v1/sandbox" if self.sandbox else "/api/v1"
        return self.post(f"{prefix}/services/{operation}", json.dumps(body).encode(), **bent)

    def post(
        self,
        path: str,
        plain: bytes,
        *,
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        drop: tuple[str, ...] = (),
        content: bytes | None = None,
        content_after: bytes | None = None,
    ) -> Reply:
        """Post ``plain``; ``before`` bends headers before the signature, ``after`` behind it."""
        headers = {
            "X-Yb-Channel": self.credentials.channel,
            "X-Yb-Key": self.credentials.key,
            "X-Yb-Timestamp": str(clock.now_ms()),
            "X-Yb-Nonce": secrets.token_urlsafe(18),
            "X-Yb-Request": f"test-{secrets.token_hex(8)}",
            "X-Yb-Cipher": self.cipher,
        } | (before or {})
        body = content if content is not None else self._sealed(path, plain, headers)
        headers["X-Yb-Signature"] = self._signature(path, headers, body)
        headers |= after or {}
        for name in drop:
            del headers[name]
        return self.send(path, headers, content_after if content_after is not None else body)

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        """Send exactly these bytes."""
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": self.address,
            "wsgi.input": BytesIO(body),
        } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        started: list[Any] = []
        content = b"".join(self.application(environ, lambda *given: started.extend(given)))
        status, answer_headers = int(started[0].split()[0]), dict(started[1])
        self._verify(status, answer_headers, content)
        return Reply(status, answer_headers, self._opened(path, status, answer_headers, content))

    def _sealed(self, path: str, plain: bytes, headers: dict[str, str]) -> bytes:
        key = bytes.fromhex(self.credentials.sm4_key)
        if headers["X-Yb-Cipher"] == "SM4-GCM":
            sealed = sm4.encrypt_gcm(key, plain, self._aad("POST", path, headers))
        elif headers["X-Yb-Cipher"] == "SM4-CBC":
            sealed = sm4.encrypt_cbc(key, plain)
        else:
            return plain
        return json.dumps({"data": base64.b64encode(sealed).decode()}).encode()

    def _signature(self, path: str, headers: dict[str, str], body: bytes) -> str:
        parts = [headers[f"X-Yb-{n}"] for n in ("Channel", "Key", "Timestamp", "Nonce", "Request")]
        text = "\n".join(["POST", path, "", *parts, sm3.hexdigest(body)]).encode()
        pem = self.credentials.private_key_pem.encode()
        return base64.b64encode(sm2.backend().private_key_from_pem(pem).sign(text)).decode()

    def _aad(self, first: str, path: str, headers: dict[str, str]) -> bytes:
        return f"{first}\n{path}\n{headers['X-Yb-Channel']}\n{headers['X-Yb-Nonce']}".encode()

    def _verify(self, status: int, headers: dict[str, str], content: bytes) -> None:
        text = f"{status}\n{headers['X-Yb-Nonce']}\n{headers['X-Yb-Timestamp']}\n{sm3.hexdigest(content)}"
        pem = self.credentials.platform_public_key_pem.encode()
        signature = base64.b64decode(headers["X-Yb-Signature"])
        assert sm2.backend().public_key_from_pem(pem).verify(text.encode(), signature)

    def _opened(
        self, path: str, status: int, headers: dict[str, str], content: bytes
    ) -> dict[str, Any]:
        key = bytes.fromhex(self.credentials.sm4_key)
        if headers["X-Yb-Cipher"] != "none":
            sealed = base64.b64decode(json.loads(content)["data"])
            if headers["X-Yb-Cipher"] == "SM4-GCM":
                content = sm4.decrypt_gcm(key, sealed, self._aad(str(status), path, headers))
            else:
                content = sm4.decrypt_cbc(key, sealed)
        opened: dict[str, Any] = json.loads(content)
        return opened
