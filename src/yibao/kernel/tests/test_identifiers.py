from datetime import UTC, date, datetime, timedelta, timezone
from uuid import RFC_4122, UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yibao.kernel.identifiers import (
    CaseNumberWrong,
    DocumentNumberWrong,
    case_number,
    check_case_number,
    check_document_number,
    document_number,
    made_at,
    new_id,
    request_id,
)
from yibao.kernel.iso7064 import mod_37_36

MIDNIGHT = datetime(2026, 1, 2, tzinfo=UTC)
instants = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
numbers = st.builds(
    case_number,
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.dates(),
    st.integers(1, 9_999_999),
)


@given(instants)
def test_an_identifier_is_a_uuid_of_version_7_that_knows_its_time(at: datetime) -> None:
    identifier = new_id(at)
    assert identifier.version == 7
    assert identifier.variant == RFC_4122
    assert timedelta(0) <= at - made_at(identifier) < timedelta(milliseconds=1)


@given(instants, instants)
def test_identifiers_sort_by_their_time(first: datetime, second: datetime) -> None:
    assume(first + timedelta(milliseconds=1) <= second)
    assert str(new_id(first)) < str(new_id(second))


def test_identifiers_of_one_instant_differ() -> None:
    assert len({new_id(MIDNIGHT) for _ in range(1000)}) == 1000


def test_the_zone_of_the_clock_does_not_matter() -> None:
    china = timezone(timedelta(hours=8))
    assert made_at(new_id(datetime(2026, 1, 2, 8, tzinfo=china))) == MIDNIGHT


def test_an_identifier_needs_a_real_time() -> None:
    with pytest.raises(ValueError, match="zone"):
        new_id(datetime(2026, 1, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="1970"):
        new_id(datetime(1969, 12, 31, tzinfo=UTC))
    with pytest.raises(ValueError, match="version 7"):
        made_at(UUID("8f14e45f-ceea-467f-9575-1a0b1c2d3e4f"))


def test_request_numbers_differ_and_are_plain() -> None:
    made = {request_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(number) == 24 and number.isalnum() and number.isascii() for number in made)
    assert not set("".join(made)) & set("ilou")
    assert len(set("".join(made))) == 32


def test_a_case_number_is_read_back_however_it_is_typed() -> None:
    number = case_number("520100", date(2026, 1, 2), 123)
    assert number[:-1] == "520100202601020000123"
    read = check_case_number(f" {number[:6]}-{number[6:].lower()} ")
    assert (read.text, read.kind, read.region_code) == (number, "", "520100")
    assert (read.day, read.sequence) == (date(2026, 1, 2), 123)
    assert read.spoken == f"520100-20260102-0000123-{number[-1]}"


@given(numbers)
def test_a_case_number_spoken_is_the_same_number(number: str) -> None:
    read = check_case_number(number)
    assert check_case_number(read.spoken) == read
    assert case_number(read.region_code, read.day, read.sequence) == number


@given(numbers, st.integers(0, 21), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_of_a_case_number_is_found(
    number: str, place: int, character: str
) -> None:
    assume(number[place] != character)
    with pytest.raises(CaseNumberWrong):
        check_case_number(number[:place] + character + number[place + 1 :])


@given(numbers, st.integers(0, 20))
def test_every_adjacent_transposition_in_a_case_number_is_found(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    assume(left != right)
    with pytest.raises(CaseNumberWrong) as caught:
        check_case_number(number[:place] + right + left + number[place + 2 :], at="query.case")
    assert caught.value.at == "query.case"


def test_a_case_number_of_a_day_that_never_was_is_refused() -> None:
    impossible = next(
        candidate
        for check_character in "0123456789X"
        if _holds(candidate := "520100202602300000123" + check_character)
    )
    with pytest.raises(CaseNumberWrong):
        check_case_number(impossible)


def _holds(number: str) -> bool:
    weighted = sum(
        "0123456789X".index(character) * pow(2, 21 - place, 11)
        for place, character in enumerate(number)
    )
    return weighted % 11 == 1


@pytest.mark.parametrize(
    ("region", "sequence"), [("52010", 1), ("52010X", 1), ("520100", 0), ("520100", 10_000_000)]
)
def test_a_number_is_not_made_of_wrong_parts(region: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="region code"):
        case_number(region, date(2026, 1, 2), sequence)


def test_the_hybrid_check_character_agrees_with_a_published_number() -> None:
    assert mod_37_36("A12425GABC1234002") == "M"


def test_a_document_number_says_what_it_is_and_is_read_back() -> None:
    number = document_number("SL", "520100", date(2026, 1, 2), 7)
    read = check_document_number(number.lower())
    assert (read.text, read.kind, read.sequence) == (number, "SL", 7)
    assert read.spoken == f"SL-520100-20260102-0000007-{number[-1]}"
    with pytest.raises(ValueError, match="kind"):
        document_number("sl", "520100", date(2026, 1, 2), 7)


@given(st.integers(1, 9_999_999), st.integers(0, 23), st.sampled_from("0123456789ABCXYZ"))
def test_every_single_wrong_character_of_a_document_number_is_found(
    sequence: int, place: int, character: str
) -> None:
    number = document_number("SL", "520100", date(2026, 1, 2), sequence)
    assume(number[place] != character)
    with pytest.raises(DocumentNumberWrong):
        check_document_number(number[:place] + character + number[place + 1 :])
