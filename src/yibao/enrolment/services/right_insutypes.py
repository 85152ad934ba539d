"""参保险种: what a person is insured for, where, and since when."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.enrolment.forms import OwnInsuranceAnswers
from yibao.enrolment.queries import own_insurances
from yibao.enrolment.results import OwnInsurances

right_insutypes = Service(
    number=68,
    operation="right_insutypes",
    name="参保险种",
    summary="查询自己参加了哪些医疗保险、在哪里参保、从什么时候开始、现在是什么状态。",
    who="参保人本人，或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=OwnInsuranceAnswers,
    result=OwnInsurances,
    workflow=instant_query(answer=own_insurances),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=("查询他人信息",),
    examples=[
        Example("李四查询自己的参保险种", given="enrolment.resident", person="李四"),
        Example("张三是在职职工", given="enrolment.employee", person="张三"),
        Example("没有参保记录", given="enrolment.not_enrolled", person="李四"),
    ],
)
