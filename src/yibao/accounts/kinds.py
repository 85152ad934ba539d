"""The words of accounts and sharings: kinds of entries, states, relations, steps."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class AccountState(Choices):
    """Whether money may move. A frozen account still takes credits; a closed one is empty."""

    NORMAL = "normal", "正常"
    FROZEN = "frozen", "冻结"
    CLOSED = "closed", "关闭"


class Direction(Choices):
    """Whether an entry adds to the balance or takes from it."""

    CREDIT = "credit", "收入"
    DEBIT = "debit", "支出"


class EntryKind(Choices):
    """Why money moved (national code list of 个账收支; codes in :data:`NATIONAL_CODES`)."""

    ALLOCATION = "allocation", "划账"
    INTEREST = "interest", "年度结息"
    INHERITANCE = "inheritance", "继承"
    TRANSFER_IN = "transfer_in", "转入"
    REFUND = "refund", "医保退费"
    LUMP_SUM = "lump_sum", "一次性注入"
    CARE = "care", "医保消费"
    WITHDRAWAL = "withdrawal", "一次性支取"
    PREMIUM = "premium", "代缴保费"
    TRANSFER_OUT = "transfer_out", "转出"
    TO_HEIR = "to_heir", "划拨继承人"
    REVERSAL = "reversal", "冲正"


CREDIT_KINDS = frozenset(
    {
        EntryKind.ALLOCATION,
        EntryKind.INTEREST,
        EntryKind.INHERITANCE,
        EntryKind.TRANSFER_IN,
        EntryKind.REFUND,
        EntryKind.LUMP_SUM,
    }
)
DEBIT_KINDS = frozenset(EntryKind) - CREDIT_KINDS - {EntryKind.REVERSAL}
NATIONAL_CODES: dict[EntryKind, str] = {
    EntryKind.ALLOCATION: "101",
    EntryKind.INTEREST: "102",
    EntryKind.INHERITANCE: "106",
    EntryKind.TRANSFER_IN: "107",
    EntryKind.REFUND: "109",
    EntryKind.LUMP_SUM: "112",
    EntryKind.CARE: "201",
    EntryKind.REVERSAL: "202",
    EntryKind.WITHDRAWAL: "203",
    EntryKind.PREMIUM: "205",
    EntryKind.TRANSFER_OUT: "207",
    EntryKind.TO_HEIR: "208",
}
"""What the national interfaces call a kind."""


class Kinship(Choices):
    """What the user of a sharing is to its grantor: near relatives only (R-A3)."""

    SPOUSE = "spouse", "配偶"
    PARENT = "parent", "父母"
    CHILD = "child", "子女"
    SIBLING = "sibling", "兄弟姐妹"
    GRANDPARENT = "grandparent", "祖父母或外祖父母"
    GRANDCHILD = "grandchild", "孙子女或外孙子女"


SEEN_BY_USER: dict[Kinship, Kinship] = {
    Kinship.SPOUSE: Kinship.SPOUSE,
    Kinship.PARENT: Kinship.CHILD,
    Kinship.CHILD: Kinship.PARENT,
    Kinship.SIBLING: Kinship.SIBLING,
    Kinship.GRANDPARENT: Kinship.GRANDCHILD,
    Kinship.GRANDCHILD: Kinship.GRANDPARENT,
}
"""What the grantor is to the user."""


class ShareState(Choices):
    """Where a sharing stands; ended is final."""

    WAITING = "waiting", "待使用人确认"
    VALID = "valid", "有效"
    PAUSED = "paused", "已暂停"
    ENDED = "ended", "已解除"


OPEN_STATES = (ShareState.WAITING, ShareState.VALID, ShareState.PAUSED)


class ShareRole(Choices):
    """On which side of a sharing a person stands."""

    GRANTOR = "grantor", "授权人（把账户给家人用）"
    USER = "user", "使用人（用家人的账户）"


class ShareStep(Choices):
    """What happened to a sharing; each is an event that is never changed."""

    REGISTER = "register", "登记"
    CONFIRM = "confirm", "使用人确认"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    SET_QUOTA = "set_quota", "设置额度"
    MOVE = "move", "修改支付顺序"
    UNBIND = "unbind", "解绑"
    EXPIRE = "expire", "到期"


class ShareAction(Choices):
    """What a person wants of a sharing that is there (R-A1 to R-A5, service 94)."""

    UNBIND = "unbind", "解绑（不再共济）"
    SUSPEND = "suspend", "暂停使用"
    RESUME = "resume", "恢复使用"
    CONFIRM = "confirm", "确认家人的共济（使用人）"
    SET_QUOTA = "set_quota", "设置单笔或年度额度"
    RECORD = "record", "查共济支付记录"


class PremiumState(Choices):
    """Where a premium paid from an account stands."""

    WAITING = "waiting", "已扣款，等税务确认"
    PAID = "paid", "已缴费"
    REVERSED = "reversed", "未缴成，已退回账户"
    REFUNDED = "refunded", "税务已退费，已退回账户"


class Whom(Choices):
    """Whether something is asked for oneself or for a relative."""

    SELF = "self", "本人"
    RELATIVE = "relative", "家人"
