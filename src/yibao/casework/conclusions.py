"""What an expert may conclude."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class Conclusion(Choices):
    """Whether what the person applies for is so, as far as the papers tell."""

    MET = "met", "符合"
    UNMET = "unmet", "不符合"
    UNCLEAR = "unclear", "资料不足"
