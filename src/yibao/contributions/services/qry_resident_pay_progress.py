"""居民缴费进度查询: whether a resident's contribution is due, paid, or given back."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.contributions.forms import ResidentProgressAnswers
from yibao.contributions.queries import resident_progress
from yibao.contributions.results import ResidentProgress

qry_resident_pay_progress = Service(
    number=58,
    operation="qry_resident_pay_progress",
    name="居民缴费进度查询",
    summary="查居民医保的费用该缴多少、缴了没有、到账没有，从哪天起可以报销。",
    who="参加居民医保的人本人，或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=ResidentProgressAnswers,
    result=ResidentProgress,
    workflow=instant_query(answer=resident_progress),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=("查询他人信息", "把待缴费误读为已缴费", "退费状态更新不及时"),
    examples=[
        Example("李四查询下一年度缴了没有", given="contributions.resident_paid", person="李四"),
        Example(
            "李四还没有缴费",
            {"year": 2027},
            given="contributions.resident_unpaid",
            person="李四",
        ),
        Example("没有应缴单", {"year": 2020}, given="enrolment.not_enrolled", person="李四"),
    ],
)
