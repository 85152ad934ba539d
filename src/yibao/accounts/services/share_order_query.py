"""支付顺序查询: from which accounts one's care is paid, and in which order."""

from __future__ import annotations

from yibao.accounts.results import PaymentOrder
from yibao.accounts.share_queries import payment_order
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.form import NoAnswers
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

share_order_query = Service(
    number=98,
    operation="share_order_query",
    name="支付顺序查询",
    summary="查询看病时先用谁的账户、后用谁的账户。",
    who="使用人本人，或有授权的代办人。",
    basis=BASIS,
    answers=NoAnswers,
    result=PaymentOrder,
    workflow=instant_query(answer=payment_order),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人的支付顺序：只返回本人作为使用人的记录",
        "泄露家人的余额：只说有没有余额，不说多少",
        "顺序缺号或重号：数据库约束次序不重复，修改时整体重排",
    ),
    examples=[
        Example("李四可以用两位家人的账户", given="accounts.two_grantors", person="李四"),
        Example("只有本人账户", given="accounts.account", person="张三"),
    ],
)
