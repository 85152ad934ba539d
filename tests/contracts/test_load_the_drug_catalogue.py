"""The page on loading the drug catalogue names every column and shows what the command says."""

from __future__ import annotations

import pytest

from tests.architecture.sources import ROOT
from yibao.commands import catalogue
from yibao.medical_catalogue.kinds import (
    DocumentState,
    HospitalLevel,
    InstitutionKind,
    ItemKind,
    PaymentClass,
    PriceType,
)
from yibao.medical_catalogue.tables import TABLES, Table

PAGE = (ROOT / "docs/how-to/load-the-drug-catalogue.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_page_names_the_columns_in_order_and_marks_those_that_must_be_filled(
    table: Table,
) -> None:
    columns = ", ".join(
        f"{column.label}{'*' if column.required else ''} (`{column.name}`)"
        for column in table.columns
    )
    assert f"| `{table.name}` | {columns} |" in PAGE


def test_the_page_names_every_choice() -> None:
    for options in (
        ItemKind,
        PaymentClass,
        PriceType,
        HospitalLevel,
        InstitutionKind,
        DocumentState,
    ):
        assert ", ".join(option.label for option in options) in PAGE


@pytest.mark.django_db
def test_the_command_of_the_page_says_what_the_page_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command = next(line for line in PAGE.splitlines() if "--dry-run" in line and "./yibao" in line)
    assert catalogue.run(command.split()[2:]) == 1
    shown = PAGE[PAGE.index("第4行") :].partition("```")[0]
    assert capsys.readouterr().out == shown


def test_the_template_has_the_heading_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.run(["template", "--table", "prices"]) == 0
    heading = ",".join(column.label for column in TABLES["prices"].columns)
    assert capsys.readouterr().out == heading + "\n"
