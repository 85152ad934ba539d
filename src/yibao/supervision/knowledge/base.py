"""The knowledge base as evaluators read it: rows and evidence, with the name of the state.

``load_shipped`` reads the packaged facts without a database; ``load_stored`` reads the tables.
Both give the same rows, and so the same ``snapshot_id``, for the same points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from yibao.reference.parameters import NATION
from yibao.supervision.knowledge import ages, queries, shipped
from yibao.supervision.knowledge.facts import Point
from yibao.supervision.knowledge.points import OPEN_END, Evidence, Knowledge

if TYPE_CHECKING:
    from yibao.platform.database import Sql

_EPOCH = date(1970, 1, 1).toordinal()


class KnowledgeBase(Struct, frozen=True):
    """Every row that is or was valid, in a stable order; ``snapshot_id`` changes with any."""

    snapshot_id: str
    rows: tuple[Knowledge, ...]
    evidence: tuple[Evidence, ...]

    def on(self, day: date) -> KnowledgeBase:
        """Return the rows valid on ``day`` alone, under the same snapshot id."""
        number = day_number(day)
        rows = tuple(row for row in self.rows if row.valid_from <= number < row.valid_to)
        points = {row.point for row in rows}
        return KnowledgeBase(
            self.snapshot_id, rows, tuple(e for e in self.evidence if e.point in points)
        )


def build(points: Iterable[Point], *, region: str = NATION) -> KnowledgeBase:
    """Make the rows of points; ages in words become figures as they hold in ``region``."""
    ordered = sorted(points, key=lambda point: point.id)
    rows = tuple(row for point in ordered for row in _rows(point, region))
    evidence = tuple(
        Evidence(point.rule, point.id, key) for point in ordered for key in sorted(point.evidence)
    )
    return KnowledgeBase(_digest(rows, evidence), rows, evidence)


@cache
def load_shipped(region: str = NATION) -> KnowledgeBase:
    """Return the packaged facts; about a tenth of a second, once for each process and region."""
    return build(shipped.points(), region=region)


def load_stored(sql: Sql, *, region: str = NATION) -> KnowledgeBase:
    """Return what the database holds: packaged facts and whatever was imported since."""
    return build(queries.all_points(sql), region=region)


def snapshot(sql: Sql, day: date | None = None, *, region: str = NATION) -> KnowledgeBase:
    """Return the stored knowledge base; with ``day`` only the rows valid on it."""
    base = load_stored(sql, region=region)
    return base if day is None else base.on(day)


def day_number(day: date) -> int:
    """Return the number of days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _rows(point: Point, region: str) -> Iterator[Knowledge]:
    for start, end, limit in ages.editions(point, region):
        for code in sorted(point.codes):
            yield Knowledge(
                rule=point.rule,
                point=point.id,
                code=code,
                partner=point.partner,
                low=limit.low,
                high=limit.high,
                cap=limit.cap,
                days=limit.days,
                listed=limit.listed,
                is_coded=limit.is_coded,
                valid_from=day_number(start),
                valid_to=OPEN_END if end is None else day_number(end),
            )


def _digest(rows: tuple[Knowledge, ...], evidence: tuple[Evidence, ...]) -> str:
    text = msgspec.json.encode((rows, evidence))
    return hashlib.sha256(text).hexdigest()[:16]
