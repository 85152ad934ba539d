"""Why a payment cannot be noted, or a period not be shown."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class DueUnknown(NotFound):
    """There is no such due."""

    code = "contributions.due_not_found"
    message = "没有找到这张应缴单。请核对编号。"
    fix = "编号以推送税务的应缴单为准。"


class DueNotPayable(Conflict):
    """The due was cancelled or refunded."""

    code = "contributions.due_not_payable"
    message = "这张应缴单{state}，不能再缴费。请联系经办机构。"
    fix = "已经扣款的，由税务部门办理退费。"


class TaxOfficeSilent(Unavailable):
    """The tax office does not answer; the outbox tries again by itself."""

    code = "contributions.tax_office_silent"
    message = "税务系统暂时没有答复，应缴单会自动重新推送。"
    fix = "不用处理；连续多次失败时请联系税务部门。"


class MonthsReversed(Invalid):
    """The period ends before it begins."""

    code = "contributions.months_reversed"
    message = "结束月份早于开始月份。请重新填写。"
    fix = "先填较早的月份，再填较晚的月份。"


class TooManyMonths(Invalid):
    """The period is longer than one answer holds."""

    code = "contributions.too_many_months"
    message = "一次最多查{most}个月。请缩短时间段。"
    fix = "把时间分成几段，分次查询。"
