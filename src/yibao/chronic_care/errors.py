"""Why a disease cannot be recognised, a hospital not be changed, a review not be applied for."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Refused, Unavailable


class NotEnrolled(Refused):
    """Benefits are for the insured of this province."""

    code = "chronic_care.not_enrolled"
    message = "没有查到您在本省的参保记录，不能办理。"
    fix = "请先办理参保登记；在外省参保的，请向参保地办理。"


class BenefitNotNormal(Refused):
    """Insured, but without benefits at present."""

    code = "chronic_care.benefit_not_normal"
    message = "您目前不在医保待遇期，暂时不能申请。"
    fix = "可能是停保、欠费或在等待期。补缴或等待期满后再办，详情可拨打12393。"


class InsuranceDiffers(Refused):
    """There is one service for employees and one for residents."""

    code = "chronic_care.insurance_differs"
    message = "您目前参加的是{insurance}，不能在这里办理。"
    fix = "请选择{insurance}对应的门诊慢特病事项。"


class AgentNeeded(Invalid):
    """A service for agents was called without one."""

    code = "chronic_care.agent_needed"
    message = "这项业务由代办人办理，请填写代办人。"
    fix = "参保人本人办理的，请选择名称里没有“代办”的同名事项。"
    at = "agent"


class HospitalCodeWrong(Invalid):
    """The code has not the shape of a hospital's code: H and eleven digits."""

    code = "chronic_care.hospital_code_wrong"
    message = "医疗机构编号写错了，应是H加11位数字。"
    fix = "编号可在定点医疗机构查询里查到，请核对后重新填写。"


class DiseaseUnknown(Invalid):
    """The code stands not in the catalogue of diseases."""

    code = "chronic_care.disease_unknown"
    message = "病种目录里没有这个病种，请重新选择。"
    fix = "请从病种列表里选；不知道选哪个的，可问医生或拨打12393。"


class DiseaseNotListed(Refused):
    """The disease stood in the catalogue, or will, but not on this day."""

    code = "chronic_care.disease_not_listed"
    message = "“{disease}”目前不在门诊慢特病目录里。"
    fix = "请选择目录里的其他病种，或拨打12393咨询。"
    at = "answers.disease_code"


class HospitalNotDesignated(Refused):
    """No designated hospital has this code on this day."""

    code = "chronic_care.hospital_not_designated"
    message = "编号{hospital_code}不是目前的定点医疗机构。"
    fix = "请核对编号，或另选一家定点医疗机构。"


class DiseaseNotOpened(Refused):
    """The hospital is designated, but not for this disease."""

    code = "chronic_care.disease_not_opened"
    message = "{hospital}没有开通这个病种的门诊慢特病服务。"
    fix = "请另选一家开通了这个病种的医疗机构。"


class HospitalMayNotRecognise(Refused):
    """Only some hospitals may say whether somebody has a disease for the insurance."""

    code = "chronic_care.hospital_may_not_recognise"
    message = "{hospital}没有这个病种的认定资格。"
    fix = "请选择有认定资格的医疗机构，名单可查“慢病认定医院”。"
    at = "answers.recognising_hospital_code"


class InstitutionsUnknown(Unavailable):
    """Whether a hospital is designated cannot be answered just now, and is not guessed."""

    code = "chronic_care.institutions_unknown"
    message = "暂时查不到医疗机构的定点情况，请稍后再试。"
    fix = "过几分钟再提交一次，填写的内容不用改。"


class HospitalNamedTwice(Invalid):
    """The hospitals that one chooses are different ones."""

    code = "chronic_care.hospital_named_twice"
    message = "同一家医疗机构填了两次。"
    fix = "每家只填一次，只选一家的，其余留空。"
    at = "answers.second_hospital_code"


class HospitalsTooMany(Refused):
    """A recognition holds at a few hospitals only."""

    code = "chronic_care.hospitals_too_many"
    message = "一个病种最多选{most}家医疗机构。"
    fix = "请减少到{most}家以内。"


class AlreadyRecognised(Refused):
    """One recognition of a person, insurance and disease at a time."""

    code = "chronic_care.already_recognised"
    message = "您的“{disease}”已经认定，在有效期内，不用再申请。"
    fix = "认定编号{number}；换医院请办变更医疗机构，快到期请办年审。"
    at = "answers.disease_code"


class DiseasesExclusive(Refused):
    """Some diseases are stages of one another, and only one of them counts."""

    code = "chronic_care.diseases_exclusive"
    message = "这个病种和您已认定的“{disease}”不能同时享受。"
    fix = "病情变化要改病种的，请带病历到经办窗口办理。"
    at = "answers.disease_code"


class DiseasesTooMany(Refused):
    """A person has a few diseases recognised at most."""

    code = "chronic_care.diseases_too_many"
    message = "最多同时认定{most}个病种，您已经有{count}个。"
    fix = "等其中一个到期后再申请，详情可拨打12393。"


class RecognisedMeanwhile(Conflict):
    """Two applications at the same moment; the other one was faster."""

    code = "chronic_care.recognised_meanwhile"
    message = "刚刚已经为您办成了一次，这次没有重复办理。"
    fix = "请先查看已有的认定，需要时再办。"


class DiagnosedInFuture(Invalid):
    """A diagnosis lies behind."""

    code = "chronic_care.diagnosed_in_future"
    message = "诊断日期不能晚于今天。"
    fix = "请按病历上的日期填写。"
    at = "answers.diagnosed_on"


class DiagnosisTooOld(Refused):
    """What proves a disease is of the last years."""

    code = "chronic_care.diagnosis_too_old"
    message = "诊断资料要在{earliest}以后，您填的日期太早。"
    fix = "请到医院复查，用新的病历或检查报告申请。"
    at = "answers.diagnosed_on"


class NoRecognition(NotFound):
    """There is nothing that could be changed or reviewed."""

    code = "chronic_care.no_recognition"
    message = "没有查到您有效的门诊慢特病认定。"
    fix = "请核对险种；还没有认定的，请先申请认定。"


class RecognitionUnknown(NotFound):
    """The number is that of no recognition of this person and insurance."""

    code = "chronic_care.recognition_unknown"
    message = "没有找到这个编号的有效认定，请核对。"
    fix = "您有效的认定：{choices}。"
    at = "answers.recognition_number"


class WhichRecognition(Invalid):
    """Several diseases are recognised; the person says which."""

    code = "chronic_care.which_recognition"
    message = "您认定了{count}个病种，请填写要办的那个的认定编号。"
    fix = "您有效的认定：{choices}。"
    at = "answers.recognition_number"


class HospitalNotChosen(Invalid):
    """The hospital that is to be left is none of those chosen."""

    code = "chronic_care.hospital_not_chosen"
    message = "原医疗机构不在您选定的医疗机构里，请核对。"
    fix = "您选定的：{choices}。"
    at = "answers.old_hospital_code"


class WhichHospital(Invalid):
    """Several hospitals are chosen; the person says which one is left."""

    code = "chronic_care.which_hospital"
    message = "您选定了{count}家医疗机构，请填写要换掉的那家。"
    fix = "您选定的：{choices}。"
    at = "answers.old_hospital_code"


class HospitalUnchanged(Refused):
    """The new hospital is chosen already."""

    code = "chronic_care.hospital_unchanged"
    message = "新的医疗机构已经是您选定的，不用变更。"
    fix = "请核对编号，填写想换到的另一家。"
    at = "answers.new_hospital_code"


class HospitalChangedRecently(Refused):
    """A hospital is changed once in some months."""

    code = "chronic_care.hospital_changed_recently"
    message = "这个病种不久前变更过医疗机构，{free_from}起才能再变更。"
    fix = "请在{free_from}或以后再办，急需换医院的可拨打12393。"


class ReviewNotNeeded(Refused):
    """Recognitions of some diseases hold without a review."""

    code = "chronic_care.review_not_needed"
    message = "“{disease}”不用年审。"
    fix = "有效期到期后需要继续享受的，请重新申请认定。"


class ReviewTooEarly(Refused):
    """A review is made in the last weeks of a recognition."""

    code = "chronic_care.review_too_early"
    message = "这个病种{review_from}起才能年审。"
    fix = "请在{review_from}以后再办，现在的认定仍然有效。"


class CheckInFuture(Invalid):
    """The check-up lies behind."""

    code = "chronic_care.check_in_future"
    message = "检查日期不能晚于今天。"
    fix = "请按检查报告上的日期填写。"
    at = "answers.checked_on"


class CheckTooOld(Refused):
    """What a review rests on is recent."""

    code = "chronic_care.check_too_old"
    message = "检查资料要在{earliest}以后，您填的日期太早。"
    fix = "请到医院复查，用新的检查报告申请年审。"
    at = "answers.checked_on"
