"""Why a payment cannot be noted."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, NotFound, Unavailable


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
