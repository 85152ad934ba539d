"""城乡居民参保信息变更登记: keep what is registered about a resident true."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import Material
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import Review, instant_effect
from yibao.enrolment import information
from yibao.enrolment.forms import InformationChangeAnswers
from yibao.enrolment.results import InformationChangeResult

resident_info_change = Service(
    number=2,
    operation="resident_info_change",
    name="城乡居民参保信息变更登记",
    summary="手机号码、地址、姓名、证件等变了，告诉医保部门。公安已经更新的，当场办好。",
    who="参加居民医保的人；孩子由父母代办。",
    basis=(
        "《社会保险经办条例》第八条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》参保信息变更登记",
    ),
    answers=InformationChangeAnswers,
    result=InformationChangeResult,
    materials=[
        Material(
            "identity_document",
            "医保码、有效身份证件或社会保障卡",
            is_required=False,
            shared_from="household_register",
            hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
        ),
        information.KEY_INFORMATION_PROOF,
    ],
    workflow=instant_effect(
        checks=[information.change_is_possible],
        effect=information.change_person_information,
        review=Review(working_days=5, when=information.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010005",
    archive_class="登记类",
    risk_points=("冒名变更", "关键信息与公安登记不一致"),
    examples=[
        Example(
            "李四换了手机号码",
            {"what": "contact", "phone": "19900000012"},
            given="enrolment.resident",
            person="李四",
        ),
        Example(
            "李四搬到花溪区",
            {"what": "contact", "living_region": "520111", "living_address": "测试路12号"},
            given="enrolment.resident",
            person="李四",
        ),
        Example(
            "李四改名，公安已经更新",
            {"what": "key", "name": "李思思"},
            given="enrolment.resident_with_confirmed_change",
            person="李四",
        ),
        Example(
            "李四改名，公安没有更新，上传证明后审核",
            {"what": "key", "name": "李思思"},
            {"key_information_proof": "upload"},
            given="enrolment.resident_with_unconfirmed_change",
            person="李四",
            under_review=True,
        ),
        Example(
            "改名没有证明",
            {"what": "key", "name": "李思思"},
            given="enrolment.resident_with_unconfirmed_change",
            person="李四",
            fails_with="material.missing",
        ),
        Example(
            "出生日期与身份证号码不一致",
            {"what": "key", "birth_date": "1992-08-16"},
            given="enrolment.resident",
            person="李四",
            fails_with="persons.birth_date_differs",
        ),
        Example(
            "李四由成年居民改为大学生",
            {"what": "kind", "kind": "student"},
            given="enrolment.resident",
            person="李四",
        ),
        Example(
            "填写的与登记的相同",
            {"what": "kind", "kind": "adult"},
            given="enrolment.resident",
            person="李四",
            fails_with="persons.nothing_to_change",
        ),
        Example(
            "没有参加居民医保",
            {"what": "contact", "phone": "19900000012"},
            given="enrolment.employee",
            person="张三",
            fails_with="enrolment.no_resident_enrolment",
        ),
    ],
)
