"""An option that a shape does not know is refused when the rules are compiled."""

from __future__ import annotations

import pytest

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.tests.parity.samples import a_row, a_rule


@pytest.mark.parametrize(
    ("shape", "option"),
    [
        ("evidence", "trigger"),
        ("evidence", "polarity"),
        ("visit_total", "window"),
        ("bundle", "package"),
    ],
)
def test_an_unknown_value_of_an_option_is_refused(shape: str, option: str) -> None:
    rule = a_rule(shape, options={option: "sometimes"})
    with pytest.raises(ValueError, match=f"R1: {option} 'sometimes' is not one of"):
        compile_auditor([rule], [a_row("A", partner="P")], [])


def test_applies_sees_records_and_no_measure() -> None:
    rule = a_rule("visit_total", applies="measure.count > 1")
    with pytest.raises(ValueError, match="measure"):
        compile_auditor([rule], [], [])
