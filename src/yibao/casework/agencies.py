"""The agency that handles the cases of a region, and who reviews its decisions.

行政复议法 第二十四条: the people's government of the same level reviews; 行政诉讼法 第十八条: the court at
the seat of the agency hears the case.
"""

from __future__ import annotations

from dataclasses import dataclass

from yibao.reference import regions


@dataclass(frozen=True)
class Agency:
    """How an agency is named on paper."""

    name: str
    review_agency: str
    court: str


def agency_of(region: str) -> Agency:
    """Return the agency of a region (six digits); one that the list no longer has gets its code."""
    place = regions.full_name(region) if regions.exists(region) else f"（{region}）"
    return Agency(
        name=f"{place}医疗保障经办机构",
        review_agency=f"{place}人民政府",
        court=f"{place}有管辖权的人民法院",
    )
