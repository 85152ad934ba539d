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
