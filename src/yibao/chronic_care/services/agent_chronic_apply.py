"""申办, by an agent: an employee's disease is recognised."""

from __future__ import annotations

from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example
from yibao.chronic_care.kinds import EMPLOYEE_INSURANCE
from yibao.chronic_care.workflows import application

_HYPERTENSION = {
    "disease_code": "M03900",
    "recognising_hospital_code": "H52010000011",
    "recognising_hospital_name": "贵阳市测试医院",
    "diagnosed_on": days_from_today(-10),
    "hospital_code": "H52010000013",
    "hospital_name": "测试社区卫生服务中心",
    "phone": "19900000003",
}
_RECORDS = {"medical_records": "upload", "agent_mandate": "upload"}

agent_chronic_apply = application(
    "agent_chronic_apply",
    insurance_type=EMPLOYEE_INSURANCE,
    by_agent=True,
    examples=[
        Example(
            "医院已经认定王五患高血压，张三代办",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee_concluded_by_hospital",
            person="王五",
            agent="张三",
        ),
        Example(
            "没有医院的认定结论，由专家评定",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            agent="张三",
            under_review=True,
        ),
        Example(
            "没有代办人",
            _HYPERTENSION,
            {"medical_records": "upload"},
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.agent_needed",
        ),
        Example(
            "高血压已经认定",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee_recognised",
            person="王五",
            agent="张三",
            fails_with="chronic_care.already_recognised",
        ),
    ],
)
