"""closing.sql and settle() are two tellings of one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.supervision.batch.closing import Closing, closing_texts
from yibao.supervision.batch.plan import Plan
from yibao.supervision.findings.finding import Finding, settle
from yibao.supervision.findings.hit import Hit
from yibao.supervision.records import Line
from yibao.supervision.tests.parity.samples import a_rule

RULES = {
    rule.code: rule
    for rule in (
        a_rule("line", "R1", charge="all"),
        a_rule("line", "R2", charge="excess"),
        a_rule("line", "R3", charge="none"),
    )
}
HINTS = frozenset({"K2"})
# An amount belongs to a line, whatever hit tells it.
LINES = [
    Line(name, "E", "X", None, 0, 0, 0, 0, amount)
    for name, amount in (("a", 0), ("b", 7), ("c", 1000), ("d", -501), ("e", 99_999_999_999))
]
SOME = st.lists(st.sampled_from(LINES), max_size=4, unique_by=lambda line: line.line_id).map(tuple)
NUMBER = st.none() | st.integers(-5, 5) | st.integers(-(10**6), 10**6)
SUBJECT = st.lists(st.sampled_from("pqr"), min_size=1, max_size=4).map(tuple)
HITS = st.lists(
    st.builds(
        Hit,
        rule=st.sampled_from(sorted(RULES)),
        point=st.sampled_from(["K1", "K2", "K3"]),
        subject=SUBJECT,
        measured=NUMBER,
        limit=NUMBER,
        day=st.integers(0, 3),
        encounter_id=st.just("E"),
        violating=SOME,
        related=SOME,
        encounter_amount=st.integers(0, 1000),
    ),
    max_size=6,
    unique_by=lambda hit: (hit.rule, hit.subject, hit.point),
)


@settings(max_examples=60, deadline=None)
@given(HITS)
def test_sql_closes_hits_as_settle_does(hits: list[Hit]) -> None:
    assert closed(hits) == sorted(settle(hits, RULES, HINTS), key=lambda f: f.finding_id)


def test_an_overcharge_is_rounded_half_up_as_in_python() -> None:
    hits = [Hit("R2", "K1", ("s",), measured, 1, 0, "E", (LINES[2],)) for measured in (3,)]
    assert [finding.amount for finding in closed(hits)] == [667]


def closed(hits: Sequence[Hit]) -> list[Finding]:
    """Return the findings that closing.sql makes of hits."""
    with duckdb.connect() as database:
        closing = Closing(database, Plan(RULES, (), ""))
        database.execute("INSERT INTO hint VALUES ('K2')")
        closing.begin()
        rows = [row for hit in hits for row in _rows(hit)]
        if rows:
            database.executemany(f"INSERT INTO hit VALUES ({', '.join('?' * 14)})", rows)
        database.execute("CREATE TABLE named_hit AS SELECT *, 'H' AS institution_id FROM hit")
        for text in closing_texts():
            database.execute(text)
        columns = [f'"{name}"' for name in Finding.__struct_fields__]
        found = database.execute(
            f"SELECT {', '.join(columns)} FROM finding ORDER BY finding_id"
        ).fetchall()
    return [_finding(row) for row in found]


def _finding(row: Sequence[Any]) -> Finding:
    parts: list[Any] = [tuple(part) if isinstance(part, list) else part for part in row]
    return Finding(*parts)


def _rows(hit: Hit) -> list[list[Any]]:
    subject = [*hit.subject, "", "", ""][:4]
    head: list[Any] = [
        hit.rule,
        hit.point,
        *subject,
        hit.measured,
        hit.limit,
        hit.day,
        "P",
        hit.encounter_id,
    ]
    lines = [[*head, line.line_id, True, line.amount] for line in hit.violating]
    lines += [[*head, line.line_id, False, line.amount] for line in hit.related]
    return lines if hit.violating else [*lines, [*head, None, False, hit.encounter_amount]]
