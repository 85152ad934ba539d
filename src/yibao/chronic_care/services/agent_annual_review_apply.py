"""代办-年审申请: the same, handed in by an agent."""

from __future__ import annotations

from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example
from yibao.chronic_care.annual_review import annual_review

_CHECKED = {"checked_on": days_from_today(-10), "phone": "19900000003"}
_RECORDS = {"medical_records": "upload", "agent_mandate": "upload"}

agent_annual_review_apply = annual_review(
    "agent_annual_review_apply",
    by_agent=True,
    examples=[
        Example(
            "医院已经复查王五的高血压，张三代办",
            _CHECKED,
            _RECORDS,
            given="chronic_care.review_concluded_by_hospital",
            person="王五",
            agent="张三",
        ),
        Example(
            "没有医院的复查结论，由专家评定",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_due_for_review",
            person="王五",
            agent="张三",
            under_review=True,
        ),
        Example(
            "没有代办人",
            _CHECKED,
            {"medical_records": "upload"},
            given="chronic_care.employee_due_for_review",
            person="王五",
            fails_with="chronic_care.agent_needed",
        ),
        Example(
            "离到期还早",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_recognised",
            person="王五",
            agent="张三",
            fails_with="chronic_care.review_too_early",
        ),
    ],
)
