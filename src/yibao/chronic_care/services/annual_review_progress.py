"""年审进度查询: how far the person's own annual reviews are, and what is to be reviewed."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.workflows import review_progress

annual_review_progress = review_progress(
    "annual_review_progress",
    by_agent=False,
    examples=[
        Example(
            "王五的高血压快到期了", given="chronic_care.employee_due_for_review", person="王五"
        ),
        Example("李四没有认定过病种", given="chronic_care.resident", person="李四"),
        Example(
            "受理编号抄错一位",
            {"case_number": "5201002026112200000010"},
            given="chronic_care.employee_due_for_review",
            person="王五",
            fails_with="identifiers.case_number",
        ),
    ],
)
