"""Writes knowledge points: opens new ones, ends those that they replace. Nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.supervision.knowledge import queries, shipped
from yibao.supervision.knowledge.errors import PackagedFactsWrong
from yibao.supervision.knowledge.facts import Candidate, Point, Source
from yibao.supervision.knowledge.planning import Dating, Plan, plan_import

# Any constant will do, as long as nobody else locks it: two imports take turns.
_IMPORT_LOCK = 7_219_550_812_241
_PACKAGED = "packaged facts"
_POINT_COLUMNS = (
    "id, rule, name, fact, counterpart, low, high, cap, days, listed, is_coded, codes, "
    "evidence, batch, published_on, file, sheet, row, valid_from, valid_to, supersedes_id"
)


def import_points(
    candidates: Iterable[Candidate], dating: Dating, *, files: str, checksum: str, operator: str
) -> Plan:
    """Plan against what is stored now, and write the plan, in one transaction.

    Points that differ from stored ones which begin on the same day are not written: the plan
    names them (``conflicts``). BatchUnknown: see ``plan_import``.
    """
    given = list(candidates)
    with database.transaction() as sql:
        sql.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
        stored = queries.points_of(sql, {candidate.rule for candidate in given})
        plan = plan_import(given, stored, dating)
        if plan.opening or plan.closing:
            _write(sql, plan.opening, plan.closing)
            _note(sql, plan, files=files, checksum=checksum, operator=operator)
    return plan


def load_packaged(
    operator: str = "command:prepare", progress: Callable[[str], None] = lambda _: None
) -> int:
    """Load the packaged facts where this edition has not been; return how many points are new.

    A start that finds them loaded costs one small query. What was imported here meanwhile stays:
    only packaged points that the database has never seen are added.

    Raises:
        PackagedFactsWrong: they contradict what the database holds.
    """
    checksum = shipped.checksum()
    with database.transaction() as sql:
        if queries.is_loaded(sql, checksum):
            return 0
        sql.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
        if queries.is_loaded(sql, checksum):
            return 0
        progress("正在装载监管知识点。")
        return _load(sql, checksum, operator)


def _load(sql: Sql, checksum: str, operator: str) -> int:
    packaged = shipped.points()
    plan = plan_import(map(_candidate, packaged), queries.all_points(sql), Dating())
    if plan.conflicts:
        raise PackagedFactsWrong(count=len(plan.conflicts), point=plan.conflicts[0].id)
    _write(sql, plan.opening, plan.closing)
    _note(sql, plan, files=_PACKAGED, checksum=checksum, operator=operator)
    return len(plan.opening)


def _candidate(point: Point) -> Candidate:
    return Candidate(
        rule=point.rule,
        name=point.name,
        fact=point.fact,
        limit=point.limit,
        codes=point.codes,
        source=point.source,
        partner=point.partner,
        evidence=point.evidence,
        batch=point.batch,
        published_on=point.published_on,
    )


def _write(sql: Sql, opening: list[Point], closing: dict[str, date]) -> None:
    sql.flush()
    with sql.copy(f"COPY knowledge_point ({_POINT_COLUMNS}) FROM STDIN") as copy:
        for point in opening:
            copy.write_row(_columns(point))
    if closing:
        sql.execute(
            """
            UPDATE knowledge_point p SET valid_to = c.day
            FROM unnest(%s::text[], %s::date[]) AS c (id, day) WHERE p.id = c.id
            """,
            [list(closing), list(closing.values())],
        )


def _columns(point: Point) -> tuple[object, ...]:
    limit, source = point.limit, point.source
    return (
        *(point.id, point.rule, point.name, point.fact, point.partner),
        *(limit.low, limit.high, limit.cap, limit.days, limit.listed, limit.is_coded),
        *(
            list(point.codes),
            list(point.evidence),
            point.batch,
            point.published_on,
            *_place(source),
        ),
        *(point.valid_from, point.valid_to, point.supersedes),
    )


def _place(source: Source) -> tuple[str, str, int]:
    return source.file[:255], source.sheet[:100], source.row


def _note(sql: Sql, plan: Plan, *, files: str, checksum: str, operator: str) -> None:
    numbers = {"opened": len(plan.opening), "closed": len(plan.closing)}
    row = sql.execute(
        """
        INSERT INTO knowledge_import (files, checksum, opened, closed, operator)
        VALUES (%s, %s, %s, %s, %s) RETURNING id
        """,
        [files[:1000], checksum, numbers["opened"], numbers["closed"], operator],
    ).fetchone()
    audit_log.record(
        sql,
        action="supervision.knowledge_imported",
        object_id=f"knowledge_import:{row[0] if row else 0}",
        operator=operator,
        facts={**numbers, "checksum": checksum},
    )
