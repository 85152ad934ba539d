"""Policy numbers: dated, regional, with source and whether somebody checked them.

A domain keeps them in ``parameters/*.yaml``. Code asks for the value that holds in a region on a
day; it never holds a number itself. The most specific region wins (county, prefecture, province,
country), then the latest start.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

NATION = "000000"


class ParameterMissing(Exception):
    """No value is known for this region and day: the data are incomplete."""


@dataclass(frozen=True)
class Value:
    """One value of a parameter: from ``since`` (included) until ``until`` (excluded, None: open)."""

    region: str
    since: date
    until: date | None
    value: str
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Parameter:
    """A policy number over time and regions."""

    name: str
    label: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date, region: str) -> Value:
        """Return the value that holds in ``region`` (six digits) on ``day``."""
        for place in (region, region[:4] + "00", region[:2] + "0000", NATION):
            fitting = [
                v
                for v in self.values
                if v.region == place and v.since <= day and (v.until is None or day < v.until)
            ]
            if fitting:
                return max(fitting, key=lambda v: v.since)
        raise ParameterMissing(f"{self.name} has no value for {region} on {day}")


def whole_number(name: str, *, day: date, region: str) -> int:
    """Return the value as a whole number (days, months, years: see the unit)."""
    return int(parameter(name).on(day, region).value)


def decimal(name: str, *, day: date, region: str) -> Decimal:
    """Return the value as an exact decimal (yuan, ratio: see the unit)."""
    return Decimal(parameter(name).on(day, region).value)


@cache
def parameter(name: str) -> Parameter:
    """Return the parameter ``domain.name``.

    Raises:
        ParameterMissing: no file of the domain declares it.
    """
    domain = name.split(".", 1)[0]
    found = parameters_of(domain).get(name)
    if found is None:
        raise ParameterMissing(f"{name} is declared in no file of {domain}/parameters")
    return found


@cache
def parameters_of(domain: str) -> dict[str, Parameter]:
    """Return every parameter that a domain declares, by its full name."""
    folder = files(f"yibao.{domain}") / "parameters"
    declared: dict[str, Parameter] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".yaml"):
            for key, body in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                declared[f"{domain}.{key}"] = _read(f"{domain}.{key}", body)
    return declared


def _read(name: str, body: dict[str, Any]) -> Parameter:
    values = tuple(
        Value(
            region=str(row["region"]),
            since=row["since"],
            until=row.get("until"),
            value=str(row["value"]),
            source=row["source"],
            is_verified=bool(row["verified"]),
        )
        for row in body["values"]
    )
    return Parameter(name, body["label"], body["unit"], values)
