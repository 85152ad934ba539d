"""The numbers of one place on one day, read from ``parameters/*.yaml``, each with its source.

A parameter set is a name for a region (``parameter_sets.yaml``). A request may assume other values
("what if the quota were 60 yuan"): such a value says so wherever its source is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

import yaml

from yibao.benefits.errors import (
    AssumptionUnknown,
    AssumptionWrong,
    ParameterNotInSet,
    ParameterSetUnknown,
)
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import Money
from yibao.reference.parameters import Parameter, ParameterMissing, parameter, parameters_of

ASSUMED = "本次计算的假设"
_MODES = ("MULTIPLY", "MINUS_PP")
_EXAMPLES = {"yuan": "1000.00", "ratio": "0.75", "mode": "MULTIPLY", "flag": "1"}
_IN_WORDS = {"days": "天", "months": "个月", "years": "年", "level": "级"}


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """A named choice of numbers: those of ``region`` (six digits)."""

    name: str
    label: str
    region: str
    note: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One number in force, as text, with its unit, source and whether it was checked."""

    name: str
    label: str
    unit: str
    text: str
    source: str
    is_verified: bool

    @property
    def money(self) -> Money:
        """Return the value in yuan."""
        return Money.from_yuan(self.text)

    @property
    def ratio(self) -> Decimal:
        """Return the value as a share of one."""
        return Decimal(self.text)

    @property
    def whole(self) -> int:
        """Return the value as a whole number: days, months, years."""
        return int(self.text)

    @property
    def is_yes(self) -> bool:
        """Return the value of a flag."""
        return self.text == "1"

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the values of a list."""
        return tuple(self.text.split(","))

    @property
    def in_words(self) -> str:
        """Return the value with its unit in Chinese: 75%, 1,000.00元, 15天."""
        if self.unit == "yuan" and self.text[:1].isdigit():
            return f"{self.money}元"
        if self.unit == "ratio":
            return percent(self.ratio)
        return self.text + _IN_WORDS.get(self.unit, "")


class Parameters:
    """The numbers of ``chosen`` on ``day``; ``assumptions`` go before what is published."""

    def __init__(
        self, chosen: ParameterSet, day: date, assumptions: Mapping[str, str] | None = None
    ) -> None:
        self.chosen = chosen
        self.day = day
        self._assumptions = {_full(name): text for name, text in (assumptions or {}).items()}
        if wrong := list(_wrong_assumptions(self._assumptions)):
            raise Several(wrong)

    def __getitem__(self, name: str) -> Policy:
        """Return the number in force.

        Raises:
            ParameterNotInSet: the place has none on this day.
        """
        declared = parameter(_full(name))
        if (assumed := self._assumptions.get(declared.name)) is not None:
            return Policy(declared.name, declared.label, declared.unit, assumed, ASSUMED, False)
        try:
            value = declared.on(self.day, self.chosen.region)
        except ParameterMissing:
            raise ParameterNotInSet(
                name=self.chosen.name, day=self.day, label=declared.label, parameter=declared.name
            ) from None
        made = Policy(declared.name, declared.label, declared.unit, value.value, value.source, True)
        return replace(made, is_verified=value.is_verified)


def percent(ratio: Decimal) -> str:
    """Return a ratio as people write it: 97.5%."""
    return f"{(ratio * 100).normalize():f}%"


@cache
def parameter_sets() -> dict[str, ParameterSet]:
    """Return all parameter sets by name."""
    text = (files("yibao.benefits") / "parameter_sets.yaml").read_text(encoding="utf-8")
    return {
        name: ParameterSet(name, row["label"], row["region"], row["note"])
        for name, row in yaml.safe_load(text).items()
    }


def parameter_set(name: str) -> ParameterSet:
    """Return one parameter set. Raises ParameterSetUnknown."""
    found = parameter_sets().get(name)
    if found is None:
        raise ParameterSetUnknown(name=name, known="、".join(parameter_sets()))
    return found


def _full(name: str) -> str:
    return name if "." in name else f"benefits.{name}"


def _wrong_assumptions(assumptions: Mapping[str, str]) -> list[DomainError]:
    errors: list[DomainError] = []
    for name, text in assumptions.items():
        declared = parameters_of("benefits").get(name)
        short = name.removeprefix("benefits.")
        if declared is None:
            errors.append(AssumptionUnknown(parameter=short, at=f"assumptions.{short}"))
        elif not _fits(declared, text):
            example = _EXAMPLES.get(declared.unit, "3")
            errors.append(
                AssumptionWrong(
                    label=declared.label,
                    given=text,
                    unit=declared.unit,
                    example=example,
                    at=f"assumptions.{short}",
                )
            )
    return errors


def _fits(declared: Parameter, text: str) -> bool:
    if declared.unit == "mode":
        return text in _MODES
    if declared.unit == "flag":
        return text in {"0", "1"}
    if declared.unit == "identities":
        known = parameters_of("benefits")
        return all(f"benefits.aid_rate_{each}" in known for each in text.split(","))
    return _is_number(declared.unit, text)


def _is_number(unit: str, text: str) -> bool:
    try:
        if unit == "yuan":
            return Money.from_yuan(text) >= Money(0)
        if unit == "ratio":
            ratio = Decimal(text)
            return ratio.is_finite() and 0 <= ratio <= 1 and len(text) <= 12
    except (DomainError, InvalidOperation):
        return False
    return text.isascii() and text.isdigit() and 0 < len(text) <= 4
