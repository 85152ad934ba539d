"""受理类服务进度查询: how far the person's own applications are."""

from __future__ import annotations

from yibao.casework.progress import progress_of
from yibao.casework.progress_forms import ProgressList, ProgressQuestion
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import Example, Service
from yibao.catalogue.workflow import instant_query

accept_progress_query = Service(
    number=114,
    operation="accept_progress_query",
    name="受理类服务进度查询",
    summary="查询自己提交的业务办到哪一步、什么时候办完、还要做什么。",
    who="申请人本人，或有授权的代办人。",
    basis=(
        "国家医疗保障局《全国医疗保障经办政务服务事项清单》",
        "《国务院关于加快推进政务服务标准化规范化便利化的指导意见》（国发〔2022〕5号）",
    ),
    answers=ProgressQuestion,
    result=ProgressList,
    workflow=instant_query(answer=progress_of),
    identity_level=IdentityLevel.REAL_NAME,
    risk_points=("查询他人办件",),
    examples=[
        Example("还没有办件", {"search_by": "list"}, person="李四"),
        Example(
            "受理编号抄错一位",
            {
                "search_by": "number",
                "case_number": "5201002026010200001230",
                "certificate_end": "0225",
            },
            person="李四",
            fails_with="identifiers.case_number",
        ),
        Example(
            "没有填受理编号",
            {"search_by": "number", "certificate_end": "0225"},
            person="李四",
            fails_with="form.required",
        ),
        Example(
            "起止日期颠倒",
            {
                "search_by": "list",
                "submitted_from": "2026-11-02",
                "submitted_until": "2026-11-01",
            },
            person="李四",
            fails_with="period.ends_too_early",
        ),
    ],
)
