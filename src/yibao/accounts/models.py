"""Tables of personal accounts. They are written by hand-made SQL only.

What Django cannot say stands in migration 0001: an entry moves the balance of its account, in the
one place where a balance may change; entries and events are never changed or deleted.
Source: docs/explanation/domain.md 2.6, 2.7, INV-4 to INV-6.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.functions import Greatest, Least

from yibao.accounts.kinds import (
    OPEN_STATES,
    AccountState,
    Direction,
    EntryKind,
    Kinship,
    PremiumState,
    ShareState,
    ShareStep,
)
from yibao.catalogue.choices import Choices

_PERSON = "persons.Person"
_ORDERED = ["valid", "paused"]


def _pairs(kinds: type[Choices]) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in kinds]


def _known(field: str, kinds: type[Choices], name: str) -> models.CheckConstraint:
    values = [kind.value for kind in kinds]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class PersonalAccount(models.Model):
    """The account of a person insured as an employee (个人账户). Amounts are in fen."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField("账户状态", max_length=10, choices=_pairs(AccountState))
    balance_fen = models.BigIntegerField("余额（分）", default=0)
    entry_count = models.PositiveIntegerField("收支笔数", default=0)
    opened_at = models.DateTimeField("建立时间")
    closed_at = models.DateTimeField("关闭时间", null=True)

    class Meta:
        """One open account of a person, never overdrawn, empty when closed (R-A1, INV-6)."""

        db_table = "personal_account"
        verbose_name = verbose_name_plural = "个人账户"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="closed"), name="one_open_account"
            ),
            models.CheckConstraint(
                condition=Q(balance_fen__gte=0), name="account_is_never_overdrawn"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(balance_fen=0, closed_at__isnull=False),
                name="closed_account_is_empty",
            ),
            _known("state", AccountState, "account_state"),
        ]
        indexes = [models.Index(fields=["person"], name="account_of_person")]

    def __str__(self) -> str:
        return self.state


class AccountShare(models.Model):
    """A relative uses somebody's account (家庭共济). ``kinship``: what the user is to the grantor.

    Sharings that are valid or paused stand in an order for their user, 1 to n; a limit that is
    empty does not limit.
    """

    id = models.UUIDField(primary_key=True)
    number = models.CharField("共济编号", max_length=24, unique=True)
    grantor = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    kinship = models.CharField("亲属关系", max_length=12, choices=_pairs(Kinship))
    state = models.CharField("状态", max_length=10, choices=_pairs(ShareState))
    position = models.PositiveSmallIntegerField("支付次序", null=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("最后有效日", null=True)
    single_limit_fen = models.BigIntegerField("单笔额度（分）", null=True)
    yearly_limit_fen = models.BigIntegerField("年度额度（分）", null=True)
    case_number = models.CharField("受理编号", max_length=24)
    registered_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("解除时间", null=True)

    class Meta:
        """One open sharing of a pair in either direction (R-A4), one place in the order (R-A5)."""

        db_table = "account_share"
        verbose_name = verbose_name_plural = "家庭共济"
        constraints = [
            models.UniqueConstraint(
                Least("grantor", "user"),
                Greatest("grantor", "user"),
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="one_sharing_of_a_pair",
            ),
            models.UniqueConstraint(
                fields=["user", "position"],
                deferrable=Deferrable.IMMEDIATE,
                name="one_position_of_a_user",
            ),
            models.CheckConstraint(condition=~Q(grantor=F("user")), name="sharing_has_two_sides"),
            models.CheckConstraint(
                condition=Q(state__in=_ORDERED, position__gte=1)
                | (~Q(state__in=_ORDERED) & Q(position__isnull=True)),
                name="sharing_in_use_has_a_position",
            ),
            models.CheckConstraint(
                condition=Q(single_limit_fen__isnull=True) | Q(single_limit_fen__gt=0),
                name="single_limit_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(yearly_limit_fen__isnull=True) | Q(yearly_limit_fen__gt=0),
                name="yearly_limit_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="sharing_ends_after_it_starts",
            ),
            _known("state", ShareState, "share_state"),
            _known("kinship", Kinship, "share_kinship"),
        ]
        indexes = [
            models.Index(fields=["grantor"], name="share_of_grantor"),
            models.Index(fields=["user"], name="share_of_user"),
            models.Index(
                fields=["ends_on"], condition=~Q(state="ended"), name="share_that_will_end"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AccountShareEvent(models.Model):
    """What happened to a sharing. Never changed, never deleted (a trigger sees to it)."""

    id = models.BigAutoField(primary_key=True)
    share = models.ForeignKey(AccountShare, on_delete=models.PROTECT, related_name="events")
    step = models.CharField("事件", max_length=12, choices=_pairs(ShareStep))
    state = models.CharField("之后的状态", max_length=10, choices=_pairs(ShareState))
    operator = models.CharField("操作人", max_length=170)
    case_number = models.CharField("受理编号", max_length=24, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        """Read in the order in which it happened."""

        db_table = "account_share_event"
        ordering = ["id"]
        verbose_name = verbose_name_plural = "共济变动记录"

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"


class AccountEntry(models.Model):
    """One movement of money (收支明细). Never changed, never deleted; wrong ones are reversed.

    ``used_by`` is whom a debit was for; ``share`` the sharing that let him use the account.
    """

    id = models.UUIDField(primary_key=True)
    personal_account = models.ForeignKey(
        PersonalAccount, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    sequence = models.PositiveIntegerField("序号")
    direction = models.CharField("收支方向", max_length=6, choices=_pairs(Direction))
    kind = models.CharField("收支类型", max_length=12, choices=_pairs(EntryKind))
    amount_fen = models.BigIntegerField("金额（分）")
    balance_after_fen = models.BigIntegerField("之后的余额（分）")
    reference = models.CharField("业务编号", max_length=64)
    used_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    share = models.ForeignKey(
        AccountShare, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    provider_name = models.CharField("定点医药机构", max_length=100, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    case_number = models.CharField("受理编号", max_length=24, blank=True)
    operator = models.CharField("操作人", max_length=170)
    at = models.DateTimeField("时间")

    class Meta:
        """One entry for a reference, kind and account (INV-5); at most one reversal (INV-4)."""

        db_table = "account_entry"
        verbose_name = verbose_name_plural = "个人账户收支"
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "kind", "personal_account"], name="one_entry_for_a_reference"
            ),
            models.UniqueConstraint(
                fields=["personal_account", "sequence"], name="one_chain_of_entries"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="entry_moves_something"),
            models.CheckConstraint(
                condition=Q(balance_after_fen__gte=0), name="entry_leaves_no_debt"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="only_a_reversal_reverses",
            ),
            _known("direction", Direction, "entry_direction"),
            _known("kind", EntryKind, "entry_kind"),
        ]
        indexes = [
            models.Index(fields=["personal_account", "at"], name="entries_of_account"),
            models.Index(
                fields=["share", "at"], condition=Q(share__isnull=False), name="entries_of_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.kind}"


class PremiumPayment(models.Model):
    """A premium paid from an account (代缴), until the tax office has confirmed it or not."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField("代缴单号", max_length=24, unique=True)
    payer = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    payee = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    kinship = models.CharField("亲属关系", max_length=12, blank=True)
    due = models.ForeignKey(
        "contributions.ContributionDue",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    entry = models.OneToOneField(AccountEntry, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("参保年度")
    amount_fen = models.BigIntegerField("金额（分）")
    state = models.CharField("状态", max_length=10, choices=_pairs(PremiumState))
    tax_reference = models.CharField("税票号", max_length=40, blank=True)
    case_number = models.CharField("受理编号", max_length=24)
    operator = models.CharField("操作人", max_length=170)
    submitted_at = models.DateTimeField("扣款时间")
    closed_at = models.DateTimeField("确认或退回时间", null=True)

    class Meta:
        """A due is paid once (R-A7); a payment that was reversed or refunded makes room."""

        db_table = "premium_payment"
        verbose_name = verbose_name_plural = "个人账户代缴"
        constraints = [
            models.UniqueConstraint(
                fields=["due"],
                condition=~Q(state__in=("reversed", "refunded")),
                name="one_payment_of_a_due",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="premium_is_positive"),
            _known("state", PremiumState, "premium_state"),
        ]
        indexes = [
            models.Index(fields=["payer", "submitted_at"], name="premium_of_payer"),
            models.Index(fields=["payee", "submitted_at"], name="premium_of_payee"),
            models.Index(
                fields=["submitted_at"], condition=Q(state="waiting"), name="premium_to_confirm"
            ),
        ]

    def __str__(self) -> str:
        return self.number
