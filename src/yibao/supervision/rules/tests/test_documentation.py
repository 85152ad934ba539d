"""The pages and the command line say of a rule what its file says."""

import json

import pytest

from yibao.commands import rules as command
from yibao.kernel.errors import DomainError
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.documentation import supervision_pages
from yibao.supervision.rules.families import FAMILIES
from yibao.supervision.rules.loading import load_rules

PAGES = supervision_pages(load_rules(), load_shipped())


def test_there_is_an_index_and_a_page_for_each_family() -> None:
    assert set(PAGES) == {"index.md"} | {f"{family.name}.md" for family in FAMILIES.values()}


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_index_and_with_its_message_on_the_page_of_its_family(
    rule: Rule,
) -> None:
    assert f"[{rule.code}]" in PAGES["index.md"]
    text = PAGES[f"{FAMILIES[rule.family].name}.md"]
    assert f"{rule.code} {rule.name}" in text
    assert rule.message in text
    assert all(example["title"] in text for example in rule.examples)


def test_the_command_lists_every_rule_with_its_knowledge(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.run(["list", "--json"]) == 0
    found = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(found) == list(load_rules())
    assert found["N25"]["points"] == len(
        {row.point for row in load_shipped().rows if row.rule == "N25"}
    )
    assert found["N56"]["evaluators"] == "仅批量"
    assert found["N25"]["evaluators"] == "实时、批量"


def test_the_command_lists_one_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["list", "--family", "STEP", "--json"]) == 0
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["N05"]


def test_the_command_shows_a_rule_by_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["show", "n54"]) == 0
    shown = capsys.readouterr().out
    assert "诊断与患者性别不符" in shown
    assert "NOT listed(knowledge.listed, patient.sex)" in shown
    assert "男性患者登记了只见于女性的诊断" in shown


def test_the_command_refuses_a_code_that_no_file_declares() -> None:
    with pytest.raises(DomainError) as refused:
        command.run(["show", "N99"])
    assert refused.value.code == "supervision.rule_unknown"
