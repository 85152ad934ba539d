"""职工缴费进度查询: month by month, what employer and employee paid."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.contributions.forms import EmployeeProgressAnswers
from yibao.contributions.queries import employee_progress
from yibao.contributions.results import EmployeeProgress

qry_employee_pay_progress = Service(
    number=67,
    operation="qry_employee_pay_progress",
    name="职工缴费进度查询",
    summary="查职工医保每个月的缴费基数、单位和个人各缴多少、到账没有。",
    who="参加职工医保的人本人（包括灵活就业人员），或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=EmployeeProgressAnswers,
    result=EmployeeProgress,
    workflow=instant_query(answer=employee_progress),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=("查询他人信息", "把待缴费误读为已缴费", "单位欠费未提示"),
    examples=[
        Example("张三查询最近一年", given="contributions.employee_paying", person="张三"),
        Example(
            "张三查询指定的几个月",
            {"from_month": "2026-07", "until_month": "2026-09"},
            given="contributions.employee_paying",
            person="张三",
        ),
        Example("没有职工医保", given="enrolment.resident", person="李四"),
        Example(
            "结束月份早于开始月份",
            {"from_month": "2026-09", "until_month": "2026-07"},
            given="contributions.employee_paying",
            person="张三",
            fails_with="contributions.months_reversed",
        ),
        Example(
            "时间段太长",
            {"from_month": "2020-01", "until_month": "2026-07"},
            given="contributions.employee_paying",
            person="张三",
            fails_with="contributions.too_many_months",
        ),
    ],
)
