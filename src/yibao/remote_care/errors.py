"""Why a registration cannot be filed, changed, cancelled or uploaded."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Refused, Unavailable


class NotEnrolled(Refused):
    """R-F1: nobody is registered who is not insured in this province."""

    code = "remote_care.not_enrolled"
    message = "没有查到您在本省的参保记录，不能备案。"
    fix = "请先办理参保登记；在外省参保的，请到国家医保服务平台备案。"


class BenefitNotNormal(Refused):
    """R-F1: insured, but without benefits at present."""

    code = "remote_care.benefit_not_normal"
    message = "您目前不在医保待遇期，暂时不能备案。"
    fix = "可能是停保、欠费或在等待期。补缴或等待期满后再办，详情可拨打12393。"


class CareRegionAtHome(Refused):
    """R-F8: within the pooling area (统筹区, a prefecture) nobody needs a registration."""

    code = "remote_care.care_region_at_home"
    message = "{place}和您的参保地是同一个统筹区，看病不用备案。"
    fix = "直接带医保码就医；去其他城市看病才需要备案。"
    at = "answers.care_region"


class AlreadyRegistered(Refused):
    """R-F2: long kinds exclude each other, save with proof of living in several places."""

    code = "remote_care.already_registered"
    message = "您已有{kind}备案（{place}），不能重复备案。"
    fix = "换地方请办变更，不再需要请先取消，原备案编号{number}。"


class RegistrationStillRuns(Refused):
    """R-F2: the registration was cancelled or changed, but its last day is still to come."""

    code = "remote_care.registration_still_runs"
    message = "您原来的备案到{last_day}才结束，新备案要从次日起。"
    fix = "把开始日期改为{last_day}之后的日期。"
    at = "answers.starts_on"


class RegisteredMeanwhile(Conflict):
    """Two applications for the same person at the same moment; the other one was faster."""

    code = "remote_care.registered_meanwhile"
    message = "刚刚已经为您办成了一条备案，这次没有重复办理。"
    fix = "请先查看已有的备案，需要时再办变更。"


class SeveralPlacesNeedProof(Refused):
    """R-F2: a written pledge does not do for several places."""

    code = "remote_care.several_places_need_proof"
    message = "在多个地方备案要交居住证明，不能用承诺书。"
    fix = "上传居住证明；或只保留一个就医地，用承诺书办理。"
    at = "materials.residence_proof"


class StartTooFarBack(Invalid):
    """A registration reaches only a few days into the past."""

    code = "remote_care.start_too_far_back"
    message = "开始日期最早只能填{earliest}。"
    fix = "改为{earliest}或以后；更早的费用出院后可申请零星报销。"
    at = "answers.starts_on"


class StartTooFarAhead(Invalid):
    """A registration is made when it is needed, not long before."""

    code = "remote_care.start_too_far_ahead"
    message = "开始日期最晚只能填{latest}。"
    fix = "改为{latest}或以前，或者临近出发再办。"
    at = "answers.starts_on"


class NoRegistration(NotFound):
    """There is nothing to change or to cancel."""

    code = "remote_care.no_registration"
    message = "没有查到您有效的{kind}备案。"
    fix = "请核对备案类型；可能已经取消，或者还没有办理登记。"


class RegistrationUnknown(NotFound):
    """The number is that of no effective registration of this person and kind."""

    code = "remote_care.registration_unknown"
    message = "没有找到这个编号的有效备案，请核对。"
    fix = "您有效的备案：{choices}。"
    at = "answers.registration_number"


class WhichRegistration(Invalid):
    """Several registrations are effective; the person says which."""

    code = "remote_care.which_registration"
    message = "您有{count}条有效备案，请填写要办的那条的编号。"
    fix = "您有效的备案：{choices}。"
    at = "answers.registration_number"


class LockedByPledge(Refused):
    """R-F6: what was filed on a written pledge stands for some months."""

    code = "remote_care.locked_by_pledge"
    message = "这条备案是承诺办理的，{free_from}起才能变更或取消。"
    fix = "把日期改为{free_from}或以后；如承诺时情况有误，请拨打12393。"


class StayNotSettled(Refused):
    """R-F7: not while in hospital, nor before the bill is settled."""

    code = "remote_care.stay_not_settled"
    message = "您在{hospital}的住院还没有结算。"
    fix = "出院结算后再变更或取消；已经结算的，请医院补传结算信息。"


class StaysUnknown(Unavailable):
    """R-F7 cannot be answered just now, and is not guessed."""

    code = "remote_care.stays_unknown"
    message = "暂时查不到您的住院结算情况，请稍后再试。"
    fix = "过几分钟再提交一次，填写的内容不用改。"


class LastDayPassed(Invalid):
    """A cancellation does not reach back: somebody may have been treated meanwhile."""

    code = "remote_care.last_day_passed"
    message = "取消日期不能早于今天（{today}）。"
    fix = "改为今天或以后的日期。"
    at = "answers.last_day"


class LastDayTooFarAhead(Invalid):
    """A cancellation is made when it is needed."""

    code = "remote_care.last_day_too_far_ahead"
    message = "取消日期最晚只能填{latest}。"
    fix = "改为{latest}或以前，或者到时候再取消。"
    at = "answers.last_day"


class ChangeTooEarly(Invalid):
    """A change does not reach back, nor to before the registration began."""

    code = "remote_care.change_too_early"
    message = "变更日期最早只能填{earliest}。"
    fix = "改为{earliest}或以后的日期。"
    at = "answers.starts_on"


class PlaceUnchanged(Refused):
    """The new place is the old one."""

    code = "remote_care.place_unchanged"
    message = "新的就医地和原来一样（{place}）。"
    fix = "只换了住址的，“要变更什么”请选“就医地不变，换了住址”。"
    at = "answers.care_region"


class NotRetired(Refused):
    """R-F3: the kind is for those who are registered as retired."""

    code = "remote_care.not_retired"
    message = "您的参保登记不是退休人员，不能办异地安置退休备案。"
    fix = "已退休的请先办在职转退休；没有退休的，请办异地长期居住备案。"


class NotAnEmployee(Refused):
    """R-F4: the kind is for employees and flexible workers."""

    code = "remote_care.not_an_employee"
    message = "常驻异地工作备案只适用于职工医保和灵活就业的参保人。"
    fix = "城乡居民长期在外地的，请办异地长期居住备案。"


class HospitalCodeUnreadable(Invalid):
    """The text has not the form of a hospital's national code."""

    code = "remote_care.hospital_code_unreadable"
    message = "医院编码写错了，应是H开头的12位编码。"
    fix = "照转诊证明填写，不清楚的可以问医院医保办。"


class DiagnosisCodeUnreadable(Invalid):
    """The text has not the form of a diagnosis code. What was typed is not repeated."""

    code = "remote_care.diagnosis_code_unreadable"
    message = "诊断编码写错了，请照转诊证明填写。"
    fix = "例如I25.103，不清楚的可以问开证明的医师。"


class HospitalUnknown(Refused):
    """R-F5: no hospital of the province has this code."""

    code = "remote_care.hospital_unknown"
    message = "没有查到这个编码的定点医院，请核对。"
    fix = "照转诊证明上的医院编码填写，不清楚的可以问医院医保办。"
    at = "answers.referring_hospital_code"


class HospitalMayNotRefer(Refused):
    """R-F5: the hospital has no right to refer (转诊资质)."""

    code = "remote_care.hospital_may_not_refer"
    message = "{hospital}不能开异地转诊证明。"
    fix = "请到有转诊资质的定点医院开转诊证明，名单可拨打12393查询。"
    at = "answers.referring_hospital_code"


class HospitalsUnknown(Unavailable):
    """R-F5 cannot be answered just now, and is not guessed."""

    code = "remote_care.hospitals_unknown"
    message = "暂时查不到医院的转诊资质，请稍后再试。"
    fix = "过几分钟再提交一次，填写的内容不用改。"


class ReferredInFuture(Invalid):
    """R-F5: an opinion that is not given yet."""

    code = "remote_care.referred_in_future"
    message = "转诊日期不能晚于今天（{today}）。"
    fix = "照转诊证明上的日期填写。"
    at = "answers.referred_on"


class OpinionTooOld(Refused):
    """R-F5: an opinion is worth no more than the registration that it gives."""

    code = "remote_care.opinion_too_old"
    message = "转诊意见是{earliest}以前开的，已经过期。"
    fix = "还要到外地治疗的，请医院重新开转诊证明。"
    at = "answers.referred_on"


class PlatformAway(Unavailable):
    """The national remote-care platform does not answer; the upload is tried again."""

    code = "remote_care.platform_away"
    message = "国家异地就医平台暂时没有应答，系统会自动重试。"
    fix = "不用重新办理，稍后可在备案详情中查看上报情况。"


class PlatformContradicts(Conflict):
    """What was acknowledged is not what was sent; it does not count as uploaded."""

    code = "remote_care.platform_contradicts"
    message = "国家异地就医平台的回执与上报内容不一致，系统会重报。"
    fix = "反复出现时，请经办机构联系平台运维核对备案{number}。"
    retryable = True
