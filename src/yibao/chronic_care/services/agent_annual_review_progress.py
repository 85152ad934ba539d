"""代办-年审进度查询: the same, asked by an agent with a mandate or by a parent."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.workflows import review_progress

agent_annual_review_progress = review_progress(
    "agent_annual_review_progress",
    by_agent=True,
    examples=[
        Example(
            "张三受托替王五查询",
            given="chronic_care.due_for_review_and_mandated",
            person="王五",
            agent="张三",
        ),
        Example(
            "没有代办人",
            given="chronic_care.employee_due_for_review",
            person="王五",
            fails_with="chronic_care.agent_needed",
        ),
        Example(
            "代办人没有登记过授权",
            given="chronic_care.employee_due_for_review",
            person="王五",
            agent="张三",
            fails_with="agent.no_mandate",
        ),
    ],
)
