"""The one way into every service: for a channel's signed call, an H5 page, and a counter alike.

``perform`` opens a transaction of its own; ``perform_within`` works in the caller's, for a gateway
that also burns a nonce and writes its access log there. What raises leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec

from yibao.casework import authority, materials, opening
from yibao.casework.errors import CaseAlreadyOpen
from yibao.casework.identities import index_of, read_agent, read_subject
from yibao.casework.numbers import next_case_number
from yibao.casework.receipts import pack, unpack
from yibao.casework.states import CaseState
from yibao.casework.submission import CaseReceipt, Outcome, Submission
from yibao.catalogue.case import Agent, Case, Identity, IdentityLevel
from yibao.catalogue.form import Form
from yibao.catalogue.service import AnyService
from yibao.kernel import identifiers
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.working_days import due_on
from yibao.platform import clock, database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.platform.idempotency import api as idempotency

_NOBODY = Identity("", "", "")


class _Request(msgspec.Struct, frozen=True):
    """A submission, read: who, for whom, which answers."""

    submission: Submission
    subject: Identity
    subject_index: bytes
    agent: Agent | None
    answers: Form
    now: datetime
    today: date

    @property
    def service(self) -> AnyService:
        return self.submission.service


def perform(submission: Submission) -> Outcome:
    """Answer a query or take an application, in a transaction of its own.

    Raises:
        DomainError, Several: why not; nothing was written.
    """
    if submission.service.workflow.is_query:
        with database.reading() as sql:
            return perform_within(sql, submission)
    with database.transaction() as sql:
        return perform_within(sql, submission)


def perform_within(sql: Sql, submission: Submission) -> Outcome:
    """Answer a query or take an application, in the caller's transaction."""
    authority.check_level(submission.service, submission.caller.identity_level)
    request = _read(submission)
    authority.check_acting(request.service, request.subject, request.agent, request.today)
    is_query = submission.service.workflow.is_query
    outcome = _answer(sql, request) if is_query else _apply(sql, request)
    return msgspec.structs.replace(outcome, subject_index=request.subject_index or None)


def _read(submission: Submission) -> _Request:
    """Read everything, and report everything that is wrong at once."""
    errors: list[DomainError] = []
    subject, agent, answers = _NOBODY, None, None
    try:
        if submission.service.identity_level is not IdentityLevel.PUBLIC or submission.subject:
            subject = read_subject(submission.subject)
    except (DomainError, Several) as wrong:
        errors += _flat(wrong)
    try:
        agent = read_agent(submission.agent)
    except (DomainError, Several) as wrong:
        errors += _flat(wrong)
    try:
        answers = submission.service.answers.read(submission.answers)
    except Several as wrong:
        errors += wrong.errors
    if errors or answers is None:
        raise Several(errors)
    index = b"" if subject is _NOBODY else index_of(subject)
    now = clock.now()
    return _Request(submission, subject, index, agent, answers, now, clock.day_of(now))


def _answer(sql: Sql, request: _Request) -> Outcome:
    service = request.service
    if request.agent is not None:
        authority.check_agent_may_read(sql, service, request.subject, request.agent, request.today)
    return Outcome(service.workflow.effect(_case(sql, request)))


def _apply(sql: Sql, request: _Request) -> Outcome:
    submission, service = request.submission, request.service
    claim = idempotency.Claim(
        submission.caller.channel, submission.request_number, submission.digest
    )
    answered = idempotency.claim(sql, **claim._asdict())
    if answered is not None:
        kept = unpack(answered.answer, service.result)
        return msgspec.structs.replace(kept, is_repeat=True)
    given = _materials(sql, request)
    case = _case(sql, request, given)
    _run_checks(case, service)
    outcome = _open(sql, request, case, given)
    idempotency.keep(sql, claim, pack(outcome))
    return outcome


def _materials(sql: Sql, request: _Request) -> list[materials.GivenMaterial]:
    has_mandate_to_show = request.agent is not None and authority.needs_mandate(
        sql, request.service, request.subject, request.agent, request.today
    )
    wanted = materials.needed(request.service, request.answers, with_agent=has_mandate_to_show)
    return materials.read(
        sql,
        request.service,
        request.submission.materials,
        wanted=wanted,
        subject=request.subject,
        owner=request.submission.caller.file_owner,
    )


def _case(
    sql: Sql, request: _Request, given: list[materials.GivenMaterial] | None = None
) -> Case[Any]:
    caller = request.submission.caller
    number = ""
    if not request.service.workflow.is_query:
        number = next_case_number(sql, caller.region, request.today)
    return Case(
        number=number,
        operation=request.service.operation,
        subject=request.subject,
        subject_index=request.subject_index,
        answers=request.answers,
        now=request.now,
        today=request.today,
        submitted_on=request.today,
        sql=sql,
        agent=request.agent,
        channel=caller.channel,
        officer=caller.officer,
        materials=tuple((m.code, m.source.value) for m in given or ()),
    )


def _run_checks(case: Case[Any], service: AnyService) -> None:
    errors: list[DomainError] = []
    for check in service.workflow.checks:
        try:
            check(case)
        except (DomainError, Several) as wrong:
            errors += _flat(wrong)
    if errors:
        raise Several(errors)


def _open(
    sql: Sql, request: _Request, case: Case[Any], given: list[materials.GivenMaterial]
) -> Outcome:
    """Take the effect, or hand the application to an officer; write the case."""
    review = request.service.workflow.review
    reason = "" if review is None else ("需要审核" if review.when is None else review.when(case))
    result, due, state = None, request.today, CaseState.DONE
    if reason and review is not None:
        _refuse_second(sql, request)
        due, state = due_on(request.today, review.working_days), CaseState.SUBMITTED
    else:
        result = request.service.workflow.effect(case)
    new = _new_case(request, case, given)
    new = replace(new, state=state, due_on=due, result=result, review_reason=reason)
    query_code = opening.insert(sql, new)
    _record(sql, request, new)
    receipt = CaseReceipt(
        id=new.id,
        number=new.number,
        state=state,
        submitted_at=request.now,
        accepted_at=None if reason else request.now,
        due_on=due,
        query_code=query_code,
        next_action="等待经办机构审核" if reason else "无需再办理",
    )
    return Outcome(result, receipt)


def _refuse_second(sql: Sql, request: _Request) -> None:
    """Refuse a second open application for the same thing (INV-13)."""
    already = opening.open_case_of(sql, request.service.operation, request.subject)
    if already is not None:
        raise CaseAlreadyOpen(number=already)


def _new_case(
    request: _Request, case: Case[Any], given: list[materials.GivenMaterial]
) -> opening.NewCase:
    caller = request.submission.caller
    return opening.NewCase(
        id=identifiers.new_id(request.now),
        number=case.number,
        operation=request.service.operation,
        service_version=request.service.version,
        subject=request.subject,
        agent=request.agent,
        answers=request.answers.to_json(),
        channel=caller.channel,
        request_number=request.submission.request_number,
        region=caller.region,
        officer=caller.officer,
        now=request.now,
        materials=given,
    )


def _record(sql: Sql, request: _Request, new: opening.NewCase) -> None:
    audit_log.record(
        sql,
        action=f"case.{'complete' if new.state is CaseState.DONE else 'submit'}",
        object_id=str(new.id),
        operator=new.operator,
        case_number=new.number,
        facts={
            "operation": new.operation,
            "version": new.service_version,
            "subject": request.subject_index.hex()[:16],
            "request": new.request_number,
        },
    )


def _flat(wrong: DomainError | Several) -> list[DomainError]:
    return wrong.errors if isinstance(wrong, Several) else [wrong]
