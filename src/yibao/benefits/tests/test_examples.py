"""The worked examples of ``examples/*.yaml``: given this, expected that, to the fen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from yibao.benefits.calculation import calculate
from yibao.benefits.reading import read_request
from yibao.benefits.writing import told
from yibao.kernel.errors import DomainError

FOLDER = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
WORKED = {f"ex{number:02}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15)}


def _example(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


def _result(given: dict[str, Any]) -> dict[str, Any]:
    """Return the result as JSON holds it, with the funds by name."""
    request = dict(given["request"])
    if "after" in given:
        request["ledger"] = _result(_example(given["after"])["given"])["ledger"]
    outcome = calculate(
        read_request(request), chosen=given["parameters"], assumptions=given.get("assumptions")
    )
    result: dict[str, Any] = told(outcome.result)
    if "funds" in result:
        result["funds"] = {share["fund"]: share["amount"] for share in result["funds"]}
    return result


def _outcome(given: dict[str, Any]) -> dict[str, Any]:
    try:
        return _result(given)
    except DomainError as refusal:
        return {"refused": refusal.code}


def _of_interest(found: Any, expected: Any) -> Any:
    """Return what ``expected`` speaks about; funds and entries it must name completely."""
    if not isinstance(expected, dict) or not isinstance(found, dict):
        return found
    return {
        key: found.get(key) if key == "funds" else _of_interest(found.get(key), each)
        for key, each in expected.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_example_comes_out_as_it_says(name: str) -> None:
    example = _example(name)
    assert example["title"]
    assert _of_interest(_outcome(example["given"]), example["expected"]) == example["expected"]


def test_every_worked_example_of_the_reference_is_here() -> None:
    assert {name[:4] for name in NAMES if name.startswith("ex")} == WORKED
