"""A run finds what real time finds, however it was cut, interrupted or added to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from yibao.supervision.auditor import compile_auditor
from yibao.supervision.batch.database import open_database
from yibao.supervision.batch.errors import MemoryWrong, MonthWrong, RulesUnknown, WorkFolderBusy
from yibao.supervision.batch.manifest import read
from yibao.supervision.batch.plan import choose_rules
from yibao.supervision.batch.run import audit
from yibao.supervision.batch.tests.population import Population
from yibao.supervision.batch.tests.tables import NOW, asked, findings, inputs_of, written
from yibao.supervision.case import History
from yibao.supervision.derived import complete
from yibao.supervision.findings.finding import Finding, settle
from yibao.supervision.findings.hit import Hit
from yibao.supervision.history import fold, forget
from yibao.supervision.rules.limits import with_limits


def live(people: Population) -> dict[str, Finding]:
    """Return what real time sees in all encounters, settled together."""
    rows = with_limits(people.rules, people.knowledge)
    auditor = compile_auditor(people.rules, rows, [])
    hits: list[Hit] = []
    histories: dict[str, History] = {}
    for case in people.cases:
        history = histories.setdefault(case.patient.patient_id, History())
        fold(history, complete(case), auditor.follows)
    for case in people.cases:
        history = histories[case.patient.patient_id]
        forget(history, case.encounter.encounter_id)
        case.history = history
        hits += auditor.hits(case)
        fold(history, case, auditor.follows)
    settled = settle(hits, auditor.rules, auditor.hints)
    return {finding.finding_id: finding for finding in settled}


def test_a_run_finds_what_real_time_finds(people: Population, tmp_path: Path) -> None:
    record = audit(
        asked(tmp_path / "work", written(tmp_path, people.cases), people.rules, people.knowledge),
        now=NOW,
    )
    expected = live(people)
    found = {row["finding_id"]: row for row in findings(tmp_path / "work")}
    assert {finding.rule for finding in expected.values()} == {r.code for r in people.rules}
    assert found.keys() == expected.keys()
    for name, finding in expected.items():
        for field in Finding.__struct_fields__:
            given = getattr(finding, field)
            assert found[name][field] == (list(given) if isinstance(given, tuple) else given)
    assert record.findings == len(expected)


@pytest.mark.parametrize("buckets", [1, 3, 5])
def test_buckets_change_nothing(people: Population, tmp_path: Path, buckets: int) -> None:
    inputs = written(tmp_path, people.cases)
    for work, number in (("one", 1), ("many", buckets)):
        audit(
            asked(tmp_path / work, inputs, people.rules, people.knowledge, buckets=number), now=NOW
        )
    assert findings(tmp_path / "one") == findings(tmp_path / "many")


def test_the_record_adds_up(people: Population, tmp_path: Path) -> None:
    inputs = written(tmp_path, people.cases)
    record = audit(asked(tmp_path / "work", inputs, people.rules, people.knowledge), now=NOW)
    rows = findings(tmp_path / "work")
    lines = [line for case in people.cases for line in case.lines]
    assert record.lines == len(lines)
    assert record.encounters == len(people.cases)
    assert record.amount == sum(row["amount"] for row in rows)
    assert record.counted_amount == sum(row["counted_amount"] for row in rows)
    for rule in record.rules:
        mine = [row for row in rows if row["rule"] == rule.code]
        assert rule.findings == len(mine)
        assert rule.amount == sum(row["amount"] for row in mine)
    by_code = {rule.code: rule for rule in record.rules}
    assert by_code["R1"].lines_in_scope == sum(line.item_code in {"X1", "X2"} for line in lines)
    assert by_code["R2"].lines_in_scope == len(lines)
    assert record.is_complete
    assert record.snapshot_id == "test"
    assert (tmp_path / "work" / "run.json").exists()


def test_a_second_run_reads_and_audits_nothing_again(people: Population, tmp_path: Path) -> None:
    request = asked(
        tmp_path / "work", written(tmp_path, people.cases), people.rules, people.knowledge
    )
    first = audit(request, now=NOW)
    before = _times(tmp_path / "work")
    assert audit(request, now=NOW).findings == first.findings
    assert _times(tmp_path / "work") == before


def test_a_new_month_runs_only_the_buckets_that_it_touches(
    people: Population, tmp_path: Path
) -> None:
    late = people.cases[-1]
    written(tmp_path, [case for case in people.cases if case is not late], name="old")
    work = tmp_path / "work"
    request = asked(work, inputs_of(tmp_path), people.rules, people.knowledge, buckets=5)
    audit(request, now=NOW)
    before = _times(work)
    written(tmp_path, [late], name="new")
    audit(request, now=NOW)
    after = _times(work)
    assert sum(after[name] != before[name] for name in before if "bucket" in name) == 1
    once = tmp_path / "once"
    audit(asked(once, inputs_of(tmp_path), people.rules, people.knowledge), now=NOW)
    assert findings(work) == findings(once)


def test_a_corrected_file_replaces_what_it_was(people: Population, tmp_path: Path) -> None:
    inputs = written(tmp_path, people.cases)
    work = tmp_path / "work"
    request = asked(work, inputs, people.rules, people.knowledge, buckets=4)
    audit(request, now=NOW)
    kept = [case for case in people.cases if case.patient.patient_id != "P01"]
    written(tmp_path, kept)
    audit(request, now=NOW)
    assert all(row["patient_id"] != "P01" for row in findings(work))
    once = tmp_path / "once"
    audit(asked(once, inputs, people.rules, people.knowledge), now=NOW)
    assert findings(work) == findings(once)


def test_a_killed_run_goes_on_where_it_stood(people: Population, tmp_path: Path) -> None:
    written(tmp_path, people.cases)
    work = tmp_path / "work"
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from yibao.supervision.batch.run import audit\n"
        "from yibao.supervision.batch.tests.population import population\n"
        "from yibao.supervision.batch.tests.tables import NOW, asked, inputs_of\n"
        "people = population()\n"
        "def report(text, done, total):\n"
        "    if text.startswith('审核') and done == 2:\n"
        "        print('ready', flush=True)\n"
        "        signal.pause()\n"
        "folder = Path(sys.argv[1])\n"
        "audit(asked(folder / 'work', inputs_of(folder), people.rules, people.knowledge,\n"
        "            buckets=5, report=report), now=NOW)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    half = read(work / "manifest.json")
    assert half is not None
    assert half.done.keys() == {"every", "0", "1"}
    before = _times(work)
    request = asked(work, inputs_of(tmp_path), people.rules, people.knowledge, buckets=5)
    audit(request, now=NOW)
    after = _times(work)
    assert all(after[name] == before[name] for name in before)
    once = tmp_path / "once"
    audit(asked(once, inputs_of(tmp_path), people.rules, people.knowledge), now=NOW)
    assert findings(work) == findings(once)


def test_two_runs_do_not_share_a_work_folder(people: Population, tmp_path: Path) -> None:
    inputs = written(tmp_path, people.cases)
    request = asked(tmp_path / "work", inputs, people.rules, people.knowledge)

    def run_again(_text: str, _done: int, _all: int) -> None:
        with pytest.raises(WorkFolderBusy):
            audit(request, now=NOW)

    audit(
        asked(tmp_path / "work", inputs, people.rules, people.knowledge, report=run_again), now=NOW
    )


def test_a_month_reports_its_own_findings_with_everybodys_history(
    people: Population, tmp_path: Path
) -> None:
    inputs = written(tmp_path, people.cases)
    audit(asked(tmp_path / "all", inputs, people.rules, people.knowledge), now=NOW)
    months = ("2024-11",)
    audit(asked(tmp_path / "one", inputs, people.rules, people.knowledge, months=months), now=NOW)
    first, end = 20_028, 20_058
    expected = [row for row in findings(tmp_path / "all") if first <= row["day"] < end]
    assert expected
    assert findings(tmp_path / "one") == expected


def test_a_month_that_is_none_is_refused(people: Population, tmp_path: Path) -> None:
    with pytest.raises(MonthWrong):
        audit(
            asked(tmp_path, written(tmp_path, people.cases), people.rules, months=("2024-13",)),
            now=NOW,
        )


def test_the_memory_limit_is_given_to_the_engine_and_spills_into_the_work_folder(
    tmp_path: Path,
) -> None:
    with open_database(tmp_path / "temporary", memory="600MB") as database:
        row = database.execute(
            "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        ).fetchone()
        assert row == ("286.1 MiB", str(tmp_path / "temporary"))
        database.execute(
            "CREATE TABLE much AS SELECT range AS a, hash(range) AS b, hash(range, 1) AS c, "
            "hash(range, 2) AS d FROM range(12000000)"
        )
        size = database.execute("SELECT sum(size) FROM duckdb_temporary_files()").fetchone()
        assert size is not None
        assert size[0] > 10**7
    with pytest.raises(MemoryWrong), open_database(tmp_path, memory="100MB"):
        pass


def test_rules_are_chosen_by_code_and_by_family(people: Population) -> None:
    rules = {rule.code: rule for rule in people.rules}
    assert [rule.code for rule in choose_rules(rules, "R2,R4")] == ["R2", "R4"]
    assert len(choose_rules(rules, "family:example")) == len(rules)
    with pytest.raises(RulesUnknown):
        choose_rules(rules, "R9")


def _times(work: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (work / "findings").glob("*.parquet")}
