"""其他医保个人账户共济服务: unbind, pause, resume, confirm, set a quota, look at the payments."""

from __future__ import annotations

from yibao.accounts.changing import do, may_be_done
from yibao.accounts.forms import ShareChange
from yibao.accounts.results import ShareChangeResult
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_effect

share_other = Service(
    number=94,
    operation="share_other",
    name="其他医保个人账户共济服务",
    summary="已有的家庭共济：解绑、暂停、恢复、确认、设置额度，或者查每一笔共济支付。",
    who="授权人或使用人本人，或有授权的代办人；暂停、恢复、额度由授权人办，确认由使用人办。",
    basis=BASIS,
    answers=ShareChange,
    result=ShareChangeResult,
    workflow=instant_effect(checks=[may_be_done], effect=do),
    identity_level=IdentityLevel.STRONG,
    archive_class="个人账户管理",
    risk_points=(
        "办理他人的共济：只能办本人一方的记录，按共济编号核对",
        "代办人未经本人同意解绑：核对授权委托书，留存操作记录",
        "额度被绕过：支付时锁定账户，按收支明细合计年度已用",
    ),
    examples=[
        Example("张三暂停", {"action": "suspend"}, given="accounts.sharing", person="张三"),
        Example("张三恢复", {"action": "resume"}, given="accounts.sharing_paused", person="张三"),
        Example("张三解绑", {"action": "unbind"}, given="accounts.sharing", person="张三"),
        Example(
            "李四作为使用人解绑", {"action": "unbind"}, given="accounts.one_grantor", person="李四"
        ),
        Example(
            "李四确认家人的共济",
            {"action": "confirm"},
            given="accounts.sharing_waiting",
            person="李四",
        ),
        Example(
            "张三设置额度",
            {"action": "set_quota", "single_limit": "100", "yearly_limit": "1000.50"},
            given="accounts.sharing",
            person="张三",
        ),
        Example(
            "张三查共济支付记录",
            {"action": "record", "page": 1, "page_size": 20},
            given="accounts.sharing_used",
            person="张三",
        ),
        Example(
            "使用人不能暂停",
            {"action": "suspend"},
            given="accounts.one_grantor",
            person="李四",
            fails_with="accounts.not_for_this_side",
        ),
        Example(
            "没有暂停，不能恢复",
            {"action": "resume"},
            given="accounts.sharing",
            person="张三",
            fails_with="accounts.step_not_possible",
        ),
        Example(
            "没有填额度",
            {"action": "set_quota"},
            given="accounts.sharing",
            person="张三",
            fails_with="accounts.quota_missing",
        ),
        Example(
            "有两条共济，没有填编号",
            {"action": "unbind"},
            given="accounts.two_grantors",
            person="李四",
            fails_with="accounts.which_share",
        ),
        Example(
            "没有共济关系",
            {"action": "unbind"},
            given="accounts.account",
            person="张三",
            fails_with="accounts.share_unknown",
        ),
        Example(
            "额度写得不对",
            {"action": "set_quota", "single_limit": "一百"},
            given="accounts.sharing",
            person="张三",
            fails_with="money.not_an_amount",
        ),
    ],
)
