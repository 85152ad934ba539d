"""Tables of designated institutions, their agreements and what they are open for; and agencies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from yibao.providers.kinds import AgencyLevel, AgreementKind, Capability, ProviderKind
from yibao.providers.states import AgreementState

_KINDS = [(each.value, each.label) for each in ProviderKind]
_CAPABILITIES = [(each.value, each.label) for each in Capability]
_AGREEMENT_KINDS = [(each.value, each.label) for each in AgreementKind]
_AGREEMENT_STATES = [(each.value, each.label) for each in AgreementState]
_LEVELS = [(each.value, each.label) for each in AgencyLevel]
_OF_DISEASES = [Capability.CHRONIC_CARE.value, Capability.CHRONIC_RECOGNITION.value]
_NOWHERE = Q(longitude__isnull=True, latitude__isnull=True)


def _somewhere(name: str) -> models.CheckConstraint:
    """Return the check that a place is unknown, or lies in China."""
    # Half a place would make the ranges NULL, which no check refuses.
    inside = Q(
        longitude__isnull=False,
        latitude__isnull=False,
        longitude__range=(73_000_000, 136_000_000),
        latitude__range=(3_000_000, 54_000_000),
    )
    return models.CheckConstraint(condition=_NOWHERE | inside, name=name)


class Provider(models.Model):
    """A hospital, clinic or pharmacy by its national code (定点医药机构).

    Being here does not make it a designated one: that does an agreement in force on the day.
    ``openings`` holds everything that it was ever opened for: a trigger adds to it, and searches look
    there first.
    ``longitude`` and ``latitude`` are millionths of a degree (CGCS2000). The index over the pairs of
    neighbouring characters of the name, and the one over the place, stand in the migration.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField("机构编码", max_length=12, unique=True)
    kind = models.CharField("机构类别", max_length=10, choices=_KINDS)
    name = models.CharField("机构名称", max_length=100)
    region = models.CharField("所在地区", max_length=6)
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    longitude = models.IntegerField("经度（百万分之一度）", null=True)
    latitude = models.IntegerField("纬度（百万分之一度）", null=True)
    level = models.CharField("医院等级", max_length=2, blank=True)
    opening_hours = models.CharField("营业时间", max_length=200, blank=True)
    departments = models.CharField("诊疗科目", max_length=500, blank=True)
    licence_number = models.CharField("互联网诊疗许可", max_length=60, blank=True)
    url = models.CharField("网址", max_length=200, blank=True)
    openings = ArrayField(models.TextField(), verbose_name="曾开通的服务", db_default=[])
    row_version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("最近变动时间")

    class Meta:
        """Read by region, by name, or around a point."""

        db_table = "provider"
        verbose_name = verbose_name_plural = "定点医药机构"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="pharmacy", code__regex="^P[0-9]{11}$")
                | Q(kind__in=["hospital", "clinic"], code__regex="^H[0-9]{11}$"),
                name="provider_code_fits_kind",
            ),
            models.CheckConstraint(condition=Q(region__regex="^[0-9]{6}$"), name="provider_region"),
            models.CheckConstraint(
                condition=~Q(kind="pharmacy") | Q(level=""), name="a_pharmacy_has_no_level"
            ),
            _somewhere("provider_place"),
        ]
        indexes = [models.Index(fields=["region", "code"], name="provider_of_region")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProviderAgreement(models.Model):
    """Days on which an agreement stands in one state, both included (see ``states``)."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="agreements", db_index=False
    )
    kind = models.CharField("协议类型", max_length=20, choices=_AGREEMENT_KINDS)
    number = models.CharField("协议编号", max_length=40)
    state = models.CharField("协议状态", max_length=10, choices=_AGREEMENT_STATES)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("最后有效日")
    operator = models.CharField("操作人", max_length=170)
    case_number = models.CharField("办件编号", max_length=24, blank=True)
    changed_at = models.DateTimeField("最近变动时间")

    class Meta:
        """On each day one state of one agreement of a kind: an exclusion in the migration."""

        db_table = "provider_agreement"
        verbose_name = verbose_name_plural = "定点服务协议"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in AgreementState]),
                name="agreement_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in AgreementKind]), name="agreement_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["provider", "kind", "starts_on"],
                include=["ends_on"],
                condition=Q(state="effective"),
                name="agreement_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.number


class ProviderCapability(models.Model):
    """What an institution is open for, from a day; empty ``disease_code``: for all."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="capabilities", db_index=False
    )
    capability = models.CharField("开通服务", max_length=20, choices=_CAPABILITIES)
    disease_code = models.CharField("病种代码", max_length=30, blank=True)
    starts_on = models.DateField("开通日期")
    ends_on = models.DateField("最后开通日", null=True)
    operator = models.CharField("操作人", max_length=170)
    changed_at = models.DateTimeField("最近变动时间")

    class Meta:
        """Open once on each day: an exclusion in the migration."""

        db_table = "provider_capability"
        verbose_name = verbose_name_plural = "机构开通的服务"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="capability_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(capability__in=[each.value for each in Capability]),
                name="capability_kind",
            ),
            models.CheckConstraint(
                condition=Q(capability__in=_OF_DISEASES) | Q(disease_code=""),
                name="only_chronic_care_names_a_disease",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "capability"], name="capability_of_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.capability}"


class Agency(models.Model):
    """An office that runs the insurance (经办机构); one of a region is its principal one."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField("机构编号", max_length=20, unique=True)
    name = models.CharField("机构名称", max_length=100)
    level = models.CharField("机构级别", max_length=10, choices=_LEVELS)
    region = models.CharField("所在地区", max_length=6)
    is_principal = models.BooleanField("主要经办机构")
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    longitude = models.IntegerField("经度（百万分之一度）", null=True)
    latitude = models.IntegerField("纬度（百万分之一度）", null=True)
    working_hours = models.CharField("办公时间", max_length=200, blank=True)
    operations = ArrayField(models.TextField(), verbose_name="受理事项")
    is_open = models.BooleanField("对外服务", default=True)
    row_version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("最近变动时间")

    class Meta:
        """Read by region, or by what is handled."""

        db_table = "agency"
        verbose_name = verbose_name_plural = "经办机构"
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(is_principal=True, is_open=True),
                name="one_principal_agency_of_a_region",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[each.value for each in AgencyLevel]), name="agency_level"
            ),
            models.CheckConstraint(condition=Q(region__regex="^[0-9]{6}$"), name="agency_region"),
            _somewhere("agency_place"),
        ]
        indexes = [
            models.Index(fields=["region", "code"], name="agency_of_region"),
            GinIndex(fields=["operations"], name="agency_operations"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
