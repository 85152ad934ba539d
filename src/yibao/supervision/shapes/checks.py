"""A knowledge row ready to run: its dates and the compiled expressions of its rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.shapes.compiled import CompiledRules, Variant, breaks_of, number_of


class Check(NamedTuple):
    """One knowledge row: dates first, since most rows fail on nothing else."""

    valid_from: int
    valid_to: int
    breaks: Callable[..., bool]
    measured: Callable[..., int | None] | None
    limit: Callable[..., int | None] | None
    knowledge: Knowledge


def checks_by_code(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], order: Sequence[str]
) -> dict[str | None, tuple[Check, ...]]:
    """Return the checks for each code; the rules' own rows are under ``None``.

    ``order`` names the aliases that the functions take. Functions are made once for a variant.
    """
    functions = {variant.number: _functions(variant, order) for variant in compiled.variants}
    checks: dict[str | None, list[Check]] = {}
    for row in knowledge:
        compiled_ones = functions[compiled.variant_of[row.rule].number]
        check = Check(row.valid_from, row.valid_to, *compiled_ones, row)
        checks.setdefault(row.code, []).append(check)
    return {code: tuple(found) for code, found in checks.items()}


def _functions(variant: Variant, order: Sequence[str]) -> tuple[Any, Any, Any]:
    return (
        breaks_of(variant, order),
        number_of(variant.measured, order),
        number_of(variant.limit, order),
    )
