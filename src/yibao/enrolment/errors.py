"""Why somebody cannot be enrolled, or an enrolment cannot change."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Refused


class AlreadyEnrolled(Conflict):
    """The person is enrolled as a resident for this year (R-E1)."""

    code = "enrolment.already_enrolled"
    message = "您已参加{year}年度居民医保，不用重复登记。"
    fix = "还没有缴费的，请在税务渠道缴费；缴费后按时享受待遇。"
    at = "answers.year"


class EnrolledElsewhere(Refused):
    """One basic enrolment in the whole country (R-E1)."""

    code = "enrolment.enrolled_elsewhere"
    message = "您正在{place}参加{insurance}，请先在那里停保，再来参保。"
    fix = "在国家医保服务平台或当地经办窗口办理停保；已不在当地参保的，请拨打12393核实。"
    at = "subject"


class EmployeeInsuranceActive(Refused):
    """Employee insurance goes before resident insurance (R-E1)."""

    code = "enrolment.employee_active"
    message = "您正在参加职工医保，不能同时参加居民医保。请先停保。"
    fix = "在职职工请单位办理职工参保中断；灵活就业人员自己办理中断，然后再来参保。"
    at = "subject"


class YearNotOpen(Refused):
    """The window for the year has not begun (R-E7)."""

    code = "enrolment.year_not_open"
    message = "{year}年度参保从{opens_on}开始，请到时再来办理。"
    fix = "现在需要参保的，请选择当年的年度。"
    at = "answers.year"


class YearOver(Refused):
    """Nobody enrols for a year that is over."""

    code = "enrolment.year_over"
    message = "{year}年度已经结束，不能再参保。请选择其他年度。"
    fix = "选择当年；集中缴费期内也可以选择下一年。"
    at = "answers.year"


class KindDoesNotFitAge(Invalid):
    """The kind of resident and the birth date contradict each other."""

    code = "enrolment.kind_does_not_fit_age"
    message = "按出生日期，不能选“{kind}”。请重新选择人员类别。"
    fix = "“{kind}”须{expected}。"
    at = "answers.kind"


class NotAResident(NotFound):
    """The person has no resident enrolment whose information could be changed."""

    code = "enrolment.no_resident_enrolment"
    message = "没有查到您的居民医保参保记录。请先办理参保登记。"
    fix = "参加职工医保的，请用“职工参保信息变更登记”办理。"
    at = "subject"


class EnrolmentChangedMeanwhile(Conflict):
    """Somebody else changed the enrolment after it was read."""

    code = "enrolment.changed_meanwhile"
    message = "参保记录刚被修改过。请重新提交。"
    fix = "重新提交一次。"


class TransitionNotPossible(Conflict):
    """The state table has no such step (R-E9)."""

    code = "enrolment.transition_not_possible"
    message = "参保状态是“{status}”，不能办理“{event}”。"
    fix = "查询参保险种，看看最新状态。"


class NothingToSuspend(NotFound):
    """The person has no resident enrolment that could be paused."""

    code = "enrolment.nothing_to_suspend"
    message = "没有查到您在本省的居民医保参保记录，不用办理停保。"
    fix = "参加职工医保的，由单位办理中断；灵活就业人员自己办理中断。"
    at = "subject"


class SuspensionDayWrong(Invalid):
    """The day lies ahead, before the enrolment, or too far back."""

    code = "enrolment.suspension_day_wrong"
    message = "“{label}”要在{earliest}到{latest}之间。请重新填写。"
    fix = "拿不准的填今天；需要更早日期的，请到经办窗口核对。"


class DeathNeedsAgent(Refused):
    """Nobody reports his own death."""

    code = "enrolment.death_needs_agent"
    message = "报告去世要由亲属代办。请亲属用自己的身份办理。"
    fix = "亲属登录后选“为他人办理”；也可以到经办窗口办理。"
    at = "answers.reason"


class FlexibleAgeWrong(Refused):
    """Too young to work, or of retirement age (R-E6)."""

    code = "enrolment.flexible_age_wrong"
    message = "灵活就业参保要年满{least}周岁、不满{retirement}周岁。"
    fix = "不符合年龄的，请参加居民医保；到退休年龄的，请办理在职转退休。"
    at = "subject"


class ResidentInsuranceActive(Refused):
    """Resident insurance must be paused first (R-E1)."""

    code = "enrolment.resident_active"
    message = "您正在参加居民医保，请先停保，再办理灵活就业参保。"
    fix = "办理“城乡居民暂停参保登记”，原因选“参加职工医保”；下一年已缴的费可以退。"
    at = "subject"


class AlreadyEmployeeInsured(Conflict):
    """The person has an employee insurance here (R-E1)."""

    code = "enrolment.already_employee"
    message = "您正在参加职工医保，不用再办理。"
    fix = "在单位参保的，离职后由单位办理中断，再来办理灵活就业参保。"
    at = "subject"


class NoFlexibleEnrolment(NotFound):
    """The person is not enrolled as a flexible worker."""

    code = "enrolment.no_flexible_enrolment"
    message = "没有查到您以灵活就业人员身份参保的记录。"
    fix = "在单位参保的，由单位办理中断；参加居民医保的，请办理居民停保。"
    at = "subject"


class NothingToCertify(NotFound):
    """The person was never enrolled in this insurance here."""

    code = "enrolment.nothing_to_certify"
    message = "没有查到您在本省的{insurance}参保记录，不能出具凭证。"
    fix = "核对险种；在外省参保的，请到参保地或国家医保服务平台出具。"
    at = "answers.insurance"


class RetiredDoNotTransfer(Refused):
    """Who is retired keeps his insurance where it is (R-T1)."""

    code = "enrolment.retired_do_not_transfer"
    message = "已办理退休的，医保关系不再转移。请选择其他用途。"
    fix = "在外地居住的，可以办理异地就医备案；其他用途的凭证可以照常出具。"
    at = "answers.purpose"


class NotAnEmployee(NotFound):
    """The person has no employee enrolment whose information could be changed."""

    code = "enrolment.no_employee_enrolment"
    message = "没有查到您的职工医保参保记录。请核对后再办理。"
    fix = "参加居民医保的，请用“城乡居民参保信息变更登记”办理。"
    at = "subject"


class WorkDayWrong(Invalid):
    """Nobody began to work in the future, or before he was born."""

    code = "enrolment.work_day_wrong"
    message = "参加工作日期要在出生之后、今天之前。请重新填写。"
    fix = "按劳动合同或档案上的日期填写。"
    at = "answers.first_worked_on"
