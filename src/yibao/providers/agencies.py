"""Finding agencies (经办机构): one statement each."""

from __future__ import annotations

from typing import Any

from yibao.catalogue.case import Case
from yibao.catalogue.directory import directory
from yibao.providers import searching
from yibao.providers.errors import OperationUnknown
from yibao.providers.forms import MOST_FOUND, AgencyQuestion
from yibao.providers.kinds import AgencyLevel
from yibao.providers.results import FoundAgencies, FoundAgency, HandledService
from yibao.reference import regions

_SEARCH = """
WITH found AS MATERIALIZED (
  SELECT s.id, s.region, s.code, {distance} AS distance FROM agency s
  WHERE {where} ORDER BY distance, s.region, s.code LIMIT %(found)s
), page AS (
  SELECT * FROM found ORDER BY distance, region, code LIMIT %(size)s OFFSET %(skip)s
)
SELECT (SELECT count(*) FROM found), page.distance, a.code, a.name, a.level, a.region, a.address,
  a.phone, a.working_hours, a.longitude, a.latitude, a.operations
FROM (SELECT 1) AS one LEFT JOIN page ON true LEFT JOIN agency a ON a.id = page.id
ORDER BY page.distance, page.region, page.code
"""
# There are some two thousand offices in a province at most: a name is looked for in all of them.
_NAMED = "strpos(lower(s.name), lower(%(name)s)) > 0"
_HANDLES = "(s.operations @> ARRAY[%(operation)s] OR s.operations = '{}')"


def agencies(case: Case[AgencyQuestion]) -> FoundAgencies:
    """Return a page of the agencies that are open to the public.

    Raises:
        OperationUnknown: the directory of services has no such operation.
    """
    where, page = case.answers, searching.page_of(case.answers)
    search = searching.begin(where)
    search.only("s.is_open")
    if where.name:
        search.only(_NAMED, name=where.name)
    if where.service_operation:
        if where.service_operation not in directory():
            raise OperationUnknown
        search.only(_HANDLES, operation=where.service_operation)
    statement = _SEARCH.format(distance=search.distance, where=search.where)
    case.sql.execute(statement, search.values | searching.page_values(page), prepare=False)
    rows = case.sql.fetchall()
    total = min(rows[0][0], MOST_FOUND)
    return FoundAgencies(
        total=total,
        page=page.number,
        page_size=page.size,
        agencies=[_shown(row, is_near=search.is_near) for row in rows if row[2] is not None],
        note=page.note(total, "经办机构", is_cut=rows[0][0] > MOST_FOUND),
    )


def _shown(row: tuple[Any, ...], *, is_near: bool) -> FoundAgency:
    return FoundAgency(
        distance=searching.metres(row[1]) if is_near else None,
        code=row[2],
        name=row[3],
        level=row[4],
        level_label=AgencyLevel(row[4]).label,
        region=row[5],
        region_name=regions.full_name(row[5]) if regions.exists(row[5]) else row[5],
        address=row[6],
        phone=searching.shown_phone(row[7]),
        working_hours=row[8],
        longitude=row[9],
        latitude=row[10],
        services=[
            HandledService(operation, directory()[operation].name)
            for operation in row[11]
            if operation in directory()
        ],
    )
