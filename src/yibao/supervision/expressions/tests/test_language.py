"""What the language has: kinds, columns, and the two texts of an expression."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yibao.supervision.expressions import Expression, errors, parse, predicate, value
from yibao.supervision.records import Encounter, Line, Patient
from yibao.supervision.vocabulary import vocabulary

ALIASES = {"line", "encounter", "patient", "knowledge"}


def _read(text: str) -> Expression:
    return parse(text, allowed=ALIASES)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("line.fund_paid", "boolean"),
        ("line.days > 1", "boolean"),
        ("line.quantity * line.unit_price - 1", "integer"),
        ("- line.day", "integer"),
        ("COALESCE(patient.sex, '0')", "text"),
        ("CASE patient.sex WHEN '1' THEN line.day ELSE 0 END", "integer"),
        ("case when line.fund_paid then 'a' else 'b' end", "text"),
        ("listed(knowledge.listed, patient.sex)", "boolean"),
    ],
)
def test_an_expression_knows_its_kind(text: str, kind: str) -> None:
    assert _read(text).kind == kind


def test_an_expression_knows_its_columns_and_keeps_its_text() -> None:
    text = "line.day > 1 AND listed(knowledge.listed, patient.sex)"
    expression = _read(text)
    assert expression.text == text
    assert expression.columns == {
        ("line", "day"),
        ("knowledge", "listed"),
        ("patient", "sex"),
    }


@pytest.mark.parametrize(
    "text", [f"{alias}.{name}" for alias, relation in vocabulary().items() for name in relation]
)
def test_every_column_of_the_vocabulary_can_be_written(text: str) -> None:
    expression = parse(f"{text} IS NULL", allowed=set(vocabulary()))
    assert expression.columns == {tuple(text.split("."))}
    assert expression.sql() == f"({text} IS NULL)"


@pytest.mark.parametrize(
    ("text", "sql", "source"),
    [
        # What is never empty is compared without guards.
        ("line.quantity > 3", "(line.quantity > 3)", "line.quantity > 3"),
        (
            "NOT (line.quantity > 3 AND line.fund_paid)",
            "(NOT ((line.quantity > 3) AND line.fund_paid))",
            "(line.quantity <= 3 or not line.fund_paid)",
        ),
        ("line.amount IS NULL", "(line.amount IS NULL)", "False"),
        # Equality with something needs no guard: None equals nothing.
        ("patient.sex = '1'", "(patient.sex = '1')", "patient.sex == '1'"),
        ("patient.sex IN ('1')", "(patient.sex IN ('1'))", "patient.sex == '1'"),
        (
            "patient.sex IN ('1', '2', '1')",
            "(patient.sex IN ('1', '2', '1'))",
            "patient.sex in {'1', '2'}",
        ),
        # Everything else about a column that may be empty does.
        (
            "patient.sex <> '1'",
            "(patient.sex <> '1')",
            "(patient.sex is not None and patient.sex != '1')",
        ),
        (
            "line.days < knowledge.days",
            "(line.days < knowledge.days)",
            "(line.days is not None and knowledge.days is not None and line.days < knowledge.days)",
        ),
        (
            "listed(knowledge.listed, line.item_code)",
            "contains(knowledge.listed, '|' || line.item_code || '|')",
            "(knowledge.listed is not None"
            " and ('|' + line.item_code + '|') in knowledge.listed)",
        ),
        (
            "starts_with(line.item_code, 'X''A')",
            "starts_with(line.item_code, 'X''A')",
            'line.item_code.startswith("X\'A")',
        ),
        ("line.days + 1", "(line.days + 1)", "((line.days + 1) if line.days is not None else None)"),
        ("(2 * 3)", "(CAST(2 AS BIGINT) * 3)", "(2 * 3)"),
    ],
)  # fmt: skip
def test_an_expression_is_written_in_both_languages(text: str, sql: str, source: str) -> None:
    expression = _read(text)
    assert expression.sql() == sql
    assert expression.source() == source


def test_the_caller_says_how_columns_are_written() -> None:
    expression = _read("line.day > 1 AND patient.sex = '1'")
    assert expression.sql(lambda alias, name: f"{alias}_{name}") == (
        "((line_day > 1) AND (patient_sex = '1'))"
    )
    assert expression.source(lambda alias, name: name) == "(day > 1 and sex == '1')"


def test_a_predicate_takes_records_in_the_order_of_its_parameters() -> None:
    line = Line("1", "e", "X1", None, 20_000, 0, 30_000, 0, 0)
    encounter = Encounter("e", "p", "h", 20_000, 20_001, 0, 0, setting="inpatient")
    patient = Patient("p", sex="2")
    knowledge = SimpleNamespace(listed="|1|3|")
    holds = predicate(
        _read("encounter.setting = 'inpatient' AND NOT listed(knowledge.listed, patient.sex)"),
        ("line", "encounter", "patient", "knowledge"),
    )
    assert holds(line, encounter, patient, knowledge) is True
    assert holds(line, encounter, Patient("p", sex="3"), knowledge) is False
    assert holds(line, encounter, Patient("p"), knowledge) is False


def test_a_value_is_a_number_a_text_or_nothing() -> None:
    days = value(_read("line.days * 2"), ["line"])
    assert days(SimpleNamespace(days=4)) == 8
    assert days(SimpleNamespace(days=None)) is None


def test_a_condition_is_no_value_and_a_value_no_condition() -> None:
    with pytest.raises(errors.KindWrong):
        value(_read("line.fund_paid"), ["line"])
    with pytest.raises(errors.KindWrong) as caught:
        predicate(_read("line.day"), ["line"])
    assert str(caught.value) == "第1行第1列：这里要用条件，“line.day”是数值。"


@pytest.mark.parametrize("parameters", [[], ["patient"], ["line: 1"], ["lambda"], ["_0", "line"]])
def test_parameters_must_be_names_and_cover_what_is_used(parameters: list[str]) -> None:
    with pytest.raises(ValueError, match="parameter"):
        predicate(_read("line.fund_paid"), parameters)


def test_compiled_functions_reach_nothing_but_their_arguments() -> None:
    holds = predicate(_read("line.item_code = '__import__(''os'')'"), ["line"])
    assert holds.__globals__ == {"__builtins__": {}}
    assert set(holds.__code__.co_names) == {"item_code"}
    assert holds.__closure__ is None


@pytest.mark.parametrize(
    ("opening", "core", "closing"),
    [
        ("(", "line.days", ")"),
        ("COALESCE(line.days, ", "line.day", ")"),
        ("CASE WHEN line.days > 1 THEN line.days ELSE ", "line.day", " END"),
        ("1 + (line.days * ", "line.day", ")"),
    ],
)
@pytest.mark.parametrize("levels", [1, 14])
def test_nesting_that_is_allowed_compiles(
    opening: str, core: str, closing: str, levels: int
) -> None:
    compute = value(_read(opening * levels + core + closing * levels), ["line"])
    assert isinstance(compute(SimpleNamespace(days=1, day=1)), int)


@pytest.mark.parametrize("otherwise", ["line.days", "line.day"])
def test_source_does_not_grow_faster_than_the_expression(otherwise: str) -> None:
    text = "line.days"
    for _ in range(7):
        text = f"CASE WHEN {text} NOT BETWEEN 1 AND knowledge.high THEN 1 ELSE {otherwise} END"
    assert len(_read(text).source()) < 7 * 300


def test_a_long_chain_of_conditions_is_one_level() -> None:
    expression = _read(" OR ".join(f"line.item_code = 'X{n}'" for n in range(60)))
    assert predicate(expression, ["line"])(SimpleNamespace(item_code="X59")) is True
