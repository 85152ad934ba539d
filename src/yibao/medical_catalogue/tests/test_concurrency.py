"""Twenty writers at once: one version of a thing on a day, one row of a document."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
from django.db import connections

from yibao.medical_catalogue import import_files
from yibao.medical_catalogue.importing import Edition, Outcome, import_file
from yibao.medical_catalogue.tables import TABLES
from yibao.platform import database

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 20
CODE = "XA01AAA901A001010199961"
ITEM = f"""
INSERT INTO catalogue_item (code, kind, name, product_name, category, dosage_form, specification,
  packaging, composition, manufacturer, approval_number, former_code, payment_class, payment_scope,
  published_limits, valid_from, version, source)
VALUES ('{CODE}', 'western', '试验片', '', '', '', '', '', '', '', '', '', '', '', '',
  '2026-01-01'::date + %(n)s::int, '1', '')
"""
PRICE = f"""
INSERT INTO catalogue_limit_price (code, price_type, amount, unit, hospital_level, region, batch,
  valid_from, version, source)
VALUES ('{CODE}', 'listed', 1, '', '', '520000', '', '2026-01-01'::date + %(n)s::int, '1', '')
"""
STOCK = f"""
INSERT INTO catalogue_negotiated_stock (code, institution_code, institution_name,
  institution_kind, region, address, phone, valid_from, version, source)
VALUES ('{CODE}', 'H52010300001', '医院', 'hospital', '520103', '', '',
  '2026-01-01'::date + %(n)s::int, '1', '')
"""
DOCUMENT = """
INSERT INTO catalogue_policy_document (title, document_number, organisation, topic, state, url,
  is_verified, version, source) VALUES ('通知', '1号', '', '', 'effective', '', %(n)s < 0, '1', '')
"""


def _at_once(attempt: Callable[[int], None]) -> list[str]:
    """Run the attempt in twenty threads; return the names of the constraints that refused."""
    start, refused = threading.Barrier(WRITERS), list[str]()

    def run(number: int) -> None:
        try:
            start.wait(20)
            attempt(number)
        except psycopg.errors.IntegrityError as wrong:
            refused.append(wrong.diag.constraint_name or "")
        except psycopg.errors.DeadlockDetected:  # two that wait for each other: one is sent away
            refused.append("deadlock")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    """Leave nothing behind."""
    yield
    with database.transaction() as sql:
        for table in TABLES.values():
            sql.execute(f"DELETE FROM {table.stored_as}")


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (ITEM, "item_versions_do_not_overlap"),
        (PRICE, "prices_do_not_overlap"),
        (STOCK, "stock_does_not_overlap"),
        (DOCUMENT, "policy_document_once"),
    ],
    ids=["items", "prices", "stock", "documents"],
)
def test_of_twenty_writers_the_database_lets_one_in(statement: str, constraint: str) -> None:
    def write(number: int) -> None:
        with database.transaction() as sql:
            sql.execute(statement, {"n": number})

    refused = _at_once(write)
    assert len(refused) == WRITERS - 1
    assert set(refused) <= {constraint, "deadlock"}


def test_twenty_imports_of_the_same_code_take_turns() -> None:
    outcomes: list[Outcome] = []

    def write(number: int) -> None:
        since = date(2026, 1, 1 + number)
        text = f"code,kind,name\n{CODE},western,试验片{number}\n"
        file = import_files.read_content(text.encode(), "a.csv", TABLES["items"], valid_from=since)
        edition = Edition(version=str(number), source="", valid_from=since)
        outcomes.append(import_file(file, edition, operator="command:test"))

    assert _at_once(write) == []
    written = [outcome for outcome in outcomes if not outcome.problems]
    with database.reading() as sql:
        sql.execute(
            """SELECT valid_from, valid_to FROM catalogue_item WHERE code = %s
               ORDER BY valid_from""",
            (CODE,),
        )
        periods = sql.fetchall()
    assert len(outcomes) == WRITERS
    assert len(periods) == len(written) >= 1
    assert [end for _, end in periods] == [*(start for start, _ in periods[1:]), None]
