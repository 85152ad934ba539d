"""The body of a request to a service as JSON Schema: who, for whom, answers, materials."""

from __future__ import annotations

from typing import Any

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.condition import Condition
from yibao.catalogue.field import Field
from yibao.catalogue.field_types import Code
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material, MaterialSource
from yibao.catalogue.result_fields import REFERENCE
from yibao.catalogue.service import AnyService
from yibao.reference import code_tables

CODE_TABLE = "code_table."
_LEVELS = [level.value for level in IdentityLevel]
Schema = dict[str, Any]


def body_schema(service: AnyService) -> Schema:
    """Return the schema of a request body before it is encrypted."""
    is_public = service.identity_level is IdentityLevel.PUBLIC
    properties: Schema = {
        "subject": {"$ref": f"{REFERENCE}Subject"},
        "identity": _identity(service),
    }
    required = [] if is_public else ["subject", "identity"]
    if service.agents_allowed:
        properties["agent"] = {"$ref": f"{REFERENCE}Agent"}
    properties["answers"] = answers_schema(service.answers)
    if properties["answers"].get("required"):
        required.append("answers")
    if not service.workflow.is_query and service.all_materials():
        properties["materials"] = _materials(service.all_materials())
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def answers_schema(form: type[Form]) -> Schema:
    """Return the schema of the answers; a question that depends on another becomes an if-then."""
    fields = form.fields()
    schema: Schema = {
        "type": "object",
        "title": "填写内容",
        "properties": {name: field_schema(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    always = [name for name, field in fields.items() if field.required and not field.asked_when]
    if always:
        schema["required"] = always
    rules = [_rule(field, field.asked_when) for field in fields.values() if field.asked_when]
    if rules:
        schema["allOf"] = rules
    return schema


def field_schema(field: Field[Any]) -> Schema:
    """Return the schema of one answer; a long code table is referred to, not repeated."""
    schema = field.schema()
    table = schema.get("x-code-table")
    if table is not None and "enum" not in schema:
        schema["$ref"] = f"{REFERENCE}{CODE_TABLE}{table}"
    return schema


def code_table_schema(name: str) -> Schema:
    """Return a national code table as a component: its codes, and what they mean."""
    table = code_tables.table(name)
    return {
        "type": "string",
        "title": table.label,
        "enum": [entry.code for entry in table.entries],
        "x-labels": {entry.code: entry.label for entry in table.entries},
    }


def code_tables_of(services: list[AnyService]) -> list[str]:
    """Return the code tables that the questions of these services refer to."""
    questions = [q for service in services for q in service.answers.fields().values()]
    return sorted({q.table for q in questions if isinstance(q, Code) and "$ref" in field_schema(q)})


def _rule(field: Field[Any], condition: Condition) -> Schema:
    asked: Schema = {"required": [field.name]} if field.required else {}
    return {
        "if": condition_schema(condition),
        "then": asked,
        "else": {"properties": {field.name: False}},
    }


def condition_schema(condition: Condition) -> Schema:
    """Return the schema that answers meet when the condition holds."""
    meaning = condition.to_json()
    name = meaning["field"]
    return {"properties": {name: {"enum": meaning["values"]}}, "required": [name]}


def _identity(service: AnyService) -> Schema:
    lowest = _LEVELS.index(service.identity_level.value)
    return {
        "type": "object",
        "title": "渠道怎样核验了来人的身份",
        "properties": {
            "level": {
                "type": "string",
                "title": "核验等级",
                "enum": _LEVELS[lowest:],
                "description": "L2 实名登录；L3 人脸或医保码核验。不得超过渠道授权的等级。",
            },
            "method": {"type": "string", "title": "核验方式", "examples": ["face"]},
        },
        "required": ["level"],
    }


def _materials(materials: list[Material]) -> Schema:
    return {
        "type": "array",
        "title": "受理材料",
        "maxItems": 50,
        "items": {"oneOf": [_material(material) for material in materials]},
    }


def _material(material: Material) -> Schema:
    schema: Schema = {
        "type": "object",
        "title": material.name,
        "properties": {
            "code": {"const": material.code},
            "source": {"type": "string", "enum": [source.value for source in material.sources]},
            "file_id": {"type": "string", "format": "uuid"},
        },
        "required": ["code", "source"],
        "if": {"properties": {"source": {"const": MaterialSource.UPLOAD.value}}},
        "then": {"required": ["file_id"]},
        "additionalProperties": False,
    }
    notes = material_notes(material)
    if notes:
        schema["description"] = notes
    return schema


def material_notes(material: Material) -> str:
    """Return when a material is needed and what eases it, as sentences."""
    notes = [
        "有代办人时需要。" if material.for_agent_only else "",
        f"{material.when}时需要。" if material.when else "",
        "" if material.is_required else "不是必交。",
        "系统先向有关部门核验，核验到的不用交。" if material.shared_from else "",
        "可以签写承诺书代替。" if material.pledge_text else "",
        material.hint,
    ]
    return "".join(notes)
