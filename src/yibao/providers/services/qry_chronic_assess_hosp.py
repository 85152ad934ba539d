"""慢病认定医院查询: hospitals that recognise chronic diseases, and which ones."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.providers.forms import RecognitionQuestion
from yibao.providers.offers import recognising_hospitals
from yibao.providers.results import FoundProviders

qry_chronic_assess_hosp = Service(
    number=59,
    operation="qry_chronic_assess_hosp",
    name="慢病认定医院查询",
    summary="查哪些医院可以做门诊慢特病认定，各认定什么病种、从什么时候开始。",
    who="任何人，不用登录。",
    basis=(
        "《医疗保障基金使用监督管理条例》第十一条",
        "《医疗机构医疗保障定点管理暂行办法》（国家医疗保障局令第2号）",
    ),
    answers=RecognitionQuestion,
    result=FoundProviders,
    workflow=instant_query(answer=recognising_hospitals),
    identity_level=IdentityLevel.PUBLIC,
    agents_allowed=False,
    risk_points=(
        "显示已取消认定资格的医院",
        "认定病种未及时更新",
        "显示协议已中止、解除或者到期的医疗机构",
    ),
    examples=[
        Example("查遵义市的慢病认定医院", {"region": "520300"}, given="providers.register"),
        Example("查能认定某个病种的医院", {"disease_code": "M03900"}, given="providers.register"),
        Example("没有医院认定的病种", {"disease_code": "M99999"}, given="providers.register"),
        Example(
            "地区代码不存在",
            {"region": "529999"},
            given="providers.register",
            fails_with="form.unknown_region",
        ),
    ],
)
