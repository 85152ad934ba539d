"""Auditing one message of 3101 or 3102 within its budget; what goes wrong opens the way.

A doctor must be able to order and a patient to settle whatever happens here. So a database that
is slow or away, a defect in a rule or a spent budget give an empty answer, and a record of it.
"""

from __future__ import annotations

import logging
from datetime import datetime

import msgspec
import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from msgspec import Struct

from yibao.national.access import InstitutionAccess
from yibao.national.audit import answers, histories, judgements, skipped
from yibao.national.audit.codes import CODE_SETS
from yibao.national.audit.conversion import ReadCase, Sender, read_cases
from yibao.national.audit.exact import text_of
from yibao.national.audit.judgements import Told
from yibao.national.audit.notes import sentence
from yibao.national.audit.wire import AuditOutput, AuditRequest, Result, read_audit
from yibao.platform import clock, database
from yibao.platform.database import Sql
from yibao.platform.tracebacks import where_it_failed
from yibao.reference import parameters
from yibao.supervision.case import History
from yibao.supervision.history import fold, prune
from yibao.supervision.knowledge.base import day_number
from yibao.supervision.realtime.deadline import Deadline, OutOfTime
from yibao.supervision.realtime.judgement import judge
from yibao.supervision.realtime.keeper import Keeper
from yibao.supervision.realtime.rulebook import Rulebook, Stage

logger = logging.getLogger(__name__)
# Kept free of the budget, so that a call which must be let through can still be recorded.
_RESERVE_MS = 50
# Hand-written statements raise the driver's errors, a commit Django's.
_DATABASE_FAULTS = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OperationalError,
    InterfaceError,
)


class Audited(Struct, frozen=True):
    """An answer: the output, and a sentence where something was not audited."""

    output: AuditOutput
    warning: str = ""


class Call(Struct, frozen=True):
    """A call of 3101 or 3102."""

    caller: InstitutionAccess
    stage: Stage
    message_id: str
    body: msgspec.Raw
    received: datetime


class RulesNotReady(Exception):
    """The rules are still being compiled: the process has just started."""


def audit(call: Call, keeper: Keeper) -> Audited:
    """Answer 3101 (stage ``order``) or 3102 (``settlement``).

    Raises:
        DomainError: the message cannot be read; nothing else is ever raised.
    """
    deadline = Deadline(_budget_ms(call.stage))
    request = read_audit(call.body)
    sender = Sender(call.caller.code, CODE_SETS[call.caller.variant], call.caller.is_internet)
    cases = read_cases(request, sender)
    try:
        return _audit(call, keeper, request, cases, deadline)
    except Exception as error:  # noqa: BLE001 - whatever it is, the way stays open
        return _let_through(call, error, deadline)


def _audit(
    call: Call, keeper: Keeper, request: AuditRequest, cases: list[ReadCase], deadline: Deadline
) -> Audited:
    rulebook = keeper.ready()
    if rulebook is None:
        raise RulesNotReady
    results: list[Result] = []
    with database.using("default"):
        for read in cases:
            with database.transaction() as sql:
                _limit(sql, deadline)
                results += _judge(sql, call, rulebook, read, deadline, text_of(request.task))
    notes = [note for read in cases for note in read.notes]
    chosen = _wanted(results, request)
    return Audited(AuditOutput(chosen), sentence(notes, sum(read.line_count for read in cases)))


def _judge(
    sql: Sql, call: Call, rulebook: Rulebook, read: ReadCase, deadline: Deadline, task: str
) -> list[Result]:
    case, patient = read.case, histories.index_of(read.case.patient.patient_id)
    is_settling = call.stage == "settlement"
    history = histories.read(sql, patient, hold_at=call.received if is_settling else None)
    deadline.check()
    case.history = _with_others(history, read, rulebook)
    judgement = judge(rulebook, call.stage, case, deadline)
    results = answers.results(judgement.shown, read, rulebook=rulebook, stage=call.stage, task=task)
    told = Told(
        call.caller.code, call.stage, rulebook.snapshot_id, case.encounter.encounter_id, patient
    )
    _limit(sql, deadline)
    judgements.keep(sql, told, judgement.shown, judgement.on_trial, call.received)
    if is_settling:
        fold(history, case, rulebook.follows)
        prune(history, day_number(clock.day_of(call.received)) - rulebook.lookback_days)
        histories.write(sql, patient, history, call.received)
    return results


def _with_others(history: History, read: ReadCase, rulebook: Rulebook) -> History:
    """Return the history without this encounter and with the others that the message brings.

    What the message says of others is believed for this answer alone and is not kept: a copy.
    """
    known = history.without(read.case.encounter.encounter_id)
    if read.others:
        lines = {code: list(lines) for code, lines in known.lines.items()}
        known = History(dict(known.encounters), lines)
    for other in read.others:
        fold(known, other, rulebook.follows)
    return known


def _wanted(results: list[Result], request: AuditRequest) -> list[Result]:
    """Return the results of the rules that were asked for; a scenario asks for all of them."""
    if text_of(request.scenario) or not isinstance(request.rules, list):
        return results
    wanted = {str(rule) for rule in request.rules}
    return [result for result in results if result.rule in wanted] if wanted else results


def _limit(sql: Sql, deadline: Deadline) -> None:
    """Let the database give up in time; sent together with the first statement."""
    most = max(1, deadline.remaining_ms() - _RESERVE_MS)
    sql.later("SELECT set_config('statement_timeout', %s, true)", (str(most),))


def _budget_ms(stage: Stage) -> int:
    return parameters.whole_number(
        f"national.{stage}_budget_ms", day=clock.today(), region=settings.PROVINCE
    )


def _let_through(call: Call, error: Exception, deadline: Deadline) -> Audited:
    cause = _cause_of(error)
    # Without the error's own text: it may quote what somebody sent.
    logger.warning("not audited (%s), %s: %s", cause, call.message_id, where_it_failed(error))
    if cause == "database_away":
        connections["default"].close()
    elapsed = _budget_ms(call.stage) - deadline.remaining_ms()
    skipped.record(call.caller.code, call.stage, call.message_id, cause=cause, elapsed_ms=elapsed)
    return Audited(AuditOutput(), skipped.sentence(cause))


def _cause_of(error: Exception) -> str:
    if isinstance(error, OutOfTime | psycopg.errors.QueryCanceled):
        return "out_of_time"
    if isinstance(error, RulesNotReady):
        return "rules_not_ready"
    return "database_away" if isinstance(error, _DATABASE_FAULTS) else "defect"
