"""What happens with an application: the nine templates that cover all 114 services.

Source: docs/explanation/domain.md 1.1. A template is chosen by calling its constructor; those that no
service uses yet stand in :class:`Template` with their steps, and get their constructor with their
first service.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from yibao.catalogue.case import Case, F

R = TypeVar("R")
Check = Callable[[Case[F]], None]


class Template(StrEnum):
    """The nine workflow templates; each member knows its label and its steps."""

    label: str
    steps: tuple[str, ...]

    _value_: str

    # The default lets a type checker accept a look-up by value, which passes no label.
    def __new__(cls, value: str, label: str = "", *steps: str) -> Template:
        """Make a member from its value, label and steps."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.steps = label, steps
        return member

    INSTANT_QUERY = "instant_query", "即时查询", "核验身份", "查询", "返回结果"
    INSTANT_EFFECT = "instant_effect", "即时办结", "提交", "自动核验", "即时生效", "事后抽查"
    REVIEWED = "reviewed", "审核办理", "提交", "受理", "审核", "生效", "办结"
    REVIEWED_AND_PAID = (
        "reviewed_and_paid", "审核支付", "提交", "受理", "审核", "核算", "复核", "支付", "办结",
    )  # fmt: skip
    TRANSFER = (
        "transfer", "两地协同", "申请", "发出通知单", "转出地办理", "转入地接收", "办结反馈",
    )  # fmt: skip
    AGREEMENT = (
        "agreement", "协议申请", "申请", "材料审查", "现场评估", "公示", "协商", "签约", "联网",
    )  # fmt: skip
    ASSESSMENT = (
        "assessment", "评定认定", "申请", "受理", "分派专家", "评定", "告知", "公示", "生效",
    )  # fmt: skip
    ORDER_AND_PAYMENT = "order_and_payment", "订单交易", "下单", "锁定", "支付", "履约", "回执"
    CANCELLATION = "cancellation", "撤销取消", "提交", "核验可撤", "撤销生效", "回执"


@dataclass(frozen=True)
class Review(Generic[F]):
    """A decision by an officer, within ``working_days`` from acceptance.

    ``when`` decides for an application whether it needs the review (None: always). It returns the
    reason, which the officer and the applicant read, or an empty string.
    """

    working_days: int
    when: Callable[[Case[F]], str] | None = None


@dataclass(frozen=True)
class Assessment(Generic[F]):
    """An expert's conclusion, before an officer decides (评定); the decision follows it.

    ``recused_hospitals`` returns the codes of the hospitals whose experts must not assess an
    application (回避): those that treat the person, as far as they are known.
    """

    recused_hospitals: Callable[[Case[F]], Collection[str]]


@dataclass(frozen=True)
class Workflow(Generic[F, R]):
    """A template with the functions of one service in it.

    ``checks`` run before anything is written, all of them, so that a person reads everything at
    once. ``effect`` changes the registers and returns what the applicant gets; for a query it
    only reads. Effects run once for a case, in the transaction that keeps the case.
    ``subject_key`` names what two open applications must not have in common (INV-13).
    """

    template: Template
    effect: Callable[[Case[F]], R]
    checks: Sequence[Check[F]] = ()
    review: Review[F] | None = None
    assessment: Assessment[F] | None = None

    @property
    def is_query(self) -> bool:
        """Tell whether nothing is changed and no case is opened."""
        return self.template is Template.INSTANT_QUERY


def instant_query(*, answer: Callable[[Case[F]], R]) -> Workflow[F, R]:
    """T1 即时查询: read, mask, return."""
    return Workflow(Template.INSTANT_QUERY, effect=answer)


def instant_effect(
    *,
    effect: Callable[[Case[F]], R],
    checks: Sequence[Check[F]] = (),
    review: Review[F] | None = None,
) -> Workflow[F, R]:
    """T2 即时办结: check, take effect, done; with ``review``, some applications go to an officer."""
    return Workflow(Template.INSTANT_EFFECT, effect=effect, checks=checks, review=review)


def reviewed(
    *, effect: Callable[[Case[F]], R], review: Review[F], checks: Sequence[Check[F]] = ()
) -> Workflow[F, R]:
    """T3 审核办理: an officer accepts and decides, then the effect."""
    return Workflow(Template.REVIEWED, effect=effect, checks=checks, review=review)


def assessment(
    *,
    effect: Callable[[Case[F]], R],
    review: Review[F],
    by_expert: Assessment[F],
    checks: Sequence[Check[F]] = (),
) -> Workflow[F, R]:
    """T7 评定认定: an officer accepts, an expert concludes, an officer decides, then the effect.

    With ``review.when``, an application that needs no assessment is done at once.
    """
    return Workflow(
        Template.ASSESSMENT, effect=effect, checks=checks, review=review, assessment=by_expert
    )


def cancellation(
    *, effect: Callable[[Case[F]], R], checks: Sequence[Check[F]] = ()
) -> Workflow[F, R]:
    """T9 撤销取消: find the person's own record, check that it may end, end it."""
    return Workflow(Template.CANCELLATION, effect=effect, checks=checks)


AnyWorkflow = Workflow[Any, Any]
