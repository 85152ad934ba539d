"""The situations that examples start from. Each makes itself true, whatever was there before.

The persona is the operator. All made-up companies are in the same situation but for what its name
says, so that an example may be about any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from secrets import choice

from yibao.catalogue.case import Identity
from yibao.catalogue.situations import Setting, situation
from yibao.employers import made_up, market_regulator, tax_arrears
from yibao.employers.actions import enrol, hand_over
from yibao.employers.details import KnownEmployer, NewEmployer, Operator
from yibao.employers.made_up import MadeUp
from yibao.employers.market_regulator import MarketRecord
from yibao.employers.movements import suspend
from yibao.employers.queries import granted_employer
from yibao.employers.states import EmployerKind
from yibao.kernel import credit_code, identity_number
from yibao.kernel.money import Money
from yibao.persons.api import Stamp
from yibao.platform.clock import CHINA

OWED = Money.from_yuan("1234.50")
# Nothing is deleted: what a former example left goes on under a credit code that nobody asks for.
_OUT_OF_THE_WAY = """
UPDATE employer SET credit_code = %s, row_version = row_version + 1
WHERE credit_code = %s AND state = 'valid'
"""


@situation("employers.open_for_business")
def open_for_business(setting: Setting) -> None:
    """Let the market regulator have the organisation; it is not enrolled."""
    for company in (*made_up.EVERY_COMPANY, made_up.INSTITUTION, made_up.RECODED_COMPANY):
        _clear(setting, company)


@situation("employers.unknown_to_regulator")
def unknown_to_regulator(setting: Setting) -> None:
    """Let the market regulator have no such organisation."""
    open_for_business(setting)
    for company in made_up.EVERY_COMPANY:
        market_regulator.simulate(setting.sql, company.credit_code, None)


@situation("employers.closed_by_regulator")
def closed_by_regulator(setting: Setting) -> None:
    """Let the market regulator have closed the organisation; it is not enrolled."""
    open_for_business(setting)
    _close(setting, made_up.EVERY_COMPANY)


@situation("employers.regulator_silent")
def regulator_silent(setting: Setting) -> None:
    """Let the market regulator not answer."""
    open_for_business(setting)
    for company in made_up.EVERY_COMPANY:
        market_regulator.simulate_silence(setting.sql, company.credit_code)


@situation("employers.enrolled")
def enrolled(setting: Setting) -> None:
    """Enrolled since two years, the persona acts for it; no employees."""
    open_for_business(setting)
    for company in made_up.EVERY_COMPANY:
        enrol_one(setting, company)


@situation("employers.enrolled_with_arrears")
def enrolled_with_arrears(setting: Setting) -> None:
    """Enrolled, but something is owed."""
    enrolled(setting)
    for company in made_up.EVERY_COMPANY:
        tax_arrears.simulate(setting.sql, company.credit_code, OWED)


@situation("employers.renamed")
def renamed(setting: Setting) -> None:
    """Enrolled; meanwhile the market regulator has another name and another representative."""
    enrolled(setting)
    for company in made_up.EVERY_COMPANY:
        record = MarketRecord(f"{company.name[:4]}新名有限公司", "测试乙")
        market_regulator.simulate(setting.sql, company.credit_code, record)


@situation("employers.suspended")
def suspended(setting: Setting) -> None:
    """Enrolled and suspended, nothing owed; the regulator has not closed it."""
    enrolled(setting)
    for company in made_up.EVERY_COMPANY:
        suspend(
            setting.sql,
            known(setting, company),
            on=setting.today,
            reason="no_business",
            stamp=_stamp(setting.today),
        )


@situation("employers.suspended_and_closed")
def suspended_and_closed(setting: Setting) -> None:
    """Suspended, nothing owed, and closed by the market regulator."""
    suspended(setting)
    _close(setting, made_up.EVERY_COMPANY)


@situation("employers.suspended_with_arrears")
def suspended_with_arrears(setting: Setting) -> None:
    """Suspended and closed, but something is owed."""
    suspended_and_closed(setting)
    for company in made_up.EVERY_COMPANY:
        tax_arrears.simulate(setting.sql, company.credit_code, OWED)


@situation("employers.tax_office_silent")
def tax_office_silent(setting: Setting) -> None:
    """Suspended and closed; the tax office does not answer."""
    suspended_and_closed(setting)
    for company in made_up.EVERY_COMPANY:
        tax_arrears.simulate_silence(setting.sql, company.credit_code)


@situation("employers.of_another_operator")
def of_another_operator(setting: Setting) -> None:
    """Enrolled; somebody else acts for it."""
    enrolled(setting)
    card = identity_number.make(made_up.REGION, date(1985, 1, 1), 98).text
    somebody = Operator(Identity("01", card, "测试丙"), "19900000098")
    here = Operator(setting.persona.identity, setting.persona.phone)
    for company in made_up.EVERY_COMPANY:
        employer = known(setting, company)
        hand_over(setting.sql, employer, here, somebody, stamp=_stamp(setting.today))


def enrol_one(setting: Setting, company: MadeUp) -> KnownEmployer:
    """Enrol a company two years ago, with the persona as operator."""
    since = setting.today.replace(year=setting.today.year - 2, day=1)
    said = NewEmployer(
        credit_code=company.credit_code,
        name=company.name,
        kind=EmployerKind.ENTERPRISE,
        region=made_up.REGION,
        address=made_up.ADDRESS,
        legal_representative=made_up.REPRESENTATIVE,
        bank_name=made_up.BANK,
        bank_account=made_up.ACCOUNT,
        starts_on=since,
    )
    operator = Operator(setting.persona.identity, setting.persona.phone)
    enrol(setting.sql, said, operator, today=since, stamp=_stamp(since))
    return known(setting, company)


def known(setting: Setting, company: MadeUp) -> KnownEmployer:
    """Return a company of the situation as its operator sees it."""
    return granted_employer(
        setting.sql, company.credit_code, setting.persona.identity, setting.today
    )


def _clear(setting: Setting, company: MadeUp) -> None:
    elsewhere = "".join(choice("0123456789ABCDEFGH") for _ in range(8))
    code = credit_code.make("91", "520000", elsewhere).text
    setting.sql.execute(_OUT_OF_THE_WAY, (code, company.credit_code))
    tax_arrears.simulate(setting.sql, company.credit_code, Money(0))
    record = MarketRecord(company.name, made_up.REPRESENTATIVE)
    market_regulator.simulate(setting.sql, company.credit_code, record)


def _close(setting: Setting, companies: Sequence[MadeUp]) -> None:
    for company in companies:
        record = MarketRecord(company.name, made_up.REPRESENTATIVE, is_closed=True)
        market_regulator.simulate(setting.sql, company.credit_code, record)


def _stamp(day: date) -> Stamp:
    return Stamp("", "system", datetime.combine(day, time(9), CHINA))
