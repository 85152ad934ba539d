"""What holds for every cost, person and year, not only for the worked examples."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from yibao.benefits.calculation import Outcome, calculate
from yibao.benefits.critical_illness import critical_illness
from yibao.benefits.ledger import NOTHING_USED, Ledger
from yibao.benefits.parameters import Parameters, parameter_set
from yibao.benefits.reading import read_request
from yibao.benefits.requests import (
    AfterPooledFund,
    Care,
    ChronicCare,
    FamilyAccount,
    Fees,
    InpatientCare,
    OutpatientCare,
    Person,
    Reversal,
)
from yibao.benefits.results import RestShared, Settlement
from yibao.benefits.sharing import pay
from yibao.benefits.trace import Trace
from yibao.benefits.vocabulary import Disease, Identity, Insurance, Level, Remote
from yibao.benefits.writing import told
from yibao.kernel.money import ZERO, Money

SET = "GY-2025-UNVERIFIED"
DAY = date(2025, 6, 1)
NUMBERS = Parameters(parameter_set(SET), DAY)

money = st.one_of(
    st.integers(0, 2_000_00), st.integers(0, 100_000_00), st.integers(0, 1_500_000_00)
).map(Money)
people = st.builds(
    Person,
    insurance=st.sampled_from(Insurance),
    is_retired=st.just(False),
    identities=st.lists(st.sampled_from(Identity), max_size=2).map(tuple),
    continuous_years=st.integers(0, 60),
    claim_free_years=st.integers(0, 60),
) | st.just(Person(Insurance.EMPLOYEE, is_retired=True))
fees = st.builds(
    lambda scope, uncovered, over, first: Fees(
        scope + uncovered + over + first, uncovered, over, first
    ),
    money,
    money,
    money,
    money,
)
family = st.lists(st.tuples(money, st.none() | money, st.none() | money, money), max_size=3).map(
    lambda rows: tuple(
        FamilyAccount(f"relative{number}", balance, number, single, year, used)
        for number, (balance, single, year, used) in enumerate(rows)
    )
)
common = {
    "day": st.just(DAY),
    "person": people,
    "fees": fees,
    "remote": st.sampled_from(Remote),
    "balance": money,
    "family_accounts": family,
}
cares = st.one_of(
    st.builds(OutpatientCare, level=st.sampled_from(Level), **common),
    st.builds(InpatientCare, level=st.sampled_from(Level), **common),
    st.builds(
        ChronicCare,
        disease=st.sampled_from(Disease),
        other_diseases=st.lists(st.sampled_from(Disease), max_size=2).map(tuple),
        **common,
    ),
)
resident_stays = st.builds(
    lambda care, identities: msgspec.structs.replace(
        care, person=Person(Insurance.RESIDENT, identities=identities)
    ),
    st.builds(InpatientCare, level=st.sampled_from(Level), **common),
    st.lists(st.sampled_from(Identity), max_size=2).map(tuple),
)
modes = st.sampled_from(["MULTIPLY", "MINUS_PP"]).map(lambda mode: {"remote_mode": mode})
years = st.lists(cares, min_size=1, max_size=5)


def _settled(
    care: Care, ledger: Ledger = NOTHING_USED, assumed: dict[str, str] | None = None
) -> Settlement:
    result = _outcome(care, ledger, assumed).result
    assert isinstance(result, Settlement)
    return result


def _outcome(care: Care, ledger: Ledger, assumed: dict[str, str] | None = None) -> Outcome:
    return calculate(msgspec.structs.replace(care, ledger=ledger), chosen=SET, assumptions=assumed)


@given(cares, modes)
def test_the_shares_sum_to_the_total_to_the_fen(care: Care, mode: dict[str, str]) -> None:
    settled = _settled(care, assumed=mode)
    outside = settled.first_share + settled.over_limit + settled.uncovered
    payment = settled.payment
    assert settled.total == settled.in_scope + outside
    assert settled.fund_total == Money.total(share.amount for share in settled.funds)
    assert settled.total == settled.fund_total + payment.account_total + payment.cash
    assert settled.person_pays == payment.account_total + payment.cash
    assert payment.account_total == payment.account_self + payment.account_family
    assert payment.account_total == -Money.total(entry.amount for entry in payment.entries)


@given(cares, modes)
def test_nobody_pays_less_than_nothing_and_funds_pay_for_what_is_in_scope_only(
    care: Care, mode: dict[str, str]
) -> None:
    settled = _settled(care, assumed=mode)
    assert all(share.amount > ZERO for share in settled.funds)
    assert settled.fund_total <= settled.in_scope
    assert settled.payment.cash >= settled.over_limit + settled.uncovered
    assert all(entry.balance >= ZERO for entry in settled.payment.entries)


@given(years, st.data())
def test_settling_and_reversing_in_any_order_leaves_no_trace_in_the_ledger(
    year: list[Care], data: st.DataObject
) -> None:
    ledger, settlements = NOTHING_USED, []
    for care in year:
        settled = _settled(care, ledger)
        ledger = settled.ledger
        settlements.append(settled)
    for settled in data.draw(st.permutations(settlements)):
        request = Reversal(day=DAY, settlement=settled, ledger=ledger)
        mirror = calculate(request, chosen=SET).result
        assert isinstance(mirror, Settlement)
        assert mirror.fund_total == -settled.fund_total
        assert mirror.payment.cash == -settled.payment.cash
        ledger = mirror.ledger
    assert ledger == NOTHING_USED


@given(years, cares)
def test_a_reversed_settlement_can_be_settled_again_with_the_same_result(
    year: list[Care], care: Care
) -> None:
    ledger = NOTHING_USED
    for each in year:
        ledger = _settled(each, ledger).ledger
    first = _settled(care, ledger)
    assert _settled(care, first.ledger.minus(first.change)) == first


@given(cares, money, years, modes)
def test_more_cost_in_scope_never_lowers_what_the_funds_pay(
    care: Care, more: Money, year: list[Care], mode: dict[str, str]
) -> None:
    ledger = NOTHING_USED
    for each in year:
        ledger = _settled(each, ledger).ledger
    dearer = msgspec.structs.replace(
        care, fees=msgspec.structs.replace(care.fees, total=care.fees.total + more)
    )
    assert _settled(dearer, ledger, mode).fund_total >= _settled(care, ledger, mode).fund_total


@given(years, people)
def test_no_ceiling_is_exceeded_in_a_year(year: list[Care], person: Person) -> None:
    ledger = NOTHING_USED
    for care in year:
        ledger = _settled(msgspec.structs.replace(care, person=person), ledger).ledger
    insurance = person.insurance
    ceiling = {
        name: NUMBERS[name].money
        for name in (
            f"outpatient_ceiling_{person.group}",
            f"inpatient_ceiling_{insurance}",
            "large_sum_total_ceiling",
            "critical_ceiling",
            "aid_ceiling",
        )
    }
    assert ledger.outpatient_paid <= ceiling[f"outpatient_ceiling_{person.group}"]
    assert ledger.inpatient_paid <= ceiling[f"inpatient_ceiling_{insurance}"]
    assert ledger.inpatient_paid + ledger.large_sum_paid <= ceiling["large_sum_total_ceiling"]
    assert ledger.chronic_paid <= Money.from_yuan(2500)
    assert ledger.aid_paid <= ceiling["aid_ceiling"]
    relieved = NUMBERS["critical_relief_identities"].listed
    if not set(person.identities) & set(relieved):
        most = 1 + NUMBERS["incentive_most_share"].ratio
        assert ledger.critical_paid <= ceiling["critical_ceiling"] * most
    assert ledger.outpatient_deductible <= NUMBERS[f"outpatient_deductible_{insurance}"].money


@given(money, family, st.data())
def test_the_order_of_family_accounts_never_changes_the_sum(
    amount: Money, accounts: tuple[FamilyAccount, ...], data: st.DataObject
) -> None:
    shuffled = [
        msgspec.structs.replace(account, order=order)
        for order, account in enumerate(data.draw(st.permutations(accounts)))
    ]
    one = pay(amount, amount, balance=ZERO, family=accounts, trace=Trace())
    other = pay(amount, amount, balance=ZERO, family=shuffled, trace=Trace())
    assert one.account_family == other.account_family
    assert one.cash == other.cash


@given(money, money, people)
def test_a_year_of_critical_illness_does_not_depend_on_how_it_is_split(
    one: Money, other: Money, person: Person
) -> None:
    def paid(base: Money, ledger: Ledger = NOTHING_USED) -> Ledger:
        return critical_illness(base, person, ledger, parameters=NUMBERS, trace=Trace())[1]

    first = paid(one)
    assert first.plus(paid(other, first)) == paid(one + other)


@given(resident_stays, years)
def test_the_funds_after_the_pooled_fund_pay_the_same_wherever_it_was_settled(
    care: Care, year: list[Care]
) -> None:
    ledger = NOTHING_USED
    for each in year:
        ledger = _settled(each, ledger).ledger
    settled = _settled(care, ledger)
    pooled = settled.ledger.inpatient_paid - ledger.inpatient_paid
    request = AfterPooledFund(
        day=DAY, person=care.person, rest=care.fees.scope - pooled, ledger=ledger
    )
    shared = calculate(request, chosen=SET).result
    assert isinstance(shared, RestShared)
    assert shared.fund_total == settled.fund_total - pooled
    assert shared.person_pays == settled.in_scope - settled.fund_total


@given(cares)
def test_a_reversal_survives_the_way_through_json(care: Care) -> None:
    settled = _settled(care)
    content = {
        "kind": "reversal",
        "day": DAY.isoformat(),
        "settlement": told(settled),
        "ledger": told(settled.ledger),
    }
    assert read_request(content) == Reversal(day=DAY, settlement=settled, ledger=settled.ledger)


@given(cares)
def test_every_step_is_a_sentence_and_every_number_of_policy_has_a_source(care: Care) -> None:
    assume(care.fees.scope)
    outcome = _outcome(care, NOTHING_USED)
    assert all(step.sentence.endswith("。") for step in outcome.steps)
    used = [source for step in outcome.steps for source in step.sources]
    assert used
    assert all(source.source for source in used)
    assert set(outcome.unverified) == {each.label for each in used if not each.is_verified}
