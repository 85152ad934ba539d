"""The worked examples of policy officers, and what holds for all applications."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from yibao.enrolment import policy, rules
from yibao.enrolment.errors import KindDoesNotFitAge, YearNotOpen, YearOver
from yibao.enrolment.forms import ResidentKind, SpecialSituation
from yibao.enrolment.rules import EnrolmentFacts, Window
from yibao.enrolment.states import (
    TRANSITIONS,
    EnrolmentEvent,
    EnrolmentStatus,
    transition,
)
from yibao.reference import code_tables

REGION = "520103"
WINDOW_2027 = policy.window(2027, REGION)
BORN = date(1990, 3, 7)


def _examples() -> list[Any]:
    folder = files("yibao.enrolment") / "tests" / "examples"
    text = (folder / "waiting_period.yaml").read_text(encoding="utf-8")
    return [pytest.param(example, id=example["例子"]) for example in yaml.safe_load(text)]


def _facts(told: dict[str, Any]) -> EnrolmentFacts:
    situation = told.get("特殊情形")
    return EnrolmentFacts(
        applied_on=told["登记日期"],
        window=policy.window(told["参保年度"], REGION),
        kind=ResidentKind(told.get("人员类别", "adult")),
        born_on=told.get("出生日期", BORN),
        covered_years=frozenset(told.get("已参保年度", ())),
        special_situation=SpecialSituation(situation) if situation else None,
        employee_until=told.get("职工停保日期"),
        decided_on=told.get("审核通过日期"),
    )


@pytest.mark.parametrize("told", _examples())
def test_the_worked_examples_hold(told: dict[str, Any]) -> None:
    facts = _facts(told)
    numbers = policy.waiting_policy(told["参保年度"], REGION)
    waiting = rules.waiting(facts, numbers)
    assert waiting.months == told["等待期"]
    assert waiting.repairable_months == told.get("可以修复", 0)
    assert rules.benefit_from(facts, numbers) == told["待遇开始"]
    if "缴费截止" in told:
        late = policy.late_payment_days(told["参保年度"], REGION)
        assert rules.pay_before(facts, numbers, late) == told["缴费截止"]


_years = st.integers(2025, 2035)
_facts_of_adults = st.builds(
    lambda year, day, covered, situation: EnrolmentFacts(
        applied_on=date(year - 1, 9, 1) + timedelta(days=day),
        window=policy.window(year, REGION),
        kind=ResidentKind.ADULT,
        born_on=BORN,
        covered_years=frozenset(covered),
        special_situation=situation,
    ),
    _years,
    st.integers(0, 486),
    st.sets(st.integers(2015, 2036), max_size=8),
    st.none() | st.sampled_from(SpecialSituation),
)


@given(_facts_of_adults)
def test_benefits_begin_in_or_after_the_insured_year_and_never_before_a_waiting_period(
    facts: EnrolmentFacts,
) -> None:
    numbers = policy.waiting_policy(facts.window.year, REGION)
    begins = rules.benefit_from(facts, numbers)
    assert begins >= date(facts.window.year, 1, 1)
    months = rules.waiting(facts, numbers).months
    if months:
        earliest = max(facts.applied_on, date(facts.window.year, 1, 1))
        assert begins > earliest
        assert begins >= earliest + timedelta(days=28 * months)


@given(_facts_of_adults, st.integers(2015, 2036))
def test_an_insured_year_more_never_lengthens_the_waiting_period_of_somebody_insured_before(
    facts: EnrolmentFacts, year: int
) -> None:
    numbers = policy.waiting_policy(facts.window.year, REGION)
    if not any(covered < facts.window.year for covered in facts.covered_years):
        return  # who was never insured has no gap; one year long ago gives him one
    more = EnrolmentFacts(
        applied_on=facts.applied_on,
        window=facts.window,
        kind=facts.kind,
        born_on=facts.born_on,
        covered_years=facts.covered_years | {year},
        special_situation=facts.special_situation,
    )
    assert rules.waiting(more, numbers).months <= rules.waiting(facts, numbers).months


@given(_facts_of_adults)
def test_what_can_be_bought_off_is_part_of_what_was_added_for_missed_years(
    facts: EnrolmentFacts,
) -> None:
    waiting = rules.waiting(facts, policy.waiting_policy(facts.window.year, REGION))
    assert 0 <= waiting.repairable_months <= waiting.missed_months
    if facts.special_situation is not None:
        assert waiting.months == 0


@given(_facts_of_adults)
def test_there_is_always_time_to_pay_within_the_insured_year(facts: EnrolmentFacts) -> None:
    numbers = policy.waiting_policy(facts.window.year, REGION)
    last = rules.pay_before(facts, numbers, 30)
    assert last <= date(facts.window.year, 12, 31)
    if facts.applied_on <= last:
        return
    assert facts.applied_on.year > facts.window.year  # the year was over when he applied


@given(_facts_of_adults, st.integers(0, 400))
def test_a_slow_officer_delays_no_benefit_and_leaves_time_to_pay(
    facts: EnrolmentFacts, days: int
) -> None:
    numbers = policy.waiting_policy(facts.window.year, REGION)
    decided_on = facts.applied_on + timedelta(days=days)
    late = replace(facts, decided_on=decided_on)
    assert rules.benefit_from(late, numbers) == rules.benefit_from(facts, numbers)
    assert rules.waiting(late, numbers) == rules.waiting(facts, numbers)
    last = rules.pay_before(late, numbers, 30)
    assert last >= rules.pay_before(facts, numbers, 30)
    assert days == 0 or last >= decided_on + timedelta(days=30)


@pytest.mark.parametrize(
    ("year", "today", "refusal"),
    [
        (2027, date(2026, 8, 31), YearNotOpen),
        (2027, date(2026, 9, 1), None),
        (2026, date(2026, 12, 31), None),
        (2026, date(2027, 1, 1), YearOver),
        (2028, date(2026, 11, 22), YearNotOpen),
    ],
)
def test_a_year_is_open_from_its_window_to_its_last_day(
    year: int, today: date, refusal: type[Exception] | None
) -> None:
    window = policy.window(year, REGION)
    if refusal is None:
        rules.year_is_open(year, window, today)
    else:
        with pytest.raises(refusal):
            rules.year_is_open(year, window, today)


def test_a_window_includes_its_first_and_last_day_and_no_other() -> None:
    window = Window.of(2027, 9, 2)
    assert (window.opens_on, window.closes_on) == (date(2026, 9, 1), date(2027, 2, 28))
    assert window.contains(window.opens_on)
    assert window.contains(window.closes_on)
    assert not window.contains(window.opens_on - timedelta(days=1))
    assert not window.contains(window.closes_on + timedelta(days=1))


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "born", "fits"),
    [
        (ResidentKind.NEWBORN, date(2025, 11, 22), True),
        (ResidentKind.NEWBORN, date(2025, 10, 22), False),
        (ResidentKind.PRESCHOOL, date(2018, 11, 23), True),
        (ResidentKind.PRESCHOOL, date(2018, 11, 22), False),
        (ResidentKind.ADULT, date(2010, 11, 22), True),
        (ResidentKind.ADULT, date(2010, 11, 23), False),
        (ResidentKind.ELDERLY, date(1966, 11, 22), True),
        (ResidentKind.ELDERLY, date(1966, 11, 23), False),
        (ResidentKind.STUDENT, date(1960, 1, 1), True),
        (ResidentKind.PUPIL, date(2027, 1, 1), False),
    ],
)
def test_the_kind_of_resident_fits_the_age(kind: ResidentKind, born: date, fits: bool) -> None:
    numbers = policy.kind_policy(TODAY, REGION)
    if fits:
        rules.kind_fits_age(kind, born, TODAY, numbers)
    else:
        with pytest.raises(KindDoesNotFitAge):
            rules.kind_fits_age(kind, born, TODAY, numbers)


def test_final_statuses_stay_and_every_change_has_a_national_kind() -> None:
    for status in (EnrolmentStatus.VOID, EnrolmentStatus.ENDED):
        assert [event for event in EnrolmentEvent if transition(status, event)] == []
    kinds = {kind for step in TRANSITIONS.values() for kind in step.change_kinds}
    assert kinds == {"11", "12", "13", "14", "21", "22", "23", "24", "25", "31", "32", "35"}
    for kind in kinds:
        assert code_tables.is_code("person_change_kind", kind)


def test_only_an_enrolment_that_is_not_there_yet_begins() -> None:
    begins = [before for before, event in TRANSITIONS if event is EnrolmentEvent.ENROL]
    assert begins == [None]
    assert transition(EnrolmentStatus.ACTIVE, EnrolmentEvent.RESUME) is None
    assert transition(EnrolmentStatus.PAUSED, EnrolmentEvent.PAUSE) is None
