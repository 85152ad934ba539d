"""个人医保账户代缴: pay a resident's premium from one's personal account."""

from __future__ import annotations

from yibao.accounts.example_people import LI_SI
from yibao.accounts.forms import PremiumAnswers
from yibao.accounts.premiums import may_be_paid, pay_premium
from yibao.accounts.results import PremiumReceipt
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect

_ANSWERS = {
    "payee": "relative",
    "payee_identity_number": LI_SI.identity_number,
    "payee_name": LI_SI.name,
    "year": 2027,
    "amount": "400.00",
}

account_pay_premium = Service(
    number=111,
    operation="account_pay_premium",
    name="个人医保账户代缴",
    summary="用自己的医保个人账户，给自己或已绑定的家人缴居民医保费。一次给一个人缴。",
    who="有正常职工医保个人账户的参保人；家人要先办好账户共济登记。",
    basis=BASIS,
    answers=PremiumAnswers,
    result=PremiumReceipt,
    workflow=instant_effect(checks=[may_be_paid], effect=pay_premium),
    identity_level=IdentityLevel.STRONG,
    archive_class="个人账户管理",
    risk_points=(
        "重复缴费：一张应缴单只能有一笔代缴，数据库约束",
        "扣款后税务没有确认：超过规定时间自动冲正退回账户",
        "给非近亲属缴费：只能给已绑定共济的家人缴",
    ),
    examples=[
        Example("张三给妻子李四缴", _ANSWERS, given="accounts.premium_due", person="张三"),
        Example(
            "余额350元，不够缴400元",
            _ANSWERS,
            given="accounts.premium_due_and_little_money",
            person="张三",
            fails_with="accounts.balance_too_low",
        ),
        Example(
            "账户被冻结",
            _ANSWERS,
            given="accounts.premium_due_and_frozen",
            person="张三",
            fails_with="accounts.frozen",
        ),
        Example(
            "金额和应缴的不一样",
            _ANSWERS | {"amount": "399.99"},
            given="accounts.premium_due",
            person="张三",
            fails_with="accounts.amount_not_due",
        ),
        Example(
            "已经过了缴费期",
            _ANSWERS,
            given="accounts.premium_overdue",
            person="张三",
            fails_with="accounts.payment_period_over",
        ),
        Example(
            "没有应缴单",
            _ANSWERS,
            given="accounts.nothing_due",
            person="张三",
            fails_with="accounts.nothing_due",
        ),
        Example(
            "已经缴过",
            _ANSWERS,
            given="accounts.premium_paid",
            person="张三",
            fails_with="accounts.premium_paid_already",
        ),
        Example(
            "没有绑定的家人",
            _ANSWERS,
            given="accounts.premium_due_of_a_stranger",
            person="张三",
            fails_with="accounts.payee_not_bound",
        ),
        Example(
            "居民没有个人账户",
            {"payee": "self", "year": 2027, "amount": "400.00"},
            given="accounts.no_account",
            person="李四",
            fails_with="accounts.no_account",
        ),
    ],
)
