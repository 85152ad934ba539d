"""Why the gateway turns a call away. Every refusal names its cause and its remedy."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted, Unavailable


class Unauthenticated(DomainError):
    """The caller has not shown who it is."""

    status = 401


class HeaderMissing(Unauthenticated):
    """A header of the protocol is not there."""

    code = "gateway.header_missing"
    message = "缺少请求头 {header}。"
    fix = "按接口文档补上这个请求头，再重新签名。"


class HeaderUnreadable(Unauthenticated):
    """A header has a form that it cannot have."""

    code = "gateway.header_unreadable"
    message = "请求头 {header} 的格式不对。"
    fix = "{expected}"


class BodyTooLarge(Invalid):
    """More bytes than any right call has."""

    code = "gateway.body_too_large"
    message = "请求内容超过{most}字节的上限。"
    fix = "文件请先用 /api/v1/files 上传，再引用文件编号。"
    status = 413


class KeyUnknown(Unauthenticated):
    """No such key, or a key of another channel."""

    code = "gateway.unknown_key"
    message = "密钥编号 {key} 不存在，或不属于渠道 {channel}。"
    fix = "核对 X-Yb-Channel 和 X-Yb-Key，二者须来自同一份交付文件。"


class KeyNotValid(Unauthenticated):
    """The key is revoked, expired, or not yet in force."""

    code = "gateway.key_not_valid"
    message = "密钥 {key} 已停用或不在有效期内。"
    fix = "请申请新的密钥；有效期到 {until}。"


class ChannelSuspended(NotPermitted):
    """The channel was stopped."""

    code = "gateway.channel_suspended"
    message = "渠道 {channel} 已暂停调用。"
    fix = "请联系省医保局信息中心了解原因。"


class ChannelNotOnline(NotPermitted):
    """Only the sandbox is open to this channel so far."""

    code = "gateway.channel_not_online"
    message = "渠道 {channel} 还没有开通正式环境。"
    fix = "联调请用 /api/v1/sandbox/；验收通过后再申请开通。"


class AddressNotListed(NotPermitted):
    """The call comes from a network that was not registered."""

    code = "gateway.address_not_listed"
    message = "来源地址 {address} 不在渠道 {channel} 的白名单里。"
    fix = "请登记这个出口地址，或从已登记的地址调用。"


class ServiceNotGranted(NotPermitted):
    """The channel may not use this service."""

    code = "gateway.service_not_granted"
    message = "渠道 {channel} 没有事项 {operation} 的接口授权。"
    fix = "请为该事项提交接入申请；已授权的事项见控制台。"


class ServiceNotFound(NotFound):
    """There is no such operation."""

    code = "gateway.service_not_found"
    message = "没有事项 {operation}。"
    fix = "事项编号见 yibao services list 或接口文档。"


class ServiceNotOpenYet(NotFound):
    """The directory has it, the platform does not offer it yet."""

    code = "gateway.service_not_open"
    message = "事项“{name}”还没有开通。"
    fix = "开通进度见事项目录。"


class NoPagesInSandbox(NotFound):
    """Pages work on production's registers only: a ticket of the sandbox would open none."""

    code = "gateway.no_pages_in_sandbox"
    message = "沙箱没有网页，不能申请页面入口。"
    fix = "页面请在正式环境联调；接口在沙箱联调。"


class PathUnknown(NotFound):
    """No part of the API answers here."""

    code = "gateway.path_unknown"
    message = "没有这个接口地址。"
    fix = "事项接口是 POST /api/v1/services/事项编号。"


class MethodNotAllowed(DomainError):
    """The API knows one method."""

    code = "gateway.method_not_allowed"
    message = "接口只接受 POST 请求。"
    fix = "改用 POST。"
    status = 405


class ClockOff(Unauthenticated):
    """The timestamp is more than five minutes away from the platform's clock."""

    code = "gateway.clock_off"
    message = "时间戳与平台相差{seconds}秒，超过{most}秒。"
    fix = "请校准服务器时钟；平台时间是 {now}（毫秒）。"


class NonceUsed(Conflict):
    """The nonce has been seen: a replay, or a generator that repeats itself."""

    code = "gateway.nonce_used"
    message = "随机数 X-Yb-Nonce 在24小时内已经用过。"
    fix = "每次调用换一个新的随机数，并重新签名。"


class SignatureWrong(Unauthenticated):
    """The signature does not fit what arrived."""

    code = "gateway.signature_wrong"
    message = "签名验证没有通过。"
    fix = "平台的待签文本 SM3 是 {canonical}，请与本地比对；再用 yibao why {request_id} 查看全文。"


class BodyUnreadable(Invalid):
    """What arrived is no JSON object of the protocol."""

    code = "gateway.body_unreadable"
    message = "请求内容不是接口约定的 JSON 对象。"
    fix = "{expected}"


class PlainNotAllowed(NotPermitted):
    """The channel must encrypt."""

    code = "gateway.plain_not_allowed"
    message = "渠道 {channel} 必须加密请求内容。"
    fix = "X-Yb-Cipher 用 SM4-GCM 或 SM4-CBC。"


class CiphertextDamaged(Invalid):
    """The bytes do not decrypt under the key of this channel."""

    code = "gateway.ciphertext_damaged"
    message = "请求内容无法解密。"
    fix = "核对 SM4 密钥、算法和附加数据（方法、路径、渠道、随机数）。"
    status = 400


class LevelNotGranted(NotPermitted):
    """The channel may not vouch for that level of identification."""

    code = "gateway.level_not_granted"
    message = "渠道 {channel} 最高只能声明 {highest} 级核验。"
    fix = "降低 identity.level，或申请更高等级。"
    at = "identity.level"


class LevelUnreadable(Invalid):
    """The level is missing or is none of L0, L2, L3."""

    code = "gateway.level_unreadable"
    message = "请说明怎样核验了来人的身份（identity.level）。"
    fix = "填 L2（实名登录）或 L3（人脸、医保码）。"
    at = "identity.level"


class TooManyCalls(Unavailable):
    """More calls than the channel's limit."""

    code = "gateway.too_many_calls"
    message = "调用太快，超过渠道 {channel} 每秒{most}次的上限。"
    fix = "过1秒再试，或申请提高上限。"
    status = 429
    retry_after = 1


class TooManyCallsToday(Unavailable):
    """More calls than the channel may make in a day of China."""

    code = "gateway.too_many_calls_today"
    message = "渠道 {channel} 今天的调用已达{most}次的上限。"
    fix = "明天再试，或申请提高上限。"
    status = 429
    retryable = False
    retry_after = 3600


class SessionUnknown(Unauthenticated):
    """The session has ended or never was."""

    code = "gateway.session_unknown"
    message = "会话已结束或不存在。"
    fix = "用 POST /api/v1/sessions 重新建立会话。"


class SessionCannotWrite(NotPermitted):
    """Writes carry an SM2 signature: that is the evidence."""

    code = "gateway.session_cannot_write"
    message = "会话方式只能查询，办理类业务须用 SM2 签名。"
    fix = "这次调用改用渠道密钥签名。"


class RequestNumberUnfit(Invalid):
    """Writes need a request number of the caller's own."""

    code = "gateway.request_number_unfit"
    message = "请求头 X-Yb-Request 应为8到64位字母、数字、下划线或短横线。"
    fix = "每笔业务用一个新的流水号，重发时保持不变。"


class InternalFault(Unavailable):
    """A defect on our side; it is logged under the request id."""

    code = "gateway.internal_fault"
    message = "平台出错了，这次没有办成。请稍后用同一个流水号重试。"
    fix = "仍不成功时，请把请求编号 {request_id} 告诉我们。"
    status = 500


class DatabaseAway(Unavailable):
    """The database does not answer; nothing was written."""

    code = "gateway.database_away"
    message = "平台暂时不可用，这次没有办成。请稍后用同一个流水号重试。"
    fix = "过几秒再试。"
