from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.supervision.knowledge.batches import batch_in, batches
from yibao.supervision.knowledge.errors import BatchesMixed, BatchUnknown
from yibao.supervision.knowledge.facts import Candidate, Point, Source
from yibao.supervision.knowledge.limits import TEXT_ONLY, limit_of
from yibao.supervision.knowledge.planning import Dating, Plan, plan_import
from yibao.supervision.knowledge.tests.conftest import DRUG, MakeCandidate

ONE, TWO = DRUG.format(1), DRUG.format(2)
REVISED = date(2026, 1, 28)


def _stored(plan: Plan, before: list[Point] | None = None) -> list[Point]:
    """Return what the table would hold after a plan."""
    import msgspec

    kept = [
        msgspec.structs.replace(p, valid_to=plan.closing.get(p.id, p.valid_to))
        for p in before or []
    ]
    return [*kept, *plan.opening]


def test_the_same_file_twice_changes_nothing(make_candidate: MakeCandidate) -> None:
    given_ = [make_candidate(), make_candidate(name="白云片")]
    first = plan_import(given_, [], Dating())
    assert len(first.new) == 2
    second = plan_import(given_, _stored(first), Dating())
    assert (second.unchanged, second.opening, second.closing) == (2, [], {})


def test_a_revision_closes_the_old_point_on_the_day_of_the_new(
    make_candidate: MakeCandidate,
) -> None:
    stored = _stored(plan_import([make_candidate()], [], Dating()))
    plan = plan_import([make_candidate(batch="2026-01", codes=(TWO,))], stored, Dating())
    (new,) = plan.superseding
    assert plan.closing == {stored[0].id: REVISED}
    assert (new.valid_from, new.supersedes, new.valid_to) == (REVISED, stored[0].id, None)


def test_a_revision_that_does_not_tell_the_value_takes_it_over(
    make_candidate: MakeCandidate,
) -> None:
    stored = _stored(plan_import([make_candidate(fact="男")], [], Dating()))
    revision = [make_candidate(batch="2026-01", fact=TEXT_ONLY)]
    plan = plan_import(revision, stored, Dating())
    assert plan.superseding[0].fact == "男"
    assert plan.superseding[0].limit.listed == "|1|"
    again = plan_import(revision, _stored(plan, stored), Dating())
    assert (again.unchanged, again.opening) == (1, [])


def test_an_earlier_batch_imported_late_ends_where_its_successor_begins(
    make_candidate: MakeCandidate,
) -> None:
    stored = _stored(plan_import([make_candidate(batch="2026-01")], [], Dating()))
    plan = plan_import([make_candidate(batch="1", fact="男")], stored, Dating())
    assert (plan.new[0].valid_to, plan.closing) == (REVISED, {})


def test_a_correction_needs_a_day_of_its_own(make_candidate: MakeCandidate) -> None:
    stored = _stored(plan_import([make_candidate()], [], Dating()))
    corrected = make_candidate(fact="男")
    assert plan_import([corrected], stored, Dating()).conflicts[0].fact == "男"
    plan = plan_import([corrected], stored, Dating(valid_from=date(2025, 9, 1)))
    assert plan.changed[0].fact == "男"
    assert plan.closing == {stored[0].id: date(2025, 9, 1)}


def test_one_name_with_other_codes_stands_beside_the_first(make_candidate: MakeCandidate) -> None:
    stored = _stored(
        plan_import([make_candidate(rule="N08", fact=TEXT_ONLY, batch="12")], [], Dating())
    )
    other = make_candidate(rule="N08", fact=TEXT_ONLY, batch="13", codes=(TWO,))
    plan = plan_import([other], stored, Dating())
    assert (len(plan.new), plan.closing) == (1, {})


def test_what_a_revision_does_not_repeat_is_named_and_stays(make_candidate: MakeCandidate) -> None:
    both = [make_candidate(), make_candidate(name="白云片", codes=(TWO,))]
    stored = _stored(plan_import(both, [], Dating()))
    plan = plan_import([make_candidate(batch="2026-01")], stored, Dating())
    assert [point.name for point in plan.unrepeated] == ["白云片"]
    assert len(plan.closing) == 1


def test_a_batch_that_nobody_knows_needs_a_date(make_candidate: MakeCandidate) -> None:
    with pytest.raises(BatchUnknown):
        plan_import([make_candidate(batch="")], [], Dating())
    with pytest.raises(BatchUnknown):
        plan_import([make_candidate(batch="99")], [], Dating())
    plan = plan_import([make_candidate(batch="99")], [], Dating(published_on=date(2027, 1, 1)))
    assert plan.new[0].valid_from == date(2027, 1, 1)


def test_several_batches_are_not_given_one_number(make_candidate: MakeCandidate) -> None:
    with pytest.raises(BatchesMixed):
        plan_import([make_candidate(), make_candidate(batch="2")], [], Dating(batch="3"))


@given(
    st.lists(
        st.tuples(st.sampled_from("男女"), st.dates(date(2025, 1, 1), date(2027, 1, 1))),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_in_whatever_order_editions_come_each_day_has_one(
    editions: list[tuple[str, date]],
) -> None:
    stored: list[Point] = []
    for fact, day in editions:
        candidate = Candidate(
            rule="N67", name="青松片", fact=fact, limit=limit_of("N67", fact), codes=(ONE,),
            source=Source("x"), batch=day.isoformat(),
        )  # fmt: skip
        stored = _stored(plan_import([candidate], stored, Dating(published_on=day)), stored)
    for point in stored:
        assert point.valid_to is None or point.valid_from < point.valid_to
        assert sum(other.holds_on(point.valid_from) for other in stored) == 1
    assert {point.valid_from for point in stored} == {day for _, day in editions}


@pytest.mark.parametrize(
    ("title", "batch"),
    [("【第八批-1】项目规则库", "8"), ("第十二批“药品限适应症”", "12"), ("第二十批", "20"),
     ("第13批", "13"), ("药品限适应症", None)],
)  # fmt: skip
def test_a_title_names_its_batch(title: str, batch: str | None) -> None:
    assert batch_in(title) == batch


def test_the_table_of_batches_says_how_well_each_date_is_known() -> None:
    assert {batch.precision for batch in batches().values()} == {"day", "month", "year", "by"}
    assert batches()["1"].precision == "month"
    assert list(batches()) == [*map(str, range(1, 9)), "2026-01", *map(str, range(9, 19))]
