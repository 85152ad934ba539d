"""Shape ``bundle``: the parts of a package, billed one by one on the same day.

Serves BUNDLE and COREQ rules. Rows: ``partner`` the package item, ``code`` a part of it, ``cap``
the smallest number of different parts that counts. ``options.package`` says what else must hold on
that day: ``absent`` (the package itself is not billed), ``present`` (it is billed as well) or
``any``. Parts and package lines must be in scope; the parts' rows must be valid on the day. Limits
are those of the smallest item code.

Subject: encounter, day and package. Measured and limit are the number of different parts and
``cap`` unless the rule declares them; the package lines of the day are related.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yibao.supervision.case import AuditCase
from yibao.supervision.findings.hit import Hit
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.records import Line
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.shapes import columns
from yibao.supervision.shapes.adding_up import in_scope, measure_of, number, speaking_row
from yibao.supervision.shapes.compiled import CompiledRules
from yibao.supervision.shapes.programs import LINE_RECORDS, Program, programs_of

ALIASES = frozenset({"line", "encounter", "patient", "knowledge", "measure"})
ORDER = ("measure", "knowledge")
STATEMENTS = ("bundle.sql",)
OPTIONS = {"package": "any"}
PACKAGES = frozenset({"absent", "present", "any"})
column = columns.of_line

Entries = list[tuple[Line, Knowledge]]


@dataclass(frozen=True, eq=False, slots=True)
class Bundle:
    """A package of one point; ``must_be`` says whether the package itself must be billed."""

    rule: str
    point: str
    package: str
    must_be: str
    program: Program


Index = dict[str, list[tuple[Bundle, list[Knowledge]]]]


class BundleEvaluator:
    """Gathers the parts of each package and day, then counts the different ones."""

    follows: frozenset[str] = frozenset()

    def __init__(self, index: Index) -> None:
        self.index = index

    def evaluate(self, case: AuditCase, found: list[Hit]) -> None:
        """Append a hit for each package of which enough parts were billed on one day."""
        by_code = case.lines_by_code
        groups: dict[tuple[Bundle, int], Entries] = {}
        for code in by_code.keys() & self.index.keys():
            for bundle, rows in self.index[code]:
                for line in in_scope(by_code[code], bundle.program, case):
                    for row in rows:
                        if row.valid_from <= line.day < row.valid_to:
                            groups.setdefault((bundle, line.day), []).append((line, row))
        for (bundle, day), entries in groups.items():
            _judge(bundle, day, entries, case, found)


def build(
    compiled: CompiledRules, knowledge: Iterable[Knowledge], evidence: Iterable[Evidence]
) -> BundleEvaluator:
    """Make the packages and index them by the codes of their parts.

    :raises ValueError: a rule's option ``package`` is none of the three
    """
    del evidence
    programs = programs_of(compiled, records=LINE_RECORDS, group=ORDER)
    must_be = {rule.code: _package(rule) for rule in compiled.rules}
    bundles: dict[tuple[str, str, str], Bundle] = {}
    rows: dict[str, dict[Bundle, list[Knowledge]]] = {}
    for row in knowledge:
        if row.code is not None and row.partner is not None:
            key = (row.rule, row.point, row.partner)
            program = programs[row.rule]
            bundle = bundles.setdefault(key, Bundle(*key, must_be[row.rule], program))
            rows.setdefault(row.code, {}).setdefault(bundle, []).append(row)
    return BundleEvaluator({code: list(found.items()) for code, found in rows.items()})


def _package(rule: Rule) -> str:
    package = str(rule.options.get("package", OPTIONS["package"]))
    if package not in PACKAGES:
        raise ValueError(f"{rule.code}: package {package!r} is not one of {sorted(PACKAGES)}")
    return package


def _judge(bundle: Bundle, day: int, entries: Entries, case: AuditCase, found: list[Hit]) -> None:
    row, program = speaking_row(entries), bundle.program
    lines = [line for line, _ in entries]
    measure = measure_of(lines)
    if row.cap is None or measure.kinds < row.cap or not program.violates(measure, row):
        return
    packages = in_scope(case.lines_by_code.get(bundle.package, []), program, case)
    packages = [line for line in packages if line.day == day]
    if bundle.must_be != "any" and (bundle.must_be == "present") is not bool(packages):
        return
    encounter_id = case.encounter.encounter_id
    found.append(
        Hit(
            bundle.rule,
            bundle.point,
            (encounter_id, str(day), bundle.package),
            number(program.measured, measure, row, otherwise=measure.kinds),
            number(program.limit, measure, row, otherwise=row.cap),
            day,
            encounter_id,
            tuple(lines),
            tuple(packages),
        )
    )
