"""Kinds of monthly contribution."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class ContributionKind(Choices):
    """缴费类型; a supplement raises the base of a month that is there and adds none."""

    NORMAL = "normal", "正常缴费"
    BACK = "back", "补缴"
    SUPPLEMENT = "supplement", "基数补差"


COUNTED_KINDS = (ContributionKind.NORMAL.value, ContributionKind.BACK.value)
