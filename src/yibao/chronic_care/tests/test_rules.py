"""What policy says, for all days and all recognitions."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.chronic_care import diseases, errors, institutions, rules
from yibao.chronic_care.facts import policy_of
from yibao.chronic_care.fields import HospitalCode
from yibao.chronic_care.judged import (
    ApplicationFacts,
    ChosenHospital,
    Held,
    HospitalChangeFacts,
    ReviewFacts,
)
from yibao.chronic_care.kinds import DiseaseKind
from yibao.kernel.errors import DomainError
from yibao.kernel.months import add_months
from yibao.reference import parameters

TODAY = date(2026, 12, 1)
POLICY = policy_of("520103", TODAY)
DAYS = st.dates(date(2021, 1, 1), date(2090, 1, 1))
GOOD = ApplicationFacts(
    applied_on=TODAY,
    policy=POLICY,
    disease_code="M03900",
    disease_group="M03900",
    disease_name="高血压",
    is_listed=True,
    diagnosed_on=TODAY,
    hospital_codes=["H52010000011"],
)
ERRORS = [
    error
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, DomainError) and hasattr(error, "code")
]


def _held(code: str, *, group: str = "", number: str = "CR1") -> Held:
    return Held(
        number=number,
        disease_code=code,
        disease_group=group or code,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=100),
    )


def _refused(facts: ApplicationFacts) -> list[str]:
    found = rules.refusals(rules.APPLICATION_RULES, facts)
    return [error.code.removeprefix("chronic_care.") for error in found]


def test_nothing_stands_against_a_good_application() -> None:
    assert _refused(GOOD) == []


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (replace(GOOD, is_enrolled=False), "not_enrolled"),
        (replace(GOOD, is_benefit_normal=False), "benefit_not_normal"),
        (replace(GOOD, insurance="城乡居民基本医疗保险"), "insurance_differs"),
        (replace(GOOD, is_listed=False), "disease_not_listed"),
        (replace(GOOD, diagnosed_on=TODAY + timedelta(days=1)), "diagnosed_in_future"),
        (replace(GOOD, diagnosed_on=date(2024, 11, 30)), "diagnosis_too_old"),
        (replace(GOOD, held=[_held("M03900")]), "already_recognised"),
        (replace(GOOD, held=[_held("M1", group="M03900")]), "diseases_exclusive"),
        (replace(GOOD, held=[_held(f"M{n}") for n in range(3)]), "diseases_too_many"),
        (replace(GOOD, hospital_codes=["H1", "H2", "H3", "H4"]), "hospitals_too_many"),
        (replace(GOOD, hospital_codes=["H1", "H1"]), "hospital_named_twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_rule_has_its_refusal(facts: ApplicationFacts, refusal: str) -> None:
    assert _refused(facts) == [refusal]


def test_proof_of_two_years_ago_to_the_day_is_recent_enough() -> None:
    assert _refused(replace(GOOD, diagnosed_on=date(2024, 12, 1))) == []


def test_who_has_the_disease_among_three_is_told_that_and_not_the_number() -> None:
    held = [_held("M03900"), _held("M1"), _held("M2")]
    assert _refused(replace(GOOD, held=held)) == ["already_recognised"]


@given(starts_on=DAYS, kind=st.sampled_from(list(DiseaseKind)))
def test_a_renewal_follows_without_gap_or_overlap(starts_on: date, kind: DiseaseKind) -> None:
    last = rules.last_day_of_recognition(starts_on, kind, POLICY)
    again = rules.last_day_of_recognition(last + timedelta(days=1), kind, POLICY)
    assert starts_on < last < again
    assert starts_on < rules.review_from(last, POLICY) < last


@given(changed_on=DAYS, starts_on=DAYS)
def test_a_hospital_is_changed_again_when_the_months_are_over_and_not_before(
    changed_on: date, starts_on: date
) -> None:
    chosen = ChosenHospital("H1", "一院", changed_on, is_change=True)
    facts = HospitalChangeFacts(
        policy=POLICY,
        recognition=replace(_held("M03900"), hospitals=[chosen]),
        new_hospital_code="H2",
        starts_on=starts_on,
    )
    is_free = starts_on >= add_months(changed_on, POLICY.hospital_change_months)
    assert (not rules.refusals(rules.HOSPITAL_CHANGE_RULES, facts)) == is_free


@given(applied_on=DAYS, days_left=st.integers(0, 400))
def test_a_review_is_possible_in_the_window_and_only_there(
    applied_on: date, days_left: int
) -> None:
    held = replace(
        _held("M03900"), ends_on=applied_on + timedelta(days=days_left), is_reviewed=True
    )
    facts = ReviewFacts(
        applied_on=applied_on,
        policy=POLICY,
        recognition=held,
        disease_name="高血压",
        checked_on=applied_on,
        is_benefit_normal=True,
    )
    found = rules.refusals(rules.REVIEW_RULES, facts)
    assert (not found) == (days_left <= POLICY.review_window_days)


def test_the_recognition_meant_is_named_or_the_only_one() -> None:
    one, two = _held("M03900", number="CR1"), _held("M01600", number="CR2")
    assert rules.the_one_meant([one], None) is one
    assert rules.the_one_meant([one, two], "CR2") is two
    for held, number, error in (
        ([], None, errors.NoRecognition),
        ([one, two], None, errors.WhichRecognition),
        ([one], "CR9", errors.RecognitionUnknown),
    ):
        with pytest.raises(error):
            rules.the_one_meant(held, number)


def test_the_hospital_meant_is_named_or_the_only_one() -> None:
    one, two = ChosenHospital("H1", "一院", TODAY), ChosenHospital("H2", "二院", TODAY)
    assert rules.the_hospital_meant([one], None) is one
    assert rules.the_hospital_meant([one, two], "H2") is two
    for chosen, code, error in (
        ([], None, errors.HospitalNotChosen),
        ([one, two], None, errors.WhichHospital),
        ([one], "H9", errors.HospitalNotChosen),
    ):
        with pytest.raises(error):
            rules.the_hospital_meant(chosen, code)


@given(st.text(max_size=20))
def test_a_hospital_code_is_h_and_eleven_digits_or_refused(text: str) -> None:
    field = HospitalCode("编号")
    try:
        code = field.parse_text(text)
    except DomainError:
        return
    assert code[0] == "H"
    assert len(code) == 12
    assert code[1:].isascii()
    assert code[1:].isdecimal()


def test_every_disease_has_a_code_a_name_and_a_group_of_its_list() -> None:
    found = diseases.catalogue()
    assert len(found) >= 25
    for code, disease in found.items():
        assert len(code) == 6
        assert code[0] == "M"
        assert disease.name
        assert disease.group in found
        assert disease.is_listed_on(TODAY)
        assert not disease.is_listed_on(date(2020, 12, 31))
    assert sum(disease.is_cross_province for disease in found.values()) == 10


def test_every_policy_number_names_its_source_and_holds_from_2021() -> None:
    declared = parameters.parameters_of("chronic_care")
    assert len(declared) >= 15
    for parameter in declared.values():
        assert all(value.source and not value.is_verified for value in parameter.values)
        assert min(value.since for value in parameter.values) == date(2021, 1, 1)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_is_one_short_plain_sentence_with_a_remedy(error: type[DomainError]) -> None:
    longest = {
        "disease": "恶性肿瘤放、化、介入或核素治疗",
        "hospital": "院" * institutions._CHARACTERS,
        "hospital_code": "H52010000011",
        "insurance": "城乡居民基本医疗保险",
        "most": "3",
        "count": "3",
    }
    names = {name for _, name, _, _ in string.Formatter().parse(error.message) if name}
    shown = str(error(**{name: longest.get(name, "2026-12-01") for name in names}))
    assert len(shown) <= 50
    assert shown.endswith("。")
    assert error.fix.endswith("。")
