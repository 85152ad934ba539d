from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.testing.persons import MAIMAITI, ZHANG_SAN
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.tripwire import (
    PersonalDataLeaked,
    Tripwire,
    check_audit_trail,
    leaks_in,
)

logger = logging.getLogger("yibao.platform.testing.example")


def spring(tripwire: Tripwire) -> str:
    """Return what the wire caught, and set it anew so that this test does not fail."""
    with pytest.raises(PersonalDataLeaked) as caught:
        tripwire.check()
    tripwire.found.clear()
    return str(caught.value)


def test_a_clean_log_is_fine(tripwire: Tripwire) -> None:
    logger.error("delivery %s failed", 7)
    tripwire.check()


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.ERROR])
def test_an_identity_number_in_a_message_is_caught(tripwire: Tripwire, level: int) -> None:
    logger.log(level, f"looked up {ZHANG_SAN.identity_number}")
    assert "identity number" in spring(tripwire)


def test_a_telephone_number_among_the_arguments_is_caught(tripwire: Tripwire) -> None:
    logger.warning("sent to %s", {"phone": ZHANG_SAN.phone})
    assert "telephone number" in spring(tripwire)


def test_arguments_that_do_not_fit_the_message_are_looked_at_too(tripwire: Tripwire) -> None:
    record = logger.makeRecord(logger.name, 20, "f", 1, "%d", (ZHANG_SAN.phone,), None)
    tripwire.emit(record)
    assert "telephone number" in spring(tripwire)


def fail_with(name: str) -> None:
    raise ValueError(name)


def test_a_name_in_the_text_of_an_exception_is_caught(tripwire: Tripwire) -> None:
    try:
        fail_with(MAIMAITI.name)
    except ValueError:
        logger.exception("failed")
    assert "name" in spring(tripwire)


def test_a_cause_is_looked_at_too(tripwire: Tripwire) -> None:
    try:
        try:
            fail_with(ZHANG_SAN.name)
        except ValueError as error:
            raise KeyError("outer") from error
    except KeyError:
        logger.exception("failed")
    assert "name" in spring(tripwire)


def test_extra_fields_are_looked_at_too(tripwire: Tripwire) -> None:
    logger.info("seen", extra={"who": ZHANG_SAN.name})
    assert "name" in spring(tripwire)


def test_what_is_caught_is_not_repeated() -> None:
    (leak,) = leaks_in(f"x{ZHANG_SAN.identity_number}x")
    assert ZHANG_SAN.identity_number not in leak


@pytest.mark.django_db
def test_the_audit_trail_is_looked_through() -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        audit_log.record(
            sql, action="a.b", object_id="1", operator="o", facts={"name": ZHANG_SAN.name}
        )
        sql.flush()
        with pytest.raises(PersonalDataLeaked, match=r"name of .* in an audit entry of a\.b"):
            check_audit_trail("default")
        raise ZeroDivisionError
    check_audit_trail("default")


def test_a_test_holds_the_clock(clock: Clock) -> None:
    assert platform_clock.now() == datetime(2026, 11, 22, 2, tzinfo=UTC)
    clock.advance(days=1, hours=2)
    assert platform_clock.now() == datetime(2026, 11, 23, 4, tzinfo=UTC)
    clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    assert platform_clock.now().year == 2030
