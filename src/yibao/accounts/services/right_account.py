"""个人账户信息: what is in one's account, and with whom it is shared."""

from __future__ import annotations

from yibao.accounts.queries import account_information
from yibao.accounts.results import AccountInformation
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.form import NoAnswers
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

right_account = Service(
    number=70,
    operation="right_account",
    name="个人账户信息",
    summary="查询自己的医保个人账户还有多少钱、今年收了多少用了多少、和哪些家人共用。",
    who="参保人本人，或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=NoAnswers,
    result=AccountInformation,
    workflow=instant_query(answer=account_information),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人账户：核对登录身份，只返回本人账户",
        "余额与明细不符：每日核对余额与收支合计",
        "泄露家人信息：家人只显示打码姓名和关系",
    ),
    examples=[
        Example("张三查自己的账户", given="accounts.account", person="张三"),
        Example("账户和妻子共用", given="accounts.sharing", person="张三"),
        Example("李四是居民，没有个人账户", given="accounts.no_account", person="李四"),
    ],
)
