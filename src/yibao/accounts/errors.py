"""Why money cannot move, and why an account cannot be shared."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Refused, Unavailable


class NoAccount(NotFound):
    """The person has no personal account that is open."""

    code = "accounts.no_account"
    message = "没有查到可用的医保个人账户。"
    fix = "参加职工医保后由经办机构建立个人账户；有疑问请拨打12393。"


class AccountExists(Conflict):
    """One open account of a person."""

    code = "accounts.account_exists"
    message = "这位参保人已经有个人账户，不能重复建立。"
    fix = "使用已有的账户。"


class AccountFrozen(Refused):
    """R-A8: nothing is taken from a frozen account."""

    code = "accounts.frozen"
    message = "个人账户已被冻结，暂时不能支出。"
    fix = "请带身份证到参保地经办窗口了解原因，解冻后再办。"


class AccountNotEmpty(Refused):
    """INV-6: a closed account is empty."""

    code = "accounts.not_empty"
    message = "个人账户还有余额，不能关闭。"
    fix = "先把余额支取、转出或划拨给继承人。"


class PremiumWaiting(Refused):
    """What the tax office does not confirm goes back into the account; so it stays open."""

    code = "accounts.premium_waiting"
    message = "有一笔代缴保费还在等税务确认，账户暂时不能关闭。"
    fix = "等代缴记录显示已缴费或已退回后再办，最多等一天左右。"


class BalanceTooLow(Refused):
    """R-A1: there is no overdraft."""

    code = "accounts.balance_too_low"
    message = "个人账户余额{balance}元，不够支付{amount}元。"
    fix = "账户里的钱够了再办，或用其他方式支付。"


class ReferenceUsed(Conflict):
    """INV-5: the same reference and kind stand for another amount."""

    code = "accounts.reference_used"
    message = "这个业务编号已经记过另一笔金额，不能重复使用。"
    fix = "换一个新的业务编号，或核对原来那笔。"


class EntryUnknown(NotFound):
    """There is no such entry."""

    code = "accounts.entry_unknown"
    message = "没有找到这笔收支。请核对编号。"
    fix = "编号以收支明细为准。"


class EntryNotReversible(Refused):
    """A reversal is final."""

    code = "accounts.entry_not_reversible"
    message = "这笔本来就是冲正，不能再冲正。"
    fix = "需要时请重新记一笔。"


class AmountNotPositive(Invalid):
    """An entry moves something."""

    code = "accounts.amount_not_positive"
    message = "金额必须大于0。请重新填写。"
    fix = "填写大于0的金额。"


class KindDoesNotFit(Invalid):
    """A kind of entry adds or takes, never both."""

    code = "accounts.kind_does_not_fit"
    message = "“{kind}”不能这样记账。"
    fix = "收入和支出的类型请按个人账户收支代码选择。"


class GrantorNotEligible(Refused):
    """R-A2: the grantor is insured as an employee and has an account in order."""

    code = "accounts.grantor_not_eligible"
    message = "您没有正常的职工医保个人账户，不能授权家人共济。"
    fix = "职工医保正常参保、个人账户没有冻结的，才能授权。可拨打12393核实。"


class RelativeNotEligible(Refused):
    """R-A2; the same sentence whether the name is wrong or nobody is insured: nothing is told."""

    code = "accounts.relative_not_eligible"
    message = "没有查到这位家人在本省正常参保，不能办理。"
    fix = "请核对家人的姓名和身份证号码；家人要在本省参加职工或居民医保。"


class SharingWithOneself(Invalid):
    """A sharing has two sides."""

    code = "accounts.sharing_with_oneself"
    message = "使用人不能是您自己。请填写家人的身份证号码。"
    fix = "填写要使用您账户的家人。"


class AlreadyShared(Conflict):
    """R-A4: one sharing of a pair, in either direction, and no circle."""

    code = "accounts.already_shared"
    message = "您和这位家人已经有共济关系，不能重复或互相登记。"
    fix = "先查看已有的共济关系；需要改方向的，先解绑。"


class TooManyUsers(Refused):
    """R-A4: users of one grantor."""

    code = "accounts.too_many_users"
    message = "您的账户最多授权{most}位家人，已经满了。"
    fix = "先解绑不再使用的家人。"


class TooManyGrantors(Refused):
    """R-A4: grantors of one user."""

    code = "accounts.too_many_grantors"
    message = "这位家人最多用{most}个人的账户，已经满了。"
    fix = "请家人先解绑一个不用的共济关系。"


class SharePeriodWrong(Invalid):
    """A sharing does not begin in the past, and does not end before it begins."""

    code = "accounts.share_period_wrong"
    message = "共济的起止日期不对。请重新填写。"
    fix = "开始日期不早于今天，结束日期不早于开始日期。"


class ShareUnknown(NotFound):
    """The person has no such sharing."""

    code = "accounts.share_unknown"
    message = "没有找到您的这条共济关系。"
    fix = "请先查询共济关系，再填写上面的共济编号。"
    at = "answers.share_number"


class WhichShare(Invalid):
    """There are several, and none was named."""

    code = "accounts.which_share"
    message = "您有几条共济关系，请填写共济编号。"
    fix = "请先查询共济关系，再填写上面的共济编号。"
    at = "answers.share_number"


class NotForThisSide(Refused):
    """Some steps belong to the grantor, some to the user."""

    code = "accounts.not_for_this_side"
    message = "这一步要由{side}办理。"
    fix = "请{side}用自己的身份登录后办理。"
    at = "answers.action"


class StepNotPossible(Refused):
    """The sharing stands where this step leads nowhere."""

    code = "accounts.step_not_possible"
    message = "这条共济关系现在是“{state}”，不能这样办理。"
    fix = "请先查询共济关系现在的状态。"
    at = "answers.action"


class QuotaMissing(Invalid):
    """A quota was to be set and none was said."""

    code = "accounts.quota_missing"
    message = "请填写单笔额度或年度额度，至少一项。"
    fix = "填写0表示不再限制这一项。"
    at = "answers.single_limit"


class PositionOutOfRange(Invalid):
    """R-A5: positions run from 1 to the number of sharings."""

    code = "accounts.position_out_of_range"
    message = "次序只能填1到{most}。"
    fix = "先查询支付顺序，看看一共有几个账户。"
    at = "answers.position"


class PositionUnchanged(Invalid):
    """The sharing stands there already."""

    code = "accounts.position_unchanged"
    message = "这个账户已经排在第{position}位，不用修改。"
    fix = "填写不同的次序。"
    at = "answers.position"


class PayeeNotBound(Refused):
    """R-A3: a premium is paid for oneself or for a relative who may use the account."""

    code = "accounts.payee_not_bound"
    message = "这位家人还没有绑定您的账户，不能代缴。"
    fix = "先办理账户共济登记，生效后再代缴。"
    at = "answers.payee_identity_number"


class NothingDue(NotFound):
    """There is no due for this year."""

    code = "accounts.nothing_due"
    message = "没有查到{year}年度的应缴单。"
    fix = "请先办理该年度的居民参保登记。"
    at = "answers.year"


class PremiumPaidAlready(Conflict):
    """R-A7: the due is paid, or is being paid."""

    code = "accounts.premium_paid_already"
    message = "{year}年度的保费已经缴过或正在缴，不用再缴。"
    fix = "可以查询代缴记录。"
    at = "answers.year"


class PaymentPeriodOver(Refused):
    """R-A7: a premium is paid within the period of payment."""

    code = "accounts.payment_period_over"
    message = "缴费到{deadline}为止，已经过期，不能代缴。"
    fix = "请到参保地经办窗口了解怎样补办。"
    at = "answers.year"


class AmountNotDue(Invalid):
    """R-A7: what is paid is what is due, to the fen."""

    code = "accounts.amount_not_due"
    message = "应缴金额是{due}元，请按这个金额缴。"
    fix = "把金额改为{due}。"
    at = "answers.amount"


class PeriodTooLong(Invalid):
    """Details are told of twelve months at a time (docs/explanation/domain.md 1.2, B-PRD)."""

    code = "accounts.period_too_long"
    message = "一次最多查{months}个月，请缩短起止日期。"
    fix = "分几次查询。"
    at = "answers.until"


class CollectionSilent(Unavailable):
    """The tax office does not answer; it is asked again by itself."""

    code = "accounts.collection_silent"
    message = "税务系统暂时没有答复，会自动再试。"
    fix = "不用处理；超过规定时间没有确认的，自动退回账户。"
