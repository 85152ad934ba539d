"""Tables of PostgreSQL as inputs, findings into its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from yibao.platform import database
from yibao.supervision.batch.errors import TableWrong
from yibao.supervision.batch.postgresql import store_run
from yibao.supervision.batch.run import audit
from yibao.supervision.batch.sources import Inputs
from yibao.supervision.batch.tests.population import Population
from yibao.supervision.batch.tests.tables import NOW, asked, findings, written
from yibao.supervision.batch.tests.test_inputs import KNOWN, LINE, VISIT
from yibao.supervision.findings.models import AuditFinding, AuditRun
from yibao.supervision.tests.parity.samples import a_rule

pytestmark = pytest.mark.django_db(transaction=True)


def make_table(name: str, rows: list[dict[str, Any]]) -> None:
    """Make a table of texts with some rows."""
    with database.transaction() as sql:
        columns = ", ".join(f'"{column}" text' for column in rows[0])
        sql.execute(f'DROP TABLE IF EXISTS "{name}"; CREATE TABLE "{name}" ({columns})'.encode())
        with sql.copy(f'COPY "{name}" FROM STDIN') as copy:
            for row in rows:
                copy.write_row(list(row.values()))


@pytest.fixture
def tables() -> Any:
    """Give the national tables of one stay, in the database."""
    make_table("fee_list_d", [LINE])
    make_table("mdtrt_d", [VISIT])
    yield
    with database.transaction() as sql:
        sql.execute("DROP TABLE fee_list_d; DROP TABLE mdtrt_d")


@pytest.mark.usefixtures("tables")
def test_national_tables_are_read_from_the_database(tmp_path: Path) -> None:
    inputs = Inputs(lines=("postgres:fee_list_d",), encounters=("postgres:public.mdtrt_d",))
    rule = a_rule("line", violates="line.quantity = 25000 AND patient.died_on IS NULL")
    request = asked(tmp_path, inputs, [rule], KNOWN)
    assert audit(request, now=NOW).findings == 1
    make_table("fee_list_d", [LINE | {"cnt": "3"}])
    assert audit(request, now=NOW).findings == 0


@pytest.mark.parametrize("name", ["nothing", "a b", "x; DROP TABLE y"])
def test_a_table_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    inputs = Inputs(lines=(f"postgres:{name}",), encounters=())
    with pytest.raises(TableWrong):
        audit(asked(tmp_path, inputs, []), now=NOW)


def test_findings_go_into_the_database_and_are_closed_when_they_vanish(
    people: Population, tmp_path: Path
) -> None:
    request = asked(
        tmp_path / "work", written(tmp_path, people.cases), people.rules, people.knowledge
    )
    record = audit(request, now=NOW)
    assert store_run(record) == 0
    rows = {row["finding_id"]: row for row in findings(tmp_path / "work")}
    assert {each.finding_id for each in AuditFinding.objects.all()} == rows.keys()
    stored = AuditFinding.objects.order_by("finding_id")[0]
    assert stored.violating == rows[stored.finding_id]["violating"]
    assert AuditRun.objects.get().record["rules"][0]["code"] == "R1"

    milder = [replace(people.rules[1], violates="line.quantity > 29000"), *people.rules[2:]]
    again = audit(
        asked(tmp_path / "work", request.inputs, milder, people.knowledge),
        now=NOW.replace(hour=9),
    )
    gone = {row["finding_id"] for row in rows.values() if row["rule"] != "R1"} - {
        row["finding_id"] for row in findings(tmp_path / "work")
    }
    closed = store_run(again)
    assert closed == len(gone)
    open_ones = AuditFinding.objects.filter(status="open")
    assert open_ones.filter(rule="R1").count() == sum(r["rule"] == "R1" for r in rows.values())
