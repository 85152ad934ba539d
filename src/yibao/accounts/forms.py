"""What a person is asked about accounts, sharings and premiums."""

from __future__ import annotations

from yibao.accounts.kinds import EntryKind, Kinship, ShareAction, ShareRole, Whom
from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import (
    Choice,
    Date,
    IdentityNumber,
    Integer,
    PersonName,
    Text,
    Year,
)
from yibao.catalogue.form import Form
from yibao.catalogue.optional_when import optional_when
from yibao.kernel import identifiers
from yibao.kernel.errors import DomainError
from yibao.kernel.money import Money

SHARE_NUMBER_KIND, ORDER_NUMBER_KIND = "FS", "PP"
MOST_ROWS, ROWS = 50, 10
"""Rows of one page, at most and by default (docs/explanation/domain.md 1.2, B-PG)."""
_LAST_PAGE = 1000
_MOST_POSITIONS = 20


class Yuan(Text):
    """An amount in yuan, to the fen, not below zero."""

    expected = "不小于0的金额"

    def __init__(self, label: str, *, hint: str = "", example: str = "400.00") -> None:
        super().__init__(label, most=20, hint=hint, example=example)

    def parse_text(self, text: str) -> str:
        """Bring the amount into its one form, ``400.00``."""
        try:
            amount = Money.from_yuan(super().parse_text(text))
        except DomainError as error:
            error.at = self.path
            raise
        if amount.fen < 0:
            raise self.wrong_kind()
        return str(amount.yuan)


class ShareNumber(Text):
    """The number of a sharing, as it stands on the receipt."""

    def __init__(self) -> None:
        super().__init__(
            "共济编号", most=40, hint="只有一条共济关系时不用填", example="FS5201002026112200000010"
        )

    def parse_text(self, text: str) -> str:
        """Put typing slips right and check the check character."""
        return identifiers.check_document_number(super().parse_text(text), at=self.path).text


class EntriesQuestion(Form):
    """收支明细: a period of at most twelve months, page by page."""

    since = Date("从哪一天起", example="2026-01-01")
    until = Date("到哪一天为止", hint="含当天", example="2026-11-22")
    kind = optional(Choice("收支类型", EntryKind, hint="不填为全部"))
    page = optional(Integer("第几页", least=1, most=_LAST_PAGE, example="1"))
    page_size = optional(
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条", example="10")
    )


class RelationQuestion(Form):
    """查询共济关系: on which side."""

    role = Choice("您是哪一方", ShareRole, example="grantor")


class CandidateQuestion(Form):
    """查询人员参保信息待遇: oneself, or a relative who might use the account."""

    candidate = Choice("查询谁", Whom, example="self")
    candidate_identity_number = when(
        candidate.is_(Whom.RELATIVE), IdentityNumber("家人的身份证号码")
    )
    candidate_name = when(candidate.is_(Whom.RELATIVE), PersonName("家人的姓名"))


class ShareRegistration(Form):
    """账户共济登记: with whom, from when, how much."""

    user_identity_number = IdentityNumber("使用人的身份证号码", hint="要用您账户的家人")
    user_name = PersonName("使用人的姓名")
    kinship = Choice("使用人是您的什么人", Kinship, example="spouse")
    starts_on = optional(Date("从哪一天起", hint="不填为今天"))
    ends_on = optional(Date("到哪一天为止", hint="不填为一直有效"))
    single_limit = optional(Yuan("单笔额度（元）", hint="每次最多用多少，不填为不限"))
    yearly_limit = optional(Yuan("年度额度（元）", hint="每年最多用多少，不填为不限"))


class ShareChange(Form):
    """其他共济服务: one thing to do with a sharing; what is done decides what else is asked."""

    action = Choice("要办什么", ShareAction, example="unbind")
    share_number = optional(ShareNumber())
    single_limit = optional_when(
        action.is_(ShareAction.SET_QUOTA), Yuan("单笔额度（元）", hint="填0为不限，不填为不变")
    )
    yearly_limit = optional_when(
        action.is_(ShareAction.SET_QUOTA), Yuan("年度额度（元）", hint="填0为不限，不填为不变")
    )
    page = optional_when(
        action.is_(ShareAction.RECORD), Integer("第几页", least=1, most=_LAST_PAGE, example="1")
    )
    page_size = optional_when(
        action.is_(ShareAction.RECORD),
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条", example="10"),
    )


class OrderChange(Form):
    """修改支付顺序: one account goes to a place, the others close ranks."""

    share_number = optional(ShareNumber())
    position = Integer(
        "改排第几", least=1, most=_MOST_POSITIONS, hint="先用排在前面的账户", example="1"
    )


class PremiumAnswers(Form):
    """个人医保账户代缴: for whom, which year, how much."""

    payee = Choice("给谁缴", Whom, example="relative")
    payee_identity_number = when(payee.is_(Whom.RELATIVE), IdentityNumber("家人的身份证号码"))
    payee_name = when(payee.is_(Whom.RELATIVE), PersonName("家人的姓名"))
    year = Year("参保年度", hint="享受待遇的年份", example="2027")
    amount = Yuan("缴费金额（元）", hint="与应缴金额完全一致")


class PremiumRecordsQuestion(Form):
    """代缴记录: of a year or of all, page by page."""

    year = optional(Year("参保年度", hint="不填为全部", example="2027"))
    page = optional(Integer("第几页", least=1, most=_LAST_PAGE, example="1"))
    page_size = optional(
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条", example="10")
    )
