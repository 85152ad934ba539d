"""The form of a service as the counter shows it: made from the declaration, like the H5 page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yibao.catalogue.condition import Condition
from yibao.catalogue.field import Field
from yibao.catalogue.field_types import Choice, Code
from yibao.catalogue.material import Material, MaterialSource
from yibao.catalogue.service import AnyService
from yibao.reference import regions

_WAYS = {
    MaterialSource.UPLOAD: "上传扫描件",
    MaterialSource.SHARED: "向有关部门核验",
    MaterialSource.PLEDGE: "签写承诺书",
}
_INPUT_TYPES = {"date": "date", "integer": "number", "year": "number", "phone": "tel"}


@dataclass(frozen=True)
class Question:
    """One question as a page shows it. ``widget`` is select, checks, region or input.

    ``condition`` is the JSON under which it is asked (empty: always), ``condition_text`` the same
    in words, for pages without scripts.
    """

    name: str
    label: str
    hint: str
    widget: str
    input_type: str
    options: list[tuple[str, str]]
    value: str
    is_required: bool
    condition: str
    condition_text: str
    error: str


@dataclass(frozen=True)
class MaterialQuestion:
    """One material, the ways in which it may come, and what was already uploaded."""

    code: str
    name: str
    hint: str
    ways: list[tuple[str, str]]
    chosen: str
    pledge_text: str
    is_required: bool
    for_agent_only: bool
    condition: str
    condition_text: str
    file_id: str
    file_name: str
    error: str


def questions(
    service: AnyService, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[Question]:
    """Return the questions of the service with what was typed and what is wrong with it."""
    return [
        Question(
            name=f"answers.{name}",
            label=field.label,
            hint=field.hint,
            widget=_widget(field),
            input_type=_INPUT_TYPES.get(field.kind, "text"),
            options=_options(field),
            value=typed.get(f"answers.{name}", ""),
            is_required=field.required and field.asked_when is None,
            condition=_condition(field.asked_when),
            condition_text=str(field.asked_when) if field.asked_when else "",
            error=errors.get(f"answers.{name}", ""),
        )
        for name, field in service.answers.fields().items()
    ]


def material_questions(
    service: AnyService, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[MaterialQuestion]:
    """Return the materials of the service with what was chosen and what is wrong with it."""
    return [_material_question(each, typed, errors) for each in service.all_materials()]


def raw_answers(service: AnyService, typed: Mapping[str, str]) -> dict[str, object]:
    """Return what was typed as the engine reads it: empty boxes are unanswered questions."""
    return {
        name: value
        for name in service.answers.fields()
        if (value := typed.get(f"answers.{name}", "").strip())
    }


def identity_in(typed: Mapping[str, str], who: str) -> dict[str, str]:
    """Return certificate and name of ``who`` (subject or agent) as they travel."""
    parts = ("certificate_type", "certificate_number", "name")
    return {part: typed.get(f"{who}.{part}", "").strip() for part in parts}


def _material_question(
    material: Material, typed: Mapping[str, str], errors: Mapping[str, str]
) -> MaterialQuestion:
    return MaterialQuestion(
        code=material.code,
        name=material.name,
        hint=material.hint,
        ways=[(source.value, _WAYS[source]) for source in material.sources],
        chosen=typed.get(f"way.{material.code}", ""),
        pledge_text=material.pledge_text,
        is_required=material.is_required and material.when is None,
        for_agent_only=material.for_agent_only,
        condition=_condition(material.when),
        condition_text=str(material.when) if material.when else "",
        file_id=typed.get(f"file_id.{material.code}", ""),
        file_name=typed.get(f"file_name.{material.code}", ""),
        error=errors.get(f"materials.{material.code}", ""),
    )


def _widget(field: Field[Any]) -> str:
    if field.kind in {"choice", "code", "flag"}:
        return "select"
    return "region" if isinstance(field.expected, str) and field.kind == "region" else "input"


def _options(field: Field[Any]) -> list[tuple[str, str]]:
    if isinstance(field, Choice):
        return [(option.value, option.label) for option in field.options]
    if isinstance(field, Code):
        return list(field.options().items())
    if field.kind == "flag":
        return [("true", "是"), ("false", "否")]
    if field.kind == "region":
        return _region_options(field)
    return []


def _region_options(field: Field[Any]) -> list[tuple[str, str]]:
    """Return the places one may choose: all prefectures, or the counties of where it must lie."""
    within, level = getattr(field, "within", ""), getattr(field, "level", "prefecture")
    provinces = [regions.region(within)] if within else list(regions.provinces())
    places = [place for province in provinces for place in _below(province)]
    if level == "county":
        places += [county for place in list(places) for county in regions.children(place.code)]
    return [(place.code, place.full_name) for place in places]


def _below(place: regions.Region) -> list[regions.Region]:
    return list(regions.children(place.code))


def _condition(condition: Condition | None) -> str:
    return json.dumps(condition.to_json(), ensure_ascii=False) if condition else ""
