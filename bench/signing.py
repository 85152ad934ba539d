"""Prepares signed and encrypted calls as bytes, as a channel would send them."""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from yibao.platform.crypto import sm2, sm3, sm4


@dataclass(frozen=True)
class SigningKeys:
    """What a channel holds; with a MAC key the calls are those of a session."""

    channel: str
    key: str
    private_key: Any
    cipher_key: bytes
    mac_key: bytes | None = None

    @classmethod
    def from_file(cls, path: str) -> SigningKeys:
        """Read a delivery file."""
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            content = json.load(file)
        return cls(
            content["channel"],
            content["key"],
            sm2.backend().private_key_from_pem(content["private_key_pem"].encode()),
            bytes.fromhex(content["sm4_key"]),
        )


def signed_request(keys: SigningKeys, path: str, body: dict[str, Any], request: str = "") -> bytes:
    """Return one HTTP request, ready to be sent."""
    nonce, timestamp = secrets.token_urlsafe(18), str(int(time.time() * 1000))
    request = request or f"bench-{nonce}"
    aad = f"POST\n{path}\n{keys.channel}\n{nonce}".encode()
    plain = json.dumps(body, ensure_ascii=False).encode()
    sealed = base64.b64encode(sm4.encrypt_gcm(keys.cipher_key, plain, aad)).decode()
    content = f'{{"data":"{sealed}"}}'.encode()
    text = "\n".join(
        ("POST", path, "", keys.channel, keys.key, timestamp, nonce, request,
         sm3.hexdigest(content))
    ).encode()  # fmt: skip
    signature = sm3.hmac(keys.mac_key, text) if keys.mac_key else keys.private_key.sign(text)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\nX-Yb-Channel: {keys.channel}\r\n"
        f"X-Yb-Key: {keys.key}\r\nX-Yb-Timestamp: {timestamp}\r\nX-Yb-Nonce: {nonce}\r\n"
        f"X-Yb-Request: {request}\r\nX-Yb-Cipher: SM4-GCM\r\n"
        f"X-Yb-Signature: {base64.b64encode(signature).decode()}\r\n\r\n"
    )
    return head.encode() + content
