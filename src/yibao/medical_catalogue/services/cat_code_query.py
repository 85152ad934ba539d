"""药品耗材编码: the national code of a thing, and the thing of a code, old or new."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import codes
from yibao.medical_catalogue.forms import CodeAnswers
from yibao.medical_catalogue.results import CodePage
from yibao.medical_catalogue.situations import ASPIRIN, FORMER_STENT
from yibao.medical_catalogue.wording import DRUG_RULES, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

cat_code_query = Service(
    number=100,
    operation="cat_code_query",
    name="药品耗材编码",
    summary="按名称查药品或医用耗材的国家编码，或按编码查是什么；旧编码可以查到新编码。",
    who="任何人，不用登录。",
    basis=(DRUG_RULES, GUIDE),
    answers=CodeAnswers,
    result=CodePage,
    workflow=instant_query(answer=codes),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=RISKS,
    examples=[
        Example("按名称查药品编码", {"item_list": "drug", "name": "演示替尼"}, given=_FILLED),
        Example("按编码查药品", {"item_list": "drug", "code": ASPIRIN}, given=_FILLED),
        Example("按旧编码查耗材", {"item_list": "consumable", "code": FORMER_STENT}, given=_FILLED),
        Example(
            "编码和名称都没有填",
            {"item_list": "drug"},
            fails_with="medical_catalogue.nothing_to_look_for",
        ),
    ],
)
