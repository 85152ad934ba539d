"""Three made-up services, so that the pages are tested without any domain.

They take operations of the directory, because the pages know only what the directory lists.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from yibao.catalogue.case import Case, IdentityLevel
from yibao.catalogue.choices import Choices
from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import Choice, Date, Flag, Integer, Phone, Region, Text
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material
from yibao.catalogue.service import Service
from yibao.catalogue.workflow import Review, instant_effect, instant_query
from yibao.kernel.errors import Refused


class Kind(Choices):
    """What the made-up application is about."""

    SHORT = "short", "短期"
    LONG = "long", "长期"
    REFUSED = "refused", "会被拒绝的"
    REVIEWED = "reviewed", "要人工审核的"


class ApplyAnswers(Form):
    """One question of nearly every kind."""

    kind = Choice("类型", Kind, hint="选一种。")
    reason = when(kind.is_(Kind.LONG), Text("长期的原因", most=20, least=2))
    place = Region("地方", level="county", within="520000")
    starts_on = Date("开始日期", example="2026-12-01")
    phone = Phone("联系手机")
    is_first = Flag("是不是第一次")
    remark = optional(Text("备注", most=50))


class Done(msgspec.Struct, frozen=True):
    """What the application gives back."""

    message: Annotated[str, msgspec.Meta(title="结果说明")]
    amount_fen: Annotated[int, msgspec.Meta(title="金额")]
    since: Annotated[date, msgspec.Meta(title="起始日")]


class KindRefused(Refused):
    """The made-up policy says no."""

    code = "portal_tests.kind_refused"
    message = "这种类型现在不能办。"
    fix = "请改选别的类型。"
    at = ApplyAnswers.kind.path


def _kind_is_possible(case: Case[ApplyAnswers]) -> None:
    if case.answers.kind is Kind.REFUSED:
        raise KindRefused


def _done(case: Case[ApplyAnswers]) -> Done:
    return Done("已经登记。", 123456, case.today)


def _needs_review(case: Case[ApplyAnswers]) -> str:
    return "需要人工审核" if case.answers.kind is Kind.REVIEWED else ""


APPLY = Service(
    number=94,
    operation="share_other",
    name="其他医保个人账户共济服务",
    summary="一个只用来测试的申请。",
    who="所有人",
    basis=["测试依据第一条"],
    answers=ApplyAnswers,
    result=Done,
    workflow=instant_effect(
        effect=_done,
        checks=[_kind_is_possible],
        review=Review(working_days=3, when=_needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    materials=[
        Material("proof", "测试证明", pledge_text="我承诺都是真的。\n不真的话承担责任。"),
        Material("extra", "补充说明", is_required=False),
        Material("long_proof", "长期证明", when=ApplyAnswers.kind.is_(Kind.LONG)),
    ],
)


class AskAnswers(Form):
    """One optional question."""

    most = optional(Integer("最多几条", least=0, most=9))


class Entry(msgspec.Struct, frozen=True):
    """One record."""

    kind_code: Annotated[str, msgspec.Meta(title="类别代码")]
    kind: Annotated[str, msgspec.Meta(title="类别")]
    amount_fen: Annotated[int, msgspec.Meta(title="金额")]
    day: Annotated[date, msgspec.Meta(title="日期")]


class Entries(msgspec.Struct, frozen=True):
    """A list."""

    entries: Annotated[list[Entry], msgspec.Meta(title="明细")]


def _entries(case: Case[AskAnswers]) -> Entries:
    many = 2 if case.answers.most is None else case.answers.most
    return Entries([Entry("A", "甲类", 100 * n + 5, case.today) for n in range(1, many + 1)])


ASK = Service(
    number=62,
    operation="qry_other",
    name="其他查询服务(增加关系转移进度办理查询)",
    summary="一个只用来测试的查询。",
    who="所有人",
    basis=["测试依据第二条"],
    answers=AskAnswers,
    result=Entries,
    workflow=instant_query(answer=_entries),
    identity_level=IdentityLevel.REAL_NAME,
)

PUBLIC = Service(
    number=104,
    operation="cat_other",
    name="其他药品和医用耗材服务",
    summary="一个只用来测试的公开查询。",
    who="所有人，不用登录",
    basis=["测试依据第三条"],
    answers=AskAnswers,
    result=Entries,
    workflow=instant_query(answer=_entries),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
)
