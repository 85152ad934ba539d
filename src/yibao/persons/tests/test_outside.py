"""Interfaces to other agencies: connected, simulated, or silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from yibao.catalogue.case import Identity
from yibao.persons import outside, public_security
from yibao.persons.details import Birth, birth_of
from yibao.persons.outside import Outside
from yibao.persons.public_security import Confirmation, confirm
from yibao.persons.tests.conftest import LI
from yibao.platform import database
from yibao.platform.database import Sql

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


def test_the_real_interface_goes_before_the_simulator() -> None:
    slot = Outside("simulator")
    assert slot.current() == "simulator"  # tests are a demonstration
    slot.connect("real")
    assert slot.current() == "real"
    slot.connect(None)
    assert slot.current() == "simulator"


def test_without_demonstration_an_unconnected_interface_is_silent(
    settings: Settings,
) -> None:
    settings.DEMONSTRATION = False
    slot = Outside("simulator")
    with pytest.raises(ConnectionError):
        slot.current()


def test_the_sandbox_never_asks_a_real_register(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    slot = Outside("simulator")
    slot.connect("real")
    with database.using("sandbox"):
        assert slot.current() == "simulator"


def test_a_simulator_answers_as_it_was_told_last(sql: Sql) -> None:
    assert outside.simulated_answer("register", LI) == ""
    outside.simulate(sql, "register", LI, "one")
    outside.simulate(sql, "register", LI, "two")
    assert outside.simulated_answer("register", LI) == "two"
    assert outside.simulated_answer("another", LI) == ""
    outside.simulate(sql, "register", LI, outside.SLOW)
    with pytest.raises(TimeoutError):
        outside.simulated_answer("register", LI)
    outside.simulate(sql, "register", LI, outside.GONE)
    with pytest.raises(ConnectionError):
        outside.simulated_answer("register", LI)


@pytest.mark.parametrize("answer", Confirmation)
def test_public_security_answers_as_it_was_told(sql: Sql, answer: Confirmation) -> None:
    public_security.simulate(sql, LI, answer)
    assert confirm(LI, birth_of(LI)) is answer


def test_public_security_compares_with_the_number_of_the_card(sql: Sql) -> None:
    assert confirm(LI, birth_of(LI)) is Confirmation.CONFIRMED
    assert confirm(LI, Birth(date(1992, 8, 16), "2")) is Confirmation.DIFFERS
    passport = Identity("08", "E12345678", "SMITH JOHN")
    assert confirm(passport, Birth(date(1980, 1, 2), "1")) is Confirmation.DIFFERS


def test_unconnected_public_security_is_silent(settings: Settings, sql: Sql) -> None:
    settings.DEMONSTRATION = False
    assert confirm(LI, birth_of(LI)) is Confirmation.SILENT
