"""The states of a case and the one table of what may happen in each (docs/explanation/domain.md 1.1).

Everything beyond these few states is a flag or an event: a case that waits for an officer is
``submitted`` or ``accepted``; who holds it, how late it is and what was asked are read elsewhere.
"""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class CaseState(Choices):
    """Where a case stands."""

    SUBMITTED = "submitted", "待受理"
    CORRECTION = "correction", "待补正"
    ACCEPTED = "accepted", "审核中"
    DONE = "done", "已办结"
    REFUSED = "refused", "不予办理"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "逾期终止"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self in OPEN_STATES


class CaseStep(Choices):
    """What may happen to a case; each is an event in its history."""

    SUBMIT = "submit", "提交申请"
    ACCEPT = "accept", "受理"
    REQUEST_CORRECTION = "request_correction", "一次性告知补正"
    CORRECT = "correct", "补正材料"
    DECLINE = "decline", "不予受理"
    APPROVE = "approve", "审核通过"
    REFUSE = "refuse", "审核不通过"
    WITHDRAW = "withdraw", "申请人撤回"
    LAPSE = "lapse", "逾期未补正"
    COMPLETE = "complete", "自动核验通过，即时办结"
    ASSIGN_EXPERT = "assign_expert", "分派专家评定"
    RECALL_EXPERT = "recall_expert", "收回专家评定"
    CONCLUDE = "conclude", "专家评定完成"


OPEN_STATES = frozenset({CaseState.SUBMITTED, CaseState.CORRECTION, CaseState.ACCEPTED})

TRANSITIONS: dict[tuple[CaseState, CaseStep], CaseState] = {
    (CaseState.SUBMITTED, CaseStep.ACCEPT): CaseState.ACCEPTED,
    (CaseState.SUBMITTED, CaseStep.REQUEST_CORRECTION): CaseState.CORRECTION,
    (CaseState.SUBMITTED, CaseStep.DECLINE): CaseState.NOT_ACCEPTED,
    (CaseState.SUBMITTED, CaseStep.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.CORRECTION, CaseStep.CORRECT): CaseState.SUBMITTED,
    (CaseState.CORRECTION, CaseStep.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.CORRECTION, CaseStep.LAPSE): CaseState.LAPSED,
    (CaseState.ACCEPTED, CaseStep.REQUEST_CORRECTION): CaseState.CORRECTION,
    (CaseState.ACCEPTED, CaseStep.APPROVE): CaseState.DONE,
    (CaseState.ACCEPTED, CaseStep.REFUSE): CaseState.REFUSED,
    (CaseState.ACCEPTED, CaseStep.WITHDRAW): CaseState.WITHDRAWN,
}

ASSESSMENT_STEPS = frozenset({CaseStep.ASSIGN_EXPERT, CaseStep.RECALL_EXPERT, CaseStep.CONCLUDE})
"""What happens while an accepted case waits for an expert; it stays accepted, its clock stands."""


def steps_from(state: CaseState) -> list[CaseStep]:
    """Return what may happen in this state."""
    steps = [step for (before, step) in TRANSITIONS if before is state]
    return [*steps, *sorted(ASSESSMENT_STEPS)] if state is CaseState.ACCEPTED else steps


def next_state(state: CaseState, step: CaseStep) -> CaseState | None:
    """Return the state after ``step``, or None when it may not happen now."""
    if step in ASSESSMENT_STEPS:
        return state if state is CaseState.ACCEPTED else None
    return TRANSITIONS.get((state, step))
