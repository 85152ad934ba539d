"""政策文件查询: which documents there are, what they are called, whether they hold."""

from __future__ import annotations

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query
from yibao.medical_catalogue.answers import documents
from yibao.medical_catalogue.forms import DocumentAnswers
from yibao.medical_catalogue.results import DocumentPage
from yibao.medical_catalogue.situations import DOCUMENT_NUMBER
from yibao.medical_catalogue.wording import DISCLOSURE, GUIDE, RISKS

_FILLED = "medical_catalogue.filled"

cat_policy_query = Service(
    number=102,
    operation="cat_policy_query",
    name="政策文件查询",
    summary="按标题、文号、主题或发布日期查医保政策文件，写明是否有效、是否核对过原文。",
    who="任何人，不用登录。",
    basis=(DISCLOSURE, GUIDE),
    answers=DocumentAnswers,
    result=DocumentPage,
    workflow=instant_query(answer=documents),
    identity_level=IdentityLevel.PUBLIC,
    risk_points=("文件已废止仍被引用：写明状态", "标题或文号有误：未核对原文的都注明", RISKS[2]),
    examples=[
        Example("按标题里的字查", {"keyword": "药品目录"}, given=_FILLED),
        Example("按文号查", {"document_number": DOCUMENT_NUMBER}, given=_FILLED),
        Example(
            "按发布日期查",
            {"published_from": "2026-01-01", "published_until": "2026-12-31"},
            given=_FILLED,
        ),
        Example(
            "没有这个文号",
            {"document_number": DOCUMENT_NUMBER},
            given="medical_catalogue.emptied",
        ),
        Example(
            "日期填反了",
            {"published_from": "2026-12-31", "published_until": "2026-01-01"},
            fails_with="medical_catalogue.period_reversed",
        ),
    ],
)
