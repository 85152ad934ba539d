"""定点药店信息查询: designated pharmacies, where they are, and what they are open for."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import PharmacyQuestion
from yibao.providers.offers import pharmacies
from yibao.providers.results import FoundProviders

qry_pharmacy = Service(
    number=54,
    operation="qry_pharmacy",
    name="定点药店信息查询",
    summary="查医保定点药店：在哪里、电话多少、几点营业、开通了什么。可以按地区、店名查，也可以查附近的。",
    who="任何人，不用登录。",
    basis=(
        "《医疗保障基金使用监督管理条例》第十一条",
        "《零售药店医疗保障定点管理暂行办法》（国家医疗保障局令第3号）",
    ),
    answers=PharmacyQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=pharmacies),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示协议已中止、解除或者到期的药店",
        "开通服务的起止日期未及时更新",
        "机构负责人的手机号码被公开",
    ),
    examples=[
        Example("查贵阳市的定点药店", {"region": "520100"}, given="providers.register"),
        Example(
            "查附近的定点药店",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 5000},
            given="providers.register",
        ),
        Example(
            "查双通道药店",
            {"capability": "dual_channel", "page": 1, "page_size": 5},
            given="providers.register",
        ),
        Example("没有这个名字的药店", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "查外省的药店",
            {"region": "310100"},
            given="providers.register",
            fails_with="form.region_elsewhere",
        ),
        Example(
            "查附近没有说在哪里",
            {"near": True, "latitude": 26578343},
            given="providers.register",
            fails_with="form.required",
        ),
        Example(
            "名称只有一个字",
            {"name": "店"},
            given="providers.register",
            fails_with="form.too_short",
        ),
    ],
)
