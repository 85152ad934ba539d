"""Hypothesis strategies for the parity tests: small crowded worlds in which boundaries are hit.

How to use it. A ``World`` says how few codes, days, patients … there are; every shape narrows it
to what it looks at (``WORLD = World(codes=("A", "B"), days=3)``)::

    @settings(PARITY)
    @given(populations(WORLD), knowledge_rows(WORLD, limits={"cap": SMALL}))
    def test_both_sides_agree(cases, rows):
        agreed([RULE], rows, [], cases, CONNECTION)      # harness: live == batch, or it fails

- ``populations(world)``: a list of ``AuditCase``: encounters of several patients, lines of few
  codes (same-day repeats, several lines of one code, days outside the encounter), diagnoses and
  operations that may be missing, NULL in every nullable column. Encounter and line ids do not
  grow in the order of the list, so ties on the smallest id are real ties.
- ``knowledge_rows(world, ...)``: rows of one rule: several points for one code, several codes of
  one point, validity that starts or ends on the days in use (``world.first_day`` …), one row or
  two that follow one another. Two rows of the same (rule, point, code, partner) never overlap.
  On one day all rows of a point have the same limits unless ``by_row=True``.
- ``own_rows(world, ...)``: the rows of a rule without codes (``by_code=False``).
- ``evidence_of(keys)``: for each point of ``POINTS`` some of the keys, often none.
- ``PARITY``: the settings; ``SMALL``: limits 0..3; ``maybe(strategy)``: NULL now and then.

Quantities are whole pieces 0..3, amounts and days of supply 0..3, minutes few. Replace a single
field of all lines with ``line_fields={"minute": ...}`` (a strategy for the offset in the day), any
other column likewise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import OPEN_END, Evidence, Knowledge
from yibao.supervision.records import Diagnosis, Encounter, Line, Operation, Patient
from yibao.supervision.tests.parity.samples import FIRST_DAY, MINUTES_A_DAY, UNIT

PARITY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SMALL: SearchStrategy[int] = st.integers(0, 3)
POINTS = ("K1", "K2")
LIMIT_COLUMNS = ("low", "high", "cap", "days", "listed")


@dataclass(frozen=True)
class World:
    """How crowded the examples are. Days are counted from ``FIRST_DAY``."""

    patients: tuple[str, ...] = ("P1", "P2")
    codes: tuple[str, ...] = ("A", "B", "C")
    unknown_code: str = "X"
    """A code of lines that no knowledge row has."""
    diagnoses: tuple[str, ...] = ("I10", "I10.9", "I10.900", "J45.901")
    operations: tuple[str, ...] = ("47.01", "47.0100", "81.5400")
    prescriptions: tuple[str, ...] = ("R1", "R2")
    days: int = 3
    encounters: int = 8
    lines: int = 6
    line_fields: Mapping[str, SearchStrategy[Any]] | None = None

    @property
    def line_codes(self) -> tuple[str, ...]:
        """Codes that lines have: those of the knowledge rows, now and then one nobody knows."""
        return (*self.codes, *self.codes, self.unknown_code)


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Return the strategy with NULL now and then."""
    return st.one_of(strategy, strategy, st.none())


def populations(world: World) -> SearchStrategy[list[AuditCase]]:
    """Return encounters of the world's patients, each with lines, diagnoses and operations."""
    return st.lists(_contents(world), min_size=1, max_size=world.encounters).flatmap(
        lambda contents: st.tuples(*(_patient(name) for name in world.patients)).map(
            lambda patients: _population(world, patients, contents)
        )
    )


@st.composite
def knowledge_rows(
    draw: DrawFn,
    world: World,
    *,
    rule: str = "R1",
    codes: Sequence[str] | None = None,
    partners: Sequence[str | None] = (None,),
    limits: Mapping[str, SearchStrategy[Any]] | None = None,
    by_row: bool = False,
    most: int = 5,
) -> list[Knowledge]:
    """Return rows of one rule; ``limits`` gives a strategy for each column that they fill."""
    places = st.tuples(
        st.sampled_from(POINTS), st.sampled_from(codes or world.codes), st.sampled_from(partners)
    )
    chosen = draw(st.lists(places, min_size=min(2, most), max_size=most, unique=True))
    both = st.tuples(_limits(limits), _limits(limits))
    of_point = {
        point: (draw(_cut(world)), draw(both), draw(st.sampled_from((True, True, False))))
        for point in POINTS
    }
    rows = []
    for point, code, partner in chosen:
        cut, pieces, is_coded = of_point[point]
        pieces = draw(both) if by_row else pieces
        first = Knowledge(rule, point, code, partner, is_coded=is_coded, valid_to=cut, **pieces[0])
        second = Knowledge(
            rule, point, code, partner, is_coded=is_coded, valid_from=cut, **pieces[1]
        )
        rows += draw(st.sampled_from(([first, second], [first], [second])))
    return rows


@st.composite
def own_rows(
    draw: DrawFn,
    world: World,
    *,
    rule: str = "R1",
    limits: Mapping[str, SearchStrategy[Any]] | None = None,
) -> list[Knowledge]:
    """Return the row of a rule that speaks about no code, or its two rows one after the other."""
    cut = draw(_cut(world))
    first = Knowledge(rule, rule, valid_to=cut, **draw(_limits(limits)))
    second = Knowledge(rule, rule, valid_from=cut, **draw(_limits(limits)))
    return draw(st.sampled_from(([first, second], [first], [second])))


def evidence_of(keys: Sequence[str], *, rule: str = "R1") -> SearchStrategy[list[Evidence]]:
    """Return evidence keys for some of the points, possibly none at all."""
    subsets = st.lists(st.sampled_from(keys), max_size=3, unique=True)
    return st.tuples(*(subsets for _ in POINTS)).map(
        lambda chosen: [
            Evidence(rule, point, key)
            for point, some in zip(POINTS, chosen, strict=True)
            for key in some
        ]
    )


def _cut(world: World) -> SearchStrategy[int]:
    """Return a day on which knowledge changes: one in use, or one before or after all of them."""
    days = [FIRST_DAY + day for day in range(world.days + 1)]
    return st.sampled_from([0, *days, *days, OPEN_END])


def _limits(limits: Mapping[str, SearchStrategy[Any]] | None) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(limits or {}))


def _patient(name: str) -> SearchStrategy[Patient]:
    return st.builds(
        Patient,
        st.just(name),
        maybe(st.sampled_from(("1", "2"))),
        maybe(st.sampled_from((0, FIRST_DAY, FIRST_DAY + 1, FIRST_DAY - 366, FIRST_DAY - 365))),
        maybe(st.sampled_from((FIRST_DAY, FIRST_DAY + 1))),
    )


def _contents(world: World) -> SearchStrategy[tuple[Any, ...]]:
    """Return patient number, encounter columns, lines, diagnoses, operations."""
    return st.tuples(
        st.integers(0, len(world.patients) - 1),
        _encounter(world),
        st.lists(_line(world), max_size=world.lines),
        st.lists(st.builds(Diagnosis, st.sampled_from(world.diagnoses), st.booleans()), max_size=2),
        st.lists(_operation(world), max_size=2),
    )


def _encounter(world: World) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "start": st.integers(0, world.days - 1),
            "stay": st.integers(0, 2),
            "institution_id": st.sampled_from(("H1", "H2")),
            "setting": maybe(st.sampled_from(("inpatient", "outpatient"))),
            "institution_level": maybe(st.integers(1, 3)),
            "total_amount": maybe(SMALL),
            "department": maybe(st.just("D1")),
        }
    )


def _line(world: World) -> SearchStrategy[dict[str, Any]]:
    fields: dict[str, SearchStrategy[Any]] = {
        "item_code": st.sampled_from(world.line_codes),
        "item_kind": maybe(st.sampled_from(("drug", "service"))),
        "day": st.integers(0, world.days - 1),
        "minute": st.sampled_from((0, 1, 2, MINUTES_A_DAY - 1)),
        "quantity": SMALL.map(lambda pieces: pieces * UNIT),
        "amount": SMALL,
        "days": maybe(SMALL),
        "prescription": maybe(st.sampled_from(world.prescriptions)),
        "list_amount": maybe(SMALL),
        "fund_paid": st.sampled_from((True, True, True, False)),
    }
    return st.fixed_dictionaries(fields | dict(world.line_fields or {}))


def _operation(world: World) -> SearchStrategy[Operation]:
    minute = st.tuples(st.integers(0, world.days - 1), st.sampled_from((0, 1, 2))).map(
        lambda when: (FIRST_DAY + when[0]) * MINUTES_A_DAY + when[1]
    )
    return st.builds(
        Operation,
        st.sampled_from(world.operations),
        st.booleans(),
        maybe(minute),
        maybe(st.sampled_from(("1", "1", "2"))),
    )


def _population(
    world: World, patients: Sequence[Patient], contents: Sequence[tuple[Any, ...]]
) -> list[AuditCase]:
    """Put the drawn parts together. Ids are spread so that their order is not that of the list."""
    cases = []
    for number, (who, columns, lines, diagnoses, operations) in enumerate(contents):
        encounter_id = f"E{number * 7 % 101}"
        patient = patients[who]
        own = [
            _numbered(fields, encounter_id, f"{encounter_id}-{place * 7 % 101}")
            for place, fields in enumerate(lines)
        ]
        encounter = _dated(dict(columns), encounter_id, patient.patient_id)
        cases.append(AuditCase(patient, encounter, own, diagnoses=diagnoses, operations=operations))
    return cases


def _dated(columns: dict[str, Any], encounter_id: str, patient_id: str) -> Encounter:
    start = FIRST_DAY + columns.pop("start")
    end = start + columns.pop("stay")
    return Encounter(
        encounter_id=encounter_id,
        patient_id=patient_id,
        start_day=start,
        end_day=end,
        start_minute=start * MINUTES_A_DAY,
        end_minute=end * MINUTES_A_DAY,
        **columns,
    )


def _numbered(fields: Mapping[str, Any], encounter_id: str, line_id: str) -> Line:
    columns = dict(fields)
    day = FIRST_DAY + columns.pop("day")
    return Line(
        line_id=line_id,
        encounter_id=encounter_id,
        day=day,
        minute=day * MINUTES_A_DAY + columns.pop("minute"),
        unit_price=columns.pop("unit_price", 1_000_000),
        **columns,
    )
