"""定点医疗机构信息查询: designated hospitals and clinics, where they are, and what they are open for."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import HospitalQuestion
from yibao.providers.offers import hospitals
from yibao.providers.results import FoundProviders

qry_medins = Service(
    number=55,
    operation="qry_medins",
    name="定点医疗机构信息查询",
    summary="查医保定点医院、诊所：在哪里、几级、有哪些科、能不能异地结算。可以按地区、名称查，也可以查附近的。",
    who="任何人，不用登录。",
    basis=(
        "《医疗保障基金使用监督管理条例》第十一条",
        "《医疗机构医疗保障定点管理暂行办法》（国家医疗保障局令第2号）",
    ),
    answers=HospitalQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=hospitals),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示协议已中止、解除或者到期的医疗机构",
        "医院等级、开通服务未及时更新",
        "机构负责人的手机号码被公开",
    ),
    examples=[
        Example("查三级甲等医院", {"kind": "hospital", "level": "2"}, given="providers.register"),
        Example(
            "查能跨省结算的医院",
            {"region": "520300", "capability": "remote_national"},
            given="providers.register",
        ),
        Example(
            "查附近的医院和诊所",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 5000},
            given="providers.register",
        ),
        Example("没有这个名字的医院", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "医院等级代码不在表里",
            {"level": "77"},
            given="providers.register",
            fails_with="form.unknown_code",
        ),
        Example(
            "半径太大",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 80000},
            given="providers.register",
            fails_with="form.out_of_range",
        ),
    ],
)
