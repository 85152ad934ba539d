from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from yibao.commands import audit, institutions
from yibao.national.errors import FileMissing, FileUnreadable, MessageUnreadable, NodeAbsent
from yibao.national.models import Institution
from yibao.national.tests.messages import FEMALE_DRUG, data, encounter, order


def written(folder: Path, content: Any) -> str:
    path = folder / "message.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


BODY = data([encounter("M1", [order("R1", FEMALE_DRUG), order("R2", cnt="")])])


def test_what_why_and_what_to_do_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.run(["check", written(tmp_path, {"infno": "3101", "input": BODY})]) == 0
    told = capsys.readouterr().out
    assert "药品区分性别使用（N67，高度可疑，涉及25.00元）" in told
    assert "只适用于女性患者" in told
    assert "第三十八条第二项" in told
    assert "知识点N67-" in told
    assert "怎么办：核对患者身份" in told
    assert "fsi_order_dtos[1].cnt 数量缺失" in told
    assert told.rstrip().splitlines()[-1].startswith("共2条明细，审核1条，其中1条有规则涉及；运行")


@pytest.mark.parametrize("content", [{"input": BODY}, BODY, BODY["data"]])
def test_a_message_its_input_or_its_data_will_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any
) -> None:
    assert audit.run(["check", written(tmp_path, content), "--json", "--stage", "order"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert [finding["rule"] for finding in told["findings"]] == ["N67"]
    assert told["coverage"]["lines"] == 2


def test_an_encounter_without_fault_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.run(
        ["check", written(tmp_path, data([encounter("M1", [order("R1")])])), "--stage", "order"]
    )
    assert capsys.readouterr().out.startswith("没有发现问题。")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        ('{\n"input": {\n', FileUnreadable, "第3行"),
        ("[1, 2]", FileUnreadable, "JSON对象"),
        ({"input": {}}, NodeAbsent, "data"),
        ({"data": {}}, NodeAbsent, "patient_dtos"),
        ({"data": {"patient_dtos": [1]}}, MessageUnreadable, "patient_dtos"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(
    tmp_path: Path, content: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        audit.run(["check", written(tmp_path, content)])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"nowhere\.json"):
        audit.run(["check", str(tmp_path / "nowhere.json")])


def test_the_secret_is_shown_once_and_never_again(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    institutions.run(["add", "H52010000007", "--name", "某医院", "--network", "10.0.0.0/8"])
    shown = capsys.readouterr().out
    entered = Institution.objects.get()
    assert entered.access_key in shown
    secret = shown.splitlines()[1].split()[1]
    institutions.run(["list", "--json"])
    listed = capsys.readouterr().out
    assert secret not in listed
    assert json.loads(listed)[0]["networks"] == ["10.0.0.0/8"]
    institutions.run(["suspend", "H52010000007"])
    institutions.run(["list"])
    assert "已暂停" in capsys.readouterr().out
