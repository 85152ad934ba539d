"""评定: an accepted case goes to an expert, who concludes; the officer's decision follows.

While the expert has it the clock of the case stands still. Nobody assesses whom he knows from
elsewhere (回避): not the officer who accepted the case or assigns it, not an expert of a hospital
that treats the person. Source: docs/explanation/domain.md 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yibao.casework import locking
from yibao.casework.conclusions import Conclusion
from yibao.casework.deadlines import extended
from yibao.casework.errors import (
    AlreadyConcluded,
    AssessmentOfOther,
    AssessmentUnderWay,
    ConclusionDiffers,
    ConclusionMissing,
    DeciderIsExpert,
    ExpertRecused,
    ExpertUnknown,
    NoAssessmentUnderWay,
    NotForExperts,
    ReasonMissing,
)
from yibao.casework.locking import LockedCase
from yibao.casework.states import CaseState, CaseStep
from yibao.kernel.errors import DomainError, Unavailable
from yibao.platform import clock, database
from yibao.platform.database import Sql

_CANDIDATES = """
SELECT e.id, e.sign_in, e.full_name, e.hospital_code,
       (SELECT count(*) FROM case_assessment a JOIN service_case c ON c.id = a.case_id
        WHERE a.expert_id = e.id AND a.ended_at IS NULL AND c.state = 'accepted')
FROM case_expert e
WHERE e.is_active AND (%(sign_in)s::text IS NULL OR e.sign_in = %(sign_in)s)
  AND e.region BETWEEN %(lowest)s AND %(highest)s
ORDER BY 5, e.id
"""
_LATEST = """
SELECT a.conclusion, e.sign_in, EXISTS (
  SELECT 1 FROM case_event c
  WHERE c.case_id = a.case_id AND c.step = 'correct' AND c.at >= a.ended_at)
FROM case_assessment a JOIN case_expert e ON e.id = a.expert_id
WHERE a.case_id = %s ORDER BY a.id DESC LIMIT 1
"""


@dataclass(frozen=True)
class Candidate:
    """An expert, how many cases are with him now, and why he must not assess, if so."""

    id: int
    sign_in: str
    full_name: str
    hospital_code: str
    open_cases: int
    recusal: str = ""


def candidates(case_id: UUID, *, officer: str) -> list[Candidate]:
    """Return the experts of the case's prefecture, those with fewest cases first.

    Raises:
        NotForExperts: the service needs none.
    """
    with database.reading() as sql:
        return _candidates(sql, locking.find(sql, case_id), officer)


def assign(case_id: UUID, *, expert: str, officer: str, row_version: int) -> None:
    """分派: give the case to an expert, by his sign-in name; the clock stops.

    Raises:
        NotForExperts: the service needs none.
        AssessmentUnderWay: an expert has it already.
        AlreadyConcluded: an expert has found it so, or otherwise, on the papers as they stand.
        ExpertUnknown, ExpertRecused: not this one.
    """
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        locking.require(case, CaseStep.ASSIGN_EXPERT)
        require_none_under_way(case, CaseStep.ASSIGN_EXPERT)
        _require_no_conclusion(sql, case)
        chosen = next(iter(_candidates(sql, case, officer, sign_in=expert)), None)
        if chosen is None:
            raise ExpertUnknown
        if chosen.recusal:
            raise ExpertRecused(reason=chosen.recusal)
        locking.move(sql, case, CaseStep.ASSIGN_EXPERT, operator=f"officer:{officer}")
        sql.execute(
            """INSERT INTO case_assessment (case_id, expert_id, conclusion, started_at)
               VALUES (%s, %s, '', %s)""",
            (case.id, chosen.id, clock.now()),
        )
        sql.execute(
            "UPDATE service_case SET paused_on = %s WHERE id = %s", (clock.today(), case.id)
        )


def recall(case_id: UUID, *, officer: str, row_version: int) -> None:
    """收回: take the case back from an expert who cannot assess it; the clock goes on.

    Raises:
        NoAssessmentUnderWay: no expert has it.
    """
    with database.transaction() as sql:
        case = locking.lock_for(sql, case_id, officer=officer, row_version=row_version)
        locking.require(case, CaseStep.RECALL_EXPERT)
        assessment, _ = _under_way(sql, case)
        locking.move(sql, case, CaseStep.RECALL_EXPERT, operator=f"officer:{officer}")
        _end(sql, case, assessment, "")


def conclude(
    case_id: UUID, conclusion: Conclusion, opinion: str, *, expert: str, row_version: int
) -> None:
    """结论: say what the papers tell and why; the case goes back to the officers.

    Raises:
        ReasonMissing: there is no opinion.
        NoAssessmentUnderWay, AssessmentOfOther: the case is not with this expert.
        ExpertRecused: the case has become one in which he may not speak.
    """
    if not opinion.strip():
        raise ReasonMissing
    with database.transaction() as sql:
        case = locking.lock(sql, case_id, row_version)
        locking.require(case, CaseStep.CONCLUDE)
        assessment, assigned = _under_way(sql, case)
        if assigned != expert:
            raise AssessmentOfOther
        for known in _candidates(sql, case, "", sign_in=expert):
            if known.recusal:  # the applicant may have changed his hospital meanwhile
                raise ExpertRecused(reason=known.recusal)
        note = f"{conclusion.label}。{opinion.strip()}"
        locking.move(sql, case, CaseStep.CONCLUDE, operator=f"expert:{expert}", note=note)
        _end(sql, case, assessment, conclusion.value)


def require_none_under_way(case: LockedCase, step: CaseStep) -> None:
    """Refuse a step while an expert has the case: that is when an accepted case's clock stands.

    Raises:
        AssessmentUnderWay: one has it.
    """
    if case.state is CaseState.ACCEPTED and case.paused_on is not None:
        raise AssessmentUnderWay(step=step.label)


def require_conclusion(sql: Sql, case: LockedCase, step: CaseStep, officer: str) -> None:
    """Refuse a decision that does not follow the conclusion on the papers as they stand.

    A service without experts needs no conclusion.

    Raises:
        ConclusionMissing: nobody has concluded, or before the papers were corrected.
        ConclusionDiffers: the conclusion is another.
        DeciderIsExpert: this officer assessed the case himself.
    """
    if case.service.workflow.assessment is None:
        return
    needed = Conclusion.MET if step is CaseStep.APPROVE else Conclusion.UNMET
    sql.execute(_LATEST, (case.id,))
    row = sql.fetchone()
    if row is None or not row[0] or row[2]:
        raise ConclusionMissing
    if row[0] != needed.value:
        raise ConclusionDiffers(conclusion=Conclusion(row[0]).label, step=step.label)
    if row[1] == officer:
        raise DeciderIsExpert


def bars(refusals: Iterable[DomainError]) -> bool:
    """Tell whether anything stands against the applicant; the silence of a register does not."""
    return any(not isinstance(each, Unavailable) for each in refusals)


def _require_no_conclusion(sql: Sql, case: LockedCase) -> None:
    """Refuse a second opinion while the first one stands. Raises AlreadyConcluded."""
    sql.execute(_LATEST, (case.id,))
    row = sql.fetchone()
    decisive = {Conclusion.MET.value, Conclusion.UNMET.value}
    if row is not None and row[0] in decisive and not row[2]:
        raise AlreadyConcluded(conclusion=Conclusion(row[0]).label)


def _candidates(
    sql: Sql, case: LockedCase, officer: str, *, sign_in: str | None = None
) -> list[Candidate]:
    rule = case.service.workflow.assessment
    if rule is None:
        raise NotForExperts
    hospitals = rule.recused_hospitals(locking.context_of(sql, case, officer))
    sql.execute(
        "SELECT operator FROM case_event WHERE case_id = %s AND step = 'accept'", (case.id,)
    )
    acceptors = {str(operator).removeprefix("officer:") for (operator,) in sql.fetchall()}
    area = case.region[:4]
    sql.execute(_CANDIDATES, {"sign_in": sign_in, "lowest": f"{area}00", "highest": f"{area}99"})
    found = [Candidate(*row) for row in sql.fetchall()]
    reasons = {one.id: _recusal(one, acceptors, officer, set(hospitals)) for one in found}
    return [Candidate(**{**vars(one), "recusal": reasons[one.id]}) for one in found]


def _recusal(one: Candidate, acceptors: set[str], officer: str, hospitals: set[str]) -> str:
    if one.sign_in in acceptors:
        return "他受理了这件业务"
    if one.sign_in == officer:
        return "不能分派给自己"
    return "他在参保人就医的医疗机构工作" if one.hospital_code in hospitals else ""


def _under_way(sql: Sql, case: LockedCase) -> tuple[int, str]:
    """Return the open assessment and the sign-in name of its expert."""
    sql.execute(
        """SELECT a.id, e.sign_in FROM case_assessment a JOIN case_expert e ON e.id = a.expert_id
           WHERE a.case_id = %s AND a.ended_at IS NULL""",
        (case.id,),
    )
    row = sql.fetchone()
    if row is None:
        raise NoAssessmentUnderWay
    return int(row[0]), str(row[1])


def _end(sql: Sql, case: LockedCase, assessment: int, conclusion: str) -> None:
    """End the assessment; the case has as many working days left as before it."""
    sql.execute(
        "UPDATE case_assessment SET conclusion = %s, ended_at = %s WHERE id = %s",
        (conclusion, clock.now(), assessment),
    )
    due = case.due_on
    if due is not None and case.paused_on is not None:
        due = extended(due, paused_on=case.paused_on, resumed_on=clock.today())
    sql.execute(
        "UPDATE service_case SET due_on = %s, paused_on = NULL WHERE id = %s", (due, case.id)
    )
