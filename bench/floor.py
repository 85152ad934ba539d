"""The floor: a bare WSGI application with the same cryptography and the same SQL, nothing else.

It checks nothing, knows one key, has no framework. What the platform needs above it is the price
of everything that it does besides.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from yibao.platform.crypto import sm2, sm3, sm4

# Written by bench/gateway.py: the channel's keys, the platform's own SQL, the index of each person.
_configuration = json.loads(Path(os.environ["FLOOR_CONFIGURATION"]).read_text("utf-8"))
_credentials = _configuration["credentials"]
QUERY, LOG_AND_NONCE = _configuration["query"], _configuration["log"]
_cipher_key = bytes.fromhex(_credentials["sm4_key"])
_private = sm2.backend().private_key_from_pem(_credentials["private_key_pem"].encode())
_public = _private.public_key()
_index_of = {n: bytes.fromhex(index) for n, index in _configuration["persons"].items()}
_local = threading.local()


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=3
        )
    connection: psycopg.Connection[Any] = _local.connection
    return connection


def application(
    environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Verify, decrypt, two statements, encrypt, sign."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    channel, key = environ["HTTP_X_YB_CHANNEL"], environ["HTTP_X_YB_KEY"]
    timestamp, nonce = environ["HTTP_X_YB_TIMESTAMP"], environ["HTTP_X_YB_NONCE"]
    request, path = environ["HTTP_X_YB_REQUEST"], environ["PATH_INFO"]
    text = "\n".join(
        ("POST", path, "", channel, key, timestamp, nonce, request, sm3.hexdigest(body))
    )
    if not _public.verify(text.encode(), base64.b64decode(environ["HTTP_X_YB_SIGNATURE"])):
        raise ValueError("signature")
    aad = f"POST\n{path}\n{channel}\n{nonce}".encode()
    sealed = base64.b64decode(json.loads(body)["data"])
    asked = json.loads(sm4.decrypt_gcm(_cipher_key, sealed, aad))
    number = asked["subject"]["certificate_number"]
    log = _log_row(timestamp, nonce, channel, key, request)
    answer = _write(number, log) if path.endswith("resident_enrol") else _query(number, log)
    sealed = sm4.encrypt_gcm(_cipher_key, answer, f"200\n{path}\n{channel}\n{nonce}".encode())
    content = b'{"data":"' + base64.b64encode(sealed) + b'"}'
    now = str(int(time.time() * 1000))
    signature = _private.sign(f"200\n{nonce}\n{now}\n{sm3.hexdigest(content)}".encode())
    start("200 OK", [
        ("Content-Type", "application/json"), ("Content-Length", str(len(content))),
        ("X-Yb-Timestamp", now), ("X-Yb-Nonce", nonce),
        ("X-Yb-Signature", base64.b64encode(signature).decode()),
    ])  # fmt: skip
    return [content]


def _query(number: str, log: tuple[Any, ...]) -> bytes:
    with _connection().cursor() as sql:
        sql.execute(QUERY, (_index_of[number],))
        rows = [[str(value) for value in row] for row in sql.fetchall()]
        sql.execute(LOG_AND_NONCE, log)
    return json.dumps({"result": rows}, ensure_ascii=False).encode()


def _write(number: str, log: tuple[Any, ...]) -> bytes:
    connection = _connection()
    with connection.transaction(), connection.cursor() as sql:
        for statement, values in _writes()[number]:
            sql.execute(statement, values)
        sql.execute(LOG_AND_NONCE, log)
    return b'{"case": {"number": "5201022026112200000000", "state": "done"}, "result": null}'


@cache
def _writes() -> dict[str, list[tuple[str, Any]]]:
    """Return the statements of each enrolment, as the platform ran them (bench/persons.py)."""
    captured: dict[str, list[tuple[str, Any]]] = pickle.loads(
        Path(os.environ["FLOOR_WRITES"]).read_bytes()
    )
    return captured


def _log_row(timestamp: str, nonce: str, channel: str, key: str, request: str) -> tuple[Any, ...]:
    day: date = datetime.fromtimestamp(int(timestamp) / 1000, UTC).date()
    one = timedelta(days=1)
    return (
        day, channel, nonce, day - one, day + one, channel, nonce,
        datetime.now(UTC), secrets.token_hex(12), channel, key, "right_insutypes", request, nonce,
        "127.0.0.1", 200, "", 1000, 500, 500, None, "",
    )  # fmt: skip
