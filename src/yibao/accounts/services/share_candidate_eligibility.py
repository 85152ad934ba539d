"""查询人员参保信息待遇: whether oneself or a relative can take part in a sharing."""

from __future__ import annotations

from yibao.accounts.example_people import LI_SI
from yibao.accounts.forms import CandidateQuestion
from yibao.accounts.results import CandidateEligibility
from yibao.accounts.share_queries import eligibility
from yibao.accounts.workflows import BASIS
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

_LI_SI = {
    "candidate": "relative",
    "candidate_identity_number": LI_SI.identity_number,
    "candidate_name": LI_SI.name,
}

share_candidate_eligibility = Service(
    number=93,
    operation="share_candidate_eligibility",
    name="查询人员参保信息待遇",
    summary="办家庭共济以前，先查自己能不能授权、家人能不能使用。",
    who="参保人本人；要授权的人也可以凭家人的姓名和身份证号码查家人能不能使用。",
    basis=BASIS,
    answers=CandidateQuestion,
    result=CandidateEligibility,
    workflow=instant_query(answer=eligibility),
    identity_level=IdentityLevel.STRONG,
    risk_points=(
        "打听他人参保情况：刷脸登录，姓名和号码都对才答，只答能不能",
        "猜姓名：姓名不对和没有参保答得一样",
        "反复试探：渠道限流，每次查询留痕",
    ),
    examples=[
        Example("张三查自己", {"candidate": "self"}, given="accounts.account", person="张三"),
        Example("张三查妻子李四", _LI_SI, given="accounts.relative_known", person="张三"),
        Example(
            "姓名不对，只说没有查到",
            _LI_SI | {"candidate_name": "李五"},
            given="accounts.relative_known",
            person="张三",
        ),
        Example(
            "李四是居民，可以用家人的账户",
            {"candidate": "self"},
            given="accounts.no_account",
            person="李四",
        ),
        Example(
            "没有填家人的姓名",
            {"candidate": "relative", "candidate_identity_number": LI_SI.identity_number},
            given="accounts.account",
            person="张三",
            fails_with="form.required",
        ),
    ],
)
