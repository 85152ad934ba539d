"""A finding: a hit with identity, money, grade and cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct

from yibao.supervision.findings.hit import Hit
from yibao.supervision.records import Line
from yibao.supervision.rules.declaration import Grade, Rule

SEVERITY: Mapping[str, int] = {"violation": 1, "suspected": 2, "hint": 3}
"""1 明确违规, 2 高度可疑, 3 轻度可疑 (national code sev_deg)."""


class Finding(Struct, frozen=True):
    """What is shown, stored and argued about.

    ``finding_id`` depends on rule and subject alone: a rerun, a new knowledge snapshot or a further
    evidence line changes the attributes, never the identity. Amounts are fen: ``amount`` is at
    stake, ``counted_amount`` the part that no better finding on the same lines already counts.
    ``cluster_id`` is shared by findings that meet on a line.
    """

    finding_id: str
    rule: str
    point: str
    subject: tuple[str, ...]
    measured: int | None
    limit: int | None
    day: int
    encounter_id: str
    violating: tuple[str, ...]
    related: tuple[str, ...]
    amount: int
    counted_amount: int
    severity: int
    cluster_id: str


class Shares(Struct):
    """How the amount of each violating line is shared: the hit and its fen for each line."""

    hit: Hit
    finding_id: str
    severity: int
    amount: int
    by_line: dict[str, int]


def settle(hits: Iterable[Hit], rules: Mapping[str, Rule], hints: frozenset[str]) -> list[Finding]:
    """Turn hits into findings: one for each rule and subject, money counted once for each line.

    Several knowledge points of one rule on one subject give one finding, that of the smallest
    point. ``hints`` names the points whose knowledge is free text: they are never more than a
    suspicion (severity 3). Order of the result: severity, amount, rule, subject.
    """
    shares = [_shares(hit, rules[hit.rule], hints) for hit in _one_point_each(hits)]
    shares.sort(key=lambda s: (s.severity, -s.amount, s.hit.rule, s.finding_id))
    leader: dict[str, str] = {}
    for share in shares:
        for line_id in share.by_line:
            leader.setdefault(line_id, share.finding_id)
    return [_finding(share, leader) for share in shares]


def identity(rule: str, subject: tuple[str, ...]) -> str:
    """Return the stable id of a finding: MD5 (a name, no secret) of rule and subject, 32 digits."""
    text = "|".join((rule, *subject, *("",) * (4 - len(subject))))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def shares_of(
    amounts: Mapping[str, int], charge: str, measured: int | None, limit: int | None
) -> dict[str, int]:
    """Return the fen of each line that are at stake: all of them, none, or the part above the limit.

    The part above the limit is rounded once, half up, for all lines together, and handed to them in
    the order of their names; so the shares sum to the finding's amount whatever their number.
    """
    if charge == "none":
        return dict.fromkeys(amounts, 0)
    if charge == "all" or not measured or limit is None:
        return dict(amounts)
    shares: dict[str, int] = {}
    total = given = 0
    for name in sorted(amounts):
        total += amounts[name]
        due = (2 * total * (measured - limit) + measured) // (2 * measured)
        shares[name] = due - given
        given = due
    return shares


def severity_of(grade: Grade, is_hint: bool) -> int:
    """Return the national severity: a text condition never gives more than a light suspicion."""
    return SEVERITY["hint"] if is_hint else SEVERITY[grade]


def _one_point_each(hits: Iterable[Hit]) -> list[Hit]:
    def subject(hit: Hit) -> tuple[str, tuple[str, ...]]:
        return hit.rule, hit.subject

    ordered = sorted(
        hits, key=lambda hit: (hit.rule, hit.subject, hit.point, hit.measured or 0, hit.limit or 0)
    )
    return [next(group) for _, group in groupby(ordered, key=subject)]


def _shares(hit: Hit, rule: Rule, hints: frozenset[str]) -> Shares:
    amounts = {line.line_id: line.amount for line in hit.violating}
    by_line = shares_of(amounts, rule.charge, hit.measured, hit.limit)
    return Shares(
        hit,
        identity(hit.rule, hit.subject),
        severity_of(rule.grade, hit.point in hints),
        _at_stake(hit, rule, by_line),
        by_line,
    )


def _at_stake(hit: Hit, rule: Rule, by_line: Mapping[str, int]) -> int:
    if by_line:
        return sum(by_line.values())
    return 0 if rule.charge == "none" else hit.encounter_amount


def _finding(share: Shares, leader: Mapping[str, str]) -> Finding:
    hit, lines = share.hit, sorted(share.by_line)
    counted = sum(share.by_line[name] for name in lines if leader[name] == share.finding_id)
    if not lines:
        counted = share.amount
    return Finding(
        finding_id=share.finding_id,
        rule=hit.rule,
        point=hit.point,
        subject=hit.subject,
        measured=hit.measured,
        limit=hit.limit,
        day=hit.day,
        encounter_id=hit.encounter_id,
        violating=tuple(lines),
        related=_names(hit.related),
        amount=share.amount,
        counted_amount=counted,
        severity=share.severity,
        cluster_id=leader[lines[0]] if lines else share.finding_id,
    )


def _names(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(sorted({line.line_id for line in lines}))
