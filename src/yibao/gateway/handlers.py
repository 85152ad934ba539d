"""What the API answers: services, files, sessions, launch tickets."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from yibao.casework import engine
from yibao.casework.identities import read_subject
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService
from yibao.channels import tickets
from yibao.channels.access import ChannelAccess
from yibao.channels.tickets import Launch
from yibao.gateway import access_log, answers, sessions
from yibao.gateway.access_log import Entry
from yibao.gateway.answers import Answer
from yibao.gateway.authentication import Authenticated
from yibao.gateway.bodies import canonical, open_body
from yibao.gateway.errors import (
    BodyUnreadable,
    LevelNotGranted,
    LevelUnreadable,
    NoPagesInSandbox,
    RequestNumberUnfit,
    ServiceNotFound,
    ServiceNotGranted,
    ServiceNotOpenYet,
    SessionCannotWrite,
)
from yibao.gateway.incoming import SignedCall
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.files import api as files

Handler = Callable[[Entry, SignedCall, Authenticated, str], Answer]
_SERVICE_PARTS = frozenset({"subject", "identity", "agent", "answers", "materials"})
_FILE_PARTS = frozenset({"name", "content", "content_type"})
_SESSION_PARTS = frozenset({"minutes"})
_TICKET_PARTS = frozenset({"operation", "subject", "identity", "return_url"})


def call_service(entry: Entry, call: SignedCall, caller: Authenticated, operation: str) -> Answer:
    """Answer ``POST /api/v1/services/{op_id}``."""
    service = _granted_service(caller.access, operation)
    if not service.workflow.is_query:
        _refuse_session(caller)
        if len(call.request) < 8:
            raise RequestNumberUnfit(at="X-Yb-Request")
    body = open_body(call, caller.cipher_key, known=_SERVICE_PARTS)
    submission = _submission(service, call, caller.access, body)
    if service.workflow.is_query:
        return _query(entry, caller, submission)
    return _apply(entry, caller, submission)


def _refuse_session(caller: Authenticated) -> None:
    """Ask for the channel's own signature where something is written: it is the evidence."""
    if caller.is_session:
        raise SessionCannotWrite(at="X-Yb-Key")


def _query(entry: Entry, caller: Authenticated, submission: Submission) -> Answer:
    """Read first, then log and burn the nonce; without a log line the answer is not released."""
    with database.reading() as sql:
        outcome = engine.perform_within(sql, submission)
        entry.subject_index = outcome.subject_index
        return _finish(sql, entry, {"result": outcome.result}, caller)


def _apply(entry: Entry, caller: Authenticated, submission: Submission) -> Answer:
    """Write case, effect, log and nonce in one transaction."""
    with database.transaction() as sql:
        outcome = engine.perform_within(sql, submission)
        entry.subject_index = outcome.subject_index
        return _finish(sql, entry, _application(submission.service, outcome), caller)


def _finish(
    sql: database.Sql, entry: Entry, content: dict[str, object], caller: Authenticated
) -> Answer:
    body = answers.sealed(entry, content, caller=caller)
    done_ns = time.perf_counter_ns()
    # The database writes the log while the answer is signed; it leaves when both are done.
    with access_log.writing(sql, entry, status=200, bytes_out=len(body), now_ns=done_ns):
        return answers.success(entry, body, caller=caller)


def _application(service: AnyService, outcome: Outcome) -> dict[str, object]:
    receipt = outcome.receipt
    assert receipt is not None  # noqa: S101 - an application always has a case
    return {
        "case": {
            "number": receipt.number,
            "service": service.operation,
            "state": receipt.state.value,
            "state_label": receipt.state.label,
            "submitted_at": receipt.submitted_at,
            "accepted_at": receipt.accepted_at,
            "due_on": receipt.due_on,
            "next_action": receipt.next_action,
            "query_code": receipt.query_code,
            "receipt_url": f"{settings.BASE_URL}/h5/receipt/{receipt.number}/",
        },
        "result": outcome.result,
    }


def _granted_service(access: ChannelAccess, operation: str) -> AnyService:
    service = registry.find(operation)
    if service is None:
        promised = directory().get(operation)
        if promised is None:
            raise ServiceNotFound(operation=operation)
        raise ServiceNotOpenYet(name=promised.name)
    granted = access.grants.get(operation)
    if granted is None or not granted.by_api:
        raise ServiceNotGranted(channel=access.channel, operation=operation)
    return service


def _submission(
    service: AnyService, call: SignedCall, access: ChannelAccess, body: dict[str, Any]
) -> Submission:
    raw_answers, materials = body.get("answers", {}), body.get("materials", [])
    if not isinstance(raw_answers, dict) or not isinstance(materials, list) or len(materials) > 50:
        raise BodyUnreadable(expected="answers 应为对象，materials 应为不超过50项的数组。")
    level = _identity_level(body.get("identity"), access, service)
    return Submission(
        service=service,
        caller=Caller(channel=access.channel, identity_level=level, region=access.region),
        subject=body.get("subject"),
        agent=body.get("agent"),
        answers=raw_answers,
        materials=materials,
        request_number=call.request,
        digest=b""
        if service.workflow.is_query
        else sm3.digest(service.operation.encode() + canonical(body)),
    )


def _identity_level(raw: object, access: ChannelAccess, service: AnyService) -> IdentityLevel:
    if raw is None and service.identity_level is IdentityLevel.PUBLIC:
        return IdentityLevel.PUBLIC
    level = raw.get("level") if isinstance(raw, dict) else None
    if level not in ("L0", "L2", "L3"):
        raise LevelUnreadable
    highest = access.grants[service.operation].highest_identity_level
    if level > highest:
        raise LevelNotGranted(channel=access.channel, highest=highest)
    return IdentityLevel(level)


def upload_file(entry: Entry, call: SignedCall, caller: Authenticated, _: str) -> Answer:
    """Answer ``POST /api/v1/files``: keep one material; services refer to it by its id."""
    _refuse_session(caller)
    body = open_body(call, caller.cipher_key, known=_FILE_PARTS)
    name, content = body.get("name"), body.get("content")
    if not isinstance(name, str) or not isinstance(content, str):
        raise BodyUnreadable(expected="应有 name（文件名）和 content（Base64）。")
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise BodyUnreadable(expected="content 应为文件内容的 Base64。") from None
    with database.transaction() as sql:
        access_log.refuse_used_nonce(sql, call)  # a replay must not fill the disk
        stored = files.store(sql, content=data, name=name, owner=f"channel:{caller.access.channel}")
        result = {
            "file_id": stored.id,
            "size": stored.size,
            "sm3": stored.sm3,
            "content_type": stored.content_type,
        }
        return _finish(sql, entry, {"result": result}, caller)


def open_session(entry: Entry, call: SignedCall, caller: Authenticated, _: str) -> Answer:
    """Answer ``POST /api/v1/sessions``: keys for a while of queries."""
    _refuse_session(caller)
    body = open_body(call, caller.cipher_key, known=_SESSION_PARTS)
    minutes = body.get("minutes", sessions.MOST_MINUTES)
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise BodyUnreadable(expected="minutes 应为1到120的整数。")
    # Sessions of both environments lie in production's database; a replay leaves none there.
    with database.transaction() as sql, database.using("default"), database.transaction() as own:
        opened = sessions.open_session(own, caller.access, minutes)
        return _finish(sql, entry, {"result": opened}, caller)


def launch_page(entry: Entry, call: SignedCall, caller: Authenticated, _: str) -> Answer:
    """Answer ``POST /api/v1/tickets``: a one-time address of an H5 page for one person."""
    _refuse_session(caller)
    if database.alias() != "default":
        raise NoPagesInSandbox
    body = open_body(call, caller.cipher_key, known=_TICKET_PARTS)
    operation, return_url = str(body.get("operation", ""))[:60], body.get("return_url", "")
    service = _granted_service(caller.access, operation)
    if not caller.access.grants[operation].by_h5:
        raise ServiceNotGranted(channel=caller.access.channel, operation=operation)
    if not isinstance(return_url, str) or len(return_url) > 500:
        raise BodyUnreadable(expected="return_url 应为不超过500字的地址。")
    launch = Launch(
        channel=caller.access.channel,
        operation=operation,
        subject=read_subject(body.get("subject")),
        identity_level=_identity_level(body.get("identity"), caller.access, service),
        return_url=return_url,
    )
    with database.transaction() as sql:
        ticket, expires_at = tickets.issue(
            sql, launch, allowed_return_urls=caller.access.return_urls
        )
        url = f"{settings.BASE_URL}/h5/launch/?ticket={ticket}"
        return _finish(sql, entry, {"result": {"url": url, "expires_at": expires_at}}, caller)


@dataclass(frozen=True)
class Route:
    """One address of the API."""

    handler: Handler
    takes_argument: bool = False
    is_file: bool = False


ROUTES = {
    "services": Route(call_service, takes_argument=True),
    "files": Route(upload_file, is_file=True),
    "sessions": Route(open_session),
    "tickets": Route(launch_page),
}
