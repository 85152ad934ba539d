"""Tables of 异地就医备案. They are written by hand-made SQL only.

Three constraints that Django cannot say stand in the migrations: no two long registrations of one
person hold on one day, save in several places; no two registrations of whatever kind for one place;
and an event is never changed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression, Value

from yibao.remote_care.kinds import (
    LONG_KINDS,
    FilingKind,
    ReferralReason,
    RegistrationState,
    RegistrationStep,
    UploadState,
)

_KINDS = [(kind.value, kind.label) for kind in FilingKind]
_STATES = [(state.value, state.label) for state in RegistrationState]
_STEPS = [(step.value, step.label) for step in RegistrationStep]
_UPLOADS = [(state.value, state.label) for state in UploadState]
_LONG = sorted(kind.value for kind in LONG_KINDS)
_REFERRED = Q(kind=FilingKind.REFERRAL.value)
_REASONS = [(reason.value, reason.label) for reason in ReferralReason]
_DAY_BEFORE_START = CombinedExpression(F("starts_on"), "-", Value(1))


class Registration(models.Model):
    """One person, one place, one period, both days included (异地就医备案).

    A registration is never rewritten: a change ends it and begins another, ``replaces``. The
    period alone tells on which days it holds; a registration withdrawn before it began ends the
    day before its start.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField("备案编号", max_length=24, unique=True)
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    insurance_type = models.CharField("险种", max_length=5)
    kind = models.CharField("备案类型", max_length=12, choices=_KINDS)
    home_region = models.CharField("参保地", max_length=6)
    care_region = models.CharField("就医地", max_length=6)
    address_sealed = models.BinaryField("居住地址")
    phone_sealed = models.BinaryField("联系手机")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("最后有效日", null=True)
    is_pledged = models.BooleanField("承诺办理")
    is_multi_place = models.BooleanField("多地备案")
    locked_until = models.DateField("可变更、取消之日", null=True)
    state = models.CharField("状态", max_length=10, choices=_STATES)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    case_number = models.CharField("办件编号", max_length=24)
    row_version = models.PositiveIntegerField("版本", default=1)
    filed_at = models.DateTimeField("办理时间")
    changed_at = models.DateTimeField("最近变动时间")
    upload_state = models.CharField("上报状态", max_length=10, choices=_UPLOADS)
    upload_tries = models.PositiveSmallIntegerField("上报次数", default=0)
    upload_reference = models.CharField("平台回执号", max_length=60, blank=True)
    uploaded_at = models.DateTimeField("上报成功时间", null=True)
    next_upload_at = models.DateTimeField("下次上报时间", null=True)
    household_region = models.CharField("户籍所在地", max_length=6, blank=True, db_default="")
    employer_name = models.CharField("工作单位", max_length=100, blank=True, db_default="")
    document_reference = models.CharField("派出文件文号", max_length=60, blank=True, db_default="")
    referring_hospital_code = models.CharField(
        "转出医院编码", max_length=12, blank=True, db_default=""
    )
    referring_hospital_name = models.CharField(
        "转出医院", max_length=200, blank=True, db_default=""
    )
    receiving_hospital = models.CharField("转往的医院", max_length=100, blank=True, db_default="")
    referred_on = models.DateField("转诊日期", null=True)
    referral_reason = models.CharField(
        "转诊原因", max_length=20, choices=_REASONS, blank=True, db_default=""
    )
    illness_sealed = models.BinaryField("诊断和医师", null=True)

    class Meta:
        """One effective long registration of a person, save in several places (R-F2)."""

        db_table = "remote_registration"
        verbose_name = verbose_name_plural = "异地就医备案"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="effective", kind__in=_LONG, is_multi_place=False),
                name="one_effective_long_registration",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=_DAY_BEFORE_START),
                name="registration_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="effective") | Q(ends_on__isnull=False),
                name="registration_that_is_over_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(is_multi_place=False) | Q(is_pledged=False),
                name="several_places_are_never_pledged",
            ),
            models.CheckConstraint(
                condition=Q(is_pledged=True) | Q(locked_until__isnull=True),
                name="only_a_pledge_locks",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in FilingKind]), name="registration_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RegistrationState]),
                name="registration_state",
            ),
            models.CheckConstraint(
                condition=~_REFERRED | Q(ends_on__isnull=False), name="referral_has_an_end"
            ),
            models.CheckConstraint(
                condition=~_REFERRED | Q(is_pledged=False, is_multi_place=False),
                name="referral_is_of_one_place_and_proved",
            ),
            models.CheckConstraint(
                condition=(_REFERRED & Q(illness_sealed__isnull=False, referred_on__isnull=False))
                | (~_REFERRED & Q(illness_sealed__isnull=True, referred_on__isnull=True)),
                name="only_a_referral_tells_of_an_illness",
            ),
            models.CheckConstraint(
                condition=(Q(upload_state="uploaded") & Q(next_upload_at__isnull=True))
                | (~Q(upload_state="uploaded") & Q(next_upload_at__isnull=False)),
                name="registration_not_uploaded_is_tried_again",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="registration_of_person"),
            models.Index(
                fields=["next_upload_at"],
                condition=~Q(upload_state="uploaded"),
                name="registration_to_upload",
            ),
            models.Index(
                fields=["ends_on"],
                condition=Q(state="effective", ends_on__isnull=False),
                name="registration_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RegistrationEvent(models.Model):
    """What happened to a registration. Never changed, never deleted (a trigger sees to it)."""

    id = models.BigAutoField(primary_key=True)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, related_name="events", verbose_name="备案"
    )
    step = models.CharField("事件", max_length=12, choices=_STEPS)
    reason = models.CharField("原因", max_length=20, blank=True)
    effective_on = models.DateField("生效日期", null=True)
    operator = models.CharField("操作人", max_length=170)
    case_number = models.CharField("办件编号", max_length=24, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "remote_registration_event"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "备案变动记录"

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"
