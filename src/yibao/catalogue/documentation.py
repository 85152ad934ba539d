"""The reference page of one service, made from its declaration. Nobody edits such a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.example_bodies import plain_body
from yibao.catalogue.field import Field
from yibao.catalogue.flow_diagram import Transition, flow_diagram, state_diagram
from yibao.catalogue.markdown import code, code_block, json_block, page, table
from yibao.catalogue.material import MaterialSource
from yibao.catalogue.openapi_bodies import material_notes
from yibao.catalogue.possible_errors import ErrorType, errors_of, errors_of_service
from yibao.catalogue.relative_days import DOCUMENTED_ON, days_note, marked
from yibao.catalogue.result_fields import result_fields
from yibao.catalogue.service import AnyService, Example
from yibao.catalogue.snapshot import check_name

_CHANNEL = "zyybwxgzh"  # the channel of the demonstration
# What a mistyped answer gives rise to stands with the errors, not with the checks of policy.
_FORM_OF_AN_ANSWER = "yibao.kernel."
_LEVELS = {
    IdentityLevel.PUBLIC: "不需要核验身份",
    IdentityLevel.REAL_NAME: "L2：实名登录",
    IdentityLevel.STRONG: "L3：人脸或医保码核验",
}
_WAYS = {
    MaterialSource.UPLOAD: "上传",
    MaterialSource.SHARED: "部门核验",
    MaterialSource.PLEDGE: "承诺书",
}


def service_page(service: AnyService, *, transitions: Sequence[Transition]) -> str:
    """Return the page. ``transitions`` is the table of states, of which a review takes part."""
    sections: list[Callable[[AnyService], list[str]]] = [
        _head, _fields, _materials, _checks,
    ]  # fmt: skip
    return page(
        *(section(service) for section in sections),
        _flow(service, transitions),
        _sandbox(service),
        _result(service),
        _errors(service),
        ["## 不上网怎么办", "", service.counter_ways],
    )


def _head(service: AnyService) -> list[str]:
    entry = directory().get(service.operation)
    rows = [
        ("事项编号", code(service.operation)),
        ("序号", service.number),
        ("分组", entry.group if entry else ""),
        ("谁可以办", service.who),
        ("时限", _time_limit(service)),
        ("身份核验", _LEVELS[service.identity_level]),
        ("代办", "可以" if service.agents_allowed else "只能本人"),
        ("依据", "；".join(service.basis)),
        ("国家事项编码", service.national_code),
        ("档案类别", service.archive_class),
        ("风险点", "；".join(service.risk_points)),
        ("版本", service.version),
    ]
    rows = [(name, value) for name, value in rows if str(value)]
    return [f"# {service.name}", "", service.summary, "", *table(("项目", "内容"), rows)]


def _time_limit(service: AnyService) -> str:
    limit = f"{service.working_days}个工作日" if service.working_days else "即时办结"
    review = service.workflow.review
    if review is None or review.working_days == service.working_days:
        return limit
    return f"{limit}；转人工审核的，受理后{review.working_days}个工作日"


def _fields(service: AnyService) -> list[str]:
    rows = [
        (
            code(field.name),
            field.label,
            field.expected,
            _required(field),
            _limits(field.schema()),
            field.hint,
        )
        for field in service.answers.fields().values()
    ]
    headers = ("字段", "名称", "类型", "必填", "取值", "说明")
    return ["## 填写内容（answers）", "", *table(headers, rows)]


def _required(field: Field[Any]) -> str:
    asked = f"{field.asked_when}时" if field.asked_when else ""
    return f"{asked}{'必填' if field.required else '选填'}"


def _limits(schema: dict[str, Any]) -> str:
    parts = []
    if "enum" in schema:
        parts += [f"`{value}` {label}" for value, label in schema["x-labels"].items()]
    elif "x-code-table" in schema:
        parts.append(f"代码表 `{schema['x-code-table']}`")
    if "maxLength" in schema:
        parts.append(f"{schema['minLength']}到{schema['maxLength']}个字")
    if "maximum" in schema:
        parts.append(f"{schema['minimum']}到{schema['maximum']}")
    if "x-region-level" in schema:
        parts.append("选到区县" if schema["x-region-level"] == "county" else "选到地级市")
    return "；".join(parts)


def _materials(service: AnyService) -> list[str]:
    materials = [] if service.workflow.is_query else service.all_materials()
    rows = [
        (
            code(material.code),
            material.name,
            "、".join(f"{_WAYS[way]} `{way.value}`" for way in material.sources),
            material_notes(material),
        )
        for material in materials
    ]
    headers = ("材料", "名称", "怎样提供", "说明")
    return ["## 受理材料（materials）", "", *table(headers, rows)]


def _checks(service: AnyService) -> list[str]:
    rows = [
        (code(check_name(check)), error.message, error.fix, code(error.code))
        for check in service.workflow.checks
        for error in errors_of(check)
        if not error.__module__.startswith(_FORM_OF_AN_ANSWER)
    ]
    headers = ("核验", "不通过时的提示", "怎么办", "错误码")
    return ["## 自动核验", "", "全部核验一次做完，所有问题一次告知。", "", *table(headers, rows)]


def _flow(service: AnyService, transitions: Sequence[Transition]) -> list[str]:
    workflow = service.workflow
    lines = [
        "## 办理流程",
        "",
        f"模板：{workflow.template.label}（{workflow.template.value}）。",
        "",
    ]
    lines += code_block("\n".join(flow_diagram(workflow)), "mermaid")
    if workflow.review is not None:
        states = state_diagram(transitions, first=transitions[0].before)
        lines += ["", "转人工审核的办件这样流转：", "", *code_block("\n".join(states), "mermaid")]
    return lines


def _sandbox(service: AnyService) -> list[str]:
    good = next((each for each in service.examples if not each.fails_with), None)
    lines = ["## 沙箱例子", ""]
    if good is None:
        return [*lines, "还没有例子。"]
    body = plain_body(service, good, today=DOCUMENTED_ON)
    command_body = body | ({"answers": marked(good.answers)} if good.answers else {})
    data = json.dumps(command_body, ensure_ascii=False, separators=(",", ":"))
    command = f"./yibao call {service.operation} --sandbox --channel {_CHANNEL} --data '{data}'"
    lines += [f"{good.title}。加密前的内容：", "", *json_block(body), ""]
    if note := days_note(good.answers):
        lines += [f"{note}；下面的命令里写的是天数，调用时换成日期。", ""]
    lines += ["用命令行调用：", "", *code_block(command, "sh"), "", "全部例子：", ""]
    return lines + table(("例子", "人物", "前提", "结果"), map(_example, service.examples))


def _example(example: Example) -> tuple[str, ...]:
    outcome = "转人工审核" if example.under_review else "办成"
    if example.fails_with:
        outcome = f"`{example.fails_with}`"
    return example.title, example.person, code(example.given), outcome


def _result(service: AnyService) -> list[str]:
    rows = [
        (code(row.path), row.label, row.type, "可能为空" if row.may_be_missing else "")
        for row in result_fields(service)
    ]
    lines = ["## 办理结果（result）", ""]
    if service.workflow.review is not None:
        lines += ["转人工审核的，办结前 `result` 为 `null`，进度看 `case`。", ""]
    return [*lines, *table(("字段", "名称", "类型", "说明"), rows)]


def _errors(service: AnyService) -> list[str]:
    return [
        "## 错误码",
        "",
        "下面是本事项自己的；接口、身份、材料的通用错误见 [错误码总表](../errors.md)。",
        "",
        *error_table(errors_of_service(service)),
    ]


def error_table(errors: Sequence[ErrorType]) -> list[str]:
    """Return a table of errors: code, status, sentence, remedy, whether a retry may help."""
    rows = [
        (
            code(error.code),
            error.status,
            error.message,
            error.fix,
            "是" if error.retryable else "否",
        )
        for error in errors
    ]
    return table(("错误码", "状态", "原因", "怎么办", "可重试"), rows)
