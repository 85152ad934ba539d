"""What a person may do against a negative decision; the time limits are dated parameters."""

from __future__ import annotations

from datetime import date

from yibao.casework.notices.content import HOTLINE, Remedies
from yibao.reference import parameters

DEFAULT_OBJECTION = f"可以拨打{HOTLINE}反映，也可以向受理机构提出书面异议。"


def remedies_on(
    day: date,
    *,
    review_agency: str,
    court: str,
    region: str = parameters.NATION,
    review_comes_first: bool = False,
) -> Remedies:
    """Return the remedies against a decision made on ``day`` in ``region`` (six digits).

    ``review_agency`` is the government that reviews (行政复议机关), ``court`` the court of first
    instance; ``review_comes_first`` says that the law asks for the review before the court
    (行政复议法 第二十三条). Raises ParameterMissing for a day before the first value.
    """
    return Remedies(
        objection=DEFAULT_OBJECTION,
        review_agency=review_agency,
        review_days=parameters.whole_number("casework.review_days", day=day, region=region),
        court=court,
        litigation_months=parameters.whole_number(
            "casework.litigation_months", day=day, region=region
        ),
        review_comes_first=review_comes_first,
    )
