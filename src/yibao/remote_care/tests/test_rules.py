"""The worked examples of policy officers, and what holds for all periods."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.errors import DomainError
from yibao.kernel.months import months_between
from yibao.remote_care import rules
from yibao.remote_care.errors import RegistrationUnknown, WhichRegistration
from yibao.remote_care.facts import policy_of
from yibao.remote_care.judged import CancelFacts, ChangeFacts, FilingFacts, Held, Opinion
from yibao.remote_care.kinds import LONG_KINDS, FilingKind, RegistrationState

TODAY = date(2026, 12, 1)
HOME = "520402"
POLICY = policy_of(HOME, TODAY)
FINE = "可以"
RULES_OF = {
    FilingKind.LONG_STAY: rules.FILING_RULES,
    FilingKind.RETIRE: rules.RETIRED_RULES,
    FilingKind.WORK: rules.WORKER_RULES,
    FilingKind.REFERRAL: rules.REFERRAL_RULES,
}


def _examples(name: str) -> list[Any]:
    text = (files("yibao.remote_care") / "tests" / "examples" / name).read_text(encoding="utf-8")
    return [pytest.param(example, id=example["例子"]) for example in yaml.safe_load(text)]


def _yes(value: object) -> bool:
    return value in {"是", True}


def _held(told: dict[str, Any]) -> Held:
    return Held(
        number="RC1",
        kind=FilingKind(told.get("类型", "long_stay")),
        care_region=told["就医地"],
        starts_on=told["开始日期"],
        ends_on=told.get("结束日期"),
        is_multi_place=_yes(told.get("多地", False)),
        state=RegistrationState(told.get("状态", "effective")),
    )


def _opinion(told: dict[str, Any]) -> Opinion:
    return Opinion(
        referred_on=told.get("转诊日期", TODAY),
        asked_on=TODAY,
        months=POLICY.referral_months,
        hospital="贵阳测试医院",
        may_refer=_yes(told.get("转诊资质", True)),
    )


def _filing_facts(told: dict[str, Any]) -> FilingFacts:
    kind, starts_on = FilingKind(told.get("办理", "long_stay")), told.get("开始日期", TODAY)
    return FilingFacts(
        applied_on=TODAY,
        policy=POLICY,
        kind=kind,
        care_region=told.get("就医地", "310100"),
        starts_on=starts_on,
        ends_on=rules.last_day_of(kind, starts_on, months=POLICY.referral_months),
        insurance_type=told.get("险种", "310"),
        is_retired=_yes(told.get("退休", False)),
        opinion=_opinion(told) if kind is FilingKind.REFERRAL else None,
        home_region=HOME if _yes(told.get("参保", True)) else "",
        is_enrolled=_yes(told.get("参保", True)),
        is_benefit_normal=_yes(told.get("待遇正常", True)),
        is_multi_place=_yes(told.get("多地", False)),
        is_pledged=_yes(told.get("承诺", False)),
        held=[_held(one) for one in told.get("已有", [])],
    )


def _before(told: dict[str, Any]) -> Held:
    return Held(
        number="RC1",
        kind=FilingKind.LONG_STAY,
        care_region="310100",
        starts_on=told.get("原开始日期", date(2025, 1, 1)),
        is_multi_place=_yes(told.get("多地", False)),
        locked_until=told.get("可变更日"),
    )


def _codes(refusals: list[DomainError]) -> list[str]:
    return [refusal.code for refusal in refusals] or [FINE]


@pytest.mark.parametrize("example", _examples("filing.yaml") + _examples("own_kinds.yaml"))
def test_a_filing_is_judged_as_the_policy_officer_wrote(example: dict[str, Any]) -> None:
    facts = _filing_facts(example["假设"])
    found = rules.refusals(RULES_OF[facts.kind], facts)
    assert _codes(found) == [example["结果"]]


@pytest.mark.parametrize("example", _examples("change_and_cancel.yaml"))
def test_a_change_or_cancellation_is_judged_as_written(example: dict[str, Any]) -> None:
    told = example["假设"]
    day = told.get("日期", TODAY)
    if example["办理"] == "取消":
        facts = CancelFacts(today=TODAY, policy=POLICY, before=_before(told), last_day=day)
        found = rules.refusals(rules.CANCEL_RULES, facts)
    else:
        change = ChangeFacts(
            today=TODAY,
            policy=POLICY,
            before=_before(told),
            care_region=told.get("就医地", "440100"),
            starts_on=day,
            home_region=HOME,
            is_pledged=_yes(told.get("承诺", False)),
        )
        found = rules.refusals(rules.CHANGE_OF_PLACE_RULES, change)
    assert _codes(found) == [example["结果"]]


def test_every_refusal_of_a_filing_is_told_at_once() -> None:
    told = {"待遇正常": False, "就医地": "520400", "开始日期": date(2026, 1, 1)}
    assert _codes(rules.refusals(rules.FILING_RULES, _filing_facts(told))) == [
        "remote_care.benefit_not_normal",
        "remote_care.care_region_at_home",
        "remote_care.start_too_far_back",
    ]


def test_one_of_several_places_does_not_move_to_another_of_them() -> None:
    other = Held("RC2", FilingKind.LONG_STAY, "440100", date(2025, 1, 1), is_multi_place=True)
    facts = ChangeFacts(
        today=TODAY,
        policy=POLICY,
        before=_before({"多地": True}),
        care_region="440100",
        starts_on=TODAY,
        home_region=HOME,
        others=[other],
    )
    found = rules.refusals(rules.CHANGE_OF_PLACE_RULES, facts)
    assert _codes(found) == ["remote_care.already_registered"]


def test_the_only_registration_is_meant_when_no_number_is_given() -> None:
    only = _before({})
    assert rules.the_one_meant([only], None, FilingKind.LONG_STAY) is only


def test_of_several_registrations_the_person_must_name_one_and_reads_which_there_are() -> None:
    both = [
        Held("RC1", FilingKind.LONG_STAY, "310100", date(2025, 1, 1)),
        Held("RC2", FilingKind.LONG_STAY, "440100", date(2025, 6, 1)),
    ]
    assert rules.the_one_meant(both, "RC2", FilingKind.LONG_STAY) is both[1]
    with pytest.raises(WhichRegistration) as which:
        rules.the_one_meant(both, None, FilingKind.LONG_STAY)
    fix = which.value.to_dict()["fix"]
    assert fix == ("您有效的备案：RC1（上海市，2025-01-01起）；RC2（广东省广州市，2025-06-01起）。")
    with pytest.raises(RegistrationUnknown):
        rules.the_one_meant(both, "RC3", FilingKind.LONG_STAY)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(
    first=DAYS,
    changes=st.lists(st.tuples(st.booleans(), st.integers(-40, 400)), max_size=8),
    probes=st.lists(DAYS, min_size=1, max_size=20),
)
def test_after_any_changes_and_cancellations_no_day_has_two_registrations(
    first: date, changes: list[tuple[bool, int]], probes: list[date]
) -> None:
    history = [Held("RC0", FilingKind.LONG_STAY, "310100", first)]
    for is_change, shift in changes:
        last = history[-1]
        day = last.starts_on + timedelta(days=shift)
        if is_change and last.ends_on is None:
            ends_on = rules.last_day_when_followed(last, max(day, last.starts_on))
            history[-1] = _ended(last, ends_on)
            starts_on = max(day, last.starts_on)
            history.append(Held("RCn", FilingKind.LONG_STAY, "440100", starts_on))
        elif last.ends_on is None:
            history[-1] = _ended(last, rules.last_day_when_cancelled(last, day))
    # What the database demands of a row: at the least an empty period.
    ended = [(one.starts_on, one.ends_on) for one in history if one.ends_on is not None]
    assert all(ends_on >= starts_on - timedelta(days=1) for starts_on, ends_on in ended)
    edges = [one.starts_on for one in history] + [one.ends_on for one in history if one.ends_on]
    for day in [*probes, *edges]:
        holding = [one for one in history if one.period is not None and one.period.contains(day)]
        assert len(holding) <= 1


@given(
    first=DAYS,
    shift=st.integers(0, 4000),
)
def test_a_change_leaves_no_day_uncovered_between_the_two(first: date, shift: int) -> None:
    before = Held("RC1", FilingKind.LONG_STAY, "310100", first)
    starts_on = first + timedelta(days=shift)
    ended = _ended(before, rules.last_day_when_followed(before, starts_on))
    assert ended.ends_on is not None
    assert ended.ends_on + timedelta(days=1) == starts_on
    assert (ended.period is None) == (shift == 0)


@given(held=st.lists(st.tuples(DAYS, st.none() | st.integers(-1, 500)), max_size=4), start=DAYS)
def test_a_filing_is_refused_exactly_when_a_day_would_have_two(
    held: list[tuple[date, int | None]], start: date
) -> None:
    others = [
        Held(
            "RC1",
            FilingKind.WORK,
            "440100",
            day,
            None if days is None else day + timedelta(days=days),
        )
        for day, days in held
    ]
    facts = _filing_facts({"开始日期": start})
    facts = FilingFacts(**{**_as_dict(facts), "held": others})
    refused = bool(rules.refusals([rules.no_other_registration_holds], facts))
    shares_a_day = any(
        one.ends_on is None or (one.ends_on >= start and one.ends_on >= one.starts_on)
        for one in others
    )
    assert refused == shares_a_day


@given(filed_on=DAYS, shift=st.integers(-30, 90))
def test_a_pledge_locks_for_the_full_number_of_months(filed_on: date, shift: int) -> None:
    starts_on = filed_on + timedelta(days=shift)
    until = rules.locked_until(is_pledged=True, filed_on=filed_on, starts_on=starts_on, months=6)
    assert until is not None
    assert months_between(max(filed_on, starts_on), until) >= 5
    assert until >= filed_on + timedelta(days=28 * 6)
    assert (
        rules.locked_until(is_pledged=False, filed_on=filed_on, starts_on=starts_on, months=6)
        is None
    )


@given(starts_on=DAYS, months=st.integers(6, 24))
def test_a_referral_holds_for_whole_months_and_the_next_day_answers_to_the_first(
    starts_on: date, months: int
) -> None:
    last_day = rules.last_day_of(FilingKind.REFERRAL, starts_on, months=months)
    assert last_day is not None
    after = last_day + timedelta(days=1)
    assert months_between(starts_on, after) == months
    assert after.day <= starts_on.day
    assert all(rules.last_day_of(kind, starts_on, months=months) is None for kind in LONG_KINDS)


@given(
    applications=st.lists(
        st.tuples(
            st.sampled_from(sorted(RULES_OF)),
            st.sampled_from(["310100", "440100", "110100"]),
            st.integers(0, 500),
        ),
        max_size=12,
    ),
    cancellation=st.lists(st.tuples(st.integers(0, 11), st.integers(-30, 400)), max_size=6),
)
def test_after_any_filings_of_any_kinds_no_day_has_two_long_ones_nor_two_of_a_place(
    applications: list[tuple[str, str, int]], cancellation: list[tuple[int, int]]
) -> None:
    held: list[Held] = []
    for number, (kind, place, shift) in enumerate(applications):
        starts_on = TODAY + timedelta(days=shift)
        told = {"办理": kind, "就医地": place, "开始日期": starts_on}
        facts = FilingFacts(**{**_as_dict(_filing_facts(told)), "held": held})
        if not rules.refusals([rules.no_other_registration_holds], facts):
            held.append(Held(f"RC{number}", facts.kind, place, starts_on, facts.ends_on))
        for position, days in cancellation:
            if position == number < len(held):
                last_day = held[number].starts_on + timedelta(days=days)
                ends_on = rules.last_day_when_cancelled(held[number], last_day)
                held[number] = _ended(held[number], ends_on)
    for one, other in itertools.combinations([h for h in held if h.period is not None], 2):
        assert one.period is not None
        assert other.period is not None
        if one.period.overlaps(other.period):
            assert one.care_region != other.care_region
            assert not {one.kind, other.kind} <= LONG_KINDS


def _ended(held: Held, ends_on: date) -> Held:
    return Held(held.number, held.kind, held.care_region, held.starts_on, ends_on)


def _as_dict(facts: FilingFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in FilingFacts.__dataclass_fields__}
