"""已开通门诊统筹药店查询: pharmacies that are open for outpatient pooling."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import PoolingPharmacyQuestion
from yibao.providers.offers import pooling_pharmacies
from yibao.providers.results import FoundProviders

qry_pool_pharmacy = Service(
    number=66,
    operation="qry_pool_pharmacy",
    name="已开通门诊统筹药店查询",
    summary="查哪些定点药店开通了门诊统筹，在那里凭处方买药可以报销。",
    who="任何人，不用登录。",
    basis=(
        "《医疗保障基金使用监督管理条例》第十一条",
        "《国家医疗保障局办公室关于进一步做好定点零售药店纳入门诊统筹管理的通知》（医保办发〔2023〕4号）",
    ),
    answers=PoolingPharmacyQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=pooling_pharmacies),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示未开通或者已关闭门诊统筹的药店",
        "开通日期未及时更新",
        "显示协议已中止、解除或者到期的药店",
    ),
    examples=[
        Example("查毕节市开通门诊统筹的药店", {"region": "520500"}, given="providers.register"),
        Example(
            "查附近开通门诊统筹的药店",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 5000},
            given="providers.register",
        ),
        Example("没有这个名字的药店", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "每页条数太多",
            {"page_size": 51},
            given="providers.register",
            fails_with="form.out_of_range",
        ),
    ],
)
