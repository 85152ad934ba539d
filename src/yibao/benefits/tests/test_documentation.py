"""The reference page tells every field, and its example does what it shows."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from yibao.benefits import requests, results, vocabulary
from yibao.benefits.calculation import Outcome
from yibao.benefits.ledger import Ledger
from yibao.benefits.parameters import parameter_sets
from yibao.commands import benefits

PAGE = (Path(__file__).parents[4] / "docs/reference/benefits.md").read_text(encoding="utf-8")
STRUCTS: list[type[msgspec.Struct]] = [
    *requests.KINDS.values(),
    requests.Fees,
    requests.Person,
    requests.FamilyAccount,
    Ledger,
    Outcome,
    *get_args(results.Result),
    results.Entry,
]
CHOICES: list[type[Enum]] = [
    vocabulary.Insurance,
    vocabulary.Level,
    vocabulary.Remote,
    vocabulary.Identity,
    vocabulary.Disease,
    vocabulary.BirthKind,
    vocabulary.Fund,
]


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_of_the_page_gives_the_lines_of_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stay.json"
    file.write_text(_block("json"), encoding="utf-8")
    benefits.run(["calculate", "--parameters", "GY-2025-UNVERIFIED", "--explain", str(file)])
    assert capsys.readouterr().out == _block("text")


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_the_page_tells_every_field_with_its_name(struct: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(struct):
        title = get_args(field.type)[1].title
        assert re.search(rf"`{field.name}`( \| | ){re.escape(title)}", PAGE), field.name


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.__name__)
def test_the_page_tells_every_choice(choice: type[vocabulary.Choice]) -> None:
    assert all(f"`{member.value}` {member.label}" in PAGE for member in choice)


def test_the_page_tells_every_kind_and_every_parameter_set() -> None:
    assert all(f"### `{kind}` " in PAGE for kind in requests.KINDS)
    assert all(f"| `{name}` |" in PAGE for name in parameter_sets())
