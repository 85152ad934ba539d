"""All examples as one population under all rules: shared expressions and shared codes included.

What is found is no example's matter here; that both sides find the same is.
"""

from msgspec.structs import replace

from yibao.supervision.case import AuditCase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.rules.loading import load_rules
from yibao.supervision.rules.worlds import World, examples_of, world_of
from yibao.supervision.shapes.registry import BATCH_ONLY
from yibao.supervision.tests.parity import harness

RULES = [rule for rule in load_rules().values() if rule.shape not in BATCH_ONLY]


def test_both_sides_find_the_same_when_all_rules_look_at_all_examples() -> None:
    cases, knowledge, evidence = _population()
    live = harness.live(RULES, knowledge, evidence, cases)
    batch = harness.batch(RULES, knowledge, evidence, cases)
    assert live - batch == set()
    assert batch - live == set()
    assert {seen.rule for seen in live} == {rule.code for rule in RULES}


def _population() -> tuple[list[AuditCase], list[Knowledge], list[Evidence]]:
    cases: list[AuditCase] = []
    knowledge: list[Knowledge] = []
    evidence: list[Evidence] = []
    for rule in RULES:
        for place, example in enumerate(examples_of(rule)):
            world = world_of(rule, example)
            prefix = f"{rule.code}/{place}:"
            cases += _renamed(world, prefix)
            if rule.by_code or place == 0:  # a rule without codes has one row of its own
                knowledge += [replace(row, point=prefix + row.point) for row in world.knowledge]
                evidence += [replace(key, point=prefix + key.point) for key in world.evidence]
    return cases, knowledge, evidence


def _renamed(world: World, prefix: str) -> list[AuditCase]:
    """Return the cases under names of their own; patients who are one stay one."""
    return [
        AuditCase(
            replace(case.patient, patient_id=prefix + case.patient.patient_id),
            replace(
                case.encounter,
                encounter_id=prefix + case.encounter.encounter_id,
                patient_id=prefix + case.patient.patient_id,
            ),
            [
                replace(
                    line, line_id=prefix + line.line_id, encounter_id=prefix + line.encounter_id
                )
                for line in case.lines
            ],
            diagnoses=case.diagnoses,
            operations=case.operations,
        )
        for case in world.cases
    ]
