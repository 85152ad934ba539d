"""变更医疗机构: a resident is treated for the disease in another hospital from now on."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.kinds import RESIDENT_INSURANCE
from yibao.chronic_care.workflows import hospital_change

_TO_FIRST = {"new_hospital_code": "H52010000011", "new_hospital_name": "贵阳市测试医院"}

resident_chronic_hosp_change = hospital_change(
    "resident_chronic_hosp_change",
    insurance_type=RESIDENT_INSURANCE,
    by_agent=False,
    examples=[
        Example(
            "李四看高血压换到贵阳市测试医院",
            _TO_FIRST,
            given="chronic_care.resident_recognised",
            person="李四",
        ),
        Example(
            "一个月前刚变更过",
            _TO_FIRST,
            given="chronic_care.resident_changed_hospital",
            person="李四",
            fails_with="chronic_care.hospital_changed_recently",
        ),
        Example(
            "参加的是职工医保",
            _TO_FIRST,
            given="chronic_care.employee_recognised",
            person="李四",
            fails_with="chronic_care.insurance_differs",
        ),
        Example(
            "还没有认定",
            _TO_FIRST,
            given="chronic_care.resident",
            person="李四",
            fails_with="chronic_care.no_recognition",
        ),
    ],
)
