"""Errors as a page says them.

Most sentences of the platform are already for everybody. Some speak to a programme ("补充 subject
后重新提交"); a citizen at a page gets another one, chosen here by the code of the error.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.kernel.errors import DomainError, Several
from yibao.portal.drafts import Problem

_MESSAGES = {
    "form.not_a_date": "“{label}”的日期不对，请把年、月、日三格都填上数字。",
    "form.unknown_region": "“{label}”还没有选好，请从上到下依次选择。",
    "form.unknown_code": "请在列表里选择“{label}”。",
    "identity.subject_missing": "请填写要给谁办理。",
    "identity.subject_unreadable": "请填写“{what}”。",
    "identity.unknown_certificate_type": "请在列表里选择证件类型。",
    "agent.unreadable": "请填写“{what}”。",
    "gateway.request_number_used": "这次填的和刚才提交的不一样，没有重复提交。",
}
_FIXES = {
    "form.required": "这一项必须填写。",
    "form.unknown_field": "刷新页面后再填。",
    "form.wrong_type": "看看下面的例子，照着填。",
    "form.strange_characters": "删掉这一项，重新输入。",
    "form.not_a_choice": "点一下列出的选项，选一个。",
    "form.unknown_code": "点开列表，选一个。",
    "form.not_a_date": "例如 2026 年 1 月 31 日。",
    "form.unknown_region": "先选省，再选市，再选区县。",
    "form.region_too_wide": "再往下选一级。",
    "identity.subject_missing": "按身份证上的内容填写。",
    "identity.subject_unreadable": "按身份证件上的内容填写。",
    "identity.unknown_certificate_type": "用身份证办理的，选“居民身份证（户口簿）”。",
    "identity.level_too_low": "完成核验后就可以继续办理。",
    "agent.not_allowed": "请参保人本人登录后办理，或到窗口办理。",
    "agent.no_mandate": "在“材料”一步上传授权委托书，拍照就可以。",
    "agent.unreadable": "填好后再点“下一步”。",
    "agent.guardian_needed": "回到第一步，选“替别人办”，由父母或监护人登录办理。",
    "material.unknown": "刷新页面后再填。",
    "case.not_found": "受理编号在回执的最上面。",
    "case.already_open": "点“我的办件”可以看进度，也可以撤回后重新申请。",
    "gateway.request_number_used": "请从“我的办件”看看是不是已经提交了。",
}


def present(wrong: DomainError | Several) -> list[Problem]:
    """Return everything that is wrong as the page says it, each sentence once at each place."""
    errors = wrong.errors if isinstance(wrong, Several) else [wrong]
    return present_all(errors)


def present_all(errors: Iterable[DomainError]) -> list[Problem]:
    """Return the errors as the page says them, each sentence once at each place."""
    return list(dict.fromkeys(_present_one(error) for error in errors))


def _present_one(error: DomainError) -> Problem:
    message = _MESSAGES.get(error.code)
    fix = _FIXES.get(error.code, error.fix)
    return Problem(
        at=error.at,
        message=message.format(**error.facts) if message else str(error),
        fix=fix.format(**error.facts),
    )
