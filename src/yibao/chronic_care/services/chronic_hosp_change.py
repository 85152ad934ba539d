"""变更医疗机构: an employee is treated for the disease in another hospital from now on."""

from __future__ import annotations

from yibao.catalogue.service import Example
from yibao.chronic_care.kinds import EMPLOYEE_INSURANCE
from yibao.chronic_care.workflows import hospital_change

_TO_FIRST = {"new_hospital_code": "H52010000011", "new_hospital_name": "贵阳市测试医院"}

chronic_hosp_change = hospital_change(
    "chronic_hosp_change",
    insurance_type=EMPLOYEE_INSURANCE,
    by_agent=False,
    examples=[
        Example(
            "王五看高血压换到贵阳市测试医院",
            _TO_FIRST,
            given="chronic_care.employee_recognised",
            person="王五",
        ),
        Example(
            "一个月前刚变更过",
            _TO_FIRST,
            given="chronic_care.employee_changed_hospital",
            person="王五",
            fails_with="chronic_care.hospital_changed_recently",
        ),
        Example(
            "认定了两个病种，没有说是哪一个",
            _TO_FIRST,
            given="chronic_care.employee_with_two_diseases",
            person="王五",
            fails_with="chronic_care.which_recognition",
        ),
        Example(
            "认定编号不是自己的",
            _TO_FIRST | {"recognition_number": "CR5204002026010100000010"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.recognition_unknown",
        ),
        Example(
            "新医疗机构已经是选定的",
            {"new_hospital_code": "H52010000013", "new_hospital_name": "测试社区卫生服务中心"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.hospital_unchanged",
        ),
        Example(
            "原医疗机构不是选定的",
            _TO_FIRST | {"old_hospital_code": "H52010000012"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.hospital_not_chosen",
        ),
        Example(
            "新医疗机构已不是定点",
            {"new_hospital_code": "H52010000014", "new_hospital_name": "已退出的测试医院"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.hospital_not_designated",
        ),
        Example(
            "医疗机构编号写错",
            {"new_hospital_code": "5201", "new_hospital_name": "贵阳市测试医院"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.hospital_code_wrong",
        ),
        Example(
            "还没有认定",
            _TO_FIRST,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.no_recognition",
        ),
        Example(
            "参加的是居民医保",
            _TO_FIRST,
            given="chronic_care.resident_recognised",
            person="王五",
            fails_with="chronic_care.insurance_differs",
        ),
        Example(
            "没有参保",
            _TO_FIRST,
            given="enrolment.not_enrolled",
            person="王五",
            fails_with="chronic_care.not_enrolled",
        ),
        Example(
            "定点情况暂时查不到",
            {"new_hospital_code": "H52010099999", "new_hospital_name": "没有应答的测试医院"},
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.institutions_unknown",
        ),
    ],
)
