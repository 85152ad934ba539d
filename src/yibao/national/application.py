"""The WSGI application of the national interfaces, in front of whatever answers other paths."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from yibao.kernel.errors import DomainError, Several
from yibao.national import wire as envelope
from yibao.national.access import is_anybody_allowed
from yibao.national.audit import skipped
from yibao.national.audit.auditing import Call, audit
from yibao.national.audit.exact import text_of
from yibao.national.audit.feedback import take
from yibao.national.audit.wire import AuditOutput
from yibao.national.authentication import authenticate
from yibao.national.errors import (
    InstitutionDiffers,
    InternalFault,
    MessageTooLarge,
    MethodNotAllowed,
    PlatformAway,
    ServiceUnknown,
)
from yibao.national.wire import Envelope
from yibao.platform import clock
from yibao.platform.addresses import caller_address
from yibao.platform.tracebacks import where_it_failed
from yibao.supervision.realtime.keeper import Keeper
from yibao.supervision.realtime.rulebook import Stage
from yibao.supervision.realtime.sources import keeper as stored_keeper

logger = logging.getLogger(__name__)
PREFIX = "/fsi/api/"
# Where the gateways of some provinces keep the same service.
ALIASES = frozenset({"/mbs/fmi/fsi/api/callFsiService/callService", "/mss/web/api/fsi/callService"})
MOST_BYTES = 32 * 1024 * 1024
"""20,000 lines with every field filled in are about 25 MB."""

_STAGES: dict[str, Stage] = {"3101": "order", "3102": "settlement"}
_FEEDBACK = "3103"
_STATUS = {200: "200 OK", 401: "401 Unauthorized", 405: "405 Method Not Allowed"}
_MOST_ERRORS = 5
# Hand-written statements raise the driver's errors, the ORM and a commit Django's.
_DATABASE_FAULTS = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OperationalError,
    InterfaceError,
)
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class NationalApplication:
    """Answers the national interfaces; hands every other path to ``otherwise``."""

    def __init__(self, otherwise: Application, *, keeper: Keeper | None = None) -> None:
        self._otherwise = otherwise
        self._keeper = keeper

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX) and path not in ALIASES:
            return self._otherwise(environ, start)
        status, body = self.answer(environ)
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start(_STATUS[status], headers)
        return [body]

    def warm_up(self) -> None:
        """Compile the rules in the background, so that the first call finds them ready.

        Not where no institution may call yet: they cost some 30 MB in each process.
        """
        threading.Thread(target=self._prepare, name="rulebook-start", daemon=True).start()

    def _prepare(self) -> None:
        try:
            is_needed = is_anybody_allowed()
        except _DATABASE_FAULTS:
            is_needed = True
        finally:
            connections.close_all()
        if is_needed:
            self._rules().ready()

    def answer(self, environ: dict[str, Any]) -> tuple[int, bytes]:
        """Return status and body. Never raises."""
        received = clock.now()
        number = envelope.reference(settings.PROVINCE, received)
        try:
            return 200, self._answer(environ, received, number)
        except DomainError as wrong:
            if wrong.status in (401, 405):
                return wrong.status, _refusal(wrong)
            return 200, _failure(received, number, [wrong])
        except Several as wrong:
            return 200, _failure(received, number, wrong.errors)
        except _DATABASE_FAULTS as error:
            logger.warning("no database for call %s: %s", number, where_it_failed(error))
            connections["default"].close()
            return 200, _failure(received, number, [PlatformAway()])
        except Exception as error:  # noqa: BLE001 - a defect must cost one call, not the process
            logger.error("call %s failed: %s", number, where_it_failed(error))  # noqa: TRY400
            return 200, _failure(received, number, [InternalFault(number=number)])

    def _answer(self, environ: dict[str, Any], received: datetime, number: str) -> bytes:
        if environ["REQUEST_METHOD"] != "POST":
            raise MethodNotAllowed
        try:
            caller = authenticate(environ, caller_address(environ))
        except _DATABASE_FAULTS:
            return _unknown_caller(environ, received, number)
        given = envelope.read(_body(environ))
        service = _service(environ, given)
        if text_of(given.institution) not in ("", caller.code):
            raise InstitutionDiffers
        message_id = _message_id(given)
        if service == _FEEDBACK:
            take(caller, given.body, message_id=message_id, received=received)
            return _success(received, number)
        stage = _STAGES.get(service)
        if stage is None:
            raise ServiceUnknown(service=service[:10])
        call = Call(caller, stage, message_id or number, given.body, received)
        audited = audit(call, self._rules())
        return _success(received, number, audited.output, audited.warning)

    def _rules(self) -> Keeper:
        return self._keeper or stored_keeper()


def _unknown_caller(environ: dict[str, Any], received: datetime, number: str) -> bytes:
    """Let an audit through although nobody knows who asks: an empty answer tells nothing.

    Raises:
        PlatformAway: the call would write.
    """
    given = envelope.read(_body(environ))
    stage = _STAGES.get(_service(environ, given))
    if stage is None:
        raise PlatformAway
    logger.warning("not audited (database_away), caller unknown: %s", number)
    message_id = _message_id(given) or number
    skipped.record("", stage, message_id, cause="database_away", elapsed_ms=0)
    return _success(received, number, AuditOutput(), skipped.sentence("database_away"))


def _body(environ: dict[str, Any]) -> bytes:
    declared = environ.get("CONTENT_LENGTH") or "0"
    length = int(declared) if declared.isascii() and declared.isdecimal() else 0
    too_large = MessageTooLarge(most=MOST_BYTES // 2**20)
    if len(declared) > 12 or length > MOST_BYTES:
        raise too_large
    body: bytes = environ["wsgi.input"].read(length if length else MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise too_large
    return body


def _service(environ: dict[str, Any], given: Envelope) -> str:
    """Return the transaction: ``infno``, else the gateway's service name, else the path's end."""
    named = text_of(given.service) or str(environ.get("HTTP__API_NAME", ""))
    if named in _STAGES or named == _FEEDBACK:
        return named
    last = str(environ["PATH_INFO"]).rstrip("/").rpartition("/")[2]
    return last if not text_of(given.service) and last.isdecimal() else named


def _message_id(given: Envelope) -> str:
    return text_of(given.message_id).replace("\0", "")


def _success(received: datetime, number: str, output: object = None, warning: str = "") -> bytes:
    return envelope.encode(number=number, received=received, output=output, warning=warning)


def _failure(received: datetime, number: str, errors: list[DomainError]) -> bytes:
    told = "".join(f"{error}{error.to_dict()['fix']}" for error in errors[:_MOST_ERRORS])
    return envelope.encode(number=number, received=received, error=told)


def _refusal(wrong: DomainError) -> bytes:
    """Return the gateway's own form of refusal, which has no envelope."""
    return msgspec.json.encode(
        {"code": wrong.status, "message": f"{wrong}{wrong.to_dict()['fix']}"}
    )
