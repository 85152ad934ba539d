"""限价信息查询: payment standards, listed prices, ceilings, prices of procurements."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import prices
from yibao.medical_catalogue.forms import PriceAnswers
from yibao.medical_catalogue.results import PricePage
from yibao.medical_catalogue.situations import ASPIRIN, STENT
from yibao.medical_catalogue.wording import DRUG_RULES, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

cat_limit_price_query = Service(
    number=103,
    operation="cat_limit_price_query",
    name="限价信息查询",
    summary="查药品或医用耗材的医保支付标准、挂网价、最高限价和集采中选价，写明地区和起止日期。",
    who="任何人，不用登录。",
    basis=(DRUG_RULES, GUIDE),
    answers=PriceAnswers,
    result=PricePage,
    workflow=instant_query(answer=prices),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=RISKS,
    examples=[
        Example("按编码查全部价格", {"code": ASPIRIN}, given=_FILLED),
        Example("查在贵阳适用的价格", {"name": "演示阿司匹林", "region": "520100"}, given=_FILLED),
        Example(
            "按名称只查支付标准",
            {"name": "演示", "price_type": "payment_standard", "hospital_level": "3"},
            given=_FILLED,
        ),
        Example("没有限价", {"code": STENT}, given=_FILLED),
        Example("什么都没有填", {}, fails_with="medical_catalogue.nothing_to_look_for"),
    ],
)
