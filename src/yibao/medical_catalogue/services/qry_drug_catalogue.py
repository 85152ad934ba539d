"""药品目录信息查询: whether the insurance pays for a drug, and under which limits."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import drugs
from yibao.medical_catalogue.forms import DrugAnswers
from yibao.medical_catalogue.results import DrugPage
from yibao.medical_catalogue.wording import DRUG_RULES, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

qry_drug_catalogue = Service(
    number=63,
    operation="qry_drug_catalogue",
    name="药品目录信息查询",
    summary="查一种药在不在医保目录里，是甲类还是乙类，先自付多少，有没有限定支付范围。",
    who="任何人，不用登录。",
    basis=(DRUG_RULES, GUIDE),
    answers=DrugAnswers,
    result=DrugPage,
    workflow=instant_query(answer=drugs),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=RISKS,
    examples=[
        Example("按名称里的几个字查", {"name": "演示阿司匹林"}, given=_FILLED),
        Example("只看国家谈判药品", {"name": "演示", "is_negotiated": True}, given=_FILLED),
        Example(
            "查以前某一天的目录",
            {"name": "演示阿司匹林", "payment_class": "B", "day": "2024-06-01"},
            given=_FILLED,
        ),
        Example("没有这种药", {"name": "演示阿司匹林"}, given="medical_catalogue.emptied"),
        Example(
            "页码超出范围",
            {"name": "演示", "page": 10001},
            given=_FILLED,
            fails_with="form.out_of_range",
        ),
    ],
)
