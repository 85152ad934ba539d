"""The compiled expressions of a rule whose scope is judged before its records are gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from yibao.supervision.expressions import predicate
from yibao.supervision.shapes.compiled import CompiledRules, Variant, number_of

LINE_RECORDS = ("line", "encounter", "patient")


class Program(NamedTuple):
    """``applies`` is for single records, of lines by default; absent where every one counts.

    The others take what the shape says, all three the same.
    """

    applies: Callable[..., bool] | None
    violates: Callable[..., bool]
    measured: Callable[..., int | None] | None
    limit: Callable[..., int | None] | None


def programs_of(
    compiled: CompiledRules, *, records: Sequence[str], group: Sequence[str]
) -> dict[str, Program]:
    """Return the program of each rule: ``applies`` sees ``records``, the others see ``group``.

    Rules of one variant share theirs.

    :raises ValueError: an expression speaks of something else
    """
    made = {v.number: _program(v, records, group) for v in compiled.variants}
    return {code: made[variant.number] for code, variant in compiled.variant_of.items()}


def _program(variant: Variant, records: Sequence[str], group: Sequence[str]) -> Program:
    everything = variant.applies.text == "TRUE"
    return Program(
        None if everything else predicate(variant.applies, records),
        predicate(variant.violates, group),
        number_of(variant.measured, group),
        number_of(variant.limit, group),
    )
