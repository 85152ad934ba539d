"""Dresses the example of a rule anew: other names, other published codes of the same limit.

An example is small and true by human judgement. Dressed a thousand times, with codes drawn from
the published knowledge, it becomes a thousand known violations (or known non-violations).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from yibao.supervision.case import AuditCase
from yibao.supervision.generation.visits import ORDINARY_DIAGNOSIS
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Diagnosis, Line
from yibao.supervision.rules.example_limits import Stock
from yibao.supervision.rules.worlds import World

ADULT_DAYS = 14_610
"""Forty years: the age of whoever has none in an example."""

Limit = tuple[object, ...]


class Wardrobe:
    """The published rows of each rule by their limit, to draw codes from.

    Only codes that exactly one rule knows are drawn, so that a violation of one rule is none of
    another.
    """

    def __init__(self, published: Iterable[Knowledge]) -> None:
        rows = list(published)
        rules_of: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for code in (row.code, row.partner):
                if code:
                    rules_of[code].add(row.rule)
        self.rows: dict[tuple[str, Limit], list[Knowledge]] = defaultdict(list)
        for row in rows:
            if row.is_coded and row.code and len(rules_of[row.code]) == 1:
                self.rows[row.rule, limit_of(row)].append(row)

    def draw(self, world: World, chance: random.Random) -> dict[str, str] | None:
        """Return other published codes for the world's codes; ``None`` where there are too few."""
        codes: dict[str, str] = {}
        for row in world.knowledge:
            fitting = [
                other
                for other in self.rows.get((row.rule, limit_of(row)), ())
                if other.valid_from <= _first_day(world)
                and _last_day(world) < other.valid_to
                and str(other.code) not in codes.values()
            ]
            if not fitting or row.code is None:
                return None
            other = chance.choice(fitting)
            codes[row.code] = str(other.code)
            if row.partner and other.partner:
                codes[row.partner] = other.partner
        return codes


def is_published(world: World, published: Mapping[tuple[str, str | None], Knowledge]) -> bool:
    """Tell whether the world's knowledge rows are published ones, limit and all."""
    return bool(world.knowledge) and all(
        row.code
        and (known := published.get((row.rule, row.code))) is not None
        and limit_of(known) == limit_of(row)
        and known.is_coded == row.is_coded
        for row in world.knowledge
    )


def renamed(world: World, name: str, codes: Mapping[str, str]) -> World:
    """Return the world with all its names under ``name`` and its item codes exchanged."""
    return World(
        [_case(case, name, codes) for case in world.cases],
        [
            replace(
                row,
                point=f"{name}.{row.point}",
                code=codes.get(row.code, row.code) if row.code else None,
                partner=codes.get(row.partner, row.partner) if row.partner else None,
            )
            for row in world.knowledge
        ],
        [Evidence(key.rule, f"{name}.{key.point}", _key(key.key, codes)) for key in world.evidence],
        [_stock(row, name, codes) for row in world.stock],
    )


def with_codes(world: World, codes: Mapping[str, str]) -> World:
    """Return the world with its item codes exchanged and all names as they were."""
    for line in (line for case in world.cases for line in case.lines):
        line.item_code = codes.get(line.item_code, line.item_code)
    return world._replace(
        stock=[
            row._replace(item_code=codes.get(row.item_code, row.item_code)) for row in world.stock
        ]
    )


def complete_records(cases: Iterable[AuditCase], *, women: frozenset[str]) -> None:
    """Fill what an example leaves open and a settlement list must have, in place.

    Otherwise every example would also be a finding of record quality. ``women`` are items for
    women alone: whoever uses one becomes a woman where the example does not say.
    """
    for case in cases:
        patient, encounter = case.patient, case.encounter
        if patient.sex is None:
            patient.sex = "2" if women & case.lines_by_code.keys() else "1"
        if patient.born_on is None:
            patient.born_on = encounter.start_day - ADULT_DAYS
        if not any(diagnosis.is_main for diagnosis in case.diagnoses):
            case.diagnoses.append(Diagnosis(ORDINARY_DIAGNOSIS, is_main=True))


def _key(key: str, codes: Mapping[str, str]) -> str:
    kind, _, code = key.partition(":")
    return f"{kind}:{codes.get(code, code)}"


def _case(case: AuditCase, name: str, codes: Mapping[str, str]) -> AuditCase:
    encounter = case.encounter
    patient = replace(case.patient, patient_id=f"{name}.{case.patient.patient_id}")
    return AuditCase(
        patient,
        replace(
            encounter,
            encounter_id=f"{name}.{encounter.encounter_id}",
            patient_id=patient.patient_id,
            institution_id=f"{name}.{encounter.institution_id}",
        ),
        [_line(line, name, codes) for line in case.lines],
        diagnoses=list(case.diagnoses),
        operations=list(case.operations),
    )


def _line(line: Line, name: str, codes: Mapping[str, str]) -> Line:
    return replace(
        line,
        line_id=f"{name}.{line.line_id}",
        encounter_id=f"{name}.{line.encounter_id}",
        item_code=codes.get(line.item_code, line.item_code),
        trace_code=f"{name}.{line.trace_code}" if line.trace_code else None,
    )


def _stock(row: Stock, name: str, codes: Mapping[str, str]) -> Stock:
    return row._replace(
        institution_id=f"{name}.{row.institution_id}",
        item_code=codes.get(row.item_code, row.item_code),
    )


def limit_of(row: Knowledge) -> Limit:
    """Return the limit of a row, without its codes."""
    return (row.low, row.high, row.cap, row.days, row.listed, row.partner is None)


def _first_day(world: World) -> int:
    return min(case.encounter.start_day for case in world.cases)


def _last_day(world: World) -> int:
    return max(case.encounter.end_day for case in world.cases)
