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
            shared_from="household_register",
            hint="任选一种；户籍信息能核验的，不用上传。",
        ),
        information.KEY_INFORMATION_PROOF,
    ],
    workflow=instant_effect(
        checks=[information.change_is_possible],
        effect=information.change_resident_information,
        review=Review(working_days=5, when=information.needs_review),
    ),
    identity_level=IdentityLevel.STRONG,
    national_code="0736010005",
    archive_class="登记类",
    risk_points=("冒名变更", "关键信息与公安登记不一致"),
    examples=[],
)
