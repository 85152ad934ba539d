"""其他药品和医用耗材服务: procurement prices, two channels, negotiated drugs, comparison."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import others
from yibao.medical_catalogue.forms import OtherAnswers
from yibao.medical_catalogue.results import OtherPage
from yibao.medical_catalogue.wording import DRUG_RULES, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

cat_other = Service(
    number=104,
    operation="cat_other",
    name="其他药品和医用耗材服务",
    summary="查集采中选价、双通道药品、哪里能买到谈判药，或比较同一通用名药品的价格。",
    who="任何人，不用登录。",
    basis=(DRUG_RULES, GUIDE),
    answers=OtherAnswers,
    result=OtherPage,
    workflow=instant_query(answer=others),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=(*RISKS[:1], "机构已不再配备：写明配备日期，提示先打电话", RISKS[2]),
    examples=[
        Example("集采中选价", {"query": "procurement", "keyword": "演示"}, given=_FILLED),
        Example("双通道药品", {"query": "dual_channel"}, given=_FILLED),
        Example(
            "在贵阳哪里能买到谈判药",
            {"query": "negotiated_stock", "name": "演示替尼", "region": "520100"},
            given=_FILLED,
        ),
        Example(
            "同通用名比价",
            {"query": "alternatives", "name": "演示阿司匹林肠溶片"},
            given=_FILLED,
        ),
        Example(
            "查机构没有说在哪里",
            {"query": "negotiated_stock", "name": "演示替尼"},
            fails_with="form.required",
        ),
        Example(
            "没有这个通用名",
            {"query": "alternatives", "name": "演示阿司匹林肠溶片"},
            given="medical_catalogue.emptied",
        ),
    ],
)
