"""The knowledge rows that rules bring themselves: their limits, from dated parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from yibao.reference.parameters import NATION, parameter
from yibao.supervision.knowledge.points import OPEN_END, Knowledge
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes.compiled import EPOCH, day_number


def with_limits(
    rules: Iterable[Rule], knowledge: Iterable[Knowledge], *, region: str = NATION
) -> list[Knowledge]:
    """Return the knowledge rows of the rules, completed by the rules' own limits.

    A rule that speaks about no code brings a row of its own, unless it is given one. A rule that does fills the empty
    columns of its rows (a child's age, a discount). Either way a row is cut where a limit changes.
    """
    chosen = {rule.code: rule for rule in rules}
    rows = [row for row in knowledge if row.rule in chosen]
    given = {row.rule for row in rows}
    rows += [_own(rule) for rule in chosen.values() if not rule.by_code and rule.code not in given]
    return [piece for row in rows for piece in _pieces(row, chosen[row.rule], region)]


def _own(rule: Rule) -> Knowledge:
    return Knowledge(rule.code, rule.code)


def _pieces(row: Knowledge, rule: Rule, region: str) -> Iterator[Knowledge]:
    first = max(row.valid_from, day_number(rule.valid_from))
    last = min(row.valid_to, OPEN_END if rule.valid_to is None else day_number(rule.valid_to))
    if not rule.limits and (first, last) == (row.valid_from, row.valid_to):
        yield row
        return
    missing = {column: name for column, name in rule.limits.items() if getattr(row, column) is None}
    changes = {
        day_number(value.since) for name in missing.values() for value in parameter(name).values
    }
    starts = sorted({first} | {change for change in changes if first < change < last})
    for start, end in zip(starts, [*starts[1:], last], strict=True):
        if start < end:
            limits = {column: _limit(name, region, start) for column, name in missing.items()}
            yield replace(row, valid_from=start, valid_to=end, **limits)


def _limit(name: str, region: str, day: int) -> int | str:
    value = parameter(name).on(EPOCH + timedelta(days=day), region).value
    return int(value) if value.lstrip("-").isdigit() else value
