"""What can be wrong with a call over the national interface. Each is one sentence and a remedy."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Unavailable


class HeaderAbsent(NotPermitted):
    """A gateway header is missing or unreadable."""

    code = "national.header_absent"
    message = "缺少网关请求头{header}，或者格式不对。"
    fix = "请按接口规范带齐五个 _api_ 请求头。"
    status = 401


class TimestampExpired(NotPermitted):
    """The gateway's timestamp is too far from the platform's clock."""

    code = "national.timestamp_expired"
    message = "请求时间与平台时间相差超过{minutes}分钟。"
    fix = "请校准服务器时钟后重发。"
    status = 401


class AccessKeyUnknown(NotPermitted):
    """Nobody has this access key, or it was suspended."""

    code = "national.access_key_unknown"
    message = "访问密钥不存在或已停用。"
    fix = "请核对密钥，或联系平台重新登记。"
    status = 401


class SignatureWrong(NotPermitted):
    """The signature does not fit the headers."""

    code = "national.signature_wrong"
    message = "网关签名不符。"
    fix = "请核对密钥和待签字符串的顺序。"
    status = 401


class AddressNotAllowed(NotPermitted):
    """The call comes from an address that was not entered for the institution."""

    code = "national.address_not_allowed"
    message = "地址{address}不在该机构的来源名单里。"
    fix = "请从登记的地址调用，或联系平台增加。"
    status = 401


class MethodNotAllowed(Invalid):
    """The interface is called with POST alone."""

    code = "national.method_not_allowed"
    message = "只接受POST请求。"
    fix = "请用POST发送报文。"
    status = 405


class MessageTooLarge(Invalid):
    """The message is larger than any encounter needs."""

    code = "national.message_too_large"
    message = "报文超过{most}MB。"
    fix = "请分次提交。"


class MessageUnreadable(Invalid):
    """The message is no JSON object, or a node of it has the wrong form."""

    code = "national.message_unreadable"
    message = "报文读不懂：{place}。"
    fix = "请按接口规范改正。"


class NodeAbsent(Invalid):
    """A node that must be there is missing or empty."""

    code = "national.node_absent"
    message = "缺少{label}（{place}）。"
    fix = "请补上后重新提交。"


class ValueUnreadable(Invalid):
    """A value outside the order lines cannot be read."""

    code = "national.value_unreadable"
    message = "{label}读不懂（{place}）。"
    fix = "请按接口规范的格式填写。"


class EncounterAbsent(Invalid):
    """The present encounter is not among the encounters of the message."""

    code = "national.encounter_absent"
    message = "就诊信息里没有当前就诊（{place}）。"
    fix = "请让它与其中一次就诊的标识一致。"


class TooManyLines(Invalid):
    """More lines than one encounter can have."""

    code = "national.too_many_lines"
    message = "一次最多审核{most}条明细，这次有{count}条。"
    fix = "请分次提交。"


class ServiceUnknown(NotFound):
    """This transaction is not answered here."""

    code = "national.service_unknown"
    message = "没有开通交易{service}。"
    fix = "现在可用的是3101、3102、3103。"


class InstitutionDiffers(NotPermitted):
    """The envelope names another institution than the one whose key signed."""

    code = "national.institution_differs"
    message = "报文中的机构与访问密钥所属的机构不同。"
    fix = "请核对报文头里的机构编码。"


class JudgementUnknown(NotFound):
    """No such judgement was given to this institution at this stage."""

    code = "national.judgement_unknown"
    message = "没有这条违规提示（{place}）。"
    fix = "请填写审核返回的 jr_id，并核对反馈类型。"


class ReasonMissing(Invalid):
    """Continuing needs a reason."""

    code = "national.reason_missing"
    message = "继续执行须写明原因，不超过{most}字（{place}）。"
    fix = "请填写 dspo_way_rea。"


class AnswerUnknown(Invalid):
    """The way of handling or the stage is none that exists."""

    code = "national.answer_unknown"
    message = "{label}的值不在字典里（{place}）。"
    fix = "反馈类型填1或2，处理方式填1、2或3。"


class AnsweredBefore(Conflict):
    """The judgement was answered otherwise before."""

    code = "national.answered_before"
    message = "这条违规提示已反馈为另一种处理（{place}）。"
    fix = "已反馈的不能改；有误请联系医保经办机构。"


class AnswerTooLate(Conflict):
    """The time for an answer has passed."""

    code = "national.answer_too_late"
    message = "这条违规提示已超过{days}天的反馈期（{place}）。"
    fix = "请在事后审核的申诉环节说明。"


class NothingToAnswer(Invalid):
    """The message holds no answer, or too many."""

    code = "national.nothing_to_answer"
    message = "处理数据应有1到{most}条（{place}）。"
    fix = "请填写 warns。"


class InstitutionCodeUnfit(Invalid):
    """The code is not that of a designated institution."""

    code = "national.institution_code_unfit"
    message = "{institution}不是定点医药机构编码。"
    fix = "应为 H 或 P 加11位数字。"


class NetworkUnreadable(Invalid):
    """A network is not in CIDR form."""

    code = "national.network_unreadable"
    message = "来源地址{network}读不懂。"
    fix = "请写成网段，例如 10.8.0.0/24。"


class InstitutionExists(Conflict):
    """The institution has credentials already."""

    code = "national.institution_exists"
    message = "机构{institution}已有访问密钥。"
    fix = "换新密钥请用 yibao institutions renew。"


class InstitutionUnknown(NotFound):
    """No institution of this code was entered."""

    code = "national.institution_unknown"
    message = "没有登记机构{institution}。"
    fix = "可用 yibao institutions list 查看。"


class PlatformAway(Unavailable):
    """The database does not answer, and the call needs it."""

    code = "national.platform_away"
    message = "平台暂时无法登记。"
    fix = "请稍后用同一报文编号重发。"


class InternalFault(Unavailable):
    """A defect of ours."""

    code = "national.internal_fault"
    message = "平台处理时出错，编号{number}。"
    fix = "请稍后重发；仍不行请把编号告诉平台。"


class FileMissing(NotFound):
    """There is no such file."""

    code = "national.file_missing"
    message = "找不到文件{file}。"
    fix = "请检查路径。"


class FileUnreadable(Invalid):
    """The file holds no message."""

    code = "national.file_unreadable"
    message = "文件{file}读不懂：{problem}。"
    fix = "应为 3101 或 3102 的报文，或其中的 input。"
