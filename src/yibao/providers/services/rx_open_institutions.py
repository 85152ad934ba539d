"""电子处方开通定点机构查询: institutions that take part in the circulation of electronic prescriptions."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import PrescriptionQuestion
from yibao.providers.offers import prescription_providers
from yibao.providers.results import FoundProviders

rx_open_institutions = Service(
    number=86,
    operation="rx_open_institutions",
    name="电子处方开通定点机构查询",
    summary="查哪些医院可以开电子处方、哪些药店可以凭电子处方买药。",
    who="任何人，不用登录。",
    basis=(
        "《医疗保障基金使用监督管理条例》第十一条",
        "《国家医疗保障局 国家卫生健康委员会关于建立完善国家医保谈判药品“双通道”管理机制的"
        "指导意见》（医保发〔2021〕28号）",
    ),
    answers=PrescriptionQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=prescription_providers),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示未接入电子处方流转的机构",
        "药品范围与实际开通不一致",
        "显示协议已中止、解除或者到期的机构",
    ),
    examples=[
        Example(
            "查可以凭电子处方买双通道药品的药店",
            {"kind": "pharmacy", "capability": "dual_channel"},
            given="providers.register",
        ),
        Example(
            "查附近开通电子处方的机构",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 5000},
            given="providers.register",
        ),
        Example("没有这个名字的机构", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "机构类别写错",
            {"kind": "shop"},
            given="providers.register",
            fails_with="form.not_a_choice",
        ),
    ],
)
