from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from yibao.commands import knowledge
from yibao.supervision.knowledge.errors import PointUnknown
from yibao.supervision.knowledge.tests.conftest import Cells, WriteBook
from yibao.supervision.rules.errors import RuleUnknown

pytestmark = pytest.mark.django_db

Output = pytest.CaptureFixture[str]


@pytest.fixture
def attachment(write_book: WriteBook, official_drugs: Mapping[str, Cells]) -> Path:
    return write_book("第五批 药品限医疗机构级别.xlsx", official_drugs)


def _facts(capsys: Output, *arguments: object) -> Any:
    capsys.readouterr()
    knowledge.run([str(argument) for argument in arguments])
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_shows_and_writes_nothing(attachment: Path, capsys: Output) -> None:
    assert knowledge.run(["import", str(attachment), "--dry-run", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "新增：2个" in shown
    assert "没有写入任何内容。" in shown
    assert _facts(capsys, "snapshot", "--json")["rows"] == 0


def test_an_import_is_listed_and_shown(attachment: Path, capsys: Output) -> None:
    assert knowledge.run(["import", str(attachment), "--yes"]) == 0
    assert "已写入。" in capsys.readouterr().out
    assert knowledge.run(["list", "--rule", "药品限医疗机构级别"]) == 0
    assert "2个知识点（现行2）  3个代码" in capsys.readouterr().out
    assert _facts(capsys, "snapshot", "--json")["rows"] == 3
    again = _facts(capsys, "import", attachment, "--yes", "--json")
    assert (again["unchanged"], again["new"], again["written"]) == (2, [], False)


def test_a_point_is_shown_with_source_and_dates(attachment: Path, capsys: Output) -> None:
    point = _facts(capsys, "import", attachment, "--yes", "--json")["new"][0]["point"]
    knowledge.run(["show", point])
    shown = capsys.readouterr().out
    assert "项目：青松注射液" in shown
    assert "第5行" in shown
    assert "2025-05-01 起，至 未定（不含）" in shown


def test_a_program_that_does_not_say_yes_only_looks(attachment: Path, capsys: Output) -> None:
    assert _facts(capsys, "import", attachment, "--json")["written"] is False
    assert _facts(capsys, "list", "--json") == []


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("", False), ("n", False)])
def test_a_person_is_asked(
    attachment: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)
    knowledge.run(["import", str(attachment)])
    assert ("已写入。" in capsys.readouterr().out) is written


def test_what_could_not_be_read_is_named_and_ends_with_one(
    write_book: WriteBook, capsys: Output
) -> None:
    rows = [["序号", "项目名称", "限制数量", "数量单位", "项目编码"], [1, "青松", 1, "日", "12"]]
    path = write_book("第八批.xlsx", {"Sheet1": rows})
    assert knowledge.run(["import", str(path), "--yes"]) == 1
    assert "第2行：不是国家编码的样式：12" in capsys.readouterr().out


def test_what_nobody_knows_is_refused() -> None:
    with pytest.raises(PointUnknown):
        knowledge.run(["show", "N67-1-nothing"])
    with pytest.raises(RuleUnknown):
        knowledge.run(["list", "--rule", "N99"])
    with pytest.raises(SystemExit):
        knowledge.run(["snapshot", "--day", "明天"])
