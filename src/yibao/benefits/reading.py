"""A request from JSON, with every wrong field told at once.

``msgspec.convert`` stops at the first error, so the walk over the fields is our own; the structs
of ``requests`` say what may stand where.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from yibao.benefits import errors
from yibao.benefits.checks import problems
from yibao.benefits.requests import KINDS, Request
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import ZERO, Money

_MOST_CHARACTERS = 60
_MOST_ITEMS = 20
_DEFAULT_MOST = 9999
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # the library also reads weeks: 2025-W10-6
StructType = TypeVar("StructType", bound=msgspec.Struct)


def read_json(text: bytes) -> Any:
    """Return the content of a JSON file. Raises NotJson."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as wrong:
        position = "".join(c for c in str(wrong).rpartition("byte")[2] if c.isdigit())
        raise errors.NotJson(position=position or len(text)) from None


def read_request_and_assumptions(content: object) -> tuple[Request, dict[str, str]]:
    """Return the request, and the ``assumptions`` beside it: parameter to value, both text.

    Raises:
        Several: everything that is wrong with either.
    """
    if not isinstance(content, dict) or "assumptions" not in content:
        return read_request(content), {}
    rest = {name: value for name, value in content.items() if name != "assumptions"}
    assumed = content["assumptions"]
    if isinstance(assumed, dict) and all(isinstance(each, str) for each in assumed.values()):
        return read_request(rest), assumed
    wrong: list[DomainError] = [errors.NotAnObject(at="assumptions")]
    try:
        read_request(rest)
    except Several as more:
        wrong += more.errors
    raise Several(wrong)


def read_request(content: object) -> Request:
    """Return the request that ``content`` (from JSON) holds.

    Raises:
        Several: everything that is wrong with it.
    """
    if not isinstance(content, dict):
        raise Several([errors.NotAnObject()])
    kind = content.get("kind")
    wanted = KINDS.get(kind) if isinstance(kind, str) else None
    if wanted is None:
        raise Several([errors.KindUnknown(given=_shown(kind), choices="、".join(KINDS))])
    fields = {name: value for name, value in content.items() if name != "kind"}
    reader = _Reader()
    request = reader.struct(fields, wanted)
    found = reader.errors or problems(request)
    if found:
        raise Several(found)
    return request


class _Reader:
    """Converts values and collects what is wrong; a wrong value becomes None."""

    def __init__(self) -> None:
        self.errors: list[DomainError] = []

    def struct(
        self, content: Any, wanted: type[StructType], at: str = "", **meta: Any
    ) -> StructType:
        """Return ``wanted`` filled from ``content``; None inside when errors were found."""
        if not isinstance(content, dict):
            self.errors.append(errors.NotAnObject(at=at))
            return None  # type: ignore[return-value]
        fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
        before = len(self.errors)
        for name in sorted(content.keys() - fields.keys()):
            path = _path(at, _shown(name))
            self.errors.append(
                errors.FieldUnknown(field=_shown(name), choices="、".join(fields), at=path)
            )
        values = {}
        for name, field in fields.items():
            told = _Told(field.type, _path(at, name), inherited=meta)
            if name in content:
                values[name] = self.value(content[name], told)
            elif field.required:
                self.errors.append(errors.FieldMissing(label=told.label, field=name, at=told.at))
        return wanted(**values) if len(self.errors) == before else None  # type: ignore[return-value]

    def value(self, given: Any, told: _Told) -> Any:
        """Return one value; None where it is wrong."""
        if given is None and told.is_optional:
            return None
        if issubclass(told.kind, msgspec.Struct):
            return self.struct(given, told.kind, told.at, **told.extra)
        if told.kind is tuple:
            return self._tuple(given, told)
        try:
            read: Callable[[Any, _Told], Any] = _LEAVES.get(told.kind, _choice)
            return read(given, told)
        except DomainError as wrong:
            self.errors.append(wrong)
            return None

    def _tuple(self, given: Any, told: _Told) -> Any:
        if not isinstance(given, list) or len(given) > _MOST_ITEMS:
            self.errors.append(errors.ListWrong(label=told.label, at=told.at))
            return None
        return tuple(self.value(each, told.item(number)) for number, each in enumerate(given))


class _Told:
    """What a struct says about one field: its type without decoration, label and limits."""

    def __init__(self, declared: Any, at: str, *, inherited: dict[str, Any]) -> None:
        self.at = at
        self.label = at.rpartition(".")[2]
        self.extra: dict[str, Any] = {k: v for k, v in inherited.items() if k == "signed"}
        if get_origin(declared) is Annotated:
            declared, *metas = get_args(declared)
            for meta in metas:
                self.label = meta.title or self.label
                self.extra |= meta.extra or {}
        self.is_optional = get_origin(declared) is types.UnionType
        if self.is_optional:
            declared = next(each for each in get_args(declared) if each is not type(None))
        self.kind: type = get_origin(declared) or declared
        self._items = get_args(declared)

    def item(self, number: int) -> _Told:
        """Return what is said about one item of a list."""
        told = _Told(self._items[0], f"{self.at}.{number}", inherited=self.extra)
        told.label = self.label
        return told

    @property
    def is_signed(self) -> bool:
        """Tell whether amounts may be below zero."""
        return bool(self.extra.get("signed"))

    def wrong(self, error: type[DomainError], **facts: object) -> DomainError:
        """Return ``error`` for this field."""
        return error(label=self.label, at=self.at, **facts)


def _money(given: Any, told: _Told) -> Money:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise told.wrong(errors.AmountWrong)
    try:
        amount = Money.from_yuan(given)
    except DomainError:
        raise told.wrong(errors.AmountWrong) from None
    if amount < ZERO and not told.is_signed:
        raise told.wrong(errors.AmountBelowZero)
    return amount


def _whole(given: Any, told: _Told) -> int:
    high = told.extra.get("most", _DEFAULT_MOST)
    low = -high if told.is_signed else 0
    if type(given) is not int or not low <= given <= high:
        raise told.wrong(errors.NumberWrong, low=low, high=high)
    return given


def _date(given: Any, told: _Told) -> date:
    if not isinstance(given, str) or not _DATE.fullmatch(given):
        raise told.wrong(errors.DateWrong)
    try:
        found = date.fromisoformat(given)
        if not 1850 <= found.year < 2200:  # room for months that are added
            raise ValueError
    except ValueError:
        raise told.wrong(errors.DateWrong) from None
    return found


def _text(given: Any, told: _Told) -> str:
    most = told.extra.get("most", _MOST_CHARACTERS)
    if not isinstance(given, str) or not 0 < len(given.strip()) <= most:
        raise told.wrong(errors.TextWrong, most=most)
    return given.strip()


def _yes_or_no(given: Any, told: _Told) -> bool:
    if not isinstance(given, bool):
        raise told.wrong(errors.YesOrNoWrong)
    return given


def _choice(given: Any, told: _Told) -> Enum:
    if not issubclass(told.kind, Enum):
        raise TypeError(f"no reader for {told.kind}")
    for member in told.kind:
        if given == member.value:
            return member
    choices = "、".join(str(member.value) for member in told.kind)
    raise told.wrong(errors.ChoiceUnknown, given=_shown(given), choices=choices)


_LEAVES: dict[type, Callable[[Any, _Told], Any]] = {
    Money: _money,
    int: _whole,
    date: _date,
    str: _text,
    bool: _yes_or_no,
}


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _shown(value: object) -> str:
    """Return a value short enough for a sentence."""
    text = "（空）" if value is None else str(value)
    return text if len(text) <= 20 else text[:19] + "…"
