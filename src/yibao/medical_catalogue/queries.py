"""Reading the catalogue beyond the search: one code, prices, stock, documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from yibao.medical_catalogue.kinds import MOST_COUNTED
from yibao.medical_catalogue.searching import (
    HOLDS,
    ITEM_COLUMNS,
    NAMED,
    Item,
    naming,
    paged,
    turning,
)
from yibao.platform.database import Sql
from yibao.reference.parameters import NATION


class Price(NamedTuple):
    """A limit price, with the name of what it is for."""

    code: str
    name: str
    price_type: str
    amount: Decimal
    unit: str
    hospital_level: str
    region: str
    batch: str
    valid_from: date
    valid_to: date | None
    source: str


class Stock(NamedTuple):
    """An institution that keeps a drug."""

    code: str
    name: str
    institution_code: str
    institution_name: str
    institution_kind: str
    region: str
    address: str
    phone: str
    valid_from: date


class Document(NamedTuple):
    """A policy document."""

    title: str
    document_number: str
    organisation: str
    topic: str
    published_on: date | None
    effective_on: date | None
    state: str
    url: str
    is_verified: bool


class Alternative(NamedTuple):
    """An item of the same common name, and the lowest price that is known for it."""

    code: str
    name: str
    product_name: str
    specification: str
    manufacturer: str
    payment_class: str
    price_type: str | None
    amount: Decimal | None
    unit: str | None


class Import(NamedTuple):
    """A file that was brought in."""

    content: str
    version: str
    checksum: str
    rows: int
    imported_at: datetime


@dataclass(frozen=True, kw_only=True)
class PriceWanted:
    """Which prices; what is empty does not count."""

    day: date
    page: int = 1
    rows: int = 20
    code: str = ""
    name: str = ""
    price_type: str = ""
    hospital_level: str = ""
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentWanted:
    """Which documents; what is empty or None does not count. Both days are included."""

    page: int = 1
    rows: int = 20
    keyword: str = ""
    document_number: str = ""
    topic: str = ""
    published_from: date | None = None
    published_until: date | None = None


def versions(sql: Sql, code: str) -> list[Item]:
    """Return every version of a code, the latest first; found by a former code too."""
    sql.execute(
        f"""SELECT {ITEM_COLUMNS} FROM catalogue_item
            WHERE code = %(code)s OR (former_code = %(code)s AND former_code <> '')
            ORDER BY code, valid_from DESC LIMIT 50""",  # noqa: S608
        {"code": code},
    )
    return [Item(*row) for row in sql.fetchall()]


def items_on(sql: Sql, codes: list[str], day: date) -> dict[str, Item]:
    """Return the versions that hold on ``day``, by code; one statement for any number."""
    sql.execute(
        f"SELECT {ITEM_COLUMNS} FROM catalogue_item WHERE code = ANY(%(codes)s) AND {HOLDS}",  # noqa: S608
        {"codes": codes, "day": day},
    )
    found = [Item(*row) for row in sql.fetchall()]
    return {item.code: item for item in found}


def prices(sql: Sql, wanted: PriceWanted) -> tuple[int, list[Price]]:
    """Return how many prices fit, and one page of them."""
    conditions, given = [HOLDS], {"day": wanted.day, **turning(wanted.page, wanted.rows)}
    for name in ("code", "price_type"):
        if value := getattr(wanted, name):
            conditions.append(f"{name} = %({name})s")
            given[name] = value
    if wanted.hospital_level:
        conditions.append("hospital_level = ANY(%(levels)s)")
        given["levels"] = ["", wanted.hospital_level]
    if wanted.region:
        conditions.append("region = ANY(%(regions)s)")
        given["regions"] = places_above(wanted.region)
    if wanted.name:
        conditions.append(f"code IN ({NAMED})")
        given |= naming(wanted.name)
    _list(
        sql,
        f"""SELECT code, name_of.name, price_type, amount, unit, hospital_level, region, batch,
              valid_from, valid_to, source FROM few {_NAME}
            ORDER BY code, price_type, region, hospital_level, batch""",  # noqa: S608
        f"""SELECT * FROM catalogue_limit_price WHERE {" AND ".join(conditions)}
            ORDER BY code, price_type, region, hospital_level, batch""",  # noqa: S608
        given,
    )
    return paged(sql.fetchall(), Price)


def stock(
    sql: Sql, *, name: str, region: str, day: date, page: int, rows: int
) -> tuple[int, list[Stock]]:
    """Return the institutions of a place (a prefecture: with its counties) that keep a drug."""
    given = naming(name) | turning(page, rows) | {"day": day}
    given["place"] = region.removesuffix("00")
    _list(
        sql,
        f"""SELECT code, name_of.name, institution_code, institution_name, institution_kind,
              region, address, phone, valid_from FROM few {_NAME}
            ORDER BY region, institution_name, code""",  # noqa: S608
        f"""SELECT * FROM catalogue_negotiated_stock
            WHERE code IN ({NAMED}) AND starts_with(region, %(place)s) AND {HOLDS}
            ORDER BY region, institution_name, code""",  # noqa: S608
        given,
    )
    return paged(sql.fetchall(), Stock)


def alternatives(
    sql: Sql, *, name: str, day: date, page: int, rows: int
) -> tuple[int, list[Alternative]]:
    """Return the items of exactly this common name, the cheapest first, unpriced ones last."""
    given = naming(name) | turning(page, rows) | {"day": day}
    _list(
        sql,
        "SELECT few.* FROM few ORDER BY amount, code",
        f"""SELECT item.code, name, product_name, specification, manufacturer, payment_class,
              lowest.price_type, lowest.amount, lowest.unit
            FROM catalogue_item AS item LEFT JOIN LATERAL (
              SELECT price_type, amount, unit FROM catalogue_limit_price
              WHERE code = item.code AND {HOLDS} ORDER BY amount LIMIT 1) AS lowest ON true
            WHERE catalogue_pairs(search_text) @> %(name_pairs)s::text[]
              AND lower(name) = %(name)s AND {HOLDS}
            ORDER BY amount, code""",  # noqa: S608
        given,
    )
    return paged(sql.fetchall(), Alternative)


def documents(sql: Sql, wanted: DocumentWanted) -> tuple[int, list[Document]]:
    """Return the documents that fit, the newest first, those without a day of publication last."""
    conditions, given = ["true"], turning(wanted.page, wanted.rows)
    for name, condition in _OF_DOCUMENTS.items():
        if value := getattr(wanted, name):
            conditions.append(condition)
            given[name] = value
    order = "ORDER BY published_on DESC NULLS LAST, document_number DESC, title"
    _list(
        sql,
        f"""SELECT title, document_number, organisation, topic, published_on, effective_on,
              state, url, is_verified FROM few {order}""",  # noqa: S608
        f"SELECT * FROM catalogue_policy_document WHERE {' AND '.join(conditions)} {order}",  # noqa: S608
        given,
    )
    return paged(sql.fetchall(), Document)


def imports(sql: Sql) -> list[Import]:
    """Return the latest hundred imports, the newest first."""
    sql.execute(
        """SELECT content, version, checksum, rows, imported_at FROM catalogue_import
           ORDER BY id DESC LIMIT 100"""
    )
    return [Import(*row) for row in sql.fetchall()]


def places_above(region: str) -> list[str]:
    """Return a region and the ones around it: what holds there is what holds in any of them."""
    return list(dict.fromkeys([region, region[:4] + "00", region[:2] + "0000", NATION]))


def _list(sql: Sql, page: str, everything: str, given: dict[str, Any]) -> None:
    """Execute one statement that counts ``everything`` and shows the page of it, ``few``."""
    sql.execute(
        f"""
        WITH found AS MATERIALIZED ({everything} LIMIT {MOST_COUNTED}),
          few AS (SELECT * FROM found LIMIT %(rows)s OFFSET %(skipped)s)
        SELECT (SELECT count(*) FROM found), page.*
        FROM (SELECT 1) AS one LEFT JOIN ({page}) AS page ON true
        """,  # noqa: S608 - made of constants only
        given,
    )


# The name under which a code was last known: a price may be older than the list of a province.
_NAME = """
LEFT JOIN LATERAL (
  SELECT name FROM catalogue_item AS item WHERE item.code = few.code
  ORDER BY item.valid_from DESC LIMIT 1) AS name_of ON true
"""
_OF_DOCUMENTS = {
    "keyword": "strpos(title, %(keyword)s) > 0",
    "document_number": "strpos(document_number, %(document_number)s) > 0",
    "topic": "strpos(topic, %(topic)s) > 0",
    "published_from": "published_on >= %(published_from)s",
    "published_until": "published_on <= %(published_until)s",
}
