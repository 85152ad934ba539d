"""The trace: one Chinese sentence for each step, with its numbers and where they come from."""

from __future__ import annotations

import msgspec

from yibao.benefits.parameters import Policy
from yibao.kernel.money import Money


class Source(msgspec.Struct, frozen=True):
    """A parameter that a step used."""

    parameter: str
    label: str
    value: str
    source: str
    is_verified: bool


class Step(msgspec.Struct, frozen=True):
    """One step: what it is about, the sentence, and its result in yuan where it has one."""

    about: str
    sentence: str
    amount: Money | None = None
    sources: tuple[Source, ...] = ()


class Trace:
    """Collects the steps of one calculation, in order."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def add(self, about: str, text: str, amount: Money | None = None, *used: Policy) -> None:
        """Add a step; ``text`` is a sentence without its full stop, ``used`` its parameters."""
        origin = _origin(used)
        sources = tuple(
            Source(each.name, each.label, each.in_words, each.source, each.is_verified)
            for each in used
        )
        self.steps.append(Step(about, f"{text}{origin}。", amount, sources))

    @property
    def unverified(self) -> tuple[str, ...]:
        """Return the labels of the parameters that nobody has checked, each once."""
        found = [
            source.label for step in self.steps for source in step.sources if not source.is_verified
        ]
        return tuple(dict.fromkeys(found))


def yuan(amount: Money) -> str:
    """Return an amount as the sentences write it: 1,234.50元."""
    return f"{amount}元"


def _origin(used: tuple[Policy, ...]) -> str:
    documents = list(dict.fromkeys(each.source for each in used))
    return f"（依据：{'；'.join(documents)}）" if documents else ""
