"""职工参保信息变更登记: keep what is registered about an employee true."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.enrolment import information
from yibao.enrolment.employee_change_forms import EmployeeChangeAnswers
from yibao.enrolment.results import InformationChangeResult

employee_info_change = Service(
    number=15,
    operation="employee_info_change",
    name="职工参保信息变更登记",
    summary="职工的手机号码、地址、姓名、证件、用工形式等变了，告诉医保部门。公安已经更新的，当场办好。",
    who="参加职工医保的人，包括退休人员和灵活就业人员。",
    basis=(
        "《社会保险经办条例》第八条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》参保信息变更登记",
    ),
    answers=EmployeeChangeAnswers,
    result=InformationChangeResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        ),
        information.EMPLOYEE_KEY_INFORMATION_PROOF,
    ],
    workflow=instant_effect(
        checks=[information.change_is_possible, information.work_day_is_possible],
        effect=information.change_person_information,
        review=Review(working_days=5, when=information.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010005",
    archive_class="登记类",
    risk_points=("冒名变更", "关键信息与公安登记不一致", "虚填参加工作日期"),
    examples=[
        Example(
            "张三换了手机号码",
            {"what": "contact", "phone": "19900000013"},
            given="enrolment.employee",
            person="张三",
        ),
        Example(
            "张三改为劳动合同用工",
            {"what": "work", "employment_kind": "contract", "first_worked_on": "2012-07-01"},
            given="enrolment.employee",
            person="张三",
        ),
        Example(
            "张三改名，公安没有更新，上传证明后审核",
            {"what": "key", "name": "张三三"},
            {"key_information_proof": "upload"},
            given="enrolment.employee_with_unconfirmed_change",
            person="张三",
            under_review=True,
        ),
        Example(
            "改名没有证明",
            {"what": "key", "name": "张三三"},
            given="enrolment.employee_with_unconfirmed_change",
            person="张三",
            fails_with="material.missing",
        ),
        Example(
            "出生日期与身份证号码不一致",
            {"what": "key", "birth_date": "1990-03-08"},
            given="enrolment.employee",
            person="张三",
            fails_with="persons.birth_date_differs",
        ),
        Example(
            "什么也没有填",
            {"what": "work"},
            given="enrolment.employee",
            person="张三",
            fails_with="persons.nothing_to_change",
        ),
        Example(
            "参加工作日期在将来",
            {"what": "work", "first_worked_on": days_from_today(30)},
            given="enrolment.employee",
            person="张三",
            fails_with="enrolment.work_day_wrong",
        ),
        Example(
            "没有参加职工医保",
            {"what": "contact", "phone": "19900000013"},
            given="enrolment.resident",
            person="李四",
            fails_with="enrolment.no_employee_enrolment",
        ),
    ],
)
