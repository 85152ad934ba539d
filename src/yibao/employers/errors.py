"""Why an employer cannot be found or enrolled, or may not do what was asked."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Refused, Unavailable


class NoGrant(NotPermitted):
    """Nobody acts for an employer without a grant; whether it is enrolled is not told either."""

    code = "employers.no_grant"
    message = "您没有这个单位的经办授权，或单位没有参保。请核对代码。"
    fix = (
        "核对代码，由单位现在的经办人办理。联系不上他的，"
        "带营业执照、单位授权书和身份证到参保地医保经办窗口办理；没有参保的，先办理单位新参保登记。"
    )
    at = "answers.credit_code"


class EmployerAlreadyEnrolled(Conflict):
    """There is one valid employer for a credit code (R-E3)."""

    code = "employers.already_enrolled"
    message = "这个统一社会信用代码已经参保，不用重复登记。"
    fix = "增加职工请用“职工参保登记”；忘记谁是经办人的，请拨打12393。"
    at = "answers.credit_code"


class CreditCodeUnregistered(NotFound):
    """The market regulator has no such organisation (R-E3)."""

    code = "employers.credit_code_unregistered"
    message = "市场监管登记里没有这个统一社会信用代码。请核对营业执照。"
    fix = "刚领执照的，请一个工作日后再办。"
    at = "answers.credit_code"


class DeregisteredByRegulator(Refused):
    """The market regulator has closed the organisation: it cannot enrol any more (R-E3)."""

    code = "employers.deregistered_by_regulator"
    message = "市场监管登记显示单位已注销或吊销，不能参保。"
    fix = "登记有误的，请先到市场监管部门更正。"
    at = "answers.credit_code"


class EmployerNameDiffers(Invalid):
    """The market regulator has another name for the credit code (R-E3)."""

    code = "employers.name_differs"
    message = "单位名称与市场监管登记的不一致。请按营业执照填写。"
    fix = "核对营业执照上的名称和统一社会信用代码。"
    at = "answers.employer_name"


class RepresentativeDiffers(Invalid):
    """The market regulator has another legal representative for the credit code (R-E3)."""

    code = "employers.representative_differs"
    message = "法定代表人与市场监管登记的不一致。请按营业执照填写。"
    fix = "核对营业执照；刚变更过的，请一个工作日后再办。"
    at = "answers.legal_representative"


class InsuranceStepNotPossible(Conflict):
    """The state table has no such step (R-E9)."""

    code = "employers.step_not_possible"
    message = "单位参保状态是“{state}”，不能办理“{event}”。"
    fix = "查询单位参保信息，看看最新状态。"
    at = "answers.credit_code"


class EmployerChangedMeanwhile(Conflict):
    """Somebody else changed the employer after it was read."""

    code = "employers.changed_meanwhile"
    message = "单位参保信息刚被修改过。请重新提交。"
    fix = "重新提交一次。"


class EmployerSuspended(Refused):
    """No employee is enrolled with an employer that pays nothing at present (R-E2)."""

    code = "employers.suspended"
    message = "单位已暂停参保，不能为职工参保。请先恢复单位参保。"
    fix = "网上还不能恢复。请经办人带营业执照、单位授权书和身份证到参保地医保经办窗口办理。"
    at = "answers.credit_code"


class EmployeesActive(Refused):
    """An employer is suspended with all its employees, or has none (R-E4)."""

    code = "employers.employees_active"
    message = "单位还有{count}名在保职工。请选择与单位一起停保。"
    fix = "“在保职工”选择一起停保，或先逐人办理参保中断。"
    at = "answers.employees"


class EmployerOwes(Refused):
    """An employer pays what it owes before it is deregistered (R-E4)."""

    code = "employers.owes"
    message = "单位还欠医保费{amount}元，不能注销。请先到税务部门缴清。"
    fix = "缴清后，税务系统更新再办理；金额有疑问的，请问主管税务机关。"
    at = "answers.credit_code"


class OwesBeforeCodeChange(Refused):
    """Arrears are kept by credit code: they are paid before it changes (R-E5)."""

    code = "employers.owes_before_code_change"
    message = "单位还欠医保费{amount}元，不能变更代码。请先到税务部门缴清。"
    fix = "缴清后，税务系统更新再办理；金额有疑问的，请问主管税务机关。"
    at = "answers.new_credit_code"


class OperatorNotConfirmed(Refused):
    """Public security has nobody of the name and number of the new operator (R-E5)."""

    code = "employers.operator_not_confirmed"
    message = "新经办人的姓名与身份证号码不一致。请核对后重新填写。"
    fix = "按身份证填写；刚改过名的，请带身份证到参保地医保经办窗口办理。"
    at = "answers.operator_identity_number"


class CasesOpen(Refused):
    """What an employer has applied for is decided before it is deregistered (R-E4)."""

    code = "employers.cases_open"
    message = "单位还有{count}件业务没有办结，不能注销。"
    fix = "等办结后再来，或先撤回那些申请。"
    at = "answers.credit_code"


class DayOutsideWindow(Invalid):
    """A day of effect may lie back or ahead only so far (R-E12)."""

    code = "employers.day_outside_window"
    message = "“{label}”应在{first}至{last}之间。"
    fix = "改填这段时间里的日期；更早的需要补缴，请到窗口办理。"


class BankAccountUnreadable(Invalid):
    """An account number consists of digits."""

    code = "employers.bank_account_unreadable"
    message = "银行账号应为8至32位数字。请核对后重新填写。"
    fix = "对照开户信息逐位核对，不用填空格和横线。"


class EmployerDeregistered(Refused):
    """No employee is enrolled with an employer that is deregistered."""

    code = "employers.deregistered"
    message = "单位已经注销，不能为职工参保。"
    fix = "重新营业的，请先办理单位新参保登记。"


class OperatorAlreadyGranted(Conflict):
    """The new operator may act for the employer already."""

    code = "employers.operator_already_granted"
    message = "这个人已经是单位的经办人，不用再办。"
    fix = "核对新经办人的身份证号码。"
    at = "answers.operator_identity_number"


class EmployeesRemain(Refused):
    """An employer is deregistered when nobody is insured through it any more (R-E4)."""

    code = "employers.employees_remain"
    message = "单位还有在保职工，不能注销。请先办理停保。"
    fix = "先办理单位暂停参保，或为职工办理参保中断。"
    at = "answers.credit_code"


class TaxOfficeSilent(Unavailable):
    """Whether anything is owed is known to the tax office alone, and it does not answer."""

    code = "employers.tax_office_silent"
    message = "税务系统暂时没有答复，无法核对欠费。请稍后再试。"
    fix = "过几分钟重新提交；一直不行请拨打12393。"
