"""Findings into PostgreSQL: COPY into a table of its own, then two statements over the whole set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from yibao.platform.database import Sql

COLUMNS = (
    "finding_id", "rule", "point", "subject", "measured", "limit", "day", "patient_id",
    "encounter_id", "institution_id", "violating", "related", "amount", "counted_amount",
    "severity", "cluster_id",
)  # fmt: skip

_ARRIVED = """
CREATE TEMPORARY TABLE arrived (
  finding_id text, rule text, point text, subject text[], measured bigint, "limit" bigint,
  day integer, patient_id text, encounter_id text, institution_id text, violating text[],
  related text[], amount bigint, counted_amount bigint, severity smallint, cluster_id text
) ON COMMIT DROP
"""
_SAME = (
    "rule", "point", "subject", "measured", '"limit"', "day", "patient_id", "encounter_id",
    "institution_id", "violating", "related", "amount", "counted_amount", "severity", "cluster_id",
)  # fmt: skip
_UPSERT = f"""
INSERT INTO audit_finding
  (finding_id, {", ".join(_SAME)}, status, first_run, last_run, closed_run)
SELECT
  finding_id, rule, point, subject, measured, "limit", DATE '1970-01-01' + day, patient_id,
  encounter_id, coalesce(institution_id, ''), violating, related, amount, counted_amount, severity,
  cluster_id, 'open', %(run)s, %(run)s, NULL
FROM arrived
ON CONFLICT (finding_id) DO UPDATE SET
  {", ".join(f"{name} = excluded.{name}" for name in _SAME)},
  status = 'open', last_run = excluded.last_run, closed_run = NULL
"""  # noqa: S608 - the names are constants
_CLOSE = """
UPDATE audit_finding SET status = 'closed', closed_run = %(run)s
WHERE status = 'open'
  AND last_run <> %(run)s
  AND rule = ANY(%(rules)s)
  AND institution_id = ANY(%(institutions)s)
  AND EXISTS (
    SELECT 1 FROM unnest(%(from)s::date[], %(until)s::date[]) AS period(since, until)
    WHERE day >= period.since AND day < period.until
  )
"""
_RUN = """
INSERT INTO audit_run
  (run_id, started_at, snapshot_id, is_complete, lines, findings, amount, record)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


class Scope(Struct, frozen=True):
    """What a run was asked to look at: rules, institutions, periods (``until`` excluded)."""

    rules: tuple[str, ...]
    institutions: tuple[str, ...]
    periods: tuple[tuple[Any, Any], ...]


class StoredRun(Struct, frozen=True):
    """A run as its row says it; ``record`` is the whole run record as JSON."""

    run_id: str
    started_at: datetime
    snapshot_id: str
    is_complete: bool
    lines: int
    findings: int
    amount: int
    record: str


def store(sql: Sql, run: StoredRun, findings: Iterable[Sequence[Any]], scope: Scope) -> int:
    """Write a run and its findings in the present transaction; return how many were closed.

    ``findings`` are rows of ``COLUMNS``, day as a day number. A finding that is there already gets
    the new attributes and is open again. What a complete run's scope no longer gives is closed;
    an incomplete run closes nothing.
    """
    sql.execute(
        _RUN,
        (
            run.run_id, run.started_at, run.snapshot_id, run.is_complete, run.lines,
            run.findings, run.amount, run.record,
        ),
    )  # fmt: skip
    sql.execute(_ARRIVED)
    with sql.copy(f"COPY arrived ({', '.join(map(_quoted, COLUMNS))}) FROM STDIN") as copy:
        for row in findings:
            copy.write_row(row)
    sql.execute(_UPSERT, {"run": run.run_id})
    if not run.is_complete:
        return 0
    closed = sql.execute(
        _CLOSE,
        {
            "run": run.run_id,
            "rules": list(scope.rules),
            "institutions": list(scope.institutions),
            "from": [since for since, _ in scope.periods],
            "until": [until for _, until in scope.periods],
        },
    )
    return closed.rowcount


def _quoted(name: str) -> str:
    return f'"{name}"'
