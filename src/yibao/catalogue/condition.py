"""A question about answers that can run here, run in a page, and be read aloud.

Conditions are data, never functions: the same condition decides on the server, shows or hides a
question in the browser, and stands as a sentence in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from yibao.catalogue.field import Field, FormBase


@dataclass(frozen=True)
class Condition:
    """``subject`` is ``value`` (op ``is``), or one of the values (op ``is_one_of``)."""

    subject: Field[Any]
    op: str
    value: object

    def holds(self, answers: FormBase) -> bool:
        """Tell whether the answers meet the condition; an unanswered question meets none."""
        actual = answers.values.get(self.subject.name)
        if self.op == "is":
            return bool(actual == self.value)
        return actual in cast("tuple[object, ...]", self.value)

    def to_json(self) -> dict[str, object]:
        """Return the condition as the page reads it: field and the values that meet it."""
        return {
            "field": self.subject.name,
            "values": [self.subject.to_json(value) for value in self._values()],
        }

    def __str__(self) -> str:
        return f"“{self.subject.label}”为" + "或".join(
            self.subject.display(value) for value in self._values()
        )

    def _values(self) -> tuple[Any, ...]:
        return (self.value,) if self.op == "is" else cast("tuple[Any, ...]", self.value)
