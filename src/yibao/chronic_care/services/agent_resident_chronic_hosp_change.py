"""变更医疗机构, by an agent: a resident is treated in another hospital from now on."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.kinds import RESIDENT_INSURANCE
from yibao.chronic_care.workflows import hospital_change

_TO_FIRST = {"new_hospital_code": "H52010000011", "new_hospital_name": "贵阳市测试医院"}
_MANDATE = {"agent_mandate": "upload"}

agent_resident_chronic_hosp_change = hospital_change(
    "agent_resident_chronic_hosp_change",
    insurance_type=RESIDENT_INSURANCE,
    by_agent=True,
    examples=[
        Example(
            "张三替李四换到贵阳市测试医院",
            _TO_FIRST,
            _MANDATE,
            given="chronic_care.resident_recognised",
            person="李四",
            agent="张三",
        ),
        Example(
            "没有代办人",
            _TO_FIRST,
            given="chronic_care.resident_recognised",
            person="李四",
            fails_with="chronic_care.agent_needed",
        ),
        Example(
            "一个月前刚变更过",
            _TO_FIRST,
            _MANDATE,
            given="chronic_care.resident_changed_hospital",
            person="李四",
            agent="张三",
            fails_with="chronic_care.hospital_changed_recently",
        ),
    ],
)
