"""The kinds of disease, and the few states that a recognition can be in."""

from __future__ import annotations

from yibao.catalogue.choices import Choices

EMPLOYEE_INSURANCE, RESIDENT_INSURANCE = "310", "390"
"""Codes of the national table ``insurance_type``."""


class DiseaseKind(Choices):
    """How long a recognition holds is a matter of the kind of disease."""

    CHRONIC = "chronic", "慢性病"
    SPECIAL = "special", "特殊病"


class RecognitionState(Choices):
    """Where a recognition stands. Whether it holds on a day is told by its period alone."""

    EFFECTIVE = "effective", "有效"
    VOID = "void", "已作废"


class RecognitionStep(Choices):
    """What happened to a recognition; each is an event that is never changed."""

    RECOGNISE = "recognise", "认定"
    CHANGE_HOSPITAL = "change_hospital", "变更医疗机构"
    RENEW = "renew", "年审延续"
