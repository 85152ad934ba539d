"""Writing many institutions at once: one statement for some thousand rows.

What was there under the same code is brought up to date. Agreements and openings are added where
nothing stands in their way; those that overlap what the register has are left alone, so that the
same file may be read twice. Rows go in by code, so that two imports at once never lock each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.providers import rules
from yibao.providers.details import InstitutionRow, Stamp
from yibao.reference import code_tables, regions

BATCH = 5_000
"""Rows of one statement: a few megabytes."""

_SAVE = """
WITH saved AS (
  INSERT INTO provider (code, kind, name, region, address, phone, longitude, latitude, level,
    opening_hours, departments, licence_number, url, row_version, changed_at)
  SELECT row.*, 1, %(at)s FROM unnest(%(code)s::text[], %(kind)s::text[], %(name)s::text[],
    %(region)s::text[], %(address)s::text[], %(phone)s::text[], %(longitude)s::int[],
    %(latitude)s::int[], %(level)s::text[], %(opening_hours)s::text[], %(departments)s::text[],
    %(licence_number)s::text[], %(url)s::text[]) AS row
  ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
    region = excluded.region, address = excluded.address, phone = excluded.phone,
    longitude = excluded.longitude, latitude = excluded.latitude, level = excluded.level,
    opening_hours = excluded.opening_hours, departments = excluded.departments,
    licence_number = excluded.licence_number, url = excluded.url,
    row_version = provider.row_version + 1, changed_at = excluded.changed_at
  RETURNING id, code
), agreed AS (
  INSERT INTO provider_agreement (provider_id, kind, number, state, starts_on, ends_on, operator,
    case_number, changed_at)
  SELECT saved.id, row.kind, row.number, 'effective', row.starts_on, row.ends_on, %(operator)s,
    %(case)s, %(at)s
  FROM unnest(%(a_code)s::text[], %(a_kind)s::text[], %(a_number)s::text[], %(a_from)s::date[],
    %(a_until)s::date[]) AS row (code, kind, number, starts_on, ends_on)
  JOIN saved ON saved.code = row.code
  ON CONFLICT DO NOTHING
)
INSERT INTO provider_capability (provider_id, capability, disease_code, starts_on, ends_on, operator,
  changed_at)
SELECT saved.id, row.capability, row.disease_code, row.starts_on, row.ends_on, %(operator)s, %(at)s
FROM unnest(%(o_code)s::text[], %(o_capability)s::text[], %(o_disease)s::text[], %(o_from)s::date[],
  %(o_until)s::date[]) AS row (code, capability, disease_code, starts_on, ends_on)
JOIN saved ON saved.code = row.code
ON CONFLICT DO NOTHING
"""
# The planner must know how common each pair of characters and each region is.
_LEARN = "ANALYZE provider, provider_agreement, provider_capability"
_LEARN_FROM = 1_000
_TEXTS = (
    "code",
    "kind",
    "name",
    "region",
    "address",
    "phone",
    "level",
    "opening_hours",
    "departments",
    "licence_number",
    "url",
)


def import_institutions(sql: Sql, rows: Iterable[InstitutionRow], *, stamp: Stamp) -> int:
    """Write institutions; return how many. Of several rows with one code the last one counts.

    Raises:
        ProviderCodeUnfit, RegionUnknown, CodeUnknown: a row cannot be right; nothing is written.
    """
    by_code = {row.code: _checked(row) for row in rows}
    ordered = [by_code[code] for code in sorted(by_code)]
    for start in range(0, len(ordered), BATCH):
        sql.execute(_SAVE, _columns(ordered[start : start + BATCH], stamp), prepare=False)
    if len(ordered) >= _LEARN_FROM:
        sql.execute(_LEARN)
    audit_log.record(
        sql,
        action="providers.institutions_imported",
        object_id=ordered[0].code if len(ordered) == 1 else "provider",
        operator=stamp.operator,
        case_number=stamp.case_number,
        facts={"institutions": len(ordered)},
    )
    return len(ordered)


def _checked(row: InstitutionRow) -> InstitutionRow:
    rules.check_code(row.code, row.kind)
    regions.region(row.region)
    if row.level:
        code_tables.entry("hospital_level", row.level)
    return row


def _columns(rows: Sequence[InstitutionRow], stamp: Stamp) -> dict[str, Any]:
    columns: dict[str, Any] = {n: [str(getattr(row, n)) for row in rows] for n in _TEXTS}
    columns |= {
        "longitude": [row.place[0] if row.place else None for row in rows],
        "latitude": [row.place[1] if row.place else None for row in rows],
        "operator": stamp.operator,
        "case": stamp.case_number,
        "at": stamp.at,
    }
    return columns | _agreement_columns(rows) | _opening_columns(rows)


def _agreement_columns(rows: Sequence[InstitutionRow]) -> dict[str, list[Any]]:
    agreements = [(row.code, each) for row in rows for each in row.agreements]
    return {
        "a_code": [code for code, _ in agreements],
        "a_kind": [each.kind.value for _, each in agreements],
        "a_number": [each.number for _, each in agreements],
        "a_from": [each.starts_on for _, each in agreements],
        "a_until": [each.ends_on for _, each in agreements],
    }


def _opening_columns(rows: Sequence[InstitutionRow]) -> dict[str, list[Any]]:
    openings = [(row.code, each) for row in rows for each in row.openings]
    return {
        "o_code": [code for code, _ in openings],
        "o_capability": [each.capability.value for _, each in openings],
        "o_disease": [each.disease_code for _, each in openings],
        "o_from": [each.starts_on for _, each in openings],
        "o_until": [each.ends_on for _, each in openings],
    }
