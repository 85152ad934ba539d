"""A request is read whole or refused with everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yibao.benefits.reading import read_json, read_request, read_request_and_assumptions
from yibao.benefits.requests import PremiumPayment
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import Money

STAY: dict[str, Any] = {
    "kind": "inpatient",
    "day": "2025-03-01",
    "level": "tertiary",
    "person": {"insurance": "employee"},
    "fees": {"total": "1000.00"},
}


def _wrong(content: object) -> dict[str, str]:
    """Return what is wrong: the place and the code without its first part."""
    with pytest.raises(Several) as caught:
        read_request_and_assumptions(content)
    return {error.at: error.code.removeprefix("benefits.") for error in caught.value.errors}


def _stay(**changed: Any) -> dict[str, Any]:
    return STAY | changed


def test_amounts_are_read_exactly_as_text_or_whole_yuan() -> None:
    read = read_request(
        {"kind": "premium", "day": "2025-10-01", "premium": 400, "balance": "1,234.56"}
    )
    assert read == PremiumPayment(
        day=date(2025, 10, 1), premium=Money(40000), balance=Money(123456)
    )


def test_every_wrong_field_is_told_at_once() -> None:
    content = {
        "kind": "inpatient",
        "day": "1 March",
        "level": "fourth",
        "person": {"insurance": "village", "is_retired": "no", "continuous_years": -1},
        "fees": {"total": 100.5, "uncovered": "-1", "over_limit": "0.001"},
        "family_accounts": [{"balance": "1", "order": 1}, {"holder": "", "order": 1.5}],
        "colour": "red",
    }
    assert _wrong(content) == {
        "colour": "field_unknown",
        "day": "date_wrong",
        "level": "choice_unknown",
        "person.insurance": "choice_unknown",
        "person.is_retired": "yes_or_no_wrong",
        "person.continuous_years": "number_wrong",
        "fees.total": "amount_wrong",
        "fees.uncovered": "amount_below_zero",
        "fees.over_limit": "amount_wrong",
        "family_accounts.0.holder": "field_missing",
        "family_accounts.1.holder": "text_wrong",
        "family_accounts.1.balance": "field_missing",
        "family_accounts.1.order": "number_wrong",
    }


def test_an_unknown_level_is_told_with_the_levels_there_are() -> None:
    with pytest.raises(Several) as caught:
        read_request(_stay(level="fourth"))
    (error,) = caught.value.errors
    assert error.to_dict() == {
        "code": "benefits.choice_unknown",
        "message": "“医疗机构级别”不能填“fourth”。请从可选的值中选一个。",
        "at": "level",
        "retryable": False,
        "fix": "可选：primary、secondary、tertiary、tertiary_advanced。",
    }


@pytest.mark.parametrize(
    ("fees", "code"),
    [
        ({"total": "100", "in_scope": "100.01"}, {"fees.in_scope": "scope_exceeds_total"}),
        ({"total": "100", "uncovered": "60", "first_share": "41"}, {"fees": "parts_exceed_total"}),
        (
            {"total": "100", "uncovered": "1", "in_scope": "100"},
            {"fees.in_scope": "scope_differs"},
        ),
    ],
)
def test_the_parts_of_the_cost_must_fit_the_whole(fees: Any, code: dict[str, str]) -> None:
    assert _wrong(_stay(fees=fees)) == code


def test_what_cannot_both_be_right_is_told() -> None:
    accounts = [{"holder": name, "balance": 1, "order": 1} for name in ("one", "other")]
    content = _stay(
        person={"insurance": "resident", "is_retired": True}, year=2024, family_accounts=accounts
    )
    assert _wrong(content) == {
        "person.is_retired": "resident_not_retired",
        "year": "ledger_of_other_year",
        "family_accounts": "order_shared",
    }


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ([], {"": "not_an_object"}),
        ({}, {"kind": "kind_unknown"}),
        ({"kind": ["inpatient"]}, {"kind": "kind_unknown"}),
        (_stay(fees="1000"), {"fees": "not_an_object"}),
        (_stay(family_accounts={}), {"family_accounts": "list_wrong"}),
        (_stay(day="2025-02-29"), {"day": "date_wrong"}),
        (_stay(day="2025-W10-6"), {"day": "date_wrong"}),
        (_stay(assumptions={"care_rate": 1}, level=1), {
            "assumptions": "not_an_object", "level": "choice_unknown",
        }),
    ],
)  # fmt: skip
def test_a_wrong_shape_is_told(content: object, found: dict[str, str]) -> None:
    assert _wrong(content) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            {"kind": "employee_gap", "last_paid_on": "2025-03-01", "resumed_on": "2025-03-31"},
            {"resumed_on": "months_reversed"},
        ),
        (
            {
                "kind": "resident_waiting",
                "day": "2026-01-01",
                "is_in_window": True,
                "missed_years": 1,
                "repaired_months": 2,
            },
            {"repaired_months": "repair_too_long"},
        ),
        (
            {
                "kind": "long_term_care",
                "day": "2025-02-01",
                "cost": 1,
                "level": 3,
                "days_served": 20,
                "days_in_hospital": 9,
            },
            {"days_served": "days_exceed_month"},
        ),
    ],
)
def test_facts_that_contradict_each_other_are_told(content: object, found: dict[str, str]) -> None:
    assert _wrong(content) == found


@pytest.mark.parametrize("text", [b"", b"{", b'{"kind": }', b"\xff", b"[" * 100_000])
def test_what_is_not_json_is_told(text: bytes) -> None:
    with pytest.raises(DomainError) as caught:
        read_json(text)
    assert caught.value.code == "benefits.not_json"
    assert str(caught.value)
