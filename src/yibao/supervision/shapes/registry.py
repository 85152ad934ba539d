"""Every shape with its two evaluators: the module of the Python one, the texts of the SQL one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Protocol

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn

BATCH_ONLY = frozenset({"institution_metric", "encounter_metric", "stock", "trace_code"})
"""Shapes that look at many patients at once: no encounter can answer for them alone."""


class Evaluator(Protocol):
    """The real-time side of a shape.

    ``follows`` names the item codes whose lines in other encounters it must see.
    """

    follows: frozenset[str]

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each rule that the case breaks and in which this encounter has a part."""


class Module(Protocol):
    """What each module of a shape offers.

    A module may also have ``OPTIONS``: the names of the rules' options that its SQL reads as
    placeholders, each with its value where a rule is silent (``{"window": "visit"}``).
    Where its texts read different relations, ``parts(compiled)`` gives each text with the rules
    that it is for and the way it writes columns. Where its texts have further places,
    ``placeholders(compiled)`` fills them. A shape across patients names the relation of what is
    gathered patient by patient (``PART``) and gives its query (``part_text(compiled)``).
    """

    ALIASES: frozenset[str]
    STATEMENTS: tuple[str, ...]
    build: Callable[[CompiledRules, Iterable[Knowledge], Iterable[Evidence]], Evaluator]
    column: Callable[[str, str], str]


@cache
def shape_module(name: str) -> Any:
    """Return the module of a shape (it satisfies ``Module``; batch-only ones have no ``build``)."""
    return import_module(f"yibao.supervision.shapes.{name}")


def statements(name: str, compiled: CompiledRules) -> list[str]:
    """Return the SQL texts of a shape for these rules: DuckDB's words, portable by SQLGlot."""
    module = shape_module(name)
    if hasattr(module, "parts"):
        parts = module.parts(compiled)
    else:
        parts = [(text, compiled, module.column) for text in module.STATEMENTS]
    extra = module.placeholders(compiled) if hasattr(module, "placeholders") else {}
    options = getattr(module, "OPTIONS", {})
    return [
        fill(text, part, column, extra | _chosen(part, options)) for text, part, column in parts
    ]


class _Measured:
    """A measure in a text: ``{kinds:count(DISTINCT item_code)}`` is worked out only if a rule asks.

    Engines group once more for each DISTINCT, whether or not its number is used.
    """

    def __init__(self, name: str, compiled: CompiledRules) -> None:
        self.is_asked = any(("measure", name) in each.columns for each in compiled.expressions)

    def __format__(self, text: str) -> str:
        return text if self.is_asked else "0"


def fill(text: str, compiled: CompiledRules, column: NameColumn, extra: Mapping[str, str]) -> str:
    """Return a text of ``shapes`` with the rules' expressions and what else it has a place for."""
    filled = {
        "applies": compiled.choose("applies", column, otherwise="TRUE"),
        "violates": compiled.choose("violates", column, otherwise="TRUE"),
        "measured": compiled.choose("measured", column, otherwise="NULL"),
        "limit": compiled.choose("limit", column, otherwise="NULL"),
        "rules": compiled.rule_list(),
        "kinds": _Measured("kinds", compiled),
        "days": _Measured("days", compiled),
    }
    return _template(text).format(**filled, **extra)


def _chosen(compiled: CompiledRules, options: Mapping[str, str]) -> dict[str, str]:
    return {option: compiled.choose_option(option, usual) for option, usual in options.items()}


@cache
def _template(name: str) -> str:
    return files("yibao.supervision.shapes").joinpath(name).read_text(encoding="utf-8")
