"""A group of questions, and the answers to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from yibao.catalogue.errors import AnswerMissing, AnswerNotAsked
from yibao.catalogue.field import Field, FormBase
from yibao.kernel.errors import DomainError, Several


class Form(FormBase):
    """Declare the questions as class attributes; an instance holds typed answers.

    Questions are asked in the order in which they are declared. ``read`` is the only way in from
    outside: it reports everything that is wrong at once.
    """

    _fields: dict[str, Field[Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        inherited: dict[str, Field[Any]] = {}
        for base in reversed(cls.__mro__):
            inherited |= {n: f for n, f in vars(base).items() if isinstance(f, Field)}
        cls._fields = inherited

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    @classmethod
    def fields(cls) -> dict[str, Field[Any]]:
        """Return the questions by name, in order."""
        return cls._fields

    @classmethod
    def read(cls, raw: Mapping[str, object]) -> Self:
        """Return the answers in ``raw`` (JSON, or what a page sent), typed.

        Raises:
            Several: everything that is wrong, each error at its field.
        """
        answers = cls({})
        errors: list[DomainError] = [
            AnswerNotAsked(name=_shown(name), at=f"answers.{_shown(name)}")
            for name in raw
            if name not in cls._fields
        ]
        for name, field in cls._fields.items():
            try:
                answers.values[name] = _read_one(field, raw.get(name), answers)
            except DomainError as error:
                errors.append(error)
        if errors:
            raise Several(errors)
        return answers

    def to_json(self) -> dict[str, object]:
        """Return the answers as they travel and are stored; unanswered questions are left out."""
        return {
            name: field.to_json(self.values[name])
            for name, field in self._fields.items()
            if self.values.get(name) is not None
        }

    def displayed(self) -> list[tuple[Field[Any], str]]:
        """Return question and answer as a person reads them, unanswered questions left out."""
        return [
            (field, field.display(self.values[name]))
            for name, field in self._fields.items()
            if self.values.get(name) is not None
        ]


class NoAnswers(Form):
    """The form of a service that asks nothing beyond who is asking."""


def _read_one(field: Field[Any], raw: object, answers: Form) -> object:
    is_asked = field.asked_when is None or field.asked_when.holds(answers)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if is_asked and field.required:
            raise AnswerMissing(label=field.label, at=field.path)
        return None
    if not is_asked:
        raise AnswerNotAsked(name=field.name, at=field.path)
    return field.parse(raw)


def _shown(name: str) -> str:
    """Return an unknown name fit to be shown: short and printable."""
    return "".join(c for c in name[:40] if c.isprintable())
