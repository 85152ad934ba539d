"""Finding designated institutions, and what they are open for on a day: one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yibao.catalogue.case import Case
from yibao.platform.database import Sql
from yibao.providers import searching
from yibao.providers.forms import MOST_FOUND, Where
from yibao.providers.kinds import Capability, ProviderKind
from yibao.providers.results import FoundProvider, FoundProviders, OpenedService
from yibao.providers.searching import Page, Search
from yibao.reference import code_tables, regions

# Names are found by their pairs of characters (an index), then looked at.
_NAMED = """character_pairs(s.name) @> character_pairs(%(name)s)
  AND strpos(lower(s.name), lower(%(name)s)) > 0"""
# With its LIMIT a look-up for each row, 1 µs; else the planner reads the agreements of everybody. It
# takes IS NOT NULL for true of nearly all, so that it stops early rather than sorts.
_DESIGNATED = """(SELECT true FROM provider_agreement a WHERE a.provider_id = s.id
  AND a.kind = 'basic' AND a.state = 'effective' AND %(day)s BETWEEN a.starts_on AND a.ends_on
  LIMIT 1) IS NOT NULL"""
# Whatever it was ever opened for (an index), then whether it is open on the day.
_EVER_OPENED = "s.openings @> %(openings)s::text[]"
_OPEN = """(SELECT true FROM provider_capability c
  WHERE c.provider_id = s.id AND c.capability = %(capability{n})s {disease}
    AND c.starts_on <= %(day)s AND coalesce(c.ends_on >= %(day)s, true)
  LIMIT 1) IS NOT NULL"""
_SEARCH = """
WITH found AS MATERIALIZED (
  SELECT s.id, s.region, s.code, {distance} AS distance FROM provider s
  WHERE {where} ORDER BY distance, s.region, s.code LIMIT %(found)s
), page AS (
  SELECT * FROM found ORDER BY distance, region, code LIMIT %(size)s OFFSET %(skip)s
)
SELECT (SELECT count(*) FROM found), page.distance, p.code, p.name, p.kind, p.level, p.region,
  p.address, p.phone, p.opening_hours, p.departments, p.licence_number, p.url, p.longitude,
  p.latitude, agreement.starts_on, agreement.ends_on, opened.list
FROM (SELECT 1) AS one LEFT JOIN page ON true LEFT JOIN provider p ON p.id = page.id
LEFT JOIN LATERAL (
  SELECT a.starts_on, a.ends_on FROM provider_agreement a
  WHERE a.provider_id = p.id AND a.kind = 'basic' AND a.state = 'effective'
    AND %(day)s BETWEEN a.starts_on AND a.ends_on LIMIT 1) AS agreement ON true
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_array(c.capability, c.disease_code, c.starts_on, c.ends_on)
    ORDER BY c.capability, c.disease_code) AS list FROM provider_capability c
  WHERE c.provider_id = p.id AND c.starts_on <= %(day)s
    AND coalesce(c.ends_on >= %(day)s, true)) AS opened ON true
ORDER BY page.distance, page.region, page.code
"""
"""A plan is made for each search, because what is best depends on the values; it takes 1 ms."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a service looks for besides place and name. ``what`` is the word for it.

    ``capabilities`` are pairs of a capability and a disease's code, which may be empty.
    """

    what: str
    kinds: tuple[str, ...]
    capabilities: tuple[tuple[str, str], ...] = ()
    level: str = ""


def found(case: Case[Any], wanted: Filter) -> FoundProviders:
    """Return a page of the institutions with an agreement in force today.

    ``case.answers`` are :class:`Where` and :class:`Paged` at once, as all forms of this package.
    """
    search = search_for(case.answers, wanted, case.today)
    return find(case.sql, search, searching.page_of(case.answers), wanted.what)


def search_for(where: Where, wanted: Filter, day: date) -> Search:
    """Return the search for institutions that are designated, and open for all that is wanted."""
    search = searching.begin(where)
    search.only("s.kind = ANY(%(kinds)s)", kinds=list(wanted.kinds))
    search.only(_DESIGNATED, day=day)
    if where.name:
        search.only(_NAMED, name=where.name)
    if wanted.level:
        search.only("s.level = %(level)s", level=wanted.level)
    if wanted.capabilities:
        _only_open(search, wanted.capabilities)
    return search


def _only_open(search: Search, capabilities: Sequence[tuple[str, str]]) -> None:
    search.only(_EVER_OPENED, openings=[capability for capability, _ in capabilities])
    for position, (capability, disease) in enumerate(capabilities):
        named = f"AND c.disease_code IN ('', %(disease{position})s)" if disease else ""
        search.only(
            _OPEN.format(n=position, disease=named),
            **{f"capability{position}": capability, f"disease{position}": disease},
        )


def find(sql: Sql, search: Search, page: Page, what: str) -> FoundProviders:
    """Run the search; return its page."""
    statement = _SEARCH.format(distance=search.distance, where=search.where)
    sql.execute(statement, search.values | searching.page_values(page), prepare=False)
    rows = sql.fetchall()
    counted = rows[0][0]
    total = min(counted, MOST_FOUND)
    return FoundProviders(
        total=total,
        page=page.number,
        page_size=page.size,
        providers=[_shown(row, is_near=search.is_near) for row in rows if row[2] is not None],
        note=page.note(total, what, is_cut=counted > MOST_FOUND),
    )


def _shown(row: tuple[Any, ...], *, is_near: bool) -> FoundProvider:
    return FoundProvider(
        distance=searching.metres(row[1]) if is_near else None,
        code=row[2],
        name=row[3],
        kind=row[4],
        kind_label=ProviderKind(row[4]).label,
        level=row[5],
        level_label=code_tables.label("hospital_level", row[5]) if row[5] else "",
        region=row[6],
        region_name=regions.full_name(row[6]) if regions.exists(row[6]) else row[6],
        address=row[7],
        phone=searching.shown_phone(row[8]),
        opening_hours=row[9],
        departments=row[10],
        licence_number=row[11],
        url=row[12],
        longitude=row[13],
        latitude=row[14],
        agreement_from=row[15],
        agreement_until=row[16],
        opened=[_opened(*each) for each in row[17] or ()],
    )


def _opened(
    capability: str, disease_code: str, starts_on: str, ends_on: str | None
) -> OpenedService:
    return OpenedService(
        capability=capability,
        capability_label=Capability(capability).label,
        disease_code=disease_code,
        opened_on=date.fromisoformat(starts_on),
        open_until=date.fromisoformat(ends_on) if ends_on else None,
    )
