"""缴费信息: what was paid for a person in a year, whatever the insurance."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.contributions.forms import OwnContributionsAnswers
from yibao.contributions.queries import own_contributions
from yibao.contributions.results import OwnContributions

right_contributions = Service(
    number=71,
    operation="right_contributions",
    name="缴费信息",
    summary="查一年里缴了哪些医保费、缴了几个月，单位和个人各缴多少。",
    who="参保人本人，或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=OwnContributionsAnswers,
    result=OwnContributions,
    workflow=instant_query(answer=own_contributions),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=("查询他人信息", "同一个月重复计算", "补缴与正常缴费混淆"),
    examples=[
        Example("张三查询今年的缴费", given="contributions.employee_paying", person="张三"),
        Example(
            "李四查询下一年度的居民缴费",
            {"year": 2027},
            given="contributions.resident_paid",
            person="李四",
        ),
        Example("没有缴费记录", {"year": 2010}, given="enrolment.resident", person="李四"),
    ],
)
