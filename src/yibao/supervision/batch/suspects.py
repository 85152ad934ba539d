"""Lines that may break a rule for every line, found in one pass; then each rule is told over them.

A rule without codes has a statement of its own, which would read every line again. Over the few
lines that any of them may concern it costs nothing, and finds the same: a line that breaks one of
them is there, and a prescription that may break one of them is there with all its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import to_builtins

from yibao.supervision.batch.knowledge_tables import literal
from yibao.supervision.batch.plan import ShapePlan, wide_line
from yibao.supervision.batch.upper_bounds import bounds_of, grows, plain_bounds
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.compiled import NameColumn
from yibao.supervision.vocabulary import columns_of

_EVERY = "every_line AS line"
_RELATIONS = {"line": "suspect_line", "prescription": "suspect_prescription_line"}


def suspect_script(shapes: Iterable[ShapePlan]) -> list[str]:
    """Return the statements that make the relations of suspects, for those shapes that need them."""
    chosen = list(shapes)
    script = []
    lines = [shape for shape in chosen if shape.shape == "line" and shape.is_alone]
    if lines:
        broken = " OR ".join(_breaks(shape, row) for shape in lines for row in shape.knowledge)
        script.append(f"{_make('line', lines)} FROM {_EVERY} WHERE {broken}")
    prescriptions = [shape for shape in chosen if shape.shape == "prescription"]
    if prescriptions:
        script += _prescriptions(prescriptions)
    return script


def over_suspects(shape: ShapePlan, text: str) -> str:
    """Return a shape's statement, reading the suspects where there are any for it."""
    if shape.shape == "line" and not shape.is_alone:
        return text
    relation = _RELATIONS.get(shape.shape)
    return text.replace(_EVERY, f"{relation} AS line") if relation else text


def _make(shape: str, shapes: Sequence[ShapePlan]) -> str:
    named = frozenset().union(*(each.words for each in shapes))
    names = ", ".join(f"line.{name}" for name in wide_line() if name in named)
    return f"CREATE TABLE {_RELATIONS[shape]} AS SELECT {names}"


def _breaks(shape: ShapePlan, row: Knowledge) -> str:
    """Return the condition that a line breaks a row; whether the row is valid is asked later."""
    return shape.compiled.variant_of[row.rule].breaks.sql(_with_limits(row, columns.of_line))


def _with_limits(row: Knowledge, column: NameColumn) -> NameColumn:
    """Return the way to write columns where a row's limits stand as constants."""
    kinds = columns_of(Knowledge)
    values = dict(zip(kinds, to_builtins(row), strict=True))

    def written(alias: str, name: str) -> str:
        if alias == "knowledge":
            return literal(values[name], kinds[name].kind)
        return column(alias, name)

    return written


def _prescriptions(shapes: Sequence[ShapePlan]) -> list[str]:
    """Return the statements that find prescriptions, and then all lines of these."""
    own = [shape for shape in shapes if shape.is_alone]
    found = [_listed(shape) for shape in shapes if not shape.is_alone]
    if own:
        found.append(_own(own))
    return [
        f"CREATE TABLE suspect_prescription AS {' UNION '.join(found)}",
        f"{_make('prescription', shapes)} FROM {_EVERY} WHERE line.prescription IS NOT NULL "
        f"AND {_key('line')} IN (SELECT name FROM suspect_prescription)",
    ]


def _key(relation: str) -> str:
    """Return a prescription's name as a number; two that share one are both looked at."""
    return f"hash({relation}.encounter_id, {relation}.prescription)"


def _listed(shape: ShapePlan) -> str:
    """Return the query of the prescriptions with a listed line."""
    return (
        f"SELECT {_key('line')} AS name FROM line WHERE prescription IS NOT NULL "
        f"AND item_code IN (SELECT code FROM main.knowledge_{shape.name})"
    )


def _own(shapes: Sequence[ShapePlan]) -> str:
    """Return the query of the prescriptions that may break a rule's own row: one pass for all."""
    sums: list[str] = []
    scopes: list[str] = []
    conditions: list[str] = []
    for number, (shape, row) in enumerate((s, row) for s in shapes for row in s.knowledge):
        variant = shape.compiled.variant_of[row.rule]
        scope = variant.applies.sql(columns.of_line)
        asked = {name for alias, name in variant.violates.columns if alias == "measure"}
        sums += bounds_of(asked | {"count"}, scope, number)
        scopes.append(scope)
        limits = _with_limits(row, plain_bounds(number))
        can_tell = grows(variant.violates.tree)
        conditions.append(variant.violates.sql(limits) if can_tell else f"count_{number} > 0")
    return (
        "SELECT name FROM ("
        f"SELECT {_key('line')} AS name, {', '.join(sums)} FROM {_EVERY} "
        f"WHERE line.prescription IS NOT NULL AND ({' OR '.join(dict.fromkeys(scopes))}) "
        f"GROUP BY {_key('line')}) WHERE {' OR '.join(conditions)}"
    )
