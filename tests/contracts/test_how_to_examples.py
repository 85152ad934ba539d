"""The examples of the how-to pages do what the pages say."""

from __future__ import annotations

import pytest

from tests.architecture.sources import ROOT
from yibao.commands import audit_check

PAGE = ROOT / "docs/how-to/connect-a-hospital-system.md"


def test_the_settlement_of_the_page_gives_the_sentences_of_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    audit_check.run([str(ROOT / "docs/how-to/examples/settlement.json")])
    told = capsys.readouterr().out.splitlines()
    page = PAGE.read_text(encoding="utf-8")
    shown = page[page.index("1. 医疗服务项目限定频次") :].partition("```")[0].splitlines()
    assert shown == told[: len(shown)]
    assert any("药品区分性别使用" in line for line in told)
