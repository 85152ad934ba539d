"""The client: call a service, upload a file, open a session."""

from __future__ import annotations

import base64
import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack
from urllib.parse import urlsplit

from .answers import Answer, ServiceBody, UploadedFile, plain_body
from .ciphers import CIPHER_NAMES, CipherName
from .courier import Courier
from .credentials import Credentials
from .errors import ConfigurationError
from .keys import ChannelKeys
from .paths import FILES, SESSIONS, TICKETS, service_path
from .retries import Retries
from .session import Session, open_session
from .transport import Transport

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Client:
    """Calls the platform as one channel. May be shared by threads; close it, or use ``with``."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        cipher: CipherName = "SM4-GCM",
        timeout_seconds: float = 30.0,
        retries: Retries | None = None,
    ) -> None:
        _check_cipher(cipher, credentials.base_url)
        self._keys = ChannelKeys.from_credentials(credentials)
        self._transport = Transport(credentials.base_url, timeout_seconds=timeout_seconds)
        self._courier = Courier(credentials.channel, cipher, self._transport, retries or Retries())

    def call(
        self,
        op_id: str,
        *,
        request: str | None = None,
        sandbox: bool = False,
        **parts: Unpack[ServiceBody],
    ) -> Answer:
        """Call a service and return its answer.

        ``request`` is your number of this application: give the same one again after a failure and
        the platform will not act twice. Without it one is made up, which protects the attempts
        within this call only. Raises ApiError, AnswerNotGenuine, NetworkFailure.
        """
        path = service_path(op_id, sandbox=sandbox)
        plain = self._courier.deliver(path, plain_body(parts), keys=self._keys, request=request)
        return Answer.from_wire(plain)

    def upload(
        self,
        path: str | os.PathLike[str],
        *,
        content_type: str | None = None,
        request: str | None = None,
    ) -> UploadedFile:
        """Store a file; its ``file_id`` then names it in ``materials``. Raises as ``call``."""
        file = Path(path)
        guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        body = {
            "name": file.name,
            "content_type": content_type or guessed,
            "content": base64.b64encode(file.read_bytes()).decode("ascii"),
        }
        plain = self._courier.deliver(FILES, body, keys=self._keys, request=request)
        result = Answer.from_wire(plain).required_result()
        return UploadedFile(
            file_id=str(result["file_id"]), size=int(result["size"]), sm3=str(result["sm3"])
        )

    def launch(
        self,
        op_id: str,
        *,
        subject: Mapping[str, Any],
        identity: Mapping[str, Any],
        return_url: str = "",
    ) -> str:
        """Return the one-time address of an H5 page for a person whom the channel has identified.

        It opens once, within five minutes. ``return_url`` must be registered. Raises as ``call``.
        """
        body: dict[str, Any] = {"operation": op_id, "subject": subject, "identity": identity}
        if return_url:
            body["return_url"] = return_url
        plain = self._courier.deliver(TICKETS, body, keys=self._keys)
        return str(Answer.from_wire(plain).required_result()["url"])

    def session(self, minutes: int = 120) -> Session:
        """Open a session for queries, of at most 120 minutes. Raises as ``call``."""
        plain = self._courier.deliver(SESSIONS, {"minutes": minutes}, keys=self._keys)
        result = Answer.from_wire(plain).required_result()
        return open_session(self._courier, keys=self._keys, result=result)

    def close(self) -> None:
        """Close the connections. The client can still be used; it will open new ones."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _check_cipher(cipher: str, base_url: str) -> None:
    if cipher not in CIPHER_NAMES:
        raise ConfigurationError(f"cipher is one of {', '.join(CIPHER_NAMES)}")
    parts = urlsplit(base_url)
    if cipher == "none" and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError("cipher 'none' over http would show personal data to the network")
