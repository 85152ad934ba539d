"""What is not of the language is refused, and the refusal says where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.supervision.expressions import errors, parse
from yibao.supervision.expressions.errors import ExpressionError

ALIASES = {"line", "encounter", "patient", "knowledge"}


def _refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text, allowed=ALIASES)
    return caught.value


REFUSED = [
    ("", errors.EmptyExpression, 1, 1, ""),
    (" /* nothing */", errors.EmptyExpression, 1, 1, ""),
    ("line.day >", errors.SyntaxIncomplete, 1, 10, ">"),
    ("line.day =\n  = 1", errors.SyntaxIncomplete, 2, 3, "="),
    ("(line.day > 1", errors.SyntaxIncomplete, 1, 13, "1"),
    ("line.day > 1)", errors.SyntaxIncomplete, 1, 13, ")"),
    ("line.item_code = 'o''b", errors.SyntaxIncomplete, 1, 18, "'o''b"),
    ("line.day IN ()", errors.SyntaxIncomplete, 1, 10, "IN"),
    ("line.day IN 1", errors.SyntaxIncomplete, 1, 10, "IN"),
    ("line.day IN (1,)", errors.SyntaxIncomplete, 1, 15, ","),
    ("COALESCE(, 1)", errors.SyntaxIncomplete, 1, 10, ","),
    ("starts_with(line.item_code)", errors.SyntaxIncomplete, 1, 27, ")"),
    ("ELSE", errors.SyntaxIncomplete, 1, 1, "ELSE"),
    ("CASE END", errors.SyntaxIncomplete, 1, 6, "END"),
    ("line.day > 1 -- all", errors.Unsupported, 1, 14, "-- all"),
    ("-- all\nline.day > 1", errors.Unsupported, 1, 1, "-- all"),
    ("line.day % 2 = 0", errors.Unsupported, 1, 10, "%"),
    ("line.day != 2", errors.Unsupported, 1, 10, "!="),
    ("line.day == 2", errors.Unsupported, 1, 10, "=="),
    ("!line.fund_paid", errors.Unsupported, 1, 1, "!"),
    ("line.day ** 2", errors.Unsupported, 1, 10, "**"),
    ("line.day::TEXT = '1'", errors.Unsupported, 1, 9, "::"),
    ("line.item_code LIKE 'X%'", errors.Unsupported, 1, 16, "LIKE"),
    ("line.item_code || 'a' = 'b'", errors.Unsupported, 1, 16, "||"),
    ("line.day IN (SELECT 1)", errors.Unsupported, 1, 14, "SELECT"),
    ("line.* = 1", errors.Unsupported, 1, 6, "*"),
    ("listed(*, '1')", errors.Unsupported, 1, 11, "'1'"),
    ("line.day = ?", errors.Unsupported, 1, 12, "?"),
    ("line.day = $1", errors.Unsupported, 1, 12, "$"),
    ("line.day > 1; TRUE", errors.Unsupported, 1, 13, ";"),
    ("line.day AS day", errors.Unsupported, 1, 10, "AS"),
    ("line.fund_paid IS TRUE", errors.Unsupported, 1, 16, "IS"),
    ("+ 1", errors.Unsupported, 1, 1, "+"),
    ("1.5", errors.Unsupported, 1, 1, "1.5"),
    ("1_000", errors.Unsupported, 1, 1, "1_000"),
    ("1e5", errors.Unsupported, 1, 1, "1e5"),
    ("e'a'", errors.Unsupported, 1, 1, "e'a'"),
    ("'a' 'b'", errors.Unsupported, 1, 1, "'a'"),
    ("line.item_code = 'a\tb'", errors.Unsupported, 1, 18, "'a b'"),
    ('"line".day > 1', errors.Unsupported, 1, 1, '"line"'),
    ("(1, 2) = 1", errors.Unsupported, 1, 2, "1"),
    ("main.line.day > 1", errors.Unsupported, 1, 1, "main.line.day"),
    ("line.day(1) > 1", errors.Unsupported, 1, 1, "line.day"),
    ("CAST(line.day AS TEXT)", errors.UnknownFunction, 1, 1, "CAST"),
    ("sum(line.day) OVER () > 1", errors.UnknownFunction, 1, 1, "sum"),
    ("TRUE AND NVL(line.days, 1) > 1", errors.UnknownFunction, 1, 10, "NVL"),
    ("listed(patient.sex)", errors.WrongArguments, 1, 1, "listed"),
    ("COALESCE(1, 2, 3) > 1", errors.WrongArguments, 1, 1, "COALESCE"),
    ("quantity > 1", errors.ColumnNotQualified, 1, 1, "quantity"),
    ("patient.sex = male", errors.ColumnNotQualified, 1, 15, "male"),
    ("measure.count > 1", errors.UnknownAlias, 1, 1, "measure"),
    ("Line.day > 1", errors.UnknownAlias, 1, 1, "Line"),
    ("line.fund_paid\nAND line.quantty > 1", errors.UnknownColumn, 2, 10, "quantty"),
    ("line.item_code > 1", errors.TypeMismatch, 1, 18, "1"),
    ("line.day = '1'", errors.TypeMismatch, 1, 12, "'1'"),
    ("line.day AND TRUE", errors.TypeMismatch, 1, 1, "line.day"),
    ("NOT patient.sex", errors.TypeMismatch, 1, 5, "patient.sex"),
    ("line.fund_paid = TRUE", errors.TypeMismatch, 1, 1, "line.fund_paid"),
    ("line.day + line.item_code", errors.TypeMismatch, 1, 12, "line.item_code"),
    ("- patient.sex", errors.TypeMismatch, 1, 3, "patient.sex"),
    ("line.day BETWEEN 'a' AND 2", errors.TypeMismatch, 1, 18, "'a'"),
    ("line.day IN (1, '2')", errors.TypeMismatch, 1, 17, "'2'"),
    ("COALESCE(patient.sex, 1) = '1'", errors.TypeMismatch, 1, 23, "1"),
    ("CASE WHEN TRUE THEN 1 ELSE 'a' END", errors.TypeMismatch, 1, 28, "'a'"),
    ("(line.day > 1) IS NULL", errors.TypeMismatch, 1, 2, "line.day > 1"),
    ("1 < line.day < 3", errors.TypeMismatch, 1, 1, "1 < line.day"),
    ("listed(knowledge.listed, 1)", errors.TypeMismatch, 1, 26, "1"),
    ("line.day IN (1, line.days)", errors.LiteralWanted, 1, 17, "line.days"),
    ("CASE 1 WHEN line.day THEN 1 ELSE 2 END", errors.LiteralWanted, 1, 13, "line.day"),
    ("starts_with('a', patient.sex)", errors.LiteralWanted, 1, 18, "patient.sex"),
    ("listed('|1|2|', patient.sex)", errors.ColumnWanted, 1, 8, "'|1|2|'"),
    ("listed(line.day, patient.sex)", errors.ColumnWanted, 1, 8, "line.day"),
    ("1 + CASE WHEN TRUE THEN 1 END", errors.ElseMissing, 1, 5, "CASE"),
    ("line.amount / 0 > 1", errors.DivisionByZero, 1, 13, "/ 0"),
    ("line.amount / line.quantity > 1", errors.Division, 1, 13, "/"),
    ("line.amount // 0 > 1", errors.DivisionByZero, 1, 13, "// 0"),
    ("line.days = NULL", errors.NullMisused, 1, 13, "NULL"),
    ("COALESCE(line.days, NULL) > 1", errors.NullMisused, 1, 21, "NULL"),
    ("line.days NOT NULL", errors.NullMisused, 1, 15, "NULL"),
    ("line.day > 9223372036854775808", errors.IntegerTooLarge, 1, 12, "9223372036854775808"),
    ("1 " * 1_001, errors.TooLong, 1, 2_001, "1"),
    ("(" * 31 + "1" + ")" * 31, errors.TooDeep, 1, 31, "("),
    ("NOT " * 31 + "TRUE", errors.TooDeep, 1, 121, "NOT"),
    ("+".join("1" * 31), errors.TooDeep, 1, 1, "1"),
]


@pytest.mark.parametrize(("text", "error", "line", "column", "shown"), REFUSED)
def test_what_is_not_of_the_language_is_refused_with_its_place(
    text: str, error: type[ExpressionError], line: int, column: int, shown: str
) -> None:
    refusal = _refusal(text)
    assert type(refusal) is error
    facts = refusal.facts
    assert (facts["line"], facts["column"], facts["text"]) == (line, column, shown)
    assert str(refusal).startswith(f"第{line}行第{column}列：")
    assert refusal.to_dict()["fix"]


def test_every_error_has_a_refusal() -> None:
    declared = set(ExpressionError.__subclasses__())
    assert declared - {error for _, error, *_ in REFUSED} == {errors.KindWrong}


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("line.quantty > 1", "最接近的列是 line.quantity，请核对。"),
        ("patient.weight > 1", "patient 的列：patient_id、sex、born_on、died_on。"),
        ("one.day > 1", "这里可以用的对象：encounter、knowledge、line、patient。"),
        ("line.amount / 2 > 1", "改为两边相乘，例如 a / b > 3 写成 a > b * 3。"),
        ("line.item_code LIKE 'X%'", "看开头用 starts_with(列, '开头')，看清单用 listed。"),
        ("1.5 > 1", "只能写整数：金额用分，数量用万分之一，单价用百万分之一元。"),
    ],
)
def test_the_remedy_names_what_to_write_instead(text: str, remedy: str) -> None:
    assert _refusal(text).to_dict()["fix"] == remedy


def test_what_is_shown_of_the_text_is_short() -> None:
    refusal = _refusal("line.day + 'a text that goes on and on'")
    assert refusal.facts["text"] == "'a text that goes o…"


def test_a_deep_stack_of_the_caller_is_no_defect() -> None:
    text = "COALESCE(line.days, " * 28 + "1" + ")" * 28

    def descend(calls: int) -> None:
        if calls:
            descend(calls - 1)
        else:
            parse(text, allowed=ALIASES)

    with pytest.raises(errors.TooDeep):
        descend(700)


KNOWN = """line.day line.days patient.sex line.fund_paid knowledge.listed 1 0 'a' TRUE NULL AND OR
NOT = <> < BETWEEN IN IS + - * ( ) , CASE WHEN THEN ELSE END COALESCE( listed( starts_with("""
UNKNOWN = """. / line sum( -- /* ' " ; :: || LIKE [ ] { } @ -> ** SELECT FROM DISTINCT AS x !"""
WORDS = st.sampled_from(KNOWN.split()) | st.sampled_from([*KNOWN.split(), *UNKNOWN.split()])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14))
def test_any_heap_of_words_is_read_or_refused(words: list[str]) -> None:
    try:
        expression = parse(" ".join(words), allowed=ALIASES)
    except ExpressionError as refusal:
        assert str(refusal)
    else:
        compile(expression.source(), "<test>", "eval")
