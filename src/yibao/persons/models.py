"""Tables of persons. Personal data are sealed (SM4); look-ups use the index of the certificate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.persons.states import PersonItem, Survival


class Person(models.Model):
    """Somebody whom the insurance knows (docs/explanation/domain.md 2.1)."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField("人员编号", max_length=12, unique=True)
    certificate_type = models.CharField("证件类型", max_length=2)
    certificate_index = models.BinaryField("证件索引", max_length=32)
    certificate_sealed = models.BinaryField("证件号码")
    name_sealed = models.BinaryField("姓名")
    phone_sealed = models.BinaryField("手机号码", null=True)
    living_address_sealed = models.BinaryField("居住地址", null=True)
    household_address_sealed = models.BinaryField("户籍地址", null=True)
    birth_date = models.DateField("出生日期", null=True)
    sex = models.CharField("性别", max_length=1, default="0")
    ethnic_group = models.CharField("民族", max_length=2, blank=True)
    living_region = models.CharField("居住地", max_length=6, blank=True)
    household_kind = models.CharField("户口性质", max_length=2, blank=True)
    survival = models.CharField(
        "生存状态", max_length=1, choices=[(s.value, s.label) for s in Survival]
    )
    is_valid = models.BooleanField("有效", default=True)
    registered_at = models.DateTimeField("建档时间")
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        """One valid person for one certificate; a merged duplicate stays, no longer valid."""

        db_table = "person"
        verbose_name = verbose_name_plural = "参保人"
        constraints = [
            models.UniqueConstraint(
                fields=["certificate_index"],
                condition=Q(is_valid=True),
                name="one_valid_person_of_a_certificate",
            ),
            models.CheckConstraint(
                condition=Q(survival__in=[s.value for s in Survival]), name="person_survival"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PersonVersion(models.Model):
    """One item of a person that changed, before and after, and the case that did it.

    Never changed, never deleted.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="versions")
    item = models.CharField("项目", max_length=20, choices=[(i.value, i.label) for i in PersonItem])
    before_sealed = models.BinaryField("变更前", null=True)
    after_sealed = models.BinaryField("变更后", null=True)
    case_number = models.CharField("受理编号", max_length=24)
    operator = models.CharField("操作人", max_length=170)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "person_version"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "参保人信息变更"

    def __str__(self) -> str:
        return f"{self.item} {self.at:%Y-%m-%d %H:%M}"


class SimulatedAnswer(models.Model):
    """What a simulated register answers about a person, in demonstration, sandbox and tests.

    Empty in a province that has connected the real registers.
    """

    id = models.BigAutoField(primary_key=True)
    register = models.CharField("登记系统", max_length=40)
    certificate_index = models.BinaryField("证件索引", max_length=32)
    answer = models.CharField("答复", max_length=60)

    class Meta:
        """One answer of a register about a person."""

        db_table = "simulated_answer"
        verbose_name = verbose_name_plural = "模拟答复"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "certificate_index"], name="one_simulated_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.answer}"
