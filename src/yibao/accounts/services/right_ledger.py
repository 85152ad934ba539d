"""收支明细: what went into one's account and out of it."""

from __future__ import annotations

from yibao.accounts.forms import EntriesQuestion
from yibao.accounts.queries import entries
from yibao.accounts.results import LedgerPage
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

_ANSWERS = {"since": days_from_today(-90), "until": days_from_today(0)}

right_ledger = Service(
    number=72,
    operation="right_ledger",
    name="收支明细",
    summary="查询自己的医保个人账户每一笔收入和支出，一次最多查十二个月。",
    who="参保人本人，或有授权的代办人。",
    basis=("《中华人民共和国社会保险法》第七十四条",),
    answers=EntriesQuestion,
    result=LedgerPage,
    workflow=instant_query(answer=entries),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=(
        "查询他人明细：核对登录身份，只返回本人账户",
        "明细被改动：只增加不修改，错账用冲正",
        "泄露家人信息：使用人只显示打码姓名",
    ),
    examples=[
        Example("张三查最近三个月", _ANSWERS, given="accounts.account", person="张三"),
        Example(
            "只看医保消费",
            _ANSWERS | {"kind": "care", "page": 1, "page_size": 5},
            given="accounts.account",
            person="张三",
        ),
        Example("李四没有个人账户", _ANSWERS, given="accounts.no_account", person="李四"),
        Example(
            "起止日期颠倒",
            {"since": days_from_today(0), "until": days_from_today(-1)},
            given="accounts.account",
            person="张三",
            fails_with="period.ends_too_early",
        ),
        Example(
            "一次查两年",
            {"since": days_from_today(-730), "until": days_from_today(0)},
            given="accounts.account",
            person="张三",
            fails_with="accounts.period_too_long",
        ),
    ],
)
