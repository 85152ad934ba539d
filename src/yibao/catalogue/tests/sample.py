"""A made-up service with a question of every kind, for the tests of the vocabulary."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec

from yibao.catalogue.case import Case, IdentityLevel
from yibao.catalogue.choices import Choices
from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import (
    Choice,
    Code,
    Date,
    Flag,
    IdentityNumber,
    Integer,
    PersonName,
    Phone,
    Region,
    Text,
    Year,
)
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.kernel.errors import Refused


class Colour(Choices):
    """What the sample asks."""

    RED = "red", "红"
    BLUE = "blue", "蓝"


class TooRed(Refused):
    """The sample's own refusal."""

    code = "sample.too_red"
    message = "太红了。"
    fix = "换一种颜色。"


class SampleAnswers(Form):
    """One question of every kind."""

    colour = Choice("颜色", Colour)
    shade = when(colour.is_(Colour.RED), Text("深浅", most=5, least=2))
    note = optional(Text("说明", personal=True))
    sex = Code("性别", table="sex", only=("1", "2"))
    ethnic_group = optional(Code("民族", table="ethnic_group"))
    starts_on = Date("开始日期")
    count = Integer("份数", least=1, most=9)
    year = optional(Year("年度"))
    is_urgent = optional(Flag("加急"))
    place = optional(Region("地方", level="county"))
    phone = optional(Phone())
    identity_number = optional(IdentityNumber())
    name = optional(PersonName())


class Line(msgspec.Struct, frozen=True):
    """One line of the result."""

    colour: Annotated[Colour, msgspec.Meta(title="颜色")]
    until: Annotated[date | None, msgspec.Meta(title="到期日")] = None


class SampleResult(msgspec.Struct, frozen=True):
    """What the sample gives back."""

    number: Annotated[str, msgspec.Meta(title="编号")]
    lines: Annotated[tuple[Line, ...], msgspec.Meta(title="明细")]


def not_too_red(case: Case[SampleAnswers]) -> None:
    """Refuse red, by a rule from a table of rules."""
    for rule in _RULES:
        rule(case)


def _rule(case: Case[SampleAnswers]) -> None:
    if case.answers.colour is Colour.RED:
        raise TooRed


_RULES = (_rule,)


def give(case: Case[SampleAnswers]) -> SampleResult:
    """Return one line of the colour."""
    return SampleResult("S-1", (Line(case.answers.colour),))


def unsure(case: Case[Any]) -> str:
    """Return why an officer must look."""
    return "" if case.answers.count == 1 else "数量多"


SAMPLE = Service(
    number=0,
    operation="sample",
    name="样例",
    summary="只在测试里有。",
    who="测试",
    basis=["测试〔2026〕1号"],
    answers=SampleAnswers,
    result=SampleResult,
    workflow=instant_effect(
        checks=[not_too_red], effect=give, review=Review(working_days=3, when=unsure)
    ),
    identity_level=IdentityLevel.STRONG,
    materials=[
        Material(
            "proof", "证明", when=SampleAnswers.colour.is_(Colour.BLUE), pledge_text="本人承诺"
        )
    ],
    examples=[
        Example(
            "蓝色", {"colour": "blue", "sex": "1", "starts_on": days_from_today(9), "count": 1}
        ),
        Example("红色", {"colour": "red", "shade": "很深"}, fails_with="sample.too_red"),
    ],
)
