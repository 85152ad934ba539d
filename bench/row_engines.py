"""Row engines that people use instead, on the part that they can do: a line against one item's limit.

Each is asked the same question, "is this drug for the other sex?", of 300 lines against 80 rows
of the published table; none of them looks an item up, so each goes through its rows. Ours has
all rules and all rows compiled, and answers the same question for the same lines.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from rich.table import Table

from bench.audit_messages import Messages
from yibao.supervision.auditor import compile_auditor
from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.records import Encounter, Line, Patient
from yibao.supervision.rules.limits import with_limits
from yibao.supervision.rules.loading import load_rules

ROWS = 80
LINES = 300
DAY = 20_514


def measure(seconds: float) -> Table:
    """Return a table: engine, its version of the question, microseconds for each line, hits."""
    rows = _rows()
    codes = [rows[number % ROWS].code or "" for number in range(0, LINES, 10)]
    codes += Messages(7).unknown[: LINES - len(codes)]
    table = Table(title=f"row engines, {LINES} lines against {ROWS} rows of one rule")
    for heading in ("engine", "µs for each line", "hits", "rows that it knows"):
        table.add_column(heading, justify="left" if heading == "engine" else "right")
    for name, prepare, known in (
        ("plain Python, row by row", _plain, ROWS),
        ("zen-engine decision table", _zen, ROWS),
        ("business-rules", _business_rules, ROWS),
        ("yibao, all rules", _ours, len(load_shipped().rows)),
    ):
        micros, hits = _timed(prepare(rows, codes), seconds)
        table.add_row(name, f"{micros / LINES:.2f}", str(hits), f"{known:,}")
    return table


def _rows() -> list[Knowledge]:
    found = (row for row in load_shipped().rows if row.rule == "N67" and row.listed == "|2|")
    return [next(found) for _ in range(ROWS)]


def _timed(action: Callable[[], int], seconds: float) -> tuple[float, int]:
    hits = action()
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best * 1e6, hits


def _plain(rows: list[Knowledge], codes: list[str]) -> Callable[[], int]:
    def run() -> int:
        hits = 0
        for code in codes:
            for row in rows:
                if (
                    row.code == code
                    and row.valid_from <= DAY < row.valid_to
                    and row.listed == "|2|"
                ):
                    hits += 1
        return hits

    return run


def _zen(rows: list[Knowledge], codes: list[str]) -> Callable[[], int]:
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(_zen_graph(rows)))

    def run() -> int:
        return sum(len(decision.evaluate({"code": code, "sex": "1"})["result"]) for code in codes)

    return run


def _zen_graph(rows: list[Knowledge]) -> dict[str, Any]:
    """Return a decision table, each row a rule, as this engine wants it."""
    table = {
        "hitPolicy": "collect",
        "inputs": [_zen_column("code"), _zen_column("sex")],
        "outputs": [_zen_column("point")],
        "rules": [
            {"_id": str(place), "code": f'"{row.code}"', "sex": '"1"', "point": f'"{row.point}"'}
            for place, row in enumerate(rows)
        ],
    }
    names = ("in", "table", "out")
    kinds = ("inputNode", "decisionTableNode", "outputNode")
    nodes: list[dict[str, Any]] = [
        {"id": name, "type": kind, "name": name} for name, kind in zip(names, kinds, strict=True)
    ]
    nodes[1]["content"] = table
    edges = [
        {"id": f"{before}-{after}", "sourceId": before, "targetId": after, "type": "edge"}
        for before, after in pairwise(names)
    ]
    return {"nodes": nodes, "edges": edges}


def _zen_column(name: str) -> dict[str, str]:
    return {"id": name, "name": name, "field": name, "type": "expression"}


def _business_rules(rows: list[Knowledge], codes: list[str]) -> Callable[[], int]:
    from business_rules import run_all

    facts, actions = _business_words()
    rules = [_business_rule(row) for row in rows]

    def run() -> int:
        counted = actions()
        for code in codes:
            run_all(
                rule_list=rules, defined_variables=facts(code), defined_actions=counted,
                stop_on_first_trigger=False,
            )  # fmt: skip
        return int(counted.count)

    return run


def _business_rule(row: Knowledge) -> dict[str, Any]:
    asked = {"code": row.code, "sex": "1"}
    return {
        "conditions": {
            "all": [
                {"name": name, "operator": "equal_to", "value": value}
                for name, value in asked.items()
            ]
        },
        "actions": [{"name": "hit", "params": {}}],
    }


def _business_words() -> tuple[type[Any], type[Any]]:
    """Return the variables and the actions as this engine wants them declared."""
    from business_rules.actions import BaseActions, rule_action
    from business_rules.variables import BaseVariables, string_rule_variable

    class Facts(BaseVariables):  # type: ignore[misc]
        """A line."""

        def __init__(self, code: str) -> None:
            self.item = code

        @string_rule_variable()  # type: ignore[untyped-decorator]
        def code(self) -> str:
            """Return the item code."""
            return self.item

        @string_rule_variable()  # type: ignore[untyped-decorator]
        def sex(self) -> str:
            """Return the sex of the patient."""
            return "1"

    class Hits(BaseActions):  # type: ignore[misc]
        """Counts."""

        count = 0

        @rule_action()  # type: ignore[untyped-decorator]
        def hit(self) -> None:
            """Count one."""
            self.count += 1

    return Facts, Hits


def _ours(rows: list[Knowledge], codes: list[str]) -> Callable[[], int]:
    base, rules = load_shipped(), list(load_rules().values())
    auditor = compile_auditor(rules, with_limits(rules, base.rows), base.evidence)
    asked = {row.point for row in rows}
    patient = Patient("P", "1", 3_000)
    encounter = Encounter("E", "P", "H", DAY, DAY, DAY * 1_440, DAY * 1_440, setting="outpatient")
    lines = [
        Line(str(place), "E", code, "drug", DAY, DAY * 1_440, 10_000, 1_000_000, 100)
        for place, code in enumerate(codes)
    ]

    def run() -> int:
        hits = auditor.hits(AuditCase(patient, encounter, lines))
        return sum(hit.point in asked for hit in hits)

    return run
