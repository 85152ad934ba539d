import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yibao.kernel.credit_code import (
    CreditCode,
    CreditCodeCharactersWrong,
    CreditCodeCheckDigitWrong,
    CreditCodeLengthWrong,
    CreditCodeWrong,
    check,
    make,
    organisation_check_character,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
made_up = st.builds(
    make,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.text(ALPHABET, min_size=8, max_size=8),
)


def test_a_published_code_holds_and_is_taken_apart() -> None:
    code = check("91350100M000100Y43")
    assert (code.authority, code.region_code, code.organisation_code) == (
        "91",
        "350100",
        "M000100Y4",
    )
    assert str(code) == "91350100M000100Y43"


def test_what_keyboards_add_is_put_right() -> None:
    assert check(" 91350100-m000100y-43 ") == check("９１３５０１００Ｍ０００１００Ｙ４３")


@pytest.mark.parametrize(
    ("organisation", "character"), [("M000100Y", "4"), ("00000000", "0"), ("D2143569", "X")]
)
def test_the_inner_check_character_follows_its_own_standard(
    organisation: str, character: str
) -> None:
    assert organisation_check_character(organisation) == character
    assert make("91", "520100", organisation).organisation_code == organisation + character


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", CreditCodeLengthWrong),
        ("91350100M000100Y4", CreditCodeLengthWrong),
        ("91350100M000100Y433", CreditCodeLengthWrong),
        ("91350100MO00100Y43", CreditCodeCharactersWrong),
        ("9135A100M000100Y43", CreditCodeCharactersWrong),
        ("91350100M000100Y44", CreditCodeCheckDigitWrong),
    ],
)
def test_a_wrong_code_says_why(text: str, wrong: type[CreditCodeWrong]) -> None:
    with pytest.raises(wrong) as caught:
        check(text, at="answers.employer")
    assert caught.value.at == "answers.employer"
    assert str(caught.value).endswith("。")


@given(made_up)
def test_a_made_up_code_holds(code: CreditCode) -> None:
    assert check(code.text) == code


@given(made_up, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(
    code: CreditCode, place: int, character: str
) -> None:
    assume(code.text[place] != character)
    with pytest.raises(CreditCodeWrong):
        check(code.text[:place] + character + code.text[place + 1 :])


@given(made_up, st.integers(0, 16))
def test_every_adjacent_transposition_is_found(code: CreditCode, place: int) -> None:
    left, right = code.text[place], code.text[place + 1]
    assume(left != right)
    with pytest.raises(CreditCodeWrong):
        check(code.text[:place] + right + left + code.text[place + 2 :])


@pytest.mark.parametrize(
    ("authority", "region", "organisation"),
    [("9", "1350100", "M000100Y"), ("91", "35010", "0M000100Y"), ("9I", "350100", "M000100Y")],
)
def test_a_code_cannot_be_made_of_wrong_parts(
    authority: str, region: str, organisation: str
) -> None:
    with pytest.raises(ValueError, match="authority"):
        make(authority, region, organisation)
