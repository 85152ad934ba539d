from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from yibao.reference import parameters
from yibao.supervision.knowledge import rule_names, shipped
from yibao.supervision.knowledge.base import build, day_number, load_shipped
from yibao.supervision.knowledge.facts import Limit, Point, Source
from yibao.supervision.knowledge.limits import TEXT_ONLY, limit_of
from yibao.supervision.knowledge.points import OPEN_END

# Points and code rows as packaged: a change here is a change of what is enforced.
PACKAGED = {
    ("N01", "3"): (9, 85), ("N01", "2026-01"): (9, 94), ("N02", "3"): (3, 27),
    ("N02", "2026-01"): (3, 30), ("N03", "11"): (37, 37), ("N04", "11"): (116, 116),
    ("N05", "9"): (110, 601), ("N07", "1"): (11, 28), ("N07", "2026-01"): (13, 37),
    ("N08", "12"): (57, 633), ("N10", "6"): (30, 1147), ("N10", "2026-01"): (29, 1170),
    ("N12", "5"): (61, 962), ("N12", "2026-01"): (62, 975), ("N13", "4"): (35, 736),
    ("N13", "2026-01"): (41, 775), ("N15", "2"): (378, 378), ("N23", "8"): (11, 11),
    ("N25", "7"): (900, 900), ("N27", "8"): (67, 67), ("N29", "8"): (1, 1),
    ("N31", "8"): (14, 14), ("N47", "10"): (22, 232), ("N65", "1"): (271, 4370),
    ("N65", "2026-01"): (95, 2057), ("N67", "1"): (481, 6472), ("N67", "2026-01"): (159, 2558),
    ("N80", "1"): (30, 30), ("N81", "1"): (390, 390),
}  # fmt: skip


def _point(fact: str, *, rule: str = "N65", until: date | None = None) -> Point:
    return Point(
        id=f"{rule}-1-x", rule=rule, name="青松片", fact=fact, limit=limit_of(rule, fact),
        codes=("T000000001",), source=Source("x"), batch="1",
        published_on=date(2025, 5, 1), valid_from=date(2025, 5, 1), valid_to=until,
    )  # fmt: skip


def test_the_packaged_points_are_all_there() -> None:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for point in shipped.points():
        points, codes = found.get((point.rule, point.batch), (0, 0))
        found[point.rule, point.batch] = (points + 1, codes + len(point.codes))
    assert found == PACKAGED
    assert len({point.id for point in shipped.points()}) == 3445


def test_the_packaged_rows_carry_what_was_published() -> None:
    base = load_shipped()
    assert len(base.rows) == 24_933
    by_rule = {row.rule: row for row in base.rows if row.is_coded}
    assert by_rule["N67"].listed in ("|1|", "|2|")
    assert by_rule["N27"].cap in (10_000, 240_000)
    assert by_rule["N15"].partner
    assert by_rule["N15"].partner.endswith("手术组")
    assert {row.rule for row in base.rows if not row.is_coded} == {
        "N05", "N08", "N12", "N13", "N67",
    }  # fmt: skip
    assert sum(not row.is_coded and row.rule == "N67" for row in base.rows) == 4


def test_a_superseded_point_and_its_successor_meet_without_overlap() -> None:
    points = {point.id: point for point in shipped.points()}
    followed = [point for point in points.values() if point.supersedes]
    assert len(followed) == 397
    for point in followed:
        before = points[point.supersedes or ""]
        assert (before.valid_to, before.rule) == (point.valid_from, point.rule)


def test_only_facts_are_packaged() -> None:
    for point in shipped.points():
        assert len(point.fact) <= 12
        assert len(point.name) <= 120
        assert "。" not in point.name + point.fact + (point.partner or "")


def test_the_packaged_file_is_in_its_own_form() -> None:
    path = Path(shipped.__file__).parent / "data" / "points.csv"
    assert shipped.text_of(shipped.points()) == path.read_text(encoding="utf-8")


def test_every_packaged_rule_has_a_name_and_publishes_knowledge() -> None:
    assert {point.rule for point in shipped.points()} <= rule_names.names().keys()
    assert len(rule_names.names()) == 96


def test_the_snapshot_is_the_same_in_any_order_and_changes_with_any_row() -> None:
    points = [_point("儿童"), _point("男", rule="N67")]
    same = build(points).snapshot_id
    assert build(reversed(points)).snapshot_id == same
    assert build(points[:1]).snapshot_id != same
    assert build([_point("儿童", until=date(2026, 1, 1)), points[1]]).snapshot_id != same


def test_only_the_rows_of_a_day_are_given_for_a_day() -> None:
    base = build([_point("儿童", until=date(2026, 1, 28)), _point("男", rule="N67")])
    assert len(base.on(date(2026, 1, 27)).rows) == 2
    assert [row.rule for row in base.on(date(2026, 1, 28)).rows] == ["N67"]
    assert base.on(date(2025, 4, 30)).rows == ()
    assert base.on(date(2026, 1, 27)).snapshot_id == base.snapshot_id


@pytest.mark.parametrize(
    ("rule", "fact", "limit"),
    [
        ("N65", "儿童", Limit(high=17)),
        ("N80", "婴幼儿", Limit(high=2)),
        ("N80", "新生儿", Limit(high=0, days=28)),
        ("N29", "法定就业年龄", Limit(low=16, high=60)),
        ("N07", "3岁起儿童", Limit(low=3, high=17)),
        ("N07", "3岁至12岁", Limit(low=3, high=12)),
        ("N08", TEXT_ONLY, Limit(is_coded=False)),
    ],
)
def test_ages_in_words_become_completed_years(rule: str, fact: str, limit: Limit) -> None:
    (row,) = build([_point(fact, rule=rule)]).rows
    assert (row.low, row.high, row.days) == (limit.low, limit.high, limit.days)
    assert (row.valid_from, row.valid_to) == (day_number(date(2025, 5, 1)), OPEN_END)


def test_a_row_is_parted_where_the_age_of_a_child_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "supervision.child_age_years"
    known = parameters.parameter(name).values[0]
    later = parameters.Value("000000", date(2026, 7, 1), None, "14", "测试", is_verified=False)
    changed = parameters.Parameter(name, "", "years", (known, later))
    monkeypatch.setattr(parameters, "parameter", lambda _: changed)
    first, second = build([_point("儿童")]).rows
    assert (first.high, second.high) == (17, 13)
    assert first.valid_to == second.valid_from == day_number(date(2026, 7, 1))


def test_a_region_may_have_an_age_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "supervision.child_age_years"
    known = parameters.parameter(name).values[0]
    local = parameters.Value("520000", date(2000, 1, 1), None, "14", "测试", is_verified=False)
    changed = parameters.Parameter(name, "", "years", (known, local))
    monkeypatch.setattr(parameters, "parameter", lambda _: changed)
    assert build([_point("儿童")], region="520100").rows[0].high == 13
    assert build([_point("儿童")], region="110000").rows[0].high == 17
