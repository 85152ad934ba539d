"""What the pages keep: drafts, sign-in codes under way, attempts, and who handed in which case."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """An application being filled in (草稿), sealed; one of a person for a service.

    After submission ``sealed`` is emptied and ``case_number`` set, so that a second click or the
    back button finds the receipt.
    """

    id = models.UUIDField(primary_key=True)
    person_index = models.BinaryField(max_length=32)
    operation = models.CharField("事项", max_length=60)
    request_number = models.CharField("流水号", max_length=64, unique=True)
    sealed = models.BinaryField()
    case_number = models.CharField("受理编号", max_length=24, blank=True, default="")
    updated_at = models.DateTimeField("更新时间")
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        """Found by person and service."""

        db_table = "portal_draft"
        verbose_name = verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(
                fields=["person_index", "operation"], name="one_draft_of_a_person_for_a_service"
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="portal_draft_expiry")]

    def __str__(self) -> str:
        return f"{self.operation} {self.updated_at:%Y-%m-%d}"


class OwnSubmission(models.Model):
    """Who handed in which case on a page: the person, or somebody acting for him."""

    case_number = models.CharField("受理编号", max_length=24, primary_key=True)
    person_index = models.BinaryField(max_length=32)
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        """Found by person."""

        db_table = "portal_submission"
        verbose_name = verbose_name_plural = "网上提交"
        indexes = [
            models.Index(fields=["person_index", "-submitted_at"], name="portal_submission_person")
        ]

    def __str__(self) -> str:
        return self.case_number


class SignInCode(models.Model):
    """A code that the demonstration provider sent; it opens one sign-in, once."""

    id = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    code_digest = models.BinaryField(max_length=32)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        """Swept by age."""

        db_table = "portal_sign_in_code"
        verbose_name = verbose_name_plural = "登录验证码"
        indexes = [models.Index(fields=["expires_at"], name="portal_sign_in_code_expiry")]

    def __str__(self) -> str:
        return str(self.id)


class Attempt(models.Model):
    """How often something was asked for in the running window; the key tells nobody by whom."""

    key = models.BinaryField(primary_key=True, max_length=32)
    started_at = models.DateTimeField("窗口开始")
    count = models.PositiveIntegerField("次数")

    class Meta:
        """Swept by age."""

        db_table = "portal_attempt"
        verbose_name = verbose_name_plural = "访问次数"
        indexes = [models.Index(fields=["started_at"], name="portal_attempt_age")]

    def __str__(self) -> str:
        return f"{self.count}"
