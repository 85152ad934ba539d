"""经办机构信息查询: the offices that run the insurance, when they are open, and what they handle."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.agencies import agencies
from yibao.providers.forms import AgencyQuestion
from yibao.providers.results import FoundAgencies

qry_agency = Service(
    number=57,
    operation="qry_agency",
    name="经办机构信息查询",
    summary="查医保经办机构：在哪里、电话多少、几点上班、能办哪些事。可以按地区、名称查，也可以查附近的。",
    who="任何人，不用登录。",
    basis=(
        "《中华人民共和国政府信息公开条例》第二十条",
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》",
    ),
    answers=AgencyQuestion,
    result=FoundAgencies,
    workflow=instant_query(answer=agencies),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "办公地址、办公时间变动后未及时更新",
        "受理事项与窗口实际不一致",
        "已停止对外服务的网点仍然显示",
    ),
    examples=[
        Example("查贵阳市的经办机构", {"region": "520100"}, given="providers.register"),
        Example(
            "查哪里可以办居民参保登记",
            {"service_operation": "resident_enrol", "page_size": 20},
            given="providers.register",
        ),
        Example(
            "查附近的经办机构",
            {"near": True, "longitude": 106713478, "latitude": 26578343, "radius": 5000},
            given="providers.register",
        ),
        Example("没有这个名字的机构", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "事项编号写错",
            {"service_operation": "no_such_service"},
            given="providers.register",
            fails_with="providers.operation_unknown",
        ),
    ],
)
