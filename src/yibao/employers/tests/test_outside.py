"""The market regulator and the tax office: what they say, and what their silence means."""

from __future__ import annotations

import pytest

from yibao.employers import market_regulator, tax_arrears
from yibao.employers.errors import TaxOfficeSilent
from yibao.employers.made_up import CHANGING_COMPANY, INSTITUTION
from yibao.employers.market_regulator import Answer, MarketRecord
from yibao.kernel.money import Money
from yibao.platform.database import Sql

CODE = CHANGING_COMPANY.credit_code
RECORD = MarketRecord("贵阳（测试）有限公司", "买买提·测试")


class RealRegulator:
    """Stands for an interface that a province has connected."""

    def look_up(self, credit_code: str) -> MarketRecord | None:
        """Know everybody."""
        return MarketRecord(f"名称{credit_code}", "测试丁")


def test_the_simulator_says_what_it_was_told(sql: Sql) -> None:
    assert market_regulator.ask(CODE) == Answer(None)
    market_regulator.simulate(sql, CODE, RECORD)
    assert market_regulator.ask(CODE) == Answer(RECORD)
    closed = MarketRecord(RECORD.name, RECORD.legal_representative, is_closed=True)
    market_regulator.simulate(sql, CODE, closed)
    assert market_regulator.ask(CODE).record == closed
    market_regulator.simulate(sql, CODE, None)
    assert market_regulator.ask(CODE) == Answer(None)


def test_a_silent_regulator_is_an_answer_and_institutions_are_not_asked_about(sql: Sql) -> None:
    market_regulator.simulate_silence(sql, CODE)
    assert market_regulator.ask(CODE) == Answer(is_silent=True)
    assert market_regulator.ask(INSTITUTION.credit_code).is_silent


def test_a_connected_regulator_goes_before_the_simulator(sql: Sql) -> None:
    market_regulator.market_regulator.connect(RealRegulator())
    try:
        record = market_regulator.ask(CODE).record
    finally:
        market_regulator.market_regulator.connect(None)
    assert record == MarketRecord(f"名称{CODE}", "测试丁")


@pytest.mark.parametrize(
    ("name", "agrees"),
    [
        ("贵阳（测试）有限公司", True),
        ("贵阳(测试)有限公司", True),
        (" 贵阳 （测试）有限公司", True),
        ("贵阳测试有限公司", False),
    ],
)
def test_brackets_and_spaces_make_no_other_name(name: str, agrees: bool) -> None:
    assert RECORD.agrees_on_name(name) is agrees


def test_dots_make_no_other_representative() -> None:
    assert RECORD.agrees_on_representative("买买提•测试")
    assert not RECORD.agrees_on_representative("买买提")


def test_arrears_are_told_in_fen_and_silence_is_no_zero(sql: Sql) -> None:
    assert tax_arrears.arrears_of(CODE) == Money(0)
    tax_arrears.simulate(sql, CODE, Money(123_450))
    assert tax_arrears.arrears_of(CODE) == Money(123_450)
    tax_arrears.simulate_silence(sql, CODE)
    with pytest.raises(TaxOfficeSilent):
        tax_arrears.arrears_of(CODE)
