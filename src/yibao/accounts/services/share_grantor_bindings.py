"""授权人绑定信息查询: with whom one shares one's account, and what they used."""

from __future__ import annotations

from yibao.accounts.results import ShareList
from yibao.accounts.share_queries import bindings
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.form import NoAnswers
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

share_grantor_bindings = Service(
    number=95,
    operation="share_grantor_bindings",
    name="授权人绑定信息查询",
    summary="查询自己的账户绑定了哪些家人、给了多少额度、今年用了多少。",
    who="授权人本人，或有授权的代办人。",
    basis=BASIS,
    answers=NoAnswers,
    result=ShareList,
    workflow=instant_query(answer=bindings),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人的绑定：只返回本人账户的记录",
        "泄露家人信息：家人只显示打码姓名和关系",
        "已用金额不准：由收支明细合计，不另外记账",
    ),
    examples=[
        Example("张三查绑定的家人", given="accounts.sharing", person="张三"),
        Example("还没有绑定", given="accounts.account", person="张三"),
    ],
)
