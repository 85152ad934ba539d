"""HTTP/1.1 by the standard library, with connections that are kept and reused."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from urllib.parse import urlsplit

from .envelope import Reply, SealedRequest
from .errors import NetworkFailure

_IDLE_SECONDS = 15.0
"""Proxies close idle connections after 20 s or more; a shorter wait avoids a lost first attempt."""

_LARGEST_ANSWER_BYTES = 64 * 1024 * 1024


class Transport:
    """Sends sealed requests to one address. May be shared by threads.

    A private certification authority is trusted through the environment variable SSL_CERT_FILE.
    """

    def __init__(self, base_url: str, *, timeout_seconds: float) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "", parts.port
        self._prefix = parts.path
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._timeout_seconds = timeout_seconds
        self._idle: list[tuple[float, http.client.HTTPConnection]] = []
        self._lock = threading.Lock()

    def send(self, sent: SealedRequest) -> Reply:
        """Send one attempt and read its answer. Raises NetworkFailure."""
        connection = self._connection()
        try:
            reply = self._exchange(connection, sent)
        except ssl.SSLCertVerificationError as error:
            connection.close()
            reason = f"the certificate of {self._host} is not trusted: {error.verify_message}"
            raise NetworkFailure(reason, permanent=True) from error
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise NetworkFailure(f"no answer from {self._host}: {type(error).__name__}") from error
        with self._lock:
            self._idle.append((time.monotonic(), connection))
        return reply

    def close(self) -> None:
        """Close the connections that wait for the next call."""
        with self._lock:
            waiting, self._idle = self._idle, []
        for _, connection in waiting:
            connection.close()

    def _exchange(self, connection: http.client.HTTPConnection, sent: SealedRequest) -> Reply:
        headers = {**sent.headers, "Content-Type": "application/json", "Accept": "application/json"}
        connection.request("POST", self._prefix + sent.call.path, body=sent.body, headers=headers)
        response = connection.getresponse()
        body = response.read(_LARGEST_ANSWER_BYTES + 1)
        if len(body) > _LARGEST_ANSWER_BYTES:
            raise http.client.HTTPException("answer too large")
        return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, body)

    def _connection(self) -> http.client.HTTPConnection:
        with self._lock:
            while self._idle:
                since, connection = self._idle.pop()
                if time.monotonic() - since < _IDLE_SECONDS:
                    return connection
                connection.close()
        timeout = self._timeout_seconds
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        return http.client.HTTPSConnection(
            self._host, self._port, timeout=timeout, context=self._tls
        )
