"""基本信息查询: everything that the catalogue says about one code."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import details
from yibao.medical_catalogue.forms import DetailAnswers
from yibao.medical_catalogue.results import DetailResult
from yibao.medical_catalogue.situations import ASPIRIN, STENT
from yibao.medical_catalogue.wording import DRUG_RULES, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

cat_basic_query = Service(
    number=101,
    operation="cat_basic_query",
    name="基本信息查询",
    summary="按编码查一种药品或医用耗材的全部信息，以及它的各个版本。",
    who="任何人，不用登录。",
    basis=(DRUG_RULES, GUIDE),
    answers=DetailAnswers,
    result=DetailResult,
    workflow=instant_query(answer=details),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=RISKS,
    examples=[
        Example("查一种药", {"code": ASPIRIN}, given=_FILLED),
        Example("查一种耗材", {"code": STENT}, given=_FILLED),
        Example("查药品以前的版本", {"code": ASPIRIN, "day": "2024-06-01"}, given=_FILLED),
        Example("目录里没有的编码", {"code": ASPIRIN}, given="medical_catalogue.emptied"),
        Example("没有填编码", {}, fails_with="form.required"),
    ],
)
