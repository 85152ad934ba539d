"""A question, typed: on the class it builds conditions, on an instance it is the answer."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, Self, TypeVar, cast, overload

from yibao.catalogue.condition import Condition
from yibao.catalogue.errors import AnswerOfWrongKind

T = TypeVar("T")
U = TypeVar("U")


class FormBase:
    """What a field needs to know of a form: that it is one, and that it holds values."""

    values: dict[str, Any]


class Field(Generic[T]):
    """One question of a form.

    ``label`` is what a person reads, ``hint`` how to answer, ``example`` a value that is right.
    ``personal`` marks an answer that identifies or describes a person: it never reaches a log.
    """

    kind: ClassVar[str] = "text"
    expected: ClassVar[str] = "文字"

    def __init__(
        self, label: str, *, hint: str = "", example: str = "", personal: bool = False
    ) -> None:
        self.name = ""
        self.label, self.hint, self.example, self.personal = label, hint, example, personal
        self.required = True
        self.asked_when: Condition | None = None

    def __set_name__(self, owner: type[object], name: str) -> None:
        if issubclass(owner, FormBase):  # an error may also point at a field; that renames nothing
            self.name = name

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Self: ...
    @overload
    def __get__(self, instance: FormBase, owner: type[object]) -> T: ...
    @overload
    def __get__(self, instance: object, owner: type[object]) -> Self: ...
    def __get__(self, instance: object, owner: type[object]) -> Self | T:
        if isinstance(instance, FormBase):
            return cast("T", instance.values.get(self.name))
        return self

    @property
    def path(self) -> str:
        """Return where the answer stands in a request."""
        return f"answers.{self.name}"

    def is_(self, value: T) -> Condition:
        """Return the condition that the answer is ``value``."""
        return Condition(self, "is", value)

    def is_one_of(self, *values: T) -> Condition:
        """Return the condition that the answer is one of ``values``."""
        return Condition(self, "is_one_of", values)

    def parse(self, raw: object) -> T:
        """Turn JSON into the answer; raise :class:`Invalid` when it cannot be right."""
        if not isinstance(raw, str):
            raise self.wrong_kind()
        return self.parse_text(raw.strip())

    def parse_text(self, text: str) -> T:
        """Turn text, as it comes from JSON or from a page, into the answer."""
        return cast("T", text)

    def to_json(self, value: T) -> object:
        """Return the answer as it travels and is stored."""
        return value

    def display(self, value: T) -> str:
        """Return the answer as a person reads it."""
        return str(value)

    def schema(self) -> dict[str, object]:
        """Return the JSON Schema of the answer, label and hint included."""
        schema: dict[str, object] = {"type": "string", "title": self.label}
        if self.hint:
            schema["description"] = self.hint
        if self.example:
            schema["examples"] = [self.example]
        return schema

    def wrong_kind(self) -> AnswerOfWrongKind:
        """Return the error for a value of the wrong JSON type."""
        return AnswerOfWrongKind(label=self.label, expected=self.expected, at=self.path)


def optional(field: Field[T]) -> Field[T | None]:
    """Let the question stay unanswered."""
    field.required = False
    return cast("Field[T | None]", field)


def when(condition: Condition, field: Field[T]) -> Field[T | None]:
    """Ask only when ``condition`` holds; then the answer is required."""
    field.asked_when = condition
    return cast("Field[T | None]", field)
