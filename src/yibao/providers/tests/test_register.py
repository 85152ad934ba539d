"""Writing the register, and what other packages ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.providers import api, demonstration, errors
from yibao.providers.demonstration import HOSPITAL, PHARMACY
from yibao.providers.kinds import AgencyLevel, AgreementKind, Capability, ProviderKind
from yibao.providers.states import TURNS, AgreementState, may_turn
from yibao.providers.tests.conftest import TODAY, stamp
from yibao.reference.errors import RegionUnknown

NEXT_YEAR = api.Agreement(number="2", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
ROW = api.InstitutionRow(
    code="P52019900001",
    kind=ProviderKind.PHARMACY,
    name="测试药店",
    region="520103",
    address="测试路1号",
    agreements=(api.Agreement(number="1", starts_on=TODAY, ends_on=date(2026, 12, 31)),),
    openings=(api.Opening(capability=Capability.DUAL_CHANNEL, starts_on=TODAY),),
)


def _is_designated(sql: Sql, day: date, code: str = HOSPITAL) -> bool:
    found = api.institution_on(sql, code, day)
    assert found is not None
    return found.is_designated


def test_an_institution_is_told_as_it_stands_on_a_day(register: Sql) -> None:
    found = api.institution_on(register, HOSPITAL, TODAY)
    assert found == api.InstitutionOnDay(
        HOSPITAL, ProviderKind.HOSPITAL, "贵阳市测试人民医院", "520102", "2", date(2026, 12, 31)
    )
    assert not _is_designated(register, date(2025, 12, 31))
    assert not _is_designated(register, date(2027, 1, 1))
    assert not _is_designated(register, TODAY, demonstration.SUSPENDED)
    assert api.institution_on(register, "H52019999999", TODAY) is None


def test_a_capability_counts_while_the_agreement_is_in_force(register: Sql) -> None:
    internet = Capability.INTERNET_DIAGNOSIS
    assert api.has_capability(register, HOSPITAL, internet, TODAY)
    assert not api.has_capability(register, PHARMACY, internet, TODAY)
    assert not api.has_capability(register, "H52019999999", internet, TODAY)
    assert not api.has_capability(register, HOSPITAL, internet, date(2025, 12, 31))
    pooling = Capability.OUTPATIENT_POOLING
    assert not api.has_capability(register, demonstration.SUSPENDED, pooling, TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert api.has_capability(register, demonstration.SUSPENDED, pooling, yesterday)


def test_recognition_is_asked_with_or_without_a_disease(register: Sql) -> None:
    recognition = Capability.CHRONIC_RECOGNITION
    assert api.has_capability(register, HOSPITAL, recognition, TODAY)
    assert api.has_capability(register, HOSPITAL, recognition, TODAY, disease_code="M03900")
    assert not api.has_capability(register, HOSPITAL, recognition, TODAY, disease_code="M99999")


def test_a_hospital_that_is_open_for_all_diseases_is_open_for_each(register: Sql) -> None:
    care, clinic = Capability.CHRONIC_CARE, "H52010000002"
    assert api.has_capability(register, HOSPITAL, care, TODAY, disease_code="M03900")
    one = api.Opening(capability=care, starts_on=TODAY, disease_code="M03900")
    api.open_capability(register, clinic, one, stamp=stamp())
    assert api.has_capability(register, clinic, care, TODAY)
    assert api.has_capability(register, clinic, care, TODAY, disease_code="M03900")
    assert not api.has_capability(register, clinic, care, TODAY, disease_code="M01600")


def test_the_agency_of_a_region_is_the_nearest_above(register: Sql) -> None:
    codes = [
        found.code if (found := api.agency_of_region(register, region)) else ""
        for region in ("520103", "520102", "520100", "520000", "110101")
    ]
    assert codes == ["JB520103", "JB520100", "JB520100", "JB520000", ""]
    with pytest.raises(RegionUnknown):
        api.agency_of_region(register, "529999")


def test_a_closed_agency_is_not_named(register: Sql) -> None:
    row = next(each for each in demonstration.agencies() if each.code == "JB520103")
    api.save_agency(register, replace(row, is_open=False), stamp=stamp())
    found = api.agency_of_region(register, "520103")
    assert found is not None
    assert (found.code, found.level) == ("JB520100", AgencyLevel.PREFECTURE)


def test_a_region_has_one_principal_agency(register: Sql) -> None:
    another = api.AgencyRow(
        code="JB1", name="测试", level=AgencyLevel.COUNTY, region="520103", address="测试路9号"
    )
    with pytest.raises(errors.AgencyOfRegionExists):
        api.save_agency(register, another, stamp=stamp())
    api.save_agency(register, replace(another, is_principal=False), stamp=stamp())


def test_the_same_file_may_be_read_twice(register: Sql) -> None:
    assert api.import_institutions(register, [ROW], stamp=stamp()) == 1
    moved = replace(ROW, name="测试药店（新址）")
    assert api.import_institutions(register, [ROW, moved], stamp=stamp()) == 1
    register.execute(
        "SELECT p.name, p.row_version, p.openings, (SELECT count(*) FROM provider_agreement a "
        "WHERE a.provider_id = p.id), (SELECT count(*) FROM provider_capability c "
        "WHERE c.provider_id = p.id) FROM provider p WHERE code = %s",
        (ROW.code,),
    )
    assert register.fetchall() == [("测试药店（新址）", 2, ["dual_channel"], 1, 1)]


@pytest.mark.parametrize(
    "wrong",
    [{"code": "H52019900001"}, {"region": "529999"}, {"level": "77"}],
    ids=["code", "region", "level"],
)
def test_one_wrong_row_stops_an_import(register: Sql, wrong: dict[str, str]) -> None:
    register.execute("SELECT count(*) FROM provider")
    before = register.fetchall()
    rows = [ROW, replace(ROW, code="P52019900002"), replace(ROW, **wrong)]  # type: ignore[arg-type]
    with pytest.raises(DomainError):
        api.import_institutions(register, rows, stamp=stamp())
    register.execute("SELECT count(*) FROM provider")
    assert register.fetchall() == before


def test_a_new_agreement_begins_after_the_old_one(register: Sql) -> None:
    api.sign_agreement(register, HOSPITAL, NEXT_YEAR, stamp=stamp())
    assert _is_designated(register, date(2027, 1, 1))
    overlapping = replace(NEXT_YEAR, starts_on=date(2026, 12, 31), ends_on=date(2026, 12, 31))
    with pytest.raises(errors.AgreementOverlaps):
        api.sign_agreement(register, HOSPITAL, overlapping, stamp=stamp())
    with pytest.raises(errors.ProviderUnknown):
        api.sign_agreement(register, "H52019999999", NEXT_YEAR, stamp=stamp())


def test_an_agreement_of_another_kind_stands_beside_it(register: Sql) -> None:
    care = api.Agreement(
        number="3",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        kind=AgreementKind.LONG_TERM_CARE,
    )
    api.sign_agreement(register, HOSPITAL, care, stamp=stamp())
    api.turn_agreement(
        register,
        HOSPITAL,
        AgreementState.TERMINATED,
        day=TODAY,
        stamp=stamp(),
        kind=AgreementKind.LONG_TERM_CARE,
    )
    assert _is_designated(register, TODAY)


def test_a_suspension_leaves_the_past_as_it_was(register: Sql) -> None:
    api.turn_agreement(register, HOSPITAL, AgreementState.SUSPENDED, day=TODAY, stamp=stamp())
    resumed_on = TODAY + timedelta(days=3)
    api.turn_agreement(register, HOSPITAL, AgreementState.EFFECTIVE, day=resumed_on, stamp=stamp())
    days = [TODAY + timedelta(days=n) for n in (-1, 0, 2, 3)]
    assert [_is_designated(register, day) for day in days] == [True, False, False, True]


def test_what_was_terminated_never_comes_back(register: Sql) -> None:
    api.turn_agreement(register, HOSPITAL, AgreementState.TERMINATED, day=TODAY, stamp=stamp())
    for state in AgreementState:
        with pytest.raises(errors.AgreementNotTurned):
            api.turn_agreement(
                register, HOSPITAL, state, day=TODAY + timedelta(days=1), stamp=stamp()
            )
    assert not may_turn(AgreementState.TERMINATED, AgreementState.EFFECTIVE)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(AgreementState))), max_size=6))
def test_any_row_of_turns_gives_each_day_the_state_that_was_last_set(
    register: Sql, turns: list[tuple[int, AgreementState]]
) -> None:
    """Compare with a list of one state for each day, in which a turn sets all days that follow."""
    savepoint = database.transaction()
    try:
        with savepoint:
            first = date(2026, 11, 1)
            expected: list[AgreementState] = [AgreementState.EFFECTIVE] * 41
            for offset, state in sorted(turns, key=lambda turn: turn[0]):
                day = first + timedelta(days=offset)
                possible = state in TURNS[expected[offset]]
                try:
                    api.turn_agreement(register, PHARMACY, state, day=day, stamp=stamp())
                    assert possible
                except errors.AgreementNotTurned:
                    assert not possible
                    continue
                expected[offset:] = [state] * (41 - offset)
            for offset, state in enumerate(expected):
                told = _is_designated(register, first + timedelta(days=offset), PHARMACY)
                assert told == (state is AgreementState.EFFECTIVE)
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Undoes what one example wrote."""


def test_what_is_open_is_not_opened_again_and_what_is_closed_not_closed(register: Sql) -> None:
    opening = api.Opening(capability=Capability.INTERNET_DIAGNOSIS, starts_on=TODAY)
    with pytest.raises(errors.CapabilityOpen):
        api.open_capability(register, HOSPITAL, opening, stamp=stamp())
    yesterday = TODAY - timedelta(days=1)
    for _ in range(2):
        api.close_capability(
            register, HOSPITAL, opening.capability, last_day=yesterday, stamp=stamp()
        )
        api.open_capability(register, HOSPITAL, opening, stamp=stamp())
        assert api.has_capability(register, HOSPITAL, opening.capability, TODAY)
        yesterday, opening = TODAY, replace(opening, starts_on=TODAY + timedelta(days=1))
    with pytest.raises(errors.CapabilityNotOpen):
        api.close_capability(
            register, PHARMACY, Capability.REMOTE_NATIONAL, last_day=TODAY, stamp=stamp()
        )
    with pytest.raises(errors.ProviderUnknown):
        api.open_capability(register, "H52019999999", opening, stamp=stamp())


def test_every_change_is_in_the_audit_trail(register: Sql) -> None:
    api.sign_agreement(register, HOSPITAL, NEXT_YEAR, stamp=stamp())
    api.turn_agreement(register, HOSPITAL, AgreementState.SUSPENDED, day=TODAY, stamp=stamp())
    deeds = [entry.action for entry in audit_log.of_object(register, HOSPITAL)]
    assert deeds == ["providers.agreement_signed", "providers.agreement_turned"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE provider SET code = 'P' || substr(code, 2) WHERE kind = 'hospital'",
        "UPDATE provider SET level = '2' WHERE kind = 'pharmacy'",
        "UPDATE provider SET longitude = NULL",
        "UPDATE provider SET latitude = 90000000",
        "UPDATE provider_agreement SET ends_on = starts_on - 1",
        "UPDATE provider_agreement SET state = 'good'",
        "UPDATE provider_capability SET disease_code = 'M03900' WHERE capability = 'prescription'",
        "UPDATE provider_capability SET ends_on = starts_on - 1",
        "UPDATE agency SET region = 'x'",
    ],
)
def test_the_database_refuses_what_cannot_be(register: Sql, statement: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), database.transaction() as inner:
        inner.execute(statement)
