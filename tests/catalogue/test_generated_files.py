"""What is committed is what the code says; whoever changes the one must make the other."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from config import settings as configuration
from yibao.commands import generate
from yibao.commands.main import ROOT
from yibao.commands.setting_descriptions import SETTINGS

FILES = generate.generated_files()
MOST_LINES = 60


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_committed_file_is_what_the_code_says(path: Path) -> None:
    committed = ROOT / path
    assert committed.exists(), f"{path} is missing: run make generate"
    difference = difflib.unified_diff(
        committed.read_text(encoding="utf-8").splitlines(),
        FILES[path].splitlines(),
        "committed",
        "code",
        lineterm="",
        n=1,
    )
    lines = list(difference)
    shown = "\n".join(lines[:MOST_LINES])
    assert not lines, f"{path} is stale: run make generate\n{shown}"


def test_no_page_is_left_of_a_service_that_is_gone() -> None:
    pages = {path.relative_to(ROOT) for path in (ROOT / generate.SERVICE_PAGES).glob("*.md")}
    assert pages <= FILES.keys()


def test_making_them_twice_gives_the_same() -> None:
    assert generate.generated_files() == FILES


def test_a_changed_and_a_superfluous_file_are_found(tmp_path: Path) -> None:
    files = {Path("catalogue.json"): "{}\n", generate.SERVICE_PAGES / "one.md": "page\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert generate.stale_files(tmp_path, files) == []
    (tmp_path / "catalogue.json").write_text("[]\n", encoding="utf-8")
    left_over = generate.SERVICE_PAGES / "gone.md"
    (tmp_path / left_over).write_text("old\n", encoding="utf-8")
    assert generate.stale_files(tmp_path, files) == [Path("catalogue.json"), left_over]


def test_every_variable_that_is_read_is_described() -> None:
    described = {setting.name for setting in SETTINGS}
    assert described == configuration.KNOWN_VARIABLES | {"DATABASE_URL"}
