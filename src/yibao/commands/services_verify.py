"""``yibao services verify``: what the tests of each service say, 114 lines.

The checks are the tests themselves, run from the checkout against databases and a server of their
own: what CI runs, told service by service.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from yibao.catalogue import registry
from yibao.catalogue.directory import directory

ROOT = Path(__file__).resolve().parents[3]
CHECKS: Mapping[str, tuple[str, ...]] = {
    "定义": (
        "test_it_says_who_may_ask_on_what_basis_and_what_can_go_wrong",
        "test_every_question_and_every_value_of_the_result_has_a_label",
    ),
    "接口示例": ("test_the_example_does_what_it_says",),
    "H5页面": ("test_its_page_is_filled_in_and_answers",),
    "填错被拒": (
        "test_an_empty_form_names_every_required_answer_at_once",
        "test_a_question_that_was_not_asked_is_refused",
    ),
    "他人数据": (
        "test_another_persons_record_can_not_be_named",
        "test_a_query_tells_nothing_about_another_person",
        "test_a_caller_who_was_identified_less_surely_is_refused",
        "test_nobody_asks_for_nobody",
    ),
    "登记簿": (
        "test_its_effect_is_written_into_a_register_under_the_number_of_its_case",
        "test_its_answer_is_that_of_the_person_who_is_asked_about",
        "test_a_public_query_finds_what_its_situation_put_into_the_register",
    ),
    "说明页": ("test_its_page_has_name_time_limit_and_basis",),
    "时限": ("test_level_and_time_limit_are_those_of_the_directory",),
    "依据": ("test_it_says_who_may_ask_on_what_basis_and_what_can_go_wrong",),
}
"""What is checked, and the tests that check it: one at least must have run, none may have failed."""

NOT_OPEN = "未开通"

Outcomes = Mapping[str, Sequence[str]]


def verify(*, is_json: bool) -> int:
    """Run the tests and print a line for each service; 1 when one is not as it should be."""
    found = _run()
    rows = [_row(operation, found) for operation in directory()]
    if is_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print(rows)
    return 0 if all(row["ok"] for row in rows) else 1


def _run() -> Mapping[str, Outcomes]:
    """Return how every test of every service ended."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        paths = os.pathsep.join(str(ROOT / part) for part in ("src", "", "sdk/python/src"))
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-q", "-p", "tests.verifying",
                "tests/catalogue", "tests/journeys/test_every_service.py",
            ],
            cwd=ROOT, check=False, stdout=sys.stderr,
            env=os.environ | {"YIBAO_VERIFICATION": str(answer), "PYTHONPATH": paths},
        )  # fmt: skip
        if not answer.exists():
            sys.exit(f"测试没有跑起来（退出码{done.returncode}），先运行 make setup-dev。")
        found: Mapping[str, Outcomes] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _row(operation: str, found: Mapping[str, Outcomes]) -> dict[str, object]:
    entry = directory()[operation]
    failed = [NOT_OPEN]
    if operation in registry.services():
        outcomes = found.get(operation, {})
        failed = [name for name, tests in CHECKS.items() if not _holds(outcomes, tests)]
    return {"number": entry.number, "name": entry.name, "ok": not failed, "failed": failed}


def _holds(outcomes: Outcomes, tests: Sequence[str]) -> bool:
    """Tell whether at least one of the tests ran, and every one that ran passed."""
    ended = [outcome for test in tests for outcome in outcomes.get(test, ())]
    return bool(ended) and set(ended) == {"passed"}


def _print(rows: Sequence[Mapping[str, object]]) -> None:
    console = Console()
    table = Table("序号", "名称", "结果", "没有通过的检查")
    for row in rows:
        failed = row["failed"]
        told = "、".join(failed) if isinstance(failed, list) else ""
        table.add_row(str(row["number"]), str(row["name"]), "通过" if row["ok"] else "—", told)
    console.print(table)
    console.print(f"共 {len(rows)} 项，全部检查通过 {sum(bool(row['ok']) for row in rows)} 项。")
