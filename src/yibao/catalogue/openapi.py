"""The operations of all declared services for the OpenAPI 3.1 document.

What every call has in common (headers, errors, files, sessions) belongs to the gateway; its
``openapi.py`` puts both together. Components are named here as the gateway defines them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yibao.catalogue.directory import directory
from yibao.catalogue.example_bodies import plain_body
from yibao.catalogue.openapi_bodies import (
    CODE_TABLE,
    Schema,
    body_schema,
    code_table_schema,
    code_tables_of,
)
from yibao.catalogue.possible_errors import ErrorType, errors_of_service
from yibao.catalogue.relative_days import DOCUMENTED_ON, days_note
from yibao.catalogue.result_fields import REFERENCE, result_schemas
from yibao.catalogue.service import AnyService, Example

HEADERS = ("Channel", "Key", "Timestamp", "Nonce", "Request", "Cipher", "Signature")
_JSON = "application/json"
ErrorsOf = Callable[[AnyService], Sequence[ErrorType]]


@dataclass(frozen=True)
class ServicesPart:
    """The part of the document that is made from the declarations."""

    paths: Schema
    schemas: Schema
    tags: list[Schema]


def services_part(services: Sequence[AnyService], common_errors: ErrorsOf) -> ServicesPart:
    """Return paths and components of the services.

    ``common_errors`` tells with which errors a service can answer besides its own: the caller
    knows the engine and the gateway, this package does not.
    """
    ordered = sorted(services, key=lambda service: service.number)
    references, components = result_schemas(ordered)
    paths = {
        f"/services/{service.operation}": {
            "post": _operation(service, references[service.operation], common_errors)
        }
        for service in ordered
    }
    tables = code_tables_of(ordered)
    schemas = components | {f"{CODE_TABLE}{name}": code_table_schema(name) for name in tables}
    groups = dict.fromkeys(_group(service) for service in ordered)
    return ServicesPart(paths, schemas, [{"name": group} for group in groups])


def _operation(service: AnyService, result: str, common_errors: ErrorsOf) -> Schema:
    examples = {
        f"example-{position}": _example(service, example)
        for position, example in enumerate(service.examples, start=1)
    }
    content: Schema = {"schema": body_schema(service)}
    if examples:
        content["examples"] = examples
    return {
        "operationId": service.operation,
        "summary": service.name,
        "description": _description(service),
        "tags": [_group(service)],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in HEADERS],
        "requestBody": {
            "required": True,
            "description": "加密前的内容。X-Yb-Cipher 不是 none 时，实际发送的是 SealedBody。",
            "content": {_JSON: content},
        },
        "responses": _responses(service, result, common_errors),
        "x-number": service.number,
        "x-version": service.version,
    }


def _example(service: AnyService, example: Example) -> Schema:
    notes = [
        f"应答为错误 {example.fails_with}" if example.fails_with else "",
        days_note(example.answers),
    ]
    shown: Schema = {
        "summary": example.title,
        "value": plain_body(service, example, today=DOCUMENTED_ON),
    }
    description = "；".join(note for note in notes if note)
    return shown | ({"description": description} if description else {})


def _description(service: AnyService) -> str:
    limit = f"{service.working_days}个工作日" if service.working_days else "即时办结"
    agent = "可以代办" if service.agents_allowed else "只能本人办理"
    lines = [
        service.summary,
        "",
        f"- 谁可以办：{service.who}",
        f"- 时限：{limit}；{agent}",
        f"- 依据：{'；'.join(service.basis)}",
        f"- 不上网也能办：{service.counter_ways}",
    ]
    return "\n".join(lines)


def _group(service: AnyService) -> str:
    entry = directory().get(service.operation)
    return entry.group if entry else "其他"


def _responses(service: AnyService, result: str, common_errors: ErrorsOf) -> Schema:
    found = {*errors_of_service(service), *common_errors(service)}
    errors = sorted(found, key=lambda each: each.code)
    responses: Schema = {"200": _success(service, result)}
    for status in sorted({error.status for error in errors}):
        fitting = [error for error in errors if error.status == status]
        lines = [f"- `{error.code}` {error.message}" for error in fitting]
        responses[str(status)] = {
            "description": "\n".join(["可能的错误（不止这些）：", "", *lines]),
            "headers": {"X-Yb-Signature": {"$ref": "#/components/headers/Signature"}},
            "content": {_JSON: {"schema": {"$ref": f"{REFERENCE}Errors"}}},
            "x-error-codes": [error.code for error in fitting],
        }
    return responses


def _success(service: AnyService, result: str) -> Schema:
    properties: Schema = {
        "request_id": {"type": "string", "title": "请求编号"},
        "result": {"$ref": result},
    }
    if not service.workflow.is_query:
        properties["case"] = {"$ref": f"{REFERENCE}Case"}
    if service.workflow.review is not None:  # until the officer has decided, there is none
        properties["result"] = {"anyOf": [{"$ref": result}, {"type": "null"}]}
    shape = {"type": "object", "properties": properties, "required": sorted(properties)}
    return {
        "description": "办理结果。" if service.workflow.is_query else "办件回执和办理结果。",
        "headers": {"X-Yb-Signature": {"$ref": "#/components/headers/Signature"}},
        "content": {_JSON: {"schema": shape}},
    }
