"""Judgements in the database: what was told to whom, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from yibao.platform.database import Sql
from yibao.platform.keys.access import keyring
from yibao.supervision.findings.finding import Finding
from yibao.supervision.realtime.rulebook import Stage

REASON_CONTEXT = b"national.judgement_reason"
_COLUMNS = (
    "institution_code, finding_id, stage, rule, point, snapshot_id, encounter_id, patient_index, "
    "violating, related, amount, counted_amount, severity, day, is_shown, first_at, last_at"
)
# One statement for all findings of a call: the database takes a JSON array apart.
_KEEP = f"""
    INSERT INTO audit_judgement ({_COLUMNS}, times, answer)
    SELECT %s, f.finding_id, %s, f.rule, f.point, %s, %s, %s, f.violating, f.related, f.amount,
        f.counted_amount, f.severity, f.day, f.is_shown, %s, %s, 1, ''
    FROM jsonb_to_recordset(%s::jsonb) AS f(finding_id text, rule text, point text,
        violating jsonb, related jsonb, amount bigint, counted_amount bigint, severity smallint,
        day integer, is_shown boolean)
    ORDER BY f.finding_id
    ON CONFLICT (institution_code, finding_id, stage) DO UPDATE SET
        times = audit_judgement.times + 1, last_at = EXCLUDED.last_at,
        snapshot_id = EXCLUDED.snapshot_id, point = EXCLUDED.point,
        violating = EXCLUDED.violating, related = EXCLUDED.related, amount = EXCLUDED.amount,
        counted_amount = EXCLUDED.counted_amount, severity = EXCLUDED.severity,
        is_shown = EXCLUDED.is_shown
"""  # noqa: S608 - our own column names
_FIND = """
    SELECT finding_id, answer, answered_at, last_at FROM audit_judgement
    WHERE institution_code = %s AND stage = %s AND finding_id = ANY(%s) AND is_shown
    ORDER BY finding_id FOR UPDATE
"""
_ANSWER = """
    UPDATE audit_judgement SET answer = %s, reason_sealed = %s, answered_at = %s
    WHERE institution_code = %s AND finding_id = %s AND stage = %s
"""


class Told(Struct, frozen=True):
    """To whom, about which encounter, over which knowledge."""

    institution: str
    stage: Stage
    snapshot_id: str
    encounter_id: str
    patient: bytes


class Kept(Struct, frozen=True):
    """A judgement as it can be answered."""

    finding_id: str
    answer: str
    answered_at: datetime | None
    last_at: datetime


def keep(
    sql: Sql, told: Told, shown: Sequence[Finding], on_trial: Sequence[Finding], now: datetime
) -> None:
    """Write findings down; one that is there already counts up. One statement, none without any."""
    rows = [_row(finding, is_shown=True) for finding in shown]
    rows += [_row(finding, is_shown=False) for finding in on_trial]
    if not rows:
        return
    sql.later(
        _KEEP,
        (
            told.institution,
            told.stage,
            told.snapshot_id,
            told.encounter_id,
            told.patient,
            now,
            now,
            msgspec.json.encode(rows).decode(),
        ),
    )


def find(sql: Sql, institution: str, stage: Stage, numbers: Sequence[str]) -> dict[str, Kept]:
    """Return judgements that were shown to the institution, held until the transaction ends."""
    sql.execute(_FIND, (institution, stage, list(numbers)))
    return {row[0]: Kept(*row) for row in sql.fetchall()}


def answer(
    sql: Sql, institution: str, stage: Stage, number: str, *, way: str, reason: str, now: datetime
) -> None:
    """Write down what was done about a judgement; the reason is encrypted."""
    sealed = keyring().encrypt_text(reason, REASON_CONTEXT) if reason else None
    sql.later(_ANSWER, (way, sealed, now, institution, number, stage))


def _row(finding: Finding, *, is_shown: bool) -> dict[str, Any]:
    return {
        "finding_id": finding.finding_id,
        "rule": finding.rule,
        "point": finding.point,
        "violating": finding.violating,
        "related": finding.related,
        "amount": finding.amount,
        "counted_amount": finding.counted_amount,
        "severity": finding.severity,
        "day": finding.day,
        "is_shown": is_shown,
    }
