"""修改使用人个人账户支付顺序: whose account is used first."""

from __future__ import annotations

from yibao.accounts.forms import OrderChange
from yibao.accounts.ordering import may_be_moved, move
from yibao.accounts.results import PaymentOrder
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect

share_order_change = Service(
    number=96,
    operation="share_order_change",
    name="修改使用人个人账户支付顺序",
    summary="有几位家人授权时，改变先用谁的账户。本人的账户总是最先用。",
    who="使用人本人，或有授权的代办人。",
    basis=BASIS,
    answers=OrderChange,
    result=PaymentOrder,
    workflow=instant_effect(checks=[may_be_moved], effect=move),
    identity_level=IdentityLevel.STRONG,
    archive_class="个人账户管理",
    risk_points=(
        "改他人的支付顺序：只能改本人作为使用人的次序",
        "顺序缺号或重号：数据库约束次序不重复，修改时整体重排",
        "与结算同时修改：已经开始的结算按原来的次序",
    ),
    examples=[
        Example(
            "李四要先用第二位家人的账户",
            {"position": 1},
            given="accounts.two_grantors",
            person="李四",
        ),
        Example(
            "没有第三位",
            {"position": 3},
            given="accounts.two_grantors",
            person="李四",
            fails_with="accounts.position_out_of_range",
        ),
        Example(
            "只有一位，已经排第一",
            {"position": 1},
            given="accounts.one_grantor",
            person="李四",
            fails_with="accounts.position_unchanged",
        ),
        Example(
            "没有家人授权",
            {"position": 1},
            given="accounts.no_account",
            person="李四",
            fails_with="accounts.share_unknown",
        ),
        Example(
            "三条共济，没有说移哪一条",
            {"position": 1},
            given="accounts.three_grantors",
            person="李四",
            fails_with="accounts.which_share",
        ),
        Example(
            "编号不是自己的",
            {"share_number": "FS520100202601010000001Y", "position": 1},
            given="accounts.two_grantors",
            person="李四",
            fails_with="accounts.share_unknown",
        ),
    ],
)
