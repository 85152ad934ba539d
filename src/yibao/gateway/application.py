"""The WSGI application: ``/api/v1/`` is answered here, everything else by Django."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections

from yibao.channels.access import ChannelAccess
from yibao.gateway import access_log, answers, handlers
from yibao.gateway.access_log import Entry
from yibao.gateway.answers import Answer
from yibao.gateway.authentication import Authenticated, authenticate
from yibao.gateway.errors import (
    DatabaseAway,
    InternalFault,
    PathUnknown,
    TooManyCalls,
    TooManyCallsToday,
)
from yibao.gateway.incoming import read, readable_nonce
from yibao.gateway.rate_limit import take, take_of_day
from yibao.kernel import identifiers
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock, database
from yibao.platform.addresses import caller_address
from yibao.platform.tracebacks import where_it_failed

logger = logging.getLogger(__name__)
PREFIX = "/api/v1/"
SANDBOX_PREFIX = "/api/v1/sandbox/"
# What can be an operation, an open one or not; so nothing else of a path reaches log and tables.
_OPERATION = re.compile(r"[A-Za-z0-9._-]{1,60}")
# More than any form has questions: beyond that it is no form, and answer and log stay small.
MOST_ERRORS = 50
# Hand-written statements raise the driver's errors, the ORM and a commit Django's.
_DATABASE_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OperationalError,
    InterfaceError,
)
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
        _check_rate(caller.access)
        return handler(entry, call, caller, argument)
    except (DomainError, Several) as wrong:
        return _refuse(entry, wrong, caller)
    except _DATABASE_AWAY as error:
        logger.warning("no database for request %s: %s", entry.request_id, where_it_failed(error))
        _drop_connections()
        return _refuse(entry, DatabaseAway(), caller)
    except Exception as error:  # noqa: BLE001 - a defect must cost one call, not the process
        # Without the error's own text: it may quote what somebody sent.
        logger.error("request %s failed: %s", entry.request_id, where_it_failed(error))  # noqa: TRY400
        return _refuse(entry, InternalFault(request_id=entry.request_id), caller)


def _check_rate(access: ChannelAccess) -> None:
    if not take(access.channel, access.calls_per_second):
        raise TooManyCalls(channel=access.channel, most=access.calls_per_second)
    if not take_of_day(access.channel, access.calls_per_day, clock.today()):
        raise TooManyCallsToday(channel=access.channel, most=access.calls_per_day)


def _route(path: str, *, is_sandbox: bool) -> tuple[handlers.Handler, str, int]:
    rest = path.removeprefix(SANDBOX_PREFIX if is_sandbox else PREFIX)
    name, _, argument = rest.partition("/")
    route = handlers.ROUTES.get(name)
    if route is None:
        raise PathUnknown
    if not (_OPERATION.fullmatch(argument) if route.takes_argument else argument == ""):
        raise PathUnknown
    most = settings.SERVICE_BODY_BYTES
    if route.is_file:
        # Base64 twice (content, then ciphertext) makes 16/9 of a file; 1/8 more for the JSON.
        most = settings.FILE_BYTES * 2
    return route.handler, argument, most


def _refuse(entry: Entry, wrong: DomainError | Several, caller: Authenticated | None) -> Answer:
    errors = wrong.errors[:MOST_ERRORS] if isinstance(wrong, Several) else [wrong]
    if entry.call is not None:
        entry.facts["canonical_text"] = entry.call.loggable_text()
    entry.facts["errors"] = [access_log.without_personal_data(error) for error in errors]
    access_log.write_refusal(
        entry,
        errors,
        status=wrong.status,
        is_known=caller is not None,
        now_ns=time.perf_counter_ns(),
    )
    return answers.refusal(entry, errors, status=wrong.status, caller=caller)


def _drop_connections() -> None:
    """Let the next call of this thread open its connections afresh."""
    for alias in {database.alias(), "default"}:
        connections[alias].close()
