"""How far a person's own cases are (受理类服务进度查询): one statement for a page.

Only cases about the person who asks are found; the engine lets an agent ask only with a mandate.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from yibao.casework import sealing
from yibao.casework.deadlines import Urgency, time_left
from yibao.casework.errors import CaseUnknown
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.progress_forms import (
    ROWS,
    CaseProgress,
    ProgressDocument,
    ProgressList,
    ProgressQuestion,
    SearchBy,
)
from yibao.casework.states import CaseState, CaseStep
from yibao.catalogue.case import Case
from yibao.catalogue.directory import directory
from yibao.kernel import identifiers
from yibao.kernel.period import PeriodEndsTooEarly
from yibao.platform import clock

ProgressCase = Case[ProgressQuestion]

# Total and page in one statement. The last event names the node; notices come as one JSON array.
_PAGE = """
WITH own AS (
  SELECT id, number, operation, state, submitted_at, accepted_at, due_on, paused_on,
         correction_due_on
  FROM service_case
  WHERE subject_index = %(subject)s
    AND (%(number)s::text IS NULL OR number = %(number)s)
    AND (%(service)s::text IS NULL OR operation = %(service)s)
    AND (%(state)s::text IS NULL OR state = %(state)s)
    AND (%(from)s::timestamptz IS NULL OR submitted_at >= %(from)s)
    AND (%(until)s::timestamptz IS NULL OR submitted_at < %(until)s)),
page AS (
  SELECT * FROM own ORDER BY submitted_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s)
SELECT (SELECT count(*) FROM own), page.*, event.step, event.note_sealed, notices.issued
FROM (SELECT 1) AS always LEFT JOIN page ON true
LEFT JOIN LATERAL (
  SELECT step, note_sealed FROM case_event WHERE case_id = page.id ORDER BY id DESC LIMIT 1
) AS event ON true
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(kind, code, issued_at) ORDER BY issued_at)::text AS issued
  FROM notice WHERE case_id = page.id
) AS notices ON true
ORDER BY page.submitted_at DESC, page.id DESC
"""
_STEP_LABELS = {step.value: step.label for step in CaseStep}
_NOTICE_LABELS = {kind.value: kind.label for kind in NoticeKind}
# Other notes hold what an applicant wrote himself.
_WITH_OPINION = {
    step.value for step in (CaseStep.REQUEST_CORRECTION, CaseStep.REFUSE, CaseStep.DECLINE)
}
_NEXT = {
    CaseState.SUBMITTED: "不用您做什么，等待经办机构受理。",
    CaseState.ACCEPTED: "不用您做什么，等待经办机构审核。",
    CaseState.DONE: "已经办好，不用再办理。",
    CaseState.REFUSED: "可以看决定书里的原因；不同意的，可以申请复议或起诉。",
    CaseState.NOT_ACCEPTED: "可以看通知书里的原因和办理渠道。",
    CaseState.WITHDRAWN: "已撤回；需要时可以重新申请。",
    CaseState.LAPSED: "逾期没有补正，已终止；需要时可以重新申请。",
}
_WITH_EXPERT = "不用您做什么，专家正在评定；评定期间不计办理时间。"


def progress_of(case: ProgressCase) -> ProgressList:
    """Answer the question: one case by its number, or a page of the person's own.

    Raises:
        CaseUnknown: there is no such case, it is somebody else's, or the four characters differ.
        CaseNumberWrong, PeriodEndsTooEarly: what to put right.
    """
    question = case.answers
    by_number = question.search_by is SearchBy.NUMBER
    size = question.page_size or ROWS
    page = question.page or 1
    case.sql.execute(
        _PAGE,
        {
            "subject": case.subject_index,
            "number": _number(case) if by_number else None,
            "service": question.service,
            "state": question.state.value if question.state else None,
            **_period(question),
            "limit": size,
            "offset": (page - 1) * size,
        },
        prepare=True,
    )
    rows = case.sql.fetchall()
    found = [_shown(row[1:], case.today) for row in rows if row[1] is not None]
    if by_number and not found:
        raise CaseUnknown
    return ProgressList(int(rows[0][0]), page, size, found)


def _number(case: ProgressCase) -> str:
    """Return the number that was asked for, once the last four characters agree.

    They are compared with the certificate of the person who asks: any case found is his own.
    """
    question = case.answers
    number = identifiers.check_case_number(
        question.case_number or "", at=ProgressQuestion.case_number.path
    )
    said = (question.certificate_end or "").upper().encode()
    if not hmac.compare_digest(said, case.subject.certificate_number[-4:].encode()):
        raise CaseUnknown(at=ProgressQuestion.certificate_end.path)
    return number.text


def _period(question: ProgressQuestion) -> dict[str, datetime | None]:
    first, last = question.submitted_from, question.submitted_until
    if first is not None and last is not None and last < first:
        raise PeriodEndsTooEarly(starts_on=first, at=ProgressQuestion.submitted_until.path)
    return {
        "from": _start_of(first) if first else None,
        "until": _start_of(last + timedelta(days=1)) if last else None,
    }


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.CHINA)


def _shown(row: tuple[Any, ...], today: date) -> CaseProgress:
    _, number, operation, state_text, submitted, accepted, due, paused, correction_due = row[:9]
    step, note_sealed, issued = row[9:]
    state = CaseState(state_text)
    entry = directory().get(operation)
    left = time_left(
        due if state.is_open else None,
        today=today,
        limit_working_days=0,  # it decides about amber only, which is not told
        paused_on=paused,
    )
    return CaseProgress(
        case_number=number,
        operation=operation,
        service_name=entry.name if entry else operation,
        state=state.value,
        state_label=state.label,
        node=_STEP_LABELS.get(step, step),
        submitted_on=clock.day_of(submitted),
        accepted_on=clock.day_of(accepted) if accepted else None,
        due_on=due,
        remaining_working_days=left.working_days if left else None,
        is_overdue=left is not None and left.urgency is Urgency.RED,
        opinion=sealing.open_note(note_sealed) if step in _WITH_OPINION else "",
        next_action=_next_action(state, correction_due, is_assessed=paused is not None),
        documents=_documents(issued),
    )


def _next_action(state: CaseState, correction_due: date | None, *, is_assessed: bool) -> str:
    """Return what to do now; the clock of an accepted case stands while an expert has it."""
    if state is CaseState.ACCEPTED and is_assessed:
        return _WITH_EXPERT
    if state is not CaseState.CORRECTION:
        return _NEXT[state]
    day = correction_due
    until = f"在{day.year}年{day.month}月{day.day}日前" if day else ""
    return f"请{until}按补正告知书补交材料；补交前不计办理时间。"


def _documents(issued: str | None) -> list[ProgressDocument]:
    if not issued:
        return []
    rows = msgspec.json.decode(issued, type=list[tuple[str, str, datetime]])
    return [
        ProgressDocument(_NOTICE_LABELS.get(kind, kind), code, clock.day_of(at))
        for kind, code, at in rows
    ]
