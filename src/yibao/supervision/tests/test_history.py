"""The history is the same whatever the order of arrival, and what is pruned is not missed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase, History
from yibao.supervision.derived import complete
from yibao.supervision.findings.hit import Hit
from yibao.supervision.history import fold, forget, prune
from yibao.supervision.tests.parity.history_strategies import CROWDED
from yibao.supervision.tests.parity.samples import FIRST_DAY, a_case, a_line, a_row, a_rule
from yibao.supervision.tests.parity.strategies import PARITY, World, populations

ONE_PATIENT = World(patients=("P1",), codes=CROWDED.codes, days=6, encounters=6, lines=4)
FOLLOWS = frozenset({"A", "B"})
DAYS = st.integers(FIRST_DAY, FIRST_DAY + 8)


def history_of(cases: list[AuditCase]) -> History:
    """Return the history after the encounters arrived in this order."""
    history = History()
    for case in cases:
        fold(history, case, FOLLOWS)
    return history


def test_only_followed_items_keep_their_lines() -> None:
    history = history_of([a_case("E1", a_line("A", "1"), a_line("X", "2"))])
    assert set(history.lines) == {"A"}
    assert set(history.encounters) == {"E1"}


def test_a_new_version_replaces_the_encounter() -> None:
    history = history_of([a_case("E1", a_line("A", "1"), a_line("B", "2"))])
    fold(history, a_case("E1", a_line("A", "3")), FOLLOWS)
    assert history == history_of([a_case("E1", a_line("A", "3"))])


def test_what_was_never_there_is_forgotten_without_a_trace() -> None:
    history = history_of([a_case("E1", a_line("A", "1"))])
    forget(history, "E2")
    assert history == history_of([a_case("E1", a_line("A", "1"))])


def test_an_audited_encounter_does_not_meet_its_own_earlier_version() -> None:
    history = history_of([a_case("E1", a_line("A", "1")), a_case("E2", a_line("A", "2"))])
    case = a_case("E1", a_line("A", "1"))
    again = AuditCase(case.patient, case.encounter, case.lines, history=history)
    assert [line.line_id for line in again.all_lines("A")] == ["1", "2"]
    assert set(history.encounters) == {"E1", "E2"}


@PARITY
@given(populations(ONE_PATIENT), st.data())
def test_arrival_in_any_order_and_twice_gives_the_same_history(
    cases: list[AuditCase], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(cases + cases))
    assert history_of(again) == history_of(cases)


@PARITY
@given(populations(ONE_PATIENT), st.data())
def test_leaving_one_out_is_as_if_it_never_came(
    cases: list[AuditCase], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(cases))
    history = history_of(cases)
    never = history_of([case for case in cases if case is not gone])
    assert history.without(gone.encounter.encounter_id) == never
    assert history == history_of(cases)
    forget(history, gone.encounter.encounter_id)
    assert history == never


@PARITY
@given(populations(ONE_PATIENT))
def test_a_history_survives_being_written_down(cases: list[AuditCase]) -> None:
    history = history_of([complete(case) for case in cases])
    for written, read in (
        (msgspec.msgpack.encode(history), msgspec.msgpack.Decoder(History)),
        (msgspec.json.encode(history), msgspec.json.Decoder(History)),
    ):
        assert read.decode(written) == history


@PARITY
@given(populations(ONE_PATIENT), DAYS, st.data())
def test_pruning_early_or_late_comes_to_the_same(
    cases: list[AuditCase], day: int, data: st.DataObject
) -> None:
    late = history_of(cases)
    prune(late, day)
    early = History()
    for case in data.draw(st.permutations(cases)):
        fold(early, case, FOLLOWS)
        prune(early, day)
    assert early == late
    for encounter in late.encounters.values():
        lines = [line for known in late.lines.values() for line in known]
        own = [line.day for line in lines if line.encounter_id == encounter.encounter_id]
        assert max([encounter.end_day, *own]) >= day


@pytest.mark.parametrize(("day", "kept"), [(2, {"E1", "E2"}), (3, {"E2"}), (4, set())])
def test_an_encounter_goes_when_its_last_day_and_all_its_lines_are_before(
    day: int, kept: set[str]
) -> None:
    ended = a_case("E1", a_line("A", "1", day=0), start=0, end=2)
    charged_later = a_case("E2", a_line("A", "2", day=3), start=0)
    history = history_of([ended, charged_later])
    prune(history, FIRST_DAY + day)
    assert set(history.encounters) == kept
    assert {line.encounter_id for lines in history.lines.values() for line in lines} == kept


def test_an_open_encounter_is_not_pruned() -> None:
    history = history_of([a_case("E1", a_line("A", "1"), is_open=True), a_case("E2")])
    prune(history, FIRST_DAY + 1)
    assert set(history.encounters) == {"E1"}


@PARITY
@given(populations(ONE_PATIENT), st.integers(0, 6), st.integers(0, 2))
def test_what_is_older_than_every_window_is_not_missed(
    cases: list[AuditCase], day: int, cap: int
) -> None:
    """Windows of three days that end on ``day`` or later reach back two days."""
    rule = a_rule(
        "patient_total",
        violates="measure.count > knowledge.cap",
        options={"window": "rolling"},
    )
    auditor = compile_auditor([rule], [a_row("A", cap=cap, days=3)], [])
    present = a_case("E999", a_line("A", "999", day=day), start=day)
    full = history_of(cases)
    pruned = history_of(cases)
    prune(pruned, FIRST_DAY + day - 2)

    def hits(history: History) -> set[tuple[str, ...]]:
        case = AuditCase(present.patient, present.encounter, present.lines, history=history)
        return {told(hit) for hit in auditor.hits(case)}

    def told(hit: Hit) -> tuple[str, ...]:
        lines = sorted(line.line_id for line in hit.violating + hit.related)
        return (*hit.subject, *lines)

    assert hits(pruned) == hits(full)
