"""申办: an employee has a chronic or special disease recognised."""

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
_RECORDS = {"medical_records": "upload"}

chronic_apply = application(
    "chronic_apply",
    insurance_type=EMPLOYEE_INSURANCE,
    by_agent=False,
    examples=[
        Example(
            "医院已经认定王五患高血压，当场办成",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee_concluded_by_hospital",
            person="王五",
        ),
        Example(
            "没有医院的认定结论，由专家评定",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            under_review=True,
        ),
        Example(
            "还选了第二家医疗机构",
            _HYPERTENSION
            | {
                "has_second_hospital": True,
                "second_hospital_code": "H52010000012",
                "second_hospital_name": "贵阳市测试第二医院",
            },
            _RECORDS,
            given="chronic_care.employee_concluded_by_hospital",
            person="王五",
        ),
        Example(
            "高血压已经认定",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.already_recognised",
        ),
        Example(
            "已认定糖尿病，再申请同组的糖尿病黄斑水肿",
            _HYPERTENSION | {"disease_code": "M01609", "hospital_code": "H52010000011"},
            _RECORDS,
            given="chronic_care.employee_with_diabetes",
            person="王五",
            fails_with="chronic_care.diseases_exclusive",
        ),
        Example(
            "已认定三个病种",
            _HYPERTENSION | {"disease_code": "M01600"},
            _RECORDS,
            given="chronic_care.employee_with_three_diseases",
            person="王五",
            fails_with="chronic_care.diseases_too_many",
        ),
        Example(
            "诊断资料太旧",
            _HYPERTENSION | {"diagnosed_on": days_from_today(-900)},
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.diagnosis_too_old",
        ),
        Example(
            "诊断日期填到了将来",
            _HYPERTENSION | {"diagnosed_on": days_from_today(5)},
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.diagnosed_in_future",
        ),
        Example(
            "就医医疗机构没有开通这个病种",
            _HYPERTENSION | {"disease_code": "M04600"},
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.disease_not_opened",
        ),
        Example(
            "认定医疗机构没有认定资格",
            _HYPERTENSION | {"recognising_hospital_code": "H52010000013"},
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.hospital_may_not_recognise",
        ),
        Example(
            "同一家医疗机构填了两次",
            _HYPERTENSION
            | {
                "has_second_hospital": True,
                "second_hospital_code": "H52010000013",
                "second_hospital_name": "测试社区卫生服务中心",
            },
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.hospital_named_twice",
        ),
        Example(
            "目录里没有的病种",
            _HYPERTENSION | {"disease_code": "M99999"},
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.disease_unknown",
        ),
        Example(
            "参加的是居民医保",
            _HYPERTENSION,
            _RECORDS,
            given="chronic_care.resident",
            person="王五",
            fails_with="chronic_care.insurance_differs",
        ),
        Example(
            "没有参保",
            _HYPERTENSION,
            _RECORDS,
            given="enrolment.not_enrolled",
            person="王五",
            fails_with="chronic_care.not_enrolled",
        ),
    ],
)
