"""Carry one call to the platform: seal, send, check, open; again while that may help."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .canonical import SIGNATURE
from .ciphers import CipherName
from .envelope import Call, Reply, open_reply, seal
from .errors import ApiError, ConfigurationError, ErrorDetail, NetworkFailure
from .keys import Keys
from .retries import Retries
from .transport import Transport

_log = logging.getLogger("yibao_client")
_REQUEST_NUMBER = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PROXY_STATUSES = frozenset({429, 502, 503, 504})
_FIRST_ERROR_STATUS = 400


@dataclass(frozen=True, slots=True)
class Courier:
    """Carries the calls of one channel, with whichever keys the call is to be sealed."""

    channel: str
    cipher: CipherName
    transport: Transport
    retries: Retries

    def deliver(
        self, path: str, body: Mapping[str, Any], *, keys: Keys, request: str | None = None
    ) -> dict[str, Any]:
        """Return the plain answer of a call.

        Every attempt carries the same request number, so that the platform acts once, and a nonce,
        time and signature of its own. Raises ApiError, AnswerNotGenuine or NetworkFailure.
        """
        number = _checked_number(request) if request is not None else secrets.token_hex(16)
        call = Call(path, self.channel, self.cipher, number, body)
        try:
            return self.retries.run(lambda: self._attempt(call, keys))
        except NetworkFailure as failure:
            raise NetworkFailure(
                failure.reason, request=number, permanent=failure.permanent
            ) from failure

    def _attempt(self, call: Call, keys: Keys) -> dict[str, Any]:
        sent = seal(call, keys)
        started = time.monotonic()
        reply = self.transport.send(sent)
        spent_ms = int((time.monotonic() - started) * 1000)
        _log.info("%s %s: HTTP %d in %d ms", call.path, call.request, reply.status, spent_ms)
        if reply.status in _PROXY_STATUSES and not reply.header(SIGNATURE):
            raise NetworkFailure(f"a proxy answered HTTP {reply.status} for the platform")
        plain = open_reply(reply, sent, keys)
        if reply.status >= _FIRST_ERROR_STATUS:
            raise _api_error(reply, plain)
        return plain


def _api_error(reply: Reply, plain: Mapping[str, Any]) -> ApiError:
    listed = plain.get("errors")
    details = listed if isinstance(listed, list) else []
    errors = tuple(ErrorDetail.from_wire(item) for item in details if isinstance(item, dict))
    error = ApiError(reply.status, errors, str(plain.get("request_id", "")))
    _log.info("call %s refused: %s", error.request_id, ", ".join(item.code for item in errors))
    return error


def _checked_number(request: str) -> str:
    if not _REQUEST_NUMBER.fullmatch(request):
        raise ConfigurationError("a request number is 8 to 64 of A-Z, a-z, 0-9, '_' and '-'")
    return request
