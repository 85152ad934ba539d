import traceback
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yibao.kernel.identity_number import (
    IdentityNumber,
    IdentityNumberBirthDateWrong,
    IdentityNumberCharactersWrong,
    IdentityNumberCheckDigitWrong,
    IdentityNumberLengthWrong,
    IdentityNumberWrong,
    Sex,
    check,
    make,
)

made_up = st.builds(
    make,
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.dates(date(1800, 1, 1), date(2100, 12, 31)),
    st.integers(0, 999),
)


def test_the_examples_of_the_standard_hold() -> None:
    woman = check("11010519491231002X")
    assert woman.region_code == "110105"
    assert woman.birth_date == date(1949, 12, 31)
    assert woman.sequence == 2
    assert woman.sex is Sex.FEMALE
    man = check("440524188001010014")
    assert man.birth_date == date(1880, 1, 1)
    assert man.sex is Sex.MALE


def test_what_keyboards_add_is_put_right() -> None:
    assert check(" 110105 19491231 002x ").text == "11010519491231002X"
    assert check("１１０１０５１９４９１２３１００２ｘ").text == "11010519491231002X"


def test_a_number_of_fifteen_digits_is_completed() -> None:
    assert check("110105491231002").text == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", IdentityNumberLengthWrong),
        ("11010519491231002", IdentityNumberLengthWrong),
        ("11010519491231002XX", IdentityNumberLengthWrong),
        ("1101051949123100XX", IdentityNumberCharactersWrong),
        ("11010519491231002Y", IdentityNumberCharactersWrong),
        ("11010519491231００²X", IdentityNumberCharactersWrong),
        ("11010549123100X", IdentityNumberCharactersWrong),
        ("110105194902290021", IdentityNumberBirthDateWrong),
        ("110105494902290", IdentityNumberBirthDateWrong),
        ("110105000012310021", IdentityNumberBirthDateWrong),
        ("110105179912310021", IdentityNumberBirthDateWrong),
        ("110105194912310021", IdentityNumberCheckDigitWrong),
    ],
)
def test_a_wrong_number_says_why_and_never_repeats_itself(
    text: str, wrong: type[IdentityNumberWrong]
) -> None:
    with pytest.raises(wrong) as caught:
        check(text, at="answers.identity_number")
    shown = "".join(traceback.format_exception(caught.value, limit=0)) + repr(caught.value)
    assert caught.value.at == "answers.identity_number"
    assert str(caught.value).endswith("。")
    assert len(text) < 15 or text not in shown + str(caught.value.to_dict())
    assert caught.value.__cause__ is None


def test_a_birth_still_to_come_is_refused() -> None:
    born = make("520102", date(2026, 1, 2), 1)
    assert check(born.text, on=date(2026, 1, 2)) == born
    with pytest.raises(IdentityNumberBirthDateWrong):
        check(born.text, on=date(2026, 1, 1))


def test_a_number_hides_itself_in_text_and_repr() -> None:
    number = make("520102", date(1990, 1, 2), 123)
    assert number.text not in f"{number} {number!r} {[number]}"
    assert str(number) == f"520***********{number.text[-4:]}"
    assert number == IdentityNumber(number.text)
    assert len({number, IdentityNumber(number.text)}) == 1


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)), st.integers(0, 999))
def test_a_made_up_number_holds_and_says_what_it_was_made_of(born: date, sequence: int) -> None:
    number = make("520102", born, sequence)
    assert check(number.text, on=born) == number
    assert (number.region_code, number.birth_date, number.sequence) == ("520102", born, sequence)
    assert (number.sex is Sex.MALE) == bool(sequence % 2)


@given(made_up, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_found(
    number: IdentityNumber, place: int, character: str
) -> None:
    assume(number.text[place] != character)
    with pytest.raises(IdentityNumberWrong):
        check(number.text[:place] + character + number.text[place + 1 :])


@given(made_up, st.integers(0, 17), st.integers(0, 17))
def test_every_transposition_is_found_but_those_ten_places_apart(
    number: IdentityNumber, left: int, right: int
) -> None:
    characters = list(number.text)
    assume(characters[left] != characters[right] and abs(left - right) != 10)
    characters[left], characters[right] = characters[right], characters[left]
    with pytest.raises(IdentityNumberWrong):
        check("".join(characters))


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_the_former_number_leads_to_the_present_one(born: date, sequence: int) -> None:
    number = make("520102", born, sequence)
    assert check(number.text[:6] + number.text[8:17]) == number


@pytest.mark.parametrize(
    ("region", "sequence"), [("52010", 1), ("5201021", 1), ("52010x", 1), ("520102", 1000)]
)
def test_a_number_cannot_be_made_of_wrong_parts(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="region code"):
        make(region, date(1990, 1, 1), sequence)
    with pytest.raises(ValueError, match="region code"):
        make("520102", date(1990, 1, 1), -1)
    with pytest.raises(IdentityNumberBirthDateWrong):
        make("520102", date(999, 1, 1), 1)
