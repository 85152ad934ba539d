"""``yibao benefits`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from yibao.commands.main import main

PREMIUM = {"kind": "premium", "day": "2025-10-01", "premium": "400", "balance": "450"}
SET = ["--parameters", "GY-2025-UNVERIFIED"]


def _run(
    tmp_path: Path, content: dict[str, Any], *options: str, chosen: list[str] = SET
) -> int | str | None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["benefits", "calculate", *chosen, *options, str(file)])
    return ended.value.code


def test_a_person_reads_labels_and_amounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, PREMIUM) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已缴保费  400.00元",
        "账户余额  50.00元",
        "  本人账户  -400.00元，余额50.00元",
    ]


def test_a_program_reads_json_with_steps_when_it_asks_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(tmp_path, PREMIUM, "--json")
    plain = json.loads(capsys.readouterr().out)
    _run(tmp_path, PREMIUM, "--json", "--explain")
    explained = json.loads(capsys.readouterr().out)
    assert explained.pop("steps") == [
        {
            "about": "premium",
            "sentence": "个人账户余额450.00元，代缴保费400.00元，剩50.00元。",
            "amount": "400.00",
            "sources": [],
        }
    ]
    assert plain == explained
    assert plain["result"]["balance"] == "50.00"


def test_a_trace_tells_each_step_with_its_numbers_and_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = {
        "kind": "outpatient",
        "day": "2025-03-01",
        "level": "secondary",
        "person": {"insurance": "employee"},
        "fees": {"total": "400"},
    }
    _run(tmp_path, visit, "--explain")
    assert capsys.readouterr().out.splitlines()[1] == (
        "2. 普通门诊统筹（二级）：（400.00元－起付线余额150.00元）×70%，不超过年度余额2,000.00元，"
        "支付175.00元（依据：筑府办发〔2022〕28号、筑医保发〔2024〕18号"
        "（第三方汇编转引，未核对原文））。"
    )


def test_a_refusal_ends_with_its_sentences_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = PREMIUM | {"premium": "-1", "balance": "much"}
    assert _run(tmp_path, wrong) == 1
    told = capsys.readouterr().err
    assert "benefits.amount_below_zero" in told
    assert "benefits.amount_wrong" in told


@pytest.mark.parametrize(
    ("content", "chosen", "code"),
    [
        (PREMIUM, ["--parameters", "NOWHERE"], "benefits.parameter_set_unknown"),
        (PREMIUM | {"balance": "399.99"}, SET, "benefits.balance_too_small"),
    ],
)
def test_each_refusal_has_its_code(
    content: dict[str, Any],
    chosen: list[str],
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(tmp_path, content, chosen=chosen) == 1
    assert code in capsys.readouterr().err


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["benefits", "calculate", *SET, str(tmp_path / "none.json")])
    assert "benefits.file_not_readable" in capsys.readouterr().err


def test_the_parameter_sets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["benefits", "sets"])
    assert capsys.readouterr().out.startswith("GY-2025-UNVERIFIED  贵阳2025年（未核对原文）。")
