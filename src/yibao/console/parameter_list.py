"""All policy numbers of all domains, so that nobody takes an unconfirmed one for a confirmed one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from yibao.reference import parameters, regions

_UNITS = {
    "days": "天", "working days": "个工作日", "months": "个月", "years": "年", "age": "周岁",
    "yuan": "元", "fen": "分", "ratio": "（比例）", "percent": "%", "minutes": "分钟",
    "month": "月", "year": "年", "hours": "小时", "times": "次", "persons": "人", "date": "", "month-day": "",
    "items": "个", "flag": "（1是0否）", "mode": "", "identities": "", "level": "级",
}  # fmt: skip


@dataclass(frozen=True)
class ParameterLine:
    """One value of one parameter."""

    name: str
    label: str
    unit: str
    region: str
    since: date
    until: date | None
    value: str
    source: str
    is_verified: bool


def lines() -> list[ParameterLine]:
    """Return every value of every parameter, those not confirmed first."""
    found = list(_all_lines())
    return sorted(found, key=lambda line: (line.is_verified, line.name, line.region, line.since))


def _all_lines() -> Iterator[ParameterLine]:
    for domain in _domains():
        declared = parameters.parameters_of(domain)
        for parameter in declared.values():
            for value in parameter.values:
                yield ParameterLine(
                    parameter.name,
                    parameter.label,
                    _UNITS.get(parameter.unit, parameter.unit),
                    _place(value.region),
                    value.since,
                    value.until,
                    value.value,
                    value.source,
                    value.is_verified,
                )


def _domains() -> list[str]:
    import yibao

    names = [module.name for module in pkgutil.iter_modules(yibao.__path__) if module.ispkg]
    return [name for name in names if (files(f"yibao.{name}") / "parameters").is_dir()]


def _place(region: str) -> str:
    if region == parameters.NATION:
        return "全国"
    return regions.full_name(region) if regions.exists(region) else region
