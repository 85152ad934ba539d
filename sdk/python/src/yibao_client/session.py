"""Session mode: an hour or two of queries under HMAC-SM3, which costs far less than SM2."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Unpack

from .answers import Answer, ServiceBody, plain_body
from .courier import Courier
from .errors import AnswerNotGenuine
from .keys import ChannelKeys, SessionKeys
from .paths import service_path


class Session:
    """An open session. It serves queries; a write is refused, and belongs to ``Client.call``.

    When it has ended the platform refuses: open another one by ``Client.session``.
    """

    def __init__(self, courier: Courier, *, keys: SessionKeys, expires_at: str) -> None:
        self._courier, self._keys = courier, keys
        self.expires_at = expires_at

    def query(
        self,
        op_id: str,
        *,
        request: str | None = None,
        sandbox: bool = False,
        **parts: Unpack[ServiceBody],
    ) -> Answer:
        """Ask a service. Raises what ``Client.call`` raises."""
        path = service_path(op_id, sandbox=sandbox)
        plain = self._courier.deliver(path, plain_body(parts), keys=self._keys, request=request)
        return Answer.from_wire(plain)


def open_session(courier: Courier, *, keys: ChannelKeys, result: Mapping[str, Any]) -> Session:
    """Unwrap the keys of a new session. Raises AnswerNotGenuine when they are not for us."""
    try:
        session_keys = SessionKeys(
            key_id=str(result["session"]),
            sm4_key=_unwrapped(keys, result["cipher_key"]),
            mac_key=_unwrapped(keys, result["mac_key"]),
            platform_key=keys.platform_key,
        )
        return Session(courier, keys=session_keys, expires_at=str(result["expires_at"]))
    except (KeyError, TypeError, binascii.Error) as error:
        raise AnswerNotGenuine("the keys of the session are incomplete", status=200) from error


def _unwrapped(keys: ChannelKeys, wrapped: str) -> bytes:
    return keys.private_key.decrypt(base64.b64decode(wrapped, validate=True))
