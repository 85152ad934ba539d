"""The states of an enrolment and the one table of what may happen in each.

Source: docs/explanation/domain.md 2.4.
"""

from __future__ import annotations

from typing import NamedTuple

from yibao.catalogue.choices import Choices

EMPLOYEE_INSURANCE = "310"
RESIDENT_INSURANCE = "390"
# 职工 and 居民 basic insurance: of these a person has one active at most (INV-1).
BASIC_INSURANCE = (EMPLOYEE_INSURANCE, RESIDENT_INSURANCE)
# What may be active only beside its basic insurance (INV-2): maternity and the supplements.
DEPENDENT_INSURANCES: dict[str, tuple[str, ...]] = {
    EMPLOYEE_INSURANCE: ("510", "320", "330"),
    RESIDENT_INSURANCE: ("392",),
}


class EnrolmentStatus(Choices):
    """Where an enrolment stands; void and ended are final."""

    ACTIVE = "active", "正常参保"
    PAUSED = "paused", "暂停参保"
    VOID = "void", "无效参保"
    ENDED = "ended", "终止参保"


class EnrolmentEvent(Choices):
    """What may happen to an enrolment."""

    ENROL = "enrol", "参保"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "恢复"
    RETIRE = "retire", "在职转退休"
    END = "end", "终止"
    FREEZE = "freeze", "冻结"
    UNFREEZE = "unfreeze", "解冻"
    ANNUL = "annul", "判定重复或错误"


class Transition(NamedTuple):
    """What an event makes of a status, and the national kinds of change it may be written as."""

    status: EnrolmentStatus
    change_kinds: tuple[str, ...]


_A, _P = EnrolmentStatus.ACTIVE, EnrolmentStatus.PAUSED
TRANSITIONS: dict[tuple[EnrolmentStatus | None, EnrolmentEvent], Transition] = {
    (None, EnrolmentEvent.ENROL): Transition(_A, ("11", "13", "14")),
    (_A, EnrolmentEvent.PAUSE): Transition(_P, ("22",)),
    (_P, EnrolmentEvent.RESUME): Transition(_A, ("12",)),
    (_A, EnrolmentEvent.RETIRE): Transition(_A, ("25",)),
    (_A, EnrolmentEvent.END): Transition(EnrolmentStatus.ENDED, ("21", "23", "24")),
    (_P, EnrolmentEvent.END): Transition(EnrolmentStatus.ENDED, ("21", "23", "24")),
    (_A, EnrolmentEvent.FREEZE): Transition(_A, ("31",)),
    (_A, EnrolmentEvent.UNFREEZE): Transition(_A, ("32",)),
    (_A, EnrolmentEvent.ANNUL): Transition(EnrolmentStatus.VOID, ("35",)),
    (_P, EnrolmentEvent.ANNUL): Transition(EnrolmentStatus.VOID, ("35",)),
}


def transition(status: EnrolmentStatus | None, event: EnrolmentEvent) -> Transition | None:
    """Return what ``event`` does to an enrolment in ``status`` (None: there is none yet).

    None means that it may not happen.
    """
    return TRANSITIONS.get((status, event))
