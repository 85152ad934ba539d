"""What can be wrong with a request for a calculation."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, NotFound, Refused


class ParameterSetUnknown(NotFound):
    """No parameter set has this name."""

    code = "benefits.parameter_set_unknown"
    message = "没有名为“{name}”的参数集。请核对名称。"
    fix = "现有参数集：{known}。"
    at = "parameters"


class ParameterNotInSet(Refused):
    """The set has no value for this parameter on this day."""

    code = "benefits.parameter_not_in_set"
    message = "参数集“{name}”在{day}没有“{label}”，不能计算。"
    fix = "换一个参数集或日期，或由省局补充参数 {parameter} 的值。"
    at = "day"


class AssumptionUnknown(Invalid):
    """An assumption names no parameter."""

    code = "benefits.assumption_unknown"
    message = "没有名为“{parameter}”的参数，不能作假设。请核对名称。"
    fix = "参数名称见政策参数页 benefits 一节，不写前缀 benefits.。"


class AssumptionWrong(Invalid):
    """The assumed value does not fit the unit of the parameter."""

    code = "benefits.assumption_wrong"
    message = "“{label}”的假设值“{given}”写法不对。请按单位填写。"
    fix = "单位是 {unit}，例如 {example}。"


class NotAnObject(Invalid):
    """Something else stands where an object with named fields is expected."""

    code = "benefits.not_an_object"
    message = "这里应当是一组带名称的内容。请用花括号填写。"
    fix = '按 {{"名称": 值}} 的形式填写。'


class NotJson(Invalid):
    """The text is no JSON."""

    code = "benefits.not_json"
    message = "文件不是 JSON，第{position}个字节附近读不下去。请检查格式。"
    fix = "用 UTF-8 编码的 JSON，名称和文字用双引号。"


class FileNotReadable(NotFound):
    """The file of the request cannot be read."""

    code = "benefits.file_not_readable"
    message = "读不到文件“{file}”。请核对路径和读取权限。"
    fix = "给出 JSON 文件的路径，或用 - 从标准输入读。"


class KindUnknown(Invalid):
    """There is no calculation of this kind."""

    code = "benefits.kind_unknown"
    message = "没有“{given}”这种计算。请重新填写 kind。"
    fix = "可选：{choices}。"
    at = "kind"


class FieldUnknown(Invalid):
    """The calculation has no such field."""

    code = "benefits.field_unknown"
    message = "没有“{field}”这一项。请核对名称或删除。"
    fix = "可填：{choices}。"


class FieldMissing(Invalid):
    """A required field is absent."""

    code = "benefits.field_missing"
    message = "缺少“{label}”。请补充。"
    fix = "补上 {field}。"


class AmountWrong(Invalid):
    """The field is no amount in yuan."""

    code = "benefits.amount_wrong"
    message = "“{label}”写法不对。请把元为单位的金额放在引号里。"
    fix = '例如 "1234.50"，最多两位小数。'


class AmountBelowZero(Invalid):
    """The amount is negative."""

    code = "benefits.amount_below_zero"
    message = "“{label}”不能小于零。请重新填写。"
    fix = "填写零或者更大的金额。"


class NumberWrong(Invalid):
    """The field is no whole number, or one out of range."""

    code = "benefits.number_wrong"
    message = "“{label}”须是{low}到{high}的整数。请重新填写。"
    fix = "不加引号，不带小数。"


class DateWrong(Invalid):
    """The field is no date."""

    code = "benefits.date_wrong"
    message = "“{label}”不是日期。请按年-月-日填写。"
    fix = '例如 "2025-03-01"。'


class TextWrong(Invalid):
    """The field is no text, or an empty one, or too long."""

    code = "benefits.text_wrong"
    message = "“{label}”须是1到{most}个字的文字。请重新填写。"
    fix = "放在双引号里。"


class YesOrNoWrong(Invalid):
    """The field is neither true nor false."""

    code = "benefits.yes_or_no_wrong"
    message = "“{label}”须是 true 或 false。请重新填写。"
    fix = "不加引号。"


class ListWrong(Invalid):
    """The field is no list."""

    code = "benefits.list_wrong"
    message = "“{label}”须是一个列表。请用方括号填写。"
    fix = "没有内容时填 []。"


class ChoiceUnknown(Invalid):
    """The value is not among the choices, such as an unknown level of hospital."""

    code = "benefits.choice_unknown"
    message = "“{label}”不能填“{given}”。请从可选的值中选一个。"
    fix = "可选：{choices}。"


class PartsExceedTotal(Invalid):
    """What is outside the scope is more than the whole cost (INV-7)."""

    code = "benefits.parts_exceed_total"
    message = "范围外的费用合计{parts}元，多于总费用{total}元。请核对。"
    fix = "总费用等于政策范围内费用、先行自付、超限价自付、全自费之和。"
    at = "fees"


class ScopeExceedsTotal(Invalid):
    """The cost in scope is more than the whole cost (INV-7)."""

    code = "benefits.scope_exceeds_total"
    message = "政策范围内费用{scope}元，多于总费用{total}元。请核对。"
    fix = "总费用等于政策范围内费用、先行自付、超限价自付、全自费之和。"
    at = "fees.in_scope"


class ScopeDiffers(Invalid):
    """The parts of the cost do not sum to the whole (INV-7)."""

    code = "benefits.scope_differs"
    message = "按各部分算，政策范围内费用是{expected}元，填的是{given}元。请核对。"
    fix = "可以不填 in_scope，由系统按各部分计算。"
    at = "fees.in_scope"


class ResidentNotRetired(Invalid):
    """Retirement is a matter of employee insurance."""

    code = "benefits.resident_not_retired"
    message = "居民医保不分在职退休。请把“是否退休”改为 false。"
    fix = "退休人员参加职工医保的，险种填 employee。"
    at = "person.is_retired"


class LedgerOfOtherYear(Invalid):
    """The ledger counts another year."""

    code = "benefits.ledger_of_other_year"
    message = "累计数是{ledger}年的，费用是{year}年的。请换成同一年的累计数。"
    fix = "新的一年从零开始累计。"
    at = "year"


class OrderShared(Invalid):
    """Two accounts claim the same place in the order of payment."""

    code = "benefits.order_shared"
    message = "两个家庭成员账户的支付顺序都是{order}。请改成不同的顺序。"
    fix = "顺序从1开始，小的先付。"
    at = "family_accounts"


class BalanceTooSmall(Refused):
    """The account cannot pay the whole premium; nothing is taken from it."""

    code = "benefits.balance_too_small"
    message = "个人账户余额{balance}元，不够缴纳{premium}元。没有扣款。"
    fix = "换一个余额足够的账户，或用其他方式缴费。"
    at = "balance"


class MonthsReversed(Invalid):
    """The month of resuming is not after the last month paid."""

    code = "benefits.months_reversed"
    message = "恢复缴费的月份须在最后缴费月份之后。请核对两个月份。"
    fix = "月份填当月1日，例如 2025-03-01。"
    at = "resumed_on"


class RepairTooLong(Invalid):
    """More months are to be repaired than years were missed."""

    code = "benefits.repair_too_long"
    message = "修复{repaired}个月，多于断保{missed}年可以修复的月数。请核对。"
    fix = "每断保一年可以修复一个月。"
    at = "repaired_months"


class DaysExceedMonth(Invalid):
    """More days of care than the month has."""

    code = "benefits.days_exceed_month"
    message = "服务{served}天加住院{hospital}天，多于当月{days}天。请核对。"
    fix = "住院期间的天数不再计服务天数。"
    at = "days_served"


class ReversedAlready(Refused):
    """A reversal cannot be reversed (INV-10)."""

    code = "benefits.reversed_already"
    message = "这笔已经是冲正，不能再冲正。需要时请重新结算。"
    fix = "按原来的费用重新结算一次。"
    at = "settlement"
