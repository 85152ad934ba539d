"""Why a case cannot be opened, or cannot take a step."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Refused


class SubjectMissing(Invalid):
    """A service about a person needs to know which person."""

    code = "identity.subject_missing"
    message = "请填写参保人的证件类型、证件号码和姓名。"
    fix = "补充 subject 后重新提交。"
    at = "subject"


class SubjectUnreadable(Invalid):
    """A part of the identity is missing or of the wrong type."""

    code = "identity.subject_unreadable"
    message = "参保人信息缺少“{what}”。"
    fix = "补充后重新提交。"


class CertificateTypeUnknown(Invalid):
    """The code stands in no row of the national table of certificates."""

    code = "identity.unknown_certificate_type"
    message = "证件类型代码不在代码表里，居民身份证请填01。"
    fix = "代码表见接口文档中的“certificate_type”。"


class IdentityLevelTooLow(NotPermitted):
    """The service needs a surer identification than was made."""

    code = "identity.level_too_low"
    message = "这项业务需要{needed}，请先完成核验再办理。"
    fix = "渠道完成核验后，在 identity.level 中填写 {level}。"
    at = "identity.level"


class AgentNotAllowed(NotPermitted):
    """The service is for the person alone."""

    code = "agent.not_allowed"
    message = "这项业务只能本人办理，不能代办。"
    fix = "请参保人本人登录后办理。"
    at = "agent"


class AgentNotMandated(NotPermitted):
    """Nothing shows that the agent may act for this person."""

    code = "agent.no_mandate"
    message = "没有找到有效的授权，不能代办。请上传授权委托书。"
    fix = "上传材料 agent_mandate，或请参保人先登记授权。"
    at = "agent"


class AgentUnreadable(Invalid):
    """A part of what describes the agent is missing."""

    code = "agent.unreadable"
    message = "代办人信息缺少“{what}”。"
    fix = "补充后重新提交。"


class AgentIsSubject(Invalid):
    """Nobody is an agent for himself; a child could pass for its own parent that way."""

    code = "agent.is_subject"
    message = "代办人和参保人是同一个人，本人办理不用填代办人。"
    fix = "去掉 agent；未成年人请填写监护人。"
    at = "agent"


class AgentTooYoung(NotPermitted):
    """A child cannot act for somebody else (Civil Code, articles 18 to 20)."""

    code = "agent.too_young"
    message = "代办人未满{age}周岁，请由成年人代办。"
    fix = "以成年的家人或监护人为代办人重新提交。"
    at = "agent"


class GuardianNeeded(NotPermitted):
    """A child under 16 acts through a guardian (R-G2)."""

    code = "agent.guardian_needed"
    message = "未满{age}周岁，请由父母或监护人代办。"
    fix = "以监护人为代办人重新提交。"
    at = "agent"


class MaterialMissing(Invalid):
    """A material that this situation needs was given in none of its ways."""

    code = "material.missing"
    message = "还缺少材料“{name}”。"
    fix = "{ways}"


class MaterialUnknown(Invalid):
    """The service has no such material."""

    code = "material.unknown"
    message = "这项业务不需要材料“{code_given}”。"
    fix = "去掉这份材料，材料清单见接口文档。"


class MaterialSourceNotAllowed(Invalid):
    """The material may not come this way."""

    code = "material.source_not_allowed"
    message = "材料“{name}”不能用这种方式提供。"
    fix = "{ways}"


class MaterialNotShared(Invalid):
    """The register that was asked does not have it."""

    code = "material.not_shared"
    message = "没有查到您的“{name}”，请拍照上传。"
    fix = "改为上传，或按提示签写承诺书。"


class PledgeBarred(Refused):
    """Somebody who broke a pledge brings full materials (R-G11)."""

    code = "material.pledge_barred"
    message = "您有未修复的失信承诺记录，请上传“{name}”原件。"
    fix = "上传材料原件；如有异议请拨打12393。"


class CaseAlreadyOpen(Conflict):
    """The person has an open case of this service (INV-13)."""

    code = "case.already_open"
    message = "您已有一件同类业务正在办理（{number}）。"
    fix = "等它办结，或先撤回后再申请。"


class CaseUnknown(NotFound):
    """There is no such case, or it is somebody else's."""

    code = "case.not_found"
    message = "没有找到这件业务，请核对受理编号。"
    fix = "受理编号在回执的左上角。"
    at = "answers.case_number"


class StepNotPossible(Conflict):
    """The case has moved on, or never was where this step begins."""

    code = "case.step_not_possible"
    message = "这件业务现在是“{state}”，不能{step}。"
    fix = "刷新页面，看看最新的办理进度。"


class CaseChangedMeanwhile(Conflict):
    """Somebody else saved the case after this page was opened."""

    code = "case.changed_meanwhile"
    message = "这件业务刚被别人处理过，请刷新后再看。"
    fix = "刷新页面。"


class CorrectionAlreadyNotified(Refused):
    """Everything is told in one notice (一次性告知); a second needs a material that changed."""

    code = "case.correction_already_notified"
    message = "已经一次性告知过补正内容，不能再次要求补正。"
    fix = "按现有材料作出决定；材料有变化时才可再次告知。"


class ReasonMissing(Invalid):
    """A refusal without a reason is no decision."""

    code = "case.reason_missing"
    message = "请写明原因，申请人会看到这段话。"
    fix = "写明依据和原因。"
    at = "reason"


class ApproverIsAcceptor(NotPermitted):
    """The officer who accepted a case does not decide it (INV-17)."""

    code = "case.approver_is_acceptor"
    message = "这件业务是您受理的，须由另一位工作人员审核。"
    fix = "退回待办池，由审核岗的其他同事审核。"


class CaseHeldByOther(Conflict):
    """Another officer has taken the case."""

    code = "case.held_by_other"
    message = "这件业务已由{holder}领取，请先请他退回。"
    fix = "打开下一件，或联系领取人退回。"


class CaseNotOpen(Conflict):
    """The case has ended; there is nothing to take."""

    code = "case.not_open"
    message = "这件业务现在是“{state}”，不用再办理。"
    fix = "打开待办列表里的下一件。"


class NotForExperts(Refused):
    """No expert has a say in a case of this service."""

    code = "case.not_for_experts"
    message = "这项业务不用专家评定。"
    fix = "按材料直接审核。"


class AlreadyConcluded(Refused):
    """An expert has concluded on these papers."""

    code = "case.already_concluded"
    message = "专家已经作出“{conclusion}”的结论，不能再分派。"
    fix = "按结论作出决定；材料不足的，先告知补正再评定。"


class AssessmentUnderWay(Conflict):
    """An expert is assessing; until the conclusion nobody else moves the case."""

    code = "case.assessment_under_way"
    message = "这件业务正在由专家评定，暂时不能{step}。"
    fix = "等专家作出结论；专家不能评定的，先收回评定。"


class NoAssessmentUnderWay(Conflict):
    """Nobody is assessing the case."""

    code = "case.no_assessment_under_way"
    message = "这件业务目前没有分派专家评定。"
    fix = "刷新页面，看看最新的办理进度。"


class AssessmentOfOther(NotPermitted):
    """Another expert was assigned."""

    code = "case.assessment_of_other"
    message = "这件业务分派给了其他专家评定。"
    fix = "打开分派给您的下一件。"


class ExpertUnknown(Invalid):
    """There is no such expert, or he no longer assesses."""

    code = "case.expert_unknown"
    message = "专家库里没有这位专家，或者已停用。"
    fix = "从专家列表里另选一位。"
    at = "expert"


class ExpertRecused(Refused):
    """The expert has to do with the case (回避)."""

    code = "case.expert_recused"
    message = "这位专家须回避：{reason}。"
    fix = "从专家列表里另选一位。"
    at = "expert"


class ConclusionMissing(Refused):
    """No expert has concluded on the case as it stands."""

    code = "case.conclusion_missing"
    message = "还没有专家对现有材料的评定结论，不能作出决定。"
    fix = "先分派专家评定；补正以后要重新评定。"


class ConclusionDiffers(Refused):
    """The decision follows the conclusion of the expert."""

    code = "case.conclusion_differs"
    message = "专家评定结论是“{conclusion}”，不能{step}。"
    fix = "按结论作出决定；资料不足的，先告知补正再评定。"


class DeciderIsExpert(NotPermitted):
    """Who assessed a case does not decide it."""

    code = "case.decider_is_expert"
    message = "这件业务是您评定的，须由另一位工作人员审核。"
    fix = "退回待办池，由审核岗的其他同事审核。"
