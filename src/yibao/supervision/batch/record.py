"""The run record: what was read, what was in scope of each rule, what was found, what could not be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from yibao.supervision.batch.loading import Store
from yibao.supervision.batch.manifest import Manifest, RuleCount, Unread, digest
from yibao.supervision.batch.plan import Plan, rule_version


class RuleRecord(Struct, frozen=True):
    """One rule in a run: its version, and lines read, lines in scope, findings, fen."""

    code: str
    version: str
    lines_read: int
    lines_in_scope: int
    findings: int
    amount: int
    counted_amount: int
    unread_rows: int
    has_knowledge: bool


class InputRecord(Struct, frozen=True):
    """One input of a run."""

    relation: str
    path: str
    fingerprint: str
    rows: int


class Reach(Struct, frozen=True):
    """How far a run looks: months asked for, days and institutions of its encounters."""

    months: tuple[str, ...]
    days: tuple[int, int]
    institutions: tuple[str, ...]
    is_partial: bool = False


class RunRecord(Struct, frozen=True):
    """The coverage statement of a run. Amounts in fen."""

    run_id: str
    started_at: datetime
    snapshot_id: str
    is_complete: bool
    months: tuple[str, ...]
    """Months asked for; empty: all."""
    days: tuple[int, int]
    """First day number of an encounter, and the day after the last."""
    institutions: tuple[str, ...]
    lines: int
    encounters: int
    findings: int
    amount: int
    counted_amount: int
    inputs: tuple[InputRecord, ...]
    rules: tuple[RuleRecord, ...]
    unread: tuple[Unread, ...]
    findings_folder: str


def make_record(
    manifest: Manifest, plan: Plan, *, reach: Reach, now: datetime, store: Store
) -> RunRecord:
    """Return the record of a finished run from what the buckets counted.

    A run is complete unless it was told otherwise or could not use some of the rows: a finding
    that is missing may then be missing because of them.
    """
    buckets = [done for name, done in manifest.done.items() if name not in {"across", "every"}]
    lines = sum(done.lines for done in buckets)
    unread = tuple(each for unit in manifest.units.values() for each in unit.unread)
    rules = _rules(manifest, plan, lines=lines, unread=unread)
    return RunRecord(
        run_id=f"{now:%Y%m%d%H%M%S}-{digest(str(now), plan.fingerprint, str(store.root))[:8]}",
        started_at=now,
        snapshot_id=plan.snapshot_id,
        is_complete=not (reach.is_partial or unread),
        months=reach.months,
        days=reach.days,
        institutions=reach.institutions,
        lines=lines,
        encounters=sum(done.encounters for done in buckets),
        findings=sum(rule.findings for rule in rules),
        amount=sum(rule.amount for rule in rules),
        counted_amount=sum(rule.counted_amount for rule in rules),
        inputs=tuple(
            InputRecord(unit.relation, Path(unit.path).name, unit.fingerprint, unit.rows)
            for unit in manifest.units.values()
        ),
        rules=rules,
        unread=unread,
        findings_folder=str(store.root / "findings"),
    )


def _rules(
    manifest: Manifest, plan: Plan, *, lines: int, unread: tuple[Unread, ...]
) -> tuple[RuleRecord, ...]:
    """Add up what the buckets counted, rule by rule."""
    bad_lines = sum(each.rows for each in unread if each.relation == "line")
    totals: dict[str, RuleCount] = {code: RuleCount() for code in plan.rules}
    for done in manifest.done.values():
        for code, count in done.by_rule.items():
            totals[code].add(count)
    known = {rule.code for shape in plan.shapes for rule in shape.compiled.rules}
    return tuple(
        RuleRecord(
            code=code,
            version=rule_version(plan.rules[code]),
            lines_read=lines,
            lines_in_scope=count.lines,
            findings=count.findings,
            amount=count.amount,
            counted_amount=count.counted_amount,
            unread_rows=bad_lines,
            has_knowledge=code in known,
        )
        for code, count in totals.items()
    )
