"""How a service runs, drawn as Mermaid from its workflow and the table of states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yibao.catalogue.workflow import AnyWorkflow


class Transition(NamedTuple):
    """One row of the table of states, by the labels that people read."""

    before: str
    step: str
    after: str


def flow_diagram(workflow: AnyWorkflow) -> list[str]:
    """Return the lines of the diagram of a workflow's steps."""
    steps = workflow.template.steps
    lines = ["flowchart LR"]
    lines += [f'  step{number}["{label}"]' for number, label in enumerate(steps)]
    lines += [f"  step{number} --> step{number + 1}" for number in range(len(steps) - 1)]
    if workflow.checks:
        lines += ['  told["一次列出全部原因和办法"]', "  step1 -- 核验不通过 --> told"]
    review = workflow.review
    if review is not None and review.when is not None:
        last = len(steps) - 1
        lines += [
            f'  review["经办人审核（{review.working_days}个工作日内）"]',
            "  step1 -- 不能自动核验 --> review",
            f"  review -- 通过 --> step{min(2, last)}",
            '  refused["不予办理，写明原因和救济途径"]',
            "  review -- 不通过 --> refused",
        ]
    return lines


def state_diagram(transitions: Sequence[Transition], first: str) -> list[str]:
    """Return the lines of the diagram of the states that a reviewed case goes through."""
    names = dict.fromkeys(
        [first, *(name for row in transitions for name in (row.before, row.after))]
    )
    ids = {name: f"state{number}" for number, name in enumerate(names)}
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{name}" as {ids[name]}' for name in names]
    lines.append(f"  [*] --> {ids[first]}")
    lines += [f"  {ids[row.before]} --> {ids[row.after]}: {row.step}" for row in transitions]
    ended = [name for name in names if not any(row.before == name for row in transitions)]
    lines += [f"  {ids[name]} --> [*]" for name in ended]
    return lines
