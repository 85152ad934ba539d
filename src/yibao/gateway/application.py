"""The WSGI application: ``/api/v1/`` is answered here, everything else by Django."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error as DjangoDatabaseError
from django.db import connections

from yibao.gateway import access_log, answers, handlers
from yibao.gateway.access_log import Entry
from yibao.gateway.addresses import caller_address
from yibao.gateway.answers import Answer
from yibao.gateway.authentication import Authenticated, authenticate
from yibao.gateway.errors import DatabaseAway, InternalFault, PathUnknown, TooManyCalls
from yibao.gateway.incoming import read, readable_nonce
from yibao.gateway.rate_limit import take
from yibao.kernel import identifiers
from yibao.kernel.errors import DomainError, Several
from yibao.platform import database

logger = logging.getLogger(__name__)
PREFIX = "/api/v1/"
SANDBOX_PREFIX = "/api/v1/sandbox/"
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class GatewayApplication:
    """Answers the signed API; hands every other path to ``otherwise``."""

    def __init__(self, otherwise: Application) -> None:
        self._otherwise = otherwise

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._otherwise(environ, start)
        is_sandbox = path.startswith(SANDBOX_PREFIX)
        with database.using("sandbox" if is_sandbox else "default"):
            answer = answer_call(environ, is_sandbox=is_sandbox)
        start(answers.STATUS_LINES[answer.status], answer.headers)
        return [answer.body]


def answer_call(environ: dict[str, Any], *, is_sandbox: bool) -> Answer:
    """Answer one call of the API. Never raises."""
    entry = Entry(
        request_id=identifiers.request_id(),
        path=environ["PATH_INFO"],
        address=caller_address(environ),
        started_ns=time.perf_counter_ns(),
        nonce=readable_nonce(environ),
    )
    caller: Authenticated | None = None
    try:
        handler, argument, most_bytes = _route(entry.path, is_sandbox=is_sandbox)
        call = read(environ, most_bytes=most_bytes, address=entry.address)
        entry.call, entry.operation, entry.bytes_in = call, argument, len(call.body)
        caller = authenticate(call, is_sandbox=is_sandbox, request_id=entry.request_id)
        if not take(caller.access.channel, caller.access.calls_per_second):
            raise TooManyCalls(channel=caller.access.channel, most=caller.access.calls_per_second)
        return handler(entry, call, caller, argument)
    except (DomainError, Several) as wrong:
        return _refuse(entry, wrong, caller)
    except (psycopg.OperationalError, psycopg.InterfaceError, DjangoDatabaseError):
        logger.exception("the database is away, request %s", entry.request_id)
        _drop_connection()
        return _refuse(entry, DatabaseAway(), caller)
    except Exception:
        logger.exception("request %s failed", entry.request_id)
        return _refuse(entry, InternalFault(request_id=entry.request_id), caller)


def _route(path: str, *, is_sandbox: bool) -> tuple[handlers.Handler, str, int]:
    rest = path.removeprefix(SANDBOX_PREFIX if is_sandbox else PREFIX)
    name, _, argument = rest.partition("/")
    route = handlers.ROUTES.get(name)
    if route is None or bool(argument) != route.takes_argument or "/" in argument:
        raise PathUnknown
    most = settings.SERVICE_BODY_BYTES
    if route.is_file:
        # Base64 twice (content, then ciphertext) makes 16/9 of a file; 1/8 more for the JSON.
        most = settings.FILE_BYTES * 2
    return route.handler, argument[:60], most


def _refuse(entry: Entry, wrong: DomainError | Several, caller: Authenticated | None) -> Answer:
    errors = wrong.errors if isinstance(wrong, Several) else [wrong]
    if entry.call is not None:
        entry.facts.setdefault(
            "canonical_text", entry.call.canonical_text().decode(errors="replace")
        )
    entry.facts["errors"] = [access_log.without_personal_data(error) for error in errors]
    access_log.write_refusal(
        entry,
        errors,
        status=wrong.status,
        is_known=caller is not None,
        now_ns=time.perf_counter_ns(),
    )
    return answers.refusal(entry, errors, status=wrong.status, caller=caller)


def _drop_connection() -> None:
    """Let the next call of this thread open a connection afresh."""
    connections[database.alias()].close()
