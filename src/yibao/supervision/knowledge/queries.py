"""What the tables say about knowledge points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from yibao.supervision.knowledge.facts import Limit, Point, Source

if TYPE_CHECKING:
    from yibao.platform.database import Sql

_SELECT = """
    SELECT p.id, p.rule, p.name, p.fact, p.low, p.high, p.cap, p.days, p.listed, p.is_coded,
        p.file, p.sheet, p.row, p.batch, p.published_on, p.valid_from, p.valid_to, p.counterpart,
        p.supersedes_id, p.codes, p.evidence
    FROM knowledge_point p
"""


class Count(Struct, frozen=True):
    """How many points and codes a rule has in a batch, and how many points hold on the day."""

    rule: str
    batch: str
    points: int
    codes: int
    valid: int


def all_points(sql: Sql) -> list[Point]:
    """Return every point that is or was valid, in the order of their identifiers."""
    return list(_points(sql.execute(_SELECT + " ORDER BY p.id")))


def points_of(sql: Sql, rules: Iterable[str]) -> list[Point]:
    """Return every edition of every point of the rules."""
    wanted = sorted(set(rules))
    return list(_points(sql.execute(_SELECT + " WHERE p.rule = ANY(%s) ORDER BY p.id", [wanted])))


def point(sql: Sql, number: str) -> Point | None:
    """Return one point, None when there is none of this identifier."""
    return next(_points(sql.execute(_SELECT + " WHERE p.id = %s", [number])), None)


def superseded_by(sql: Sql, number: str) -> list[str]:
    """Return the points that replaced one."""
    rows = sql.execute(
        "SELECT id FROM knowledge_point WHERE supersedes_id = %s ORDER BY id", [number]
    )
    return [found for (found,) in rows]


def counts(sql: Sql, *, rule: str | None, day: date) -> list[Count]:
    """Return points and codes by rule and batch, for one rule or all."""
    rows = sql.execute(
        """
        SELECT p.rule, p.batch, count(*), sum(cardinality(p.codes))::int,
            count(*) FILTER (WHERE p.valid_from <= %(day)s AND
                (p.valid_to IS NULL OR p.valid_to > %(day)s))
        FROM knowledge_point p
        WHERE %(rule)s::text IS NULL OR p.rule = %(rule)s
        GROUP BY p.rule, p.batch, p.published_on ORDER BY p.rule, p.published_on, p.batch
        """,
        {"rule": rule, "day": day},
    )
    return [Count(*row) for row in rows]


def is_loaded(sql: Sql, checksum: str) -> bool:
    """Tell whether a file of this checksum was imported before."""
    rows = sql.execute("SELECT 1 FROM knowledge_import WHERE checksum = %s LIMIT 1", [checksum])
    return rows.fetchone() is not None


def _points(rows: Iterable[tuple[Any, ...]]) -> Iterator[Point]:
    for row in rows:
        yield Point(
            id=row[0],
            rule=row[1],
            name=row[2],
            fact=row[3],
            limit=Limit(*row[4:10]),
            source=Source(*row[10:13]),
            batch=row[13],
            published_on=row[14],
            valid_from=row[15],
            valid_to=row[16],
            partner=row[17],
            supersedes=row[18],
            codes=tuple(row[19]),
            evidence=tuple(row[20]),
        )
