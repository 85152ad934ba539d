"""Finding items of the catalogue. Every statement stops counting at ``MOST_COUNTED``.

A name is found by two neighbouring characters (index ``item_pairs``), a code by its beginning.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from yibao.medical_catalogue.kinds import MOST_COUNTED, PaymentClass
from yibao.platform.database import Sql

ITEM_COLUMNS = (
    "code, kind, name, product_name, category, dosage_form, specification, packaging, "
    "composition, manufacturer, approval_number, former_code, payment_class, copayment_rate, "
    "payment_scope, published_limits, is_negotiated, is_volume_procured, is_dual_channel, "
    "is_packaged, valid_from, valid_to, version, source"
)
HOLDS = "valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)"
_IS_NAMED = (
    "catalogue_pairs(search_text) @> %(name_pairs)s::text[] "
    "AND strpos(lower(name || ' ' || product_name), %(name)s) > 0"
)
NAMED = f"SELECT code FROM catalogue_item WHERE {_IS_NAMED}"  # noqa: S608
"""Takes the parameters that :func:`naming` gives."""


class Item(NamedTuple):
    """A row of the catalogue, as it is stored."""

    code: str
    kind: str
    name: str
    product_name: str
    category: str
    dosage_form: str
    specification: str
    packaging: str
    composition: str
    manufacturer: str
    approval_number: str
    former_code: str
    payment_class: str
    copayment_rate: Decimal | None
    payment_scope: str
    published_limits: str
    is_negotiated: bool | None
    is_volume_procured: bool | None
    is_dual_channel: bool | None
    is_packaged: bool
    valid_from: date
    valid_to: date | None
    version: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an item must be like; what is empty or None does not count. ``day``: it holds then."""

    day: date
    page: int = 1
    rows: int = 20
    kinds: tuple[str, ...] = ()
    code: str = ""
    name: str = ""
    payment_class: PaymentClass | None = None
    is_negotiated: bool | None = None
    is_dual_channel: bool | None = None
    dosage_form: str = ""
    manufacturer: str = ""


def search(sql: Sql, wanted: Wanted) -> tuple[int, list[Item]]:
    """Return how many items fit (at most ``MOST_COUNTED``), and one page of them by code."""
    parameters = _parameters(wanted)
    conditions = [HOLDS, *(_CONDITIONS[name] for name in parameters if name in _CONDITIONS)]
    sql.execute(
        f"""
        WITH found AS MATERIALIZED (
          SELECT id, code AS found_code FROM catalogue_item
          WHERE {" AND ".join(conditions)} ORDER BY code LIMIT {MOST_COUNTED})
        SELECT (SELECT count(*) FROM found), page.* FROM (SELECT 1) AS one LEFT JOIN LATERAL (
          SELECT {ITEM_COLUMNS} FROM
            (SELECT * FROM found ORDER BY found_code LIMIT %(rows)s OFFSET %(skipped)s) AS few
            JOIN catalogue_item USING (id) ORDER BY found_code) AS page ON true
        """,  # noqa: S608 - made of constants only
        parameters,
    )
    return paged(sql.fetchall(), Item)


def paged(rows: list[tuple[Any, ...]], kind: type[Any]) -> tuple[int, list[Any]]:
    """Return the total, which stands before every row, and the rows; a page may be empty."""
    return rows[0][0], [kind(*row[1:]) for row in rows if row[1] is not None]


def naming(text: str) -> dict[str, object]:
    """Return the parameters that find a part of a name, two characters at least, in any case."""
    given = text.lower()
    return {"name": given, "name_pairs": ["".join(pair) for pair in itertools.pairwise(given)]}


def turning(page: int, rows: int) -> dict[str, object]:
    """Return the parameters of a page, which is counted from 1."""
    return {"rows": rows, "skipped": (page - 1) * rows}


_CONDITIONS: Mapping[str, str] = {
    "kinds": "kind = ANY(%(kinds)s)",
    "code": "((code ~>=~ %(code)s AND code ~<~ %(code_end)s) OR (former_code = %(code)s AND former_code <> ''))",
    "name": _IS_NAMED,
    "payment_class": "payment_class = %(payment_class)s",
    "is_negotiated": "is_negotiated = %(is_negotiated)s",
    "is_dual_channel": "is_dual_channel = %(is_dual_channel)s",
    "dosage_form": "strpos(dosage_form, %(dosage_form)s) > 0",
    "manufacturer": "catalogue_pairs(search_text) @> %(manufacturer_pairs)s::text[] "
    "AND strpos(lower(manufacturer), %(manufacturer)s) > 0",
}


def _parameters(wanted: Wanted) -> dict[str, object]:
    given: dict[str, object] = {"day": wanted.day, **turning(wanted.page, wanted.rows)}
    if wanted.kinds:
        given["kinds"] = list(wanted.kinds)
    if wanted.code:
        code = wanted.code.upper()
        given |= {"code": code, "code_end": code[:-1] + chr(ord(code[-1]) + 1)}
    if wanted.name:
        given |= naming(wanted.name)
    if wanted.manufacturer:
        made_by = naming(wanted.manufacturer)
        given |= {"manufacturer": made_by["name"], "manufacturer_pairs": made_by["name_pairs"]}
    if wanted.payment_class:
        given["payment_class"] = wanted.payment_class.value
    for name in ("is_negotiated", "is_dual_channel", "dosage_form"):
        if (value := getattr(wanted, name)) not in (None, ""):
            given[name] = value
    return given
