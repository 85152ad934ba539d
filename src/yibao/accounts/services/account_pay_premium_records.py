"""个人医保账户代缴记录查询: premiums that were paid from an account."""

from __future__ import annotations

from yibao.accounts.forms import PremiumRecordsQuestion
from yibao.accounts.premium_records import premium_records
from yibao.accounts.results import PremiumRecords
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

account_pay_premium_records = Service(
    number=112,
    operation="account_pay_premium_records",
    name="个人医保账户代缴记录查询",
    summary="查询自己用个人账户给谁缴过居民医保费，或者家人给自己缴过。",
    who="付款人或参保人本人，或有授权的代办人。",
    basis=BASIS,
    answers=PremiumRecordsQuestion,
    result=PremiumRecords,
    workflow=instant_query(answer=premium_records),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人记录：只返回本人付款或为本人缴的记录",
        "泄露家人信息：家人只显示打码姓名和关系",
        "状态与税务不一致：按税票号每日对账",
    ),
    examples=[
        Example("张三查代缴记录", {}, given="accounts.premium_paid", person="张三"),
        Example(
            "只看2027年度",
            {"year": 2027, "page": 1, "page_size": 5},
            given="accounts.premium_paid",
            person="张三",
        ),
        Example("没有代缴过", {"year": 2026}, given="accounts.account", person="张三"),
    ],
)
