"""What somebody is asked who wants a certificate of his insurance."""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.catalogue.field_types import Choice
from yibao.catalogue.form import Form


class CertifiedInsurance(Choices):
    """Which insurance the certificate is about."""

    EMPLOYEE = "310", "职工医保"
    RESIDENT = "390", "居民医保"


class CertificatePurpose(Choices):
    """What the certificate is for."""

    TRANSFER = "transfer", "转移医保关系"
    SCHOOL = "school", "子女入学"
    OTHER = "other", "其他"


class CertificateAnswers(Form):
    """出具《参保凭证》 (docs/reference/services.md, item 17)."""

    insurance = Choice("险种", CertifiedInsurance, example="390")
    purpose = Choice("用途", CertificatePurpose, example="transfer")
