"""Which applications an expert assesses, and whose experts must not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yibao.catalogue.case import Case
from yibao.chronic_care import institutions, queries
from yibao.chronic_care.institutions import HospitalConclusion
from yibao.chronic_care.remembering import once_per_case
from yibao.kernel.errors import DomainError
from yibao.reference import parameters

_MOST_RECOGNITIONS = 50


@once_per_case
def hospital_conclusion(case: Case[Any], disease_code: str) -> HospitalConclusion | None:
    """Return what a hospital concluded about the person and the disease: asked once for a case."""
    return institutions.conclusion_about(case.subject, disease_code)


def why_an_expert(case: Case[Any], disease_code: str, region: str) -> str:
    """Return why an expert has to assess, or nothing where a hospital's conclusion is enough.

    Whether it is enough, and how old it may be, are parameters of the home region.
    """
    day = case.submitted_on
    found = hospital_conclusion(case, disease_code)
    if not _takes_effect(case, region) or found is None:
        return "需专家评定病种"
    if not found.is_met:
        return "医疗机构结论为不符合，需专家评定"
    days = parameters.whole_number("chronic_care.hospital_conclusion_days", day=day, region=region)
    if not day - timedelta(days=days) <= found.concluded_on <= day:
        return "医疗机构结论已过期，需专家评定"
    if not _may_have_concluded(found):
        return "作出结论的医疗机构没有认定资格，需专家评定"
    return ""


def treating_hospitals(case: Case[Any]) -> list[str]:
    """Return the hospitals where the person is treated for what is recognised already."""
    held = queries.latest_of_subject(case.sql, case.subject_index, limit=_MOST_RECOGNITIONS)
    return [one.code for each in held for one in each.hospitals_from(case.submitted_on)]


def _takes_effect(case: Case[Any], region: str) -> bool:
    return bool(
        parameters.whole_number(
            "chronic_care.hospital_conclusion_takes_effect", day=case.submitted_on, region=region
        )
    )


def _may_have_concluded(found: HospitalConclusion) -> bool:
    """Tell whether the hospital had the right on the day; a silent register means: an expert."""
    try:
        institutions.recognising(found.hospital_code, found.disease_code, found.concluded_on, at="")
    except DomainError:
        return False
    return True
