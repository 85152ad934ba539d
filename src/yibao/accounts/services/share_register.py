"""账户共济登记: let a near relative use one's account."""

from __future__ import annotations

from yibao.accounts.example_people import LI_SI, ZHANG_SAN
from yibao.accounts.forms import ShareRegistration
from yibao.accounts.materials import KINSHIP_PROOF
from yibao.accounts.registering import may_share, register
from yibao.accounts.results import ShareReceipt
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect

_ANSWERS = {
    "user_identity_number": LI_SI.identity_number,
    "user_name": LI_SI.name,
    "kinship": "spouse",
}
_PLEDGE = {"kinship_proof": "pledge"}

share_register = Service(
    number=97,
    operation="share_register",
    name="账户共济登记",
    summary="把自己职工医保个人账户的钱给近亲属用：配偶、父母、子女、兄弟姐妹、祖辈和孙辈。",
    who="有正常职工医保个人账户的参保人；家人要在本省参加职工或居民医保。可以由家人代办。",
    basis=BASIS,
    answers=ShareRegistration,
    result=ShareReceipt,
    workflow=instant_effect(checks=[may_share], effect=register),
    identity_level=IdentityLevel.STRONG,
    materials=[KINSHIP_PROOF],
    archive_class="个人账户管理",
    risk_points=(
        "不是近亲属而登记共济：亲属关系共享核验，核验不了的由使用人确认并事后抽查",
        "未经使用人同意登记：没有核验到关系的，使用人本人刷脸确认后才生效",
        "账户被盗用：授权人刷脸办理，可设单笔和年度额度",
    ),
    examples=[
        Example(
            "张三授权妻子李四，登记中查到是夫妻",
            _ANSWERS,
            _PLEDGE,
            given="accounts.relative_known",
            person="张三",
        ),
        Example(
            "没有查到亲属关系，等李四确认，设了额度",
            _ANSWERS
            | {
                "single_limit": "200",
                "yearly_limit": "2000",
                "starts_on": days_from_today(1),
                "ends_on": days_from_today(365),
            },
            _PLEDGE,
            given="accounts.relative_unknown",
            person="张三",
        ),
        Example(
            "账户被冻结",
            _ANSWERS,
            _PLEDGE,
            given="accounts.frozen_grantor",
            person="张三",
            fails_with="accounts.grantor_not_eligible",
        ),
        Example(
            "家人没有参保",
            _ANSWERS,
            _PLEDGE,
            given="accounts.relative_not_insured",
            person="张三",
            fails_with="accounts.relative_not_eligible",
        ),
        Example(
            "家人的姓名写错",
            _ANSWERS | {"user_name": "李五"},
            _PLEDGE,
            given="accounts.relative_known",
            person="张三",
            fails_with="accounts.relative_not_eligible",
        ),
        Example(
            "使用人填成自己",
            _ANSWERS | {"user_identity_number": ZHANG_SAN.identity_number, "user_name": "张三"},
            _PLEDGE,
            given="accounts.account",
            person="张三",
            fails_with="accounts.sharing_with_oneself",
        ),
        Example(
            "已经登记过",
            _ANSWERS,
            _PLEDGE,
            given="accounts.sharing",
            person="张三",
            fails_with="accounts.already_shared",
        ),
        Example(
            "开始日期已经过去",
            _ANSWERS | {"starts_on": days_from_today(-1)},
            _PLEDGE,
            given="accounts.relative_known",
            person="张三",
            fails_with="accounts.share_period_wrong",
        ),
        Example(
            "授权人已有最多的使用人",
            _ANSWERS,
            _PLEDGE,
            given="accounts.grantor_with_most_users",
            person="张三",
            fails_with="accounts.too_many_users",
        ),
        Example(
            "家人已有最多的授权人",
            _ANSWERS,
            _PLEDGE,
            given="accounts.user_with_most_grantors",
            person="张三",
            fails_with="accounts.too_many_grantors",
        ),
        Example(
            "没有签承诺书",
            _ANSWERS,
            given="accounts.relative_known",
            person="张三",
            fails_with="material.missing",
        ),
    ],
)
