"""What each notice must say, as typed values; the wording is in the templates.

Source: docs/explanation/domain.md 3.2.

An empty mandatory part is refused when the value is made, and again when it is read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import ClassVar

import msgspec

from yibao.casework.notices.errors import NoticeIncomplete, ReviewerMissing
from yibao.casework.notices.kinds import NoticeKind

HOTLINE = "12393"
"""National service telephone of medical insurance (医疗保障服务热线)."""

Labels = Mapping[str, str]
_COMMON: Labels = {
    "case_number": "受理编号",
    "service": "事项名称",
    "agency": "受理机构",
    "addressee": "申请人",
    "phone": "咨询电话",
}


class MaterialLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One material: its name, how it came (上传, 数据共享, 告知承诺), and until when it is owed.

    ``owed_until`` is set where the case was accepted without this material (容缺受理).
    """

    name: str
    way: str
    owed_until: date | None = None


class Defect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to put right: which material or answer, and what is wrong with it."""

    about: str
    what: str


class ResultLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the result, as it is printed."""

    label: str
    value: str


class Remedies(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person may do against a decision; made by ``remedies.remedies_on``.

    ``review_comes_first``: the court hears the case only after the review (复议前置).
    """

    objection: str
    review_agency: str
    review_days: int
    court: str
    litigation_months: int
    review_comes_first: bool = False


class NoticeContent(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """What every notice says.

    ``addressee`` is the full name; ``certificate`` an already masked number, or empty. ``officer``
    is empty where the platform acted by itself, which the paper then says.
    """

    kind: ClassVar[NoticeKind]
    mandatory: ClassVar[Labels] = MappingProxyType({})
    needs_officer: ClassVar[bool] = False

    case_number: str
    service: str
    agency: str
    addressee: str
    addressee_is_organisation: bool = False
    certificate: str = ""
    officer: str = ""
    phone: str = HOTLINE

    def __post_init__(self) -> None:
        """Refuse a notice that leaves out what it must say."""
        labels = {**_COMMON, **self.mandatory}
        missing = [label for name, label in labels.items() if _is_empty(getattr(self, name))]
        if missing:
            raise NoticeIncomplete(notice=self.kind.label, missing="、".join(missing))
        if self.needs_officer and not self.officer.strip():
            raise ReviewerMissing(notice=self.kind.label)


class Acceptance(NoticeContent, frozen=True, kw_only=True, tag="acceptance"):
    """受理通知书: the application is complete, or accepted with a material owed or pledged.

    A service may need no materials; then the list is empty and the paper says so.
    """

    kind: ClassVar[NoticeKind] = NoticeKind.ACCEPTANCE

    accepted_at: datetime
    due_on: date
    materials: tuple[MaterialLine, ...]


class Correction(NoticeContent, frozen=True, kw_only=True, tag="correction"):
    """补正告知书: everything that is missing or wrong, told once (一次性告知)."""

    kind: ClassVar[NoticeKind] = NoticeKind.CORRECTION
    mandatory: ClassVar[Labels] = {"defects": "需补正的内容", "ways": "补正方式"}

    defects: tuple[Defect, ...]
    due_on: date
    ways: tuple[str, ...]


class NonAcceptance(NoticeContent, frozen=True, kw_only=True, tag="non_acceptance"):
    """不予受理通知书: why not, by which law, where to go instead, and how to object."""

    kind: ClassVar[NoticeKind] = NoticeKind.NON_ACCEPTANCE
    mandatory: ClassVar[Labels] = {"reasons": "理由", "basis": "依据", "where_to_go": "办理去向"}
    needs_officer: ClassVar[bool] = True

    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    where_to_go: str
    remedies: Remedies


class Completion(NoticeContent, frozen=True, kw_only=True, tag="completion"):
    """办结通知书: what came of it, from when, and by which rules."""

    kind: ClassVar[NoticeKind] = NoticeKind.COMPLETION
    mandatory: ClassVar[Labels] = {"results": "办理结果", "basis": "依据"}

    results: tuple[ResultLine, ...]
    effective_on: date
    basis: tuple[str, ...]


class Refusal(NoticeContent, frozen=True, kw_only=True, tag="refusal"):
    """不予办理决定书: a person decided against the application; why, by which law, what now."""

    kind: ClassVar[NoticeKind] = NoticeKind.REFUSAL
    mandatory: ClassVar[Labels] = {"reasons": "理由", "basis": "依据", "where_to_go": "后续办法"}
    needs_officer: ClassVar[bool] = True

    reasons: tuple[str, ...]
    basis: tuple[str, ...]
    where_to_go: str
    remedies: Remedies


class Termination(NoticeContent, frozen=True, kw_only=True, tag="termination"):
    """撤回（终止）通知书: the case ended without a decision; when, why, and with what effect."""

    kind: ClassVar[NoticeKind] = NoticeKind.TERMINATION
    mandatory: ClassVar[Labels] = {"reason": "原因", "effect": "影响"}

    is_withdrawn: bool
    ended_on: date
    reason: str
    effect: str


class Pledge(NoticeContent, frozen=True, kw_only=True, tag="pledge"):
    """告知承诺书: what the person was told, what he pledged, and what follows if it is not so.

    ``signed_by`` tells how the pledge was signed (手写签名, 实名认证后网上确认 …).
    """

    kind: ClassVar[NoticeKind] = NoticeKind.PLEDGE
    mandatory: ClassVar[Labels] = {
        "material": "承诺替代的材料",
        "told": "告知内容",
        "pledged": "承诺内容",
        "consequences": "不实承诺的后果",
        "checking": "核查方式",
        "signed_by": "签署方式",
    }

    material: str
    told: tuple[str, ...]
    pledged: tuple[str, ...]
    consequences: tuple[str, ...]
    checking: str
    signed_by: str
    signed_at: datetime


AnyContent = Acceptance | Correction | NonAcceptance | Completion | Refusal | Termination | Pledge


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, tuple) and not value
