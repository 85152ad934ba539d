"""The real spreadsheets: every row is a point, a remark, or named as unread."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from yibao.supervision.knowledge import shipped
from yibao.supervision.knowledge.planning import Dating, plan_import
from yibao.supervision.knowledge.reading import read_files

# Part of the file's name -> points of each rule, code rows, remarks. Nothing is unread.
FILES = [
    ("【第一批】药品规则库(限定年龄对象)", {"N65": 271, "N07": 11}, 4398, 0),
    ("【第一批】药品规则库(限定性别对象)", {"N67": 481}, 6472, 0),
    ("【第一批】项目规则库(限定年龄对象)", {"N80": 30}, 30, 0),
    ("【第一批】项目规则库(限定性别对象)", {"N81": 390}, 390, 0),
    ("【第二批】项目规则库（限定主次操作）", {"N15": 378}, 378, 0),
    ("【第三批】药品规则库（限定保险类型）", {"N01": 9, "N02": 3}, 112, 0),
    ("【第四批】药品规则库（限定就医方式）", {"N13": 35}, 736, 0),
    ("【第五批】药品规则库（限定机构等级）", {"N12": 61}, 962, 0),
    ("【第六批】药品规则库（限定支付疗程）", {"N10": 30}, 1147, 0),
    ("【第七批】项目规则库（重复收费）", {"N25": 900}, 900, 0),
    ("【第八批-1】项目规则库（限定频次）", {"N27": 67}, 67, 2),
    ("【第八批-2】项目规则库（限定年龄）", {"N29": 1}, 1, 0),
    ("【第八批-3】项目规则库（限定疗程）", {"N23": 11}, 11, 0),
    ("【第八批-4】项目规则库（限定周期）", {"N31": 14}, 14, 0),
]


@pytest.mark.parametrize(("name", "points", "codes", "remarks"), FILES)
def test_every_row_of_a_published_batch_is_read(
    published: Path, name: str, points: dict[str, int], codes: int, remarks: int
) -> None:
    reading = read_files([published / "published_batches" / f"{name}.xlsx"])
    assert reading.unread == []
    assert Counter(candidate.rule for candidate in reading.candidates) == points
    assert sum(len(candidate.codes) for candidate in reading.candidates) == codes
    assert reading.remarks == remarks
    assert all(candidate.limit.is_coded or candidate.rule in ("N12", "N13")
               for candidate in reading.candidates)  # fmt: skip


def test_no_published_spreadsheet_is_left_out(published: Path) -> None:
    found = {path.stem for path in (published / "published_batches").glob("*.xlsx")}
    assert found == {name for name, *_ in FILES}


def test_the_tables_of_all_batches_are_read_but_for_one_remark(published: Path) -> None:
    reading = read_files(
        [published / "knowledge_points.csv", published / "knowledge_point_codes.csv"]
    )
    assert (len(reading.candidates), reading.unread, reading.remarks) == (3445, [], 1)


def test_the_packaged_facts_hold_every_published_row(published: Path) -> None:
    paths = [*published.glob("knowledge_point*.csv"), *published.glob("published_batches/*.xlsx")]
    for chosen in (paths[:2], paths[2:]):
        plan = plan_import(read_files(chosen).candidates, shipped.points(), Dating())
        assert plan.unchanged in (3445, 2692)
        assert (plan.opening, plan.closing, plan.conflicts) == ([], {}, [])
