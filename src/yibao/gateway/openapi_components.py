"""What every operation of the API has in common, as components of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from yibao.casework.states import CaseState
from yibao.catalogue.openapi_bodies import CODE_TABLE
from yibao.gateway.incoming import CIPHERS

Schema = dict[str, Any]
_SHORT_NAME = "^[A-Za-z0-9_-]{1,60}$"


def _text(title: str, **more: object) -> Schema:
    return {"type": "string", "title": title, **more}


def _object(title: str, properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _reference(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _header(name: str, description: str, **schema: object) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string", **schema},
    }


PARAMETERS: Schema = {
    "Channel": _header("X-Yb-Channel", "系统标识。", pattern=_SHORT_NAME),
    "Key": _header("X-Yb-Key", "密钥编号；会话方式填会话编号。", pattern=_SHORT_NAME),
    "Timestamp": _header(
        "X-Yb-Timestamp", "毫秒时间戳，与平台时间相差不超过5分钟。", pattern="^[0-9]{13}$"
    ),
    "Nonce": _header("X-Yb-Nonce", "随机数，24小时内不重复。", pattern="^[A-Za-z0-9_-]{16,64}$"),
    "Request": _header(
        "X-Yb-Request",
        "渠道流水号：每笔办理用一个新的，重发时不变；查询可以为空。",
        pattern="^[A-Za-z0-9_-]{0,64}$",
    ),
    "Cipher": _header("X-Yb-Cipher", "请求内容的加密方式。", enum=list(CIPHERS)),
    "Signature": _header(
        "X-Yb-Signature", "SM2 签名（DER）的 Base64；会话方式为 HMAC-SM3。", maxLength=128
    ),
}

HEADERS: Schema = {
    "Signature": {
        "description": "平台对状态码、随机数、时间戳和应答内容的签名，收到后先验签。",
        "required": True,
        "schema": {"type": "string"},
    }
}

_IDENTITY: Schema = {
    "certificate_type": _text("证件类型", examples=["01"])
    | _reference(f"{CODE_TABLE}certificate_type"),
    "certificate_number": _text("证件号码", maxLength=50),
    "name": _text("姓名", maxLength=50),
}

SCHEMAS: Schema = {
    "Subject": _object("参保人", _IDENTITY),
    "Agent": _object(
        "代办人",
        _IDENTITY
        | {
            "phone": _text("手机号码"),
            "relation": _text("与参保人的关系") | _reference(f"{CODE_TABLE}agent_relation"),
        },
    ),
    "SealedBody": _object(
        "加密后的内容",
        {"data": _text("Base64：初始向量、密文，GCM 另有校验值", contentEncoding="base64")},
    ),
    "Case": _object(
        "办件回执",
        {
            "number": _text("受理编号"),
            "service": _text("事项"),
            "state": _text(
                "状态",
                enum=[state.value for state in CaseState],
                **{"x-labels": {state.value: state.label for state in CaseState}},
            ),
            "state_label": _text("状态名称"),
            "submitted_at": _text("提交时间", format="date-time"),
            "accepted_at": {
                "title": "受理时间",
                "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}],
            },
            "due_on": {
                "title": "应办结日期",
                "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
            },
            "next_action": _text("下一步"),
            "query_code": _text("查询码"),
            "receipt_url": _text("回执地址", format="uri"),
        },
    ),
    "Error": _object(
        "错误",
        {
            "code": _text("错误码", description="永远不变，程序按它判断。"),
            "message": _text("原因", description="可以直接给人看。"),
            "at": _text("位置", description="出错的字段，例如 answers.starts_on。"),
            "retryable": {"type": "boolean", "title": "稍后重试可能成功"},
            "fix": _text("怎么办"),
        },
    ),
    "Errors": _object(
        "一次请求的全部错误",
        {
            "request_id": _text("请求编号"),
            "errors": {"type": "array", "minItems": 1, "items": _reference("Error")},
        },
    ),
    "FileUpload": _object(
        "上传的材料",
        {
            "name": _text("文件名", maxLength=200),
            "content_type": _text("内容类型", description="只供参考，以文件内容为准。"),
            "content": _text("文件内容", contentEncoding="base64"),
        },
        optional=("content_type",),
    ),
    "StoredFile": _object(
        "存好的材料",
        {
            "file_id": _text("文件编号", format="uuid"),
            "size": {"type": "integer", "title": "字节数"},
            "sm3": _text("SM3 摘要（十六进制）"),
            "content_type": _text("内容类型"),
        },
    ),
    "SessionRequest": _object(
        "建立会话",
        {"minutes": {"type": "integer", "title": "分钟数", "minimum": 1, "maximum": 120}},
        optional=("minutes",),
    ),
    "Session": _object(
        "会话",
        {
            "session": _text("会话编号"),
            "expires_at": _text("到期时间", format="date-time"),
            "mac_key": _text("HMAC-SM3 密钥，用渠道 SM2 公钥加密", contentEncoding="base64"),
            "cipher_key": _text("SM4 密钥，用渠道 SM2 公钥加密", contentEncoding="base64"),
        },
    ),
    "TicketRequest": _object(
        "申请页面地址",
        {
            "operation": _text("事项", examples=["resident_enrol"]),
            "subject": _reference("Subject"),
            "identity": {"type": "object", "properties": {"level": _text("核验等级")}},
            "return_url": _text("办完后返回的地址", maxLength=500),
        },
        optional=("return_url",),
    ),
    "Ticket": _object(
        "一次性页面地址",
        {
            "url": _text("页面地址", format="uri"),
            "expires_at": _text("到期时间", format="date-time"),
        },
    ),
}
