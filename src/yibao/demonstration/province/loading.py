"""Putting the made-up province into the registers: people by COPY, the rest by whole sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from yibao.casework.identities import RESIDENT_IDENTITY_CARD, index_of
from yibao.catalogue.case import Identity
from yibao.demonstration.province.citizens import Citizen, citizens
from yibao.kernel.iso7064 import mod_11_2
from yibao.persons import sealing
from yibao.platform import clock, database
from yibao.platform.database import Sql

PORTION = 20_000
"""So many people are one transaction: a run that is stopped keeps whole portions."""
_COLUMNS = (
    "id", "number", "certificate_type", "certificate_index", "certificate_sealed", "name_sealed",
    "phone_sealed", "living_address_sealed", "birth_date", "sex", "ethnic_group", "living_region",
    "household_kind", "survival", "is_valid", "registered_at", "row_version",
)  # fmt: skip
# The sequence counts in steps of a hundred (persons/numbers.py): whole blocks are taken at once.
_BLOCK = 100
_TAKE = "SELECT setval('person_number', nextval('person_number') + %s) - %s"

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What there is now: people put in, enrolments, dues."""

    persons: int
    enrolments: int
    dues: int


def load_province(
    persons: int,
    *,
    seed: int = 1,
    first: int = 0,
    report: Report = lambda _done, _all: None,
) -> Loaded:
    """Fill the registers with so many made-up people; those who are there already stay as they are.

    Each portion is one transaction, people and their insurance together. ``first`` leaves out the
    people before this number, who are known to be there.
    """
    done = first
    now = clock.now()
    counts = Loaded(0, 0, 0)
    while done < persons:
        last = min(done + PORTION, persons)
        with database.transaction() as sql:
            more = _portion(
                sql, citizens(done, last, seed=seed, today=now.date()), now, last - done
            )
        counts = Loaded(
            counts.persons + more.persons,
            counts.enrolments + more.enrolments,
            counts.dues + more.dues,
        )
        done = last
        report(done, persons)
    with database.reading() as sql:
        for table in ("person", "enrolment", "enrolment_year", "contribution_due"):
            sql.execute(f"ANALYZE {table}")
    return counts


def _portion(sql: Sql, people: Iterator[Citizen], now: datetime, size: int) -> Loaded:
    """Copy people beside the register, then move those who are new into it with their insurance."""
    sql.execute("DROP TABLE IF EXISTS pg_temp.newcomer")
    sql.execute("CREATE TEMP TABLE newcomer (LIKE person INCLUDING DEFAULTS) ON COMMIT DROP")
    columns = ", ".join(_COLUMNS)
    numbers = _numbers(_first_number(sql, size), size)
    with sql.copy(f"COPY newcomer ({columns}) FROM STDIN") as copy:
        for citizen in people:
            copy.write_row(_row(citizen, next(numbers), now))
    counts = []
    for statement in _statements():
        sql.execute(statement, {"now": now, "today": now.date()})
        counts.append(sql.rowcount)
    return Loaded(counts[0], counts[1], counts[-1])


def _statements() -> list[str]:
    text = (files("yibao.demonstration.province") / "sql/insurance.sql").read_text(encoding="utf-8")
    return [part for part in text.split(";\n") if part.strip()]


def _first_number(sql: Sql, size: int) -> int:
    """Take numbers from the sequence that nobody else gets; return the first."""
    whole = -(-size // _BLOCK) * _BLOCK
    sql.execute(_TAKE, (whole, whole))
    row = sql.fetchone()
    return int(row[0]) if row else 0


def _numbers(first: int, size: int) -> Iterator[str]:
    for sequence in range(first, first + size):
        body = f"{sequence:010d}"
        yield body + mod_11_2(body)


def _row(citizen: Citizen, number: str, now: datetime) -> tuple[object, ...]:
    identity = Identity(RESIDENT_IDENTITY_CARD, citizen.identity_number, citizen.name)
    return (
        citizen.id,
        number,
        RESIDENT_IDENTITY_CARD,
        index_of(identity),
        sealing.seal(citizen.identity_number, sealing.CERTIFICATE),
        sealing.seal(citizen.name, sealing.NAME),
        sealing.seal(citizen.phone, sealing.PHONE),
        sealing.seal(citizen.address, sealing.ADDRESS),
        citizen.birth_date,
        citizen.sex,
        "01",
        citizen.region,
        "10",
        "1",
        True,
        now,
        1,
    )
