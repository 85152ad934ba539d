"""按使用人和授权人查询共济关系: one's sharings, on either side."""

from __future__ import annotations

from yibao.accounts.forms import RelationQuestion
from yibao.accounts.results import ShareList
from yibao.accounts.share_queries import relations
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

share_relation_query = Service(
    number=92,
    operation="share_relation_query",
    name="按使用人和授权人查询共济关系",
    summary="查询自己把账户授权给了哪些家人，或者可以用哪些家人的账户。",
    who="授权人或使用人本人，或有授权的代办人。",
    basis=BASIS,
    answers=RelationQuestion,
    result=ShareList,
    workflow=instant_query(answer=relations),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人的共济关系：只返回本人一方的记录",
        "泄露家人信息：家人只显示打码姓名和关系",
        "已到期的关系仍显示：每天按最后有效日解除",
    ),
    examples=[
        Example("张三看授权了谁", {"role": "grantor"}, given="accounts.sharing", person="张三"),
        Example("李四看能用谁的", {"role": "user"}, given="accounts.two_grantors", person="李四"),
        Example("还没有共济", {"role": "grantor"}, given="accounts.account", person="张三"),
    ],
)
