"""A field of a form as a page shows it. The kind of the field decides which widget asks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, cast

from yibao.catalogue.field import Field
from yibao.catalogue.field_types import Choice, Code, Region, Text
from yibao.catalogue.form import Form
from yibao.portal.answers import DATE_PARTS, PREFIX, REGION_PARTS, asked, date_parts, region_parts
from yibao.portal.drafts import Problem
from yibao.reference import regions

FEW_OPTIONS = 7
"""Up to this many options are shown at once, to be tapped; more go into a list."""
_WIDGETS = {"choice": "choice", "code": "choice", "flag": "choice", "date": "date"}
_WIDGETS |= {"region": "region"}
_INPUT_MODES = {"integer": "numeric", "year": "numeric", "phone": "tel"}
_AUTOCOMPLETE = {"phone": "tel", "name": "name"}
_LENGTHS = {"identity_number": 18, "phone": 20, "name": 50, "year": 4}
_DATE_LABELS = ("年", "月", "日")
_REGION_LABELS = ("省份", "城市", "区县")


@dataclass(frozen=True)
class Option:
    """One possibility of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """One box or list of a question that has several."""

    id: str
    name: str
    label: str
    value: str
    length: int = 0
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Question:
    """What the template of a question needs."""

    name: str
    widget: str
    kind: str
    label: str
    hint: str
    example: str
    is_required: bool
    is_hidden: bool
    value: str = ""
    input_mode: str = ""
    autocomplete: str = ""
    length: int = 0
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    condition: str = ""
    problems: tuple[Problem, ...] = dataclass_field(default=())

    @property
    def id(self) -> str:
        """Return the id of the element that an error links to."""
        return f"q-{self.name}"

    @property
    def input_name(self) -> str:
        """Return the name under which the page sends the answer."""
        return PREFIX + self.name

    @property
    def described_by(self) -> str:
        """Return the ids of the texts that explain the question, hint and errors."""
        ids = [f"{self.id}-hint"] if self.hint or self.example else []
        ids += [f"{self.id}-problem"] if self.problems else []
        return " ".join(ids)


def questions_of(
    form: type[Form],
    raw: Mapping[str, str],
    found: Sequence[Problem] = (),
    *,
    only: Sequence[str] | None = None,
) -> list[Question]:
    """Return the questions of a form with what was typed and what is wrong with it.

    ``only`` picks some by name. Those that the answers do not lead to are there, but hidden.
    """
    names = set(asked(form, raw))
    return [
        _question(field, raw.get(name, ""), found, is_hidden=name not in names)
        for name, field in form.fields().items()
        if only is None or name in only
    ]


def _question(
    field: Field[Any], text: str, found: Sequence[Problem], *, is_hidden: bool
) -> Question:
    options = _options(field, text)
    widget = _WIDGETS.get(field.kind, "text")
    if widget == "choice":
        widget = "radio" if len(options) <= FEW_OPTIONS else "select"
    return Question(
        name=field.name,
        widget=widget,
        kind=field.kind,
        label=field.label,
        hint=field.hint,
        example=_example(field),
        is_required=field.required,
        is_hidden=is_hidden,
        value=text,
        input_mode=_INPUT_MODES.get(field.kind, ""),
        autocomplete=_AUTOCOMPLETE.get(field.kind, ""),
        length=_LENGTHS.get(field.kind, field.most if isinstance(field, Text) else 0),
        options=options,
        parts=_parts(field, text),
        condition=_condition(field),
        problems=tuple(each for each in found if each.at == field.path),
    )


def _example(field: Field[Any]) -> str:
    """Return an example as a person types it; a list needs none."""
    if field.kind in {"choice", "code", "flag", "region"}:
        return ""
    if field.kind == "date":
        year, month, day = date_parts(field.example or "2026-01-31")
        return f"{year} 年 {month} 月 {day} 日"
    return field.example


def _options(field: Field[Any], text: str) -> tuple[Option, ...]:
    labels: dict[str, str] = {}
    if isinstance(field, Choice):
        labels = {option.value: option.label for option in field.options}
    elif isinstance(field, Code):
        labels = field.options()
    elif field.kind == "flag":
        labels = {"true": "是", "false": "否"}
    if labels and not field.required and len(labels) <= FEW_OPTIONS:
        labels = labels | {"": "不填"}
    return tuple(Option(value, label, value == text) for value, label in labels.items())


def _parts(field: Field[Any], text: str) -> tuple[Part, ...]:
    if field.kind == "date":
        return _date_boxes(field, text)
    if field.kind == "region":
        return _region_lists(cast("Region", field), text)
    return ()


def _date_boxes(field: Field[Any], text: str) -> tuple[Part, ...]:
    rows = zip(DATE_PARTS, _DATE_LABELS, date_parts(text), (4, 2, 2), strict=True)
    return tuple(
        Part(_part_id(field, part), f"{PREFIX}{field.name}.{part}", label, value, length)
        for part, label, value, length in rows
    )


def _region_lists(field: Region, text: str) -> tuple[Part, ...]:
    """Return a list for each level; a list without options waits for the one above it."""
    chosen = region_parts(text or field.within)
    depth = 3 if field.level == "county" else 2
    above = ("", *chosen[:2])
    return tuple(
        Part(
            _part_id(field, part),
            f"{PREFIX}{field.name}.{part}",
            label,
            value,
            options=_places(parent, value, field.within) if not rank or parent else (),
        )
        for rank, (part, label, value, parent) in enumerate(
            zip(REGION_PARTS[:depth], _REGION_LABELS, chosen, above, strict=False)
        )
    )


def _places(parent: str, chosen: str, within: str) -> tuple[Option, ...]:
    return tuple(
        Option(place.code, place.name, place.code == chosen)
        for place in regions.children(parent)
        if not within
        or regions.is_within(place.code, within)
        or regions.is_within(within, place.code)
    )


def _part_id(field: Field[Any], part: str) -> str:
    return f"q-{field.name}-{part}"


def _condition(field: Field[Any]) -> str:
    """Return the condition as the page's script reads it."""
    if field.asked_when is None:
        return ""
    return json.dumps(field.asked_when.to_json(), ensure_ascii=False)
