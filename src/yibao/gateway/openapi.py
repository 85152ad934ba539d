"""The OpenAPI 3.1 document of the signed API, and its public address.

The document is made from the declarations; it is written to ``docs/reference/openapi.json`` and
answered at ``GET /api/v1/openapi.json`` without a signature, for it holds nothing that is secret.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from yibao.catalogue import registry
from yibao.catalogue.openapi import HEADERS as HEADER_PARAMETERS
from yibao.catalogue.openapi import services_part
from yibao.catalogue.openapi_bodies import CODE_TABLE, code_table_schema
from yibao.catalogue.possible_errors import ErrorType, errors_of
from yibao.catalogue.service import AnyService
from yibao.gateway import application, handlers
from yibao.gateway.openapi_components import HEADERS, PARAMETERS, SCHEMAS
from yibao.platform.crypto import sm3

PATH = "/api/v1/openapi.json"
_JSON = "application/json"
_CODE_TABLES = ("agent_relation", "certificate_type")  # those of Subject and Agent
_OF_WRITES = ("case.", "material.", "files.", "gateway.request_number", "gateway.session_cannot")
_INTRODUCTION = """\
医保便民服务平台的签名接口，第1版。

- 全部是 POST，内容是 UTF-8 的 JSON；每个请求都要签名（SM2），内容按渠道授权加密（SM4）。
- 应答和错误都由平台签名，先验签再使用；加密方式与请求相同。
- 一次返回全部错误；`code` 永远不变，`message` 可以直接给人看，`fix` 说明怎么办。
- 沙箱与正式环境地址只差 `sandbox/`，代码相同，数据是演示数据。
- 签名、加密的每一步和可比对的数值见 `docs/how-to/call-the-api-from-another-language.md`。
"""


def document() -> dict[str, Any]:
    """Return the whole document. Equal declarations give an equal document."""
    part = services_part(list(registry.services().values()), common_errors)
    tables = {
        f"{CODE_TABLE}{n}": code_table_schema(n) for n in ("agent_relation", "certificate_type")
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "医保便民服务平台", "version": "1", "description": _INTRODUCTION},
        "servers": [
            {"url": "/api/v1", "description": "正式环境"},
            {"url": "/api/v1/sandbox", "description": "沙箱"},
        ],
        "security": [{"signature": []}],
        "tags": [{"name": "通用"}, *part.tags],
        "paths": _common_paths() | part.paths,
        "components": {
            "schemas": dict(sorted((SCHEMAS | tables | part.schemas).items())),
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "securitySchemes": {
                "signature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-Yb-Signature",
                    "description": "对方法、路径、查询串、渠道、密钥、时间戳、随机数、流水号和"
                    "内容摘要签名；会话方式为 HMAC-SM3。",
                }
            },
        },
    }


def document_text() -> str:
    """Return the document as the committed file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def common_errors(service: AnyService) -> list[ErrorType]:
    """Return the errors that a call of any service like this one can be answered with."""
    found = errors_of(application.answer_call, handlers.call_service)
    if not service.workflow.is_query:
        return found
    return [error for error in found if not error.code.startswith(_OF_WRITES)]


@cache
def published() -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of the public answer; made once in a process, a few 100 ms."""
    body = document_text().encode()
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "public, max-age=300"),
        ("ETag", f'"{sm3.hexdigest(body)[:32]}"'),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return headers, body


def _common_paths() -> dict[str, Any]:
    rows = (
        ("/files", "upload_file", "上传一份材料", "FileUpload", "StoredFile"),
        ("/sessions", "open_session", "建立查询会话（最长2小时）", "SessionRequest", "Session"),
        ("/tickets", "launch_page", "申请一次性的 H5 页面地址", "TicketRequest", "Ticket"),
    )
    return {path: {"post": _common(*rest)} for path, *rest in rows}


def _common(name: str, summary: str, request: str, result: str) -> dict[str, Any]:
    handler = getattr(handlers, name)
    errors = errors_of(application.answer_call, handler)
    envelope = {
        "type": "object",
        "properties": {
            "request_id": {"type": "string", "title": "请求编号"},
            "result": {"$ref": f"#/components/schemas/{result}"},
        },
        "required": ["request_id", "result"],
    }
    responses: dict[str, Any] = {"200": _response("办好了。", envelope)}
    for status in sorted({error.status for error in errors}):
        codes = [error.code for error in errors if error.status == status]
        refusal = _response(
            "可能的错误：" + "、".join(codes), {"$ref": "#/components/schemas/Errors"}
        )
        responses[str(status)] = refusal | {"x-error-codes": codes}
    body = {"schema": {"$ref": f"#/components/schemas/{request}"}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["通用"],
        "parameters": [{"$ref": f"#/components/parameters/{n}"} for n in HEADER_PARAMETERS],
        "requestBody": {"required": True, "content": {_JSON: body}},
        "responses": responses,
    }


def _response(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"X-Yb-Signature": {"$ref": "#/components/headers/Signature"}},
        "content": {_JSON: {"schema": schema}},
    }
