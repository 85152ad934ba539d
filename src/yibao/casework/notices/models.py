"""The table of notices. Rows are written by ``issuing`` and completed once by ``rendering``."""

from __future__ import annotations

from django.db import models

from yibao.casework.notices.kinds import NoticeKind

_KINDS = [(kind.value, kind.label) for kind in NoticeKind]


class Notice(models.Model):
    """One notice, issued once and never changed.

    ``content_sealed`` holds the canonical content, under SM4; ``content_sm3`` its digest. The
    signature, the key that made it, the PDF and its digest come together, at the first reading.
    ``version`` is the form of the canonical content.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField("文书种类", max_length=20, choices=_KINDS)
    code = models.CharField("核验码", max_length=16, unique=True)
    issued_at = models.DateTimeField("签发时间")
    content_sealed = models.BinaryField()
    content_sm3 = models.BinaryField(max_length=32)
    signature = models.BinaryField(null=True, max_length=80)
    signing_key = models.CharField("签名密钥", max_length=100, blank=True, default="")
    pdf_sealed = models.BinaryField(null=True)
    pdf_sm3 = models.BinaryField(null=True, max_length=32)
    version = models.PositiveSmallIntegerField("内容格式版本", default=1)

    class Meta:
        """Signature, key, PDF and digest are there together or not at all."""

        app_label = "casework"
        db_table = "notice"
        verbose_name = verbose_name_plural = "文书"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in NoticeKind]),
                name="notice_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    signature__isnull=True, pdf_sealed__isnull=True, pdf_sm3__isnull=True
                )
                | models.Q(
                    signature__isnull=False, pdf_sealed__isnull=False, pdf_sm3__isnull=False
                ),
                name="notice_signed_and_rendered_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
