"""The table of dues."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yibao.contributions.states import CLOSED_STATES, DueState


class ContributionDue(models.Model):
    """What a resident owes for an insured year (应缴单). ``amount_fen`` is in fen.

    The deadline is the last day on which the contribution counts as paid in time.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        "persons.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    enrolment = models.ForeignKey(
        "enrolment.Enrolment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField("参保年度")
    region = models.CharField("参保地", max_length=6)
    amount_fen = models.BigIntegerField("应缴金额（分）")
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.label) for s in DueState])
    deadline = models.DateField("缴费截止日")
    case_number = models.CharField("受理编号", max_length=24)
    raised_at = models.DateTimeField("生成时间")
    pushed_at = models.DateTimeField("推送时间", null=True)
    tax_reference = models.CharField("税务受理号", max_length=40, blank=True)
    paid_on = models.DateField("缴费日期", null=True)

    class Meta:
        """One open due of a person for a year; what was refunded or cancelled makes room."""

        db_table = "contribution_due"
        verbose_name = verbose_name_plural = "应缴单"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=~Q(state__in=[s.value for s in sorted(CLOSED_STATES)]),
                name="one_due_for_a_year",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="due_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DueState]), name="due_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"
