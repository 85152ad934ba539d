"""A small gateway that speaks version 1, written from the text of the protocol.

It imports nothing of ``yibao_client``: signatures, SM3, HMAC and SM4-CBC go through the ``openssl``
command, SM4-GCM (which that command lacks) straight through ``cryptography``.
"""

from __future__ import annotations

import base64
import json
import os
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openssl_command as openssl
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Json = dict[str, Any]
CHANNEL, KEY_ID = "zyybwxgzh", "key-2026-1"
_HEADERS = ("Channel", "Key", "Timestamp", "Nonce", "Request", "Cipher", "Signature")


class Refusal(Exception):
    """The gateway says no, before or after it could decrypt."""

    def __init__(self, status: int, code: str, retryable: bool = False, plain: bool = True) -> None:
        super().__init__(code)
        self.status, self.plain = status, plain
        sentence = {"message": f"不能办理（{code}）。", "fix": "请核对后再试。", "at": ""}
        self.errors = [{"code": code, "retryable": retryable, **sentence}]


@dataclass
class Seen:
    """What the gateway understood of one attempt."""

    path: str
    headers: dict[str, str]
    raw: bytes
    body: Json = field(default_factory=dict)


@dataclass
class Reply:
    """An answer on its way out; a fault may change it."""

    status: int
    headers: dict[str, str]
    body: bytes


Fault = Callable[[Reply], Reply | None]
Service = Callable[[Seen], tuple[int, Json]]


class FakeGateway:
    """Holds the keys, the state that tests look at, and the faults of the next attempts."""

    def __init__(self, folder: Path) -> None:
        self.private, self.public = openssl.new_key(folder, "platform")
        self.channel_private, self.channel_public = openssl.new_key(folder, "channel")
        self.sm4_key = os.urandom(16)
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.refusals: list[Refusal] = []
        self.cases: dict[str, Json] = {}
        self.sessions: dict[str, tuple[bytes, bytes]] = {}
        self.files: dict[str, Json] = {}
        self.services: dict[str, Service] = {"echo": _echo, "apply": self._apply}
        self._nonces: set[str] = set()

    def handle(self, path: str, headers: dict[str, str], raw: bytes) -> Reply | None:
        seen = Seen(path, headers, raw)
        self.seen.append(seen)
        try:
            self._check(seen)
            status, plain = self._serve(seen)
            reply = self._answer(seen, status, plain, cipher=headers["Cipher"])
        except Refusal as refusal:
            plain = {"request_id": "platform-0", "errors": refusal.errors}
            cipher = "none" if refusal.plain else headers["Cipher"]
            reply = self._answer(seen, refusal.status, plain, cipher=cipher)
        return self.faults.pop(0)(reply) if self.faults else reply

    def _check(self, seen: Seen) -> None:
        h = seen.headers
        if (h["Channel"], h["Key"]) != (CHANNEL, KEY_ID) and h["Key"] not in self.sessions:
            raise Refusal(401, "gateway.unknown_key")
        if abs(time.time() * 1000 - int(h["Timestamp"])) > 300_000:
            raise Refusal(401, "gateway.clock_is_off")
        if h["Nonce"] in self._nonces:
            raise Refusal(401, "gateway.nonce_was_used")
        self._nonces.add(h["Nonce"])
        names = ("Channel", "Key", "Timestamp", "Nonce", "Request")
        lines = ["POST", seen.path, "", *(h[n] for n in names), openssl.sm3(seen.raw)]
        if not self._signature_fits(h, "\n".join(lines).encode()):
            raise Refusal(401, "gateway.signature_does_not_match")
        if self.refusals:
            raise self.refusals.pop(0)

    def _signature_fits(self, headers: dict[str, str], text: bytes) -> bool:
        signature = base64.b64decode(headers["Signature"])
        if headers["Key"] in self.sessions:
            return openssl.hmac_sm3(self.sessions[headers["Key"]][0], text) == signature
        return openssl.verifies(self.channel_public, text, signature)

    def _serve(self, seen: Seen) -> tuple[int, Json]:
        seen.body = self._opened(seen)
        name = seen.path.rsplit("/", 1)[1]
        if seen.path == "/api/v1/sessions":
            return self._open_session(seen)
        if seen.path == "/api/v1/files":
            return self._store(seen)
        if name not in self.services:
            raise Refusal(404, "gateway.no_such_service", plain=False)
        if name == "apply" and seen.headers["Key"] in self.sessions:
            raise Refusal(403, "gateway.session_cannot_write", plain=False)
        return self.services[name](seen)

    def _open_session(self, seen: Seen) -> tuple[int, Json]:
        mac_key, cipher_key = os.urandom(32), os.urandom(16)
        session = f"session-{len(self.sessions) + 1}"
        self.sessions[session] = (mac_key, cipher_key)
        result: Json = {"session": session, "expires_at": "2026-11-22T12:00:00+08:00"}
        for name, secret in (("mac_key", mac_key), ("cipher_key", cipher_key)):
            wrapped = openssl.wrap(self.channel_public, secret)
            result[name] = base64.b64encode(wrapped).decode()
        return 200, {"request_id": "platform-s", "result": result, "minutes": seen.body["minutes"]}

    def _store(self, seen: Seen) -> tuple[int, Json]:
        content = base64.b64decode(seen.body["content"])
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = {**seen.body, "content": content}
        result = {"file_id": file_id, "size": len(content), "sm3": openssl.sm3(content)}
        return 200, {"request_id": "platform-f", "result": result}

    def _apply(self, seen: Seen) -> tuple[int, Json]:
        number = seen.headers["Request"]
        case = {"number": f"C-{len(self.cases) + 1}", "service": "apply", "state": "accepted"}
        self.cases.setdefault(number, case)
        return 200, {"request_id": "platform-a", "case": self.cases[number], "result": None}

    def _key_of(self, seen: Seen) -> bytes:
        return self.sessions.get(seen.headers["Key"], (b"", self.sm4_key))[1]

    def _opened(self, seen: Seen) -> Json:
        h, body = seen.headers, json.loads(seen.raw)
        if h["Cipher"] == "none":
            return dict(body)
        sealed, key = base64.b64decode(body["data"]), self._key_of(seen)
        if h["Cipher"] == "SM4-CBC":
            return dict(json.loads(openssl.decrypt_cbc(key, sealed[:16], sealed[16:])))
        associated = f"POST\n{seen.path}\n{h['Channel']}\n{h['Nonce']}".encode()
        opener = Cipher(algorithms.SM4(key), modes.GCM(sealed[:12], sealed[-16:])).decryptor()
        opener.authenticate_additional_data(associated)
        return dict(json.loads(opener.update(sealed[12:-16]) + opener.finalize()))

    def _answer(self, seen: Seen, status: int, plain: Json, *, cipher: str) -> Reply:
        h, data = seen.headers, json.dumps(plain, ensure_ascii=False).encode()
        if cipher != "none":
            sealed = self._sealed(seen, status, data)
            data = json.dumps({"data": base64.b64encode(sealed).decode()}).encode()
        timestamp = str(int(time.time() * 1000))
        text = f"{status}\n{h['Nonce']}\n{timestamp}\n{openssl.sm3(data)}".encode()
        signature = base64.b64encode(self._signed(h["Key"], text)).decode()
        echoed = {name: h[name] for name in ("Channel", "Key", "Nonce", "Request")}
        own = {"Timestamp": timestamp, "Cipher": cipher, "Signature": signature}
        return Reply(status, {**echoed, **own, "Request-Id": "platform-1"}, data)

    def _sealed(self, seen: Seen, status: int, data: bytes) -> bytes:
        h, key = seen.headers, self._key_of(seen)
        if h["Cipher"] == "SM4-CBC":
            iv = os.urandom(16)
            return iv + openssl.encrypt_cbc(key, iv, data)
        iv = os.urandom(12)
        sealer = Cipher(algorithms.SM4(key), modes.GCM(iv)).encryptor()
        sealer.authenticate_additional_data(
            f"{status}\n{seen.path}\n{h['Channel']}\n{h['Nonce']}".encode()
        )
        return iv + sealer.update(data) + sealer.finalize() + sealer.tag

    def _signed(self, key: str, text: bytes) -> bytes:
        if key in self.sessions:
            return openssl.hmac_sm3(self.sessions[key][0], text)
        return openssl.sign(self.private, text)


def _echo(seen: Seen) -> tuple[int, Json]:
    return 200, {"request_id": "platform-e", "result": {"received": seen.body}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: FakeGateway

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers.get(f"X-Yb-{name}", "") for name in _HEADERS}
        reply = self.gateway.handle(self.path, headers, raw)
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(f"X-Yb-{name}", value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def serve(
    gateway: FakeGateway, *, certificate: tuple[Path, Path] | None = None
) -> tuple[ThreadingHTTPServer, str]:
    """Start serving on a free port; return the server, to be shut down, and its address.

    ``certificate`` is the key and the certificate of TLS; without it the server speaks plain HTTP.
    """
    handler = type("Handler", (_Handler,), {"gateway": gateway})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate[1], certificate[0])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"
