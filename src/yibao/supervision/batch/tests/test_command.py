"""The command from the options to the record."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from yibao.commands import audit_batch
from yibao.supervision.batch.record import RunRecord
from yibao.supervision.batch.tests.tables import table
from yibao.supervision.batch.tests.test_inputs import LINE, VISIT
from yibao.supervision.findings.models import AuditFinding, AuditRun


@pytest.fixture
def stay(tmp_path: Path) -> list[str]:
    """Give the options of a stay with a late upload, in national tables."""
    late = LINE | {"crte_time": "2026-03-15 09:10:00"}
    table(tmp_path / "fee_list_d.parquet", [late])
    table(tmp_path / "mdtrt_d.parquet", [VISIT])
    return [
        "--lines", str(tmp_path / "fee_list*.parquet"),
        "--encounters", str(tmp_path / "mdtrt_d.parquet"),
        "--work", str(tmp_path / "work"),
        "--rules", "N41,N42",
    ]  # fmt: skip


def test_the_record_is_printed_as_json(
    stay: list[str], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "out"
    assert audit_batch.run([*stay, "--json", "--findings", str(folder)]) == 0
    record = msgspec.json.decode(capsysbinary.readouterr().out, type=RunRecord)
    assert [(rule.code, rule.findings) for rule in record.rules] == [("N41", 1), ("N42", 0)]
    assert msgspec.json.decode((folder / "run.json").read_bytes(), type=RunRecord) == record
    assert list(folder.glob("bucket-*.parquet"))


def test_people_read_a_table(stay: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert audit_batch.run(stay) == 0
    shown = capsys.readouterr().out
    assert "N41" in shown
    assert "疑点 1" in shown


@pytest.mark.django_db(transaction=True)
def test_findings_go_to_the_database(stay: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_batch, "connect", lambda: None)  # the test has its database
    assert audit_batch.run([*stay, "--to-database"]) == 0
    assert AuditRun.objects.count() == 1
    assert AuditFinding.objects.get().rule == "N41"
