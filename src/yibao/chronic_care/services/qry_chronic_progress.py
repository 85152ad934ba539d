"""慢病资格申请/年度进度查询: how far applications are, and what is recognised until when."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.workflows import application_progress

qry_chronic_progress = application_progress(
    "qry_chronic_progress",
    examples=[
        Example("王五已认定高血压", given="chronic_care.employee_recognised", person="王五"),
        Example(
            "李四查询今年的申请，没有记录",
            {"year": 2026, "page": 1, "page_size": 10},
            given="chronic_care.resident",
            person="李四",
        ),
        Example(
            "受理编号抄错一位",
            {"case_number": "5201002026112200000010"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="identifiers.case_number",
        ),
    ],
)
