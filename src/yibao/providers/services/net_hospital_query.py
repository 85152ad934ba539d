"""就诊医院查询: hospitals whose diagnoses by internet are settled with the insurance."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import InternetHospitalQuestion
from yibao.providers.offers import internet_hospitals
from yibao.providers.results import FoundProviders

net_hospital_query = Service(
    number=91,
    operation="net_hospital_query",
    name="就诊医院查询",
    summary="查哪些医院开通了互联网诊疗医保结算，有哪些科、网址是什么。",
    who="任何人，不用登录。",
    basis=(
        "《国家医疗保障局关于积极推进“互联网+”医疗服务医保支付工作的指导意见》（医保发〔2020〕45号）",
        "《医疗保障基金使用监督管理条例》第十一条",
    ),
    answers=InternetHospitalQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=internet_hospitals),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示未开通互联网诊疗医保结算的医院",
        "网址变动或者被冒用",
        "显示协议已中止、解除或者到期的医疗机构",
    ),
    examples=[
        Example("查贵阳市开通互联网诊疗的医院", {"region": "520100"}, given="providers.register"),
        Example("按名称查", {"name": "测试人民"}, given="providers.register"),
        Example("没有这个名字的医院", {"name": "没有这一家"}, given="providers.register"),
        Example(
            "省的范围太大",
            {"region": "520000"},
            given="providers.register",
            fails_with="form.region_too_wide",
        ),
    ],
)
