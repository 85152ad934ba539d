"""What a person wants to know of each rule at a glance: for the command line and the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files

from msgspec import Struct

from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.families import FAMILIES
from yibao.supervision.shapes.registry import BATCH_ONLY, shape_module

GRADES: Mapping[str, str] = {"violation": "明确", "suspected": "可疑"}
STATUSES: Mapping[str, str] = {"on": "启用", "trial": "试运行", "off": "停用"}
STAGES: Mapping[str, str] = {"order": "事前", "settlement": "事中", "review": "事后"}
ACTIONS: Mapping[str, str] = {"remind": "提醒", "block": "拦截", "doubt": "列疑点"}
CHARGES: Mapping[str, str] = {"all": "全部金额", "excess": "超出部分", "none": "不计金额"}


class Summary(Struct, frozen=True):
    """A rule in a line; ``points`` and ``rows`` count the loaded knowledge."""

    code: str
    number: int | None
    name: str
    family: str
    shape: str
    grade: str
    stages: str
    status: str
    points: int
    rows: int
    evaluators: str


def summaries(rules: Mapping[str, Rule], knowledge: KnowledgeBase) -> list[Summary]:
    """Return a summary of each rule, in the order given."""
    rows = Counter(row.rule for row in knowledge.rows)
    points = Counter(rule for rule, _ in {(row.rule, row.point) for row in knowledge.rows})
    return [
        Summary(
            rule.code,
            rule.number,
            rule.name,
            f"{rule.family} {FAMILIES[rule.family].label}",
            rule.shape,
            GRADES[rule.grade],
            stages_text(rule),
            STATUSES[rule.status],
            points[rule.code],
            rows[rule.code],
            evaluators(rule.shape),
        )
        for rule in rules.values()
    ]


def stages_text(rule: Rule) -> str:
    """Return the stages with their actions: 事前提醒、事中拦截、事后列疑点."""
    actions = {stage: getattr(rule.stages, stage) for stage in STAGES}
    return "、".join(
        STAGES[stage] + ACTIONS[action] for stage, action in actions.items() if action != "none"
    )


def evaluators(shape: str) -> str:
    """Return which sides can answer for a shape: found by looking, not by belief.

    Raises:
        FileNotFoundError: a module names an SQL text that is not there.
    """
    module = shape_module(shape)
    for name in module.STATEMENTS:
        path = files("yibao.supervision.shapes") / name
        if not path.is_file():
            raise FileNotFoundError(name)
    if shape in BATCH_ONLY:
        return "仅批量"
    return "实时、批量" if callable(module.build) else "缺少实时"
