"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from yibao.accounts import kinship, opening, paying
from yibao.accounts.kinds import EntryKind, Kinship, ShareState
from yibao.accounts.ledger import Posting
from yibao.accounts.staging import (
    COUNT_GRANTORS,
    FIRST,
    LI,
    MAKE_ROOM,
    PREMIUM_YEAR,
    SECOND,
    end_sharings,
    id_of,
    most,
    paid_premium,
    person_id_of,
    share,
    shared,
    stamp_of,
    strangers,
    user_of,
    with_account,
    with_premium_due,
    with_resident,
)
from yibao.catalogue.situations import Setting, set_up, situation
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.persons import outside


@situation("accounts.account")
def account(setting: Setting) -> None:
    """Give an employee 500 yuan in the account, shared with nobody."""
    with_account(setting, Money(50_000))


@situation("accounts.frozen_account")
def frozen_account(setting: Setting) -> None:
    """Freeze an employee's account."""
    person_id = with_account(setting, Money(50_000))
    opening.freeze(setting.sql, person_id, stamp=stamp_of(setting.today))


@situation("accounts.no_account")
def no_account(setting: Setting) -> None:
    """Make a resident, who has no personal account and shares nobody's."""
    set_up("enrolment.resident", setting)
    end_sharings(setting, person_id_of(setting))


@situation("accounts.relative_known")
def relative_known(setting: Setting) -> None:
    """Give an employee an account; 李四 is insured, the civil register knows the spouses."""
    with_resident(setting)
    kinship.simulate(setting.sql, setting.persona.identity, LI.identity, Kinship.SPOUSE)


@situation("accounts.relative_unknown")
def relative_unknown(setting: Setting) -> None:
    """As before; the civil register does not know how the two are related."""
    with_resident(setting)
    outside.simulate(setting.sql, kinship.REGISTER, LI.identity, "")


@situation("accounts.frozen_grantor")
def frozen_grantor(setting: Setting) -> None:
    """As the first, but the account is frozen."""
    relative_known(setting)
    person_id = person_id_of(setting)
    opening.freeze(setting.sql, person_id, stamp=stamp_of(setting.today))


@situation("accounts.relative_not_insured")
def relative_not_insured(setting: Setting) -> None:
    """Give an employee an account; 李四 is insured nowhere."""
    with_account(setting, Money(50_000))
    other = Setting(setting.sql, LI, setting.today)
    set_up("enrolment.not_enrolled", other)
    end_sharings(other, person_id_of(other))


@situation("accounts.grantor_with_most_users")
def grantor_with_most_users(setting: Setting) -> None:
    """Let an employee share with as many people as may be; 李四 is not among them."""
    relative_known(setting)
    for user_id in strangers(setting, most("most_users", setting)):
        share(setting, person_id_of(setting), user_id, Kinship.SIBLING, ShareState.VALID)


@situation("accounts.user_with_most_grantors")
def user_with_most_grantors(setting: Setting) -> None:
    """Let 李四 use the accounts of as many people as may be; the persona is not among them."""
    relative_known(setting)
    user_id = id_of(setting, LI)
    setting.sql.execute(COUNT_GRANTORS, (user_id,))
    held = setting.sql.fetchone()
    missing = most("most_grantors", setting) - (held[0] if held else 0)
    for grantor_id in strangers(setting, max(0, missing)):
        share(setting, grantor_id, user_id, Kinship.SIBLING, ShareState.VALID)


@situation("accounts.sharing")
def sharing(setting: Setting) -> None:
    """Let an employee with 500 yuan share the account with 李四."""
    shared(setting, ShareState.VALID)


@situation("accounts.sharing_used")
def sharing_used(setting: Setting) -> None:
    """Let 李四 pay 30 yuan in a pharmacy from the account of an employee."""
    user_id = shared(setting, ShareState.VALID)
    stamp = stamp_of(setting.today)
    reference = f"S-{identifiers.new_id(stamp.at)}"
    posting = Posting(EntryKind.CARE, reference, stamp, provider="贵阳测试大药房")
    paying.pay(setting.sql, user_id, Money(3_000), posting, today=setting.today)


@situation("accounts.sharing_paused")
def sharing_paused(setting: Setting) -> None:
    """As before, but paused."""
    shared(setting, ShareState.PAUSED)


@situation("accounts.sharing_waiting")
def sharing_waiting(setting: Setting) -> None:
    """Let 王五 grant his account to a resident, who has not confirmed it yet."""
    user_of(setting, [(FIRST, Kinship.PARENT)], ShareState.WAITING)


@situation("accounts.two_grantors")
def two_grantors(setting: Setting) -> None:
    """Let a resident use the accounts of 王五 and, after his, of 赵六."""
    grantors = [(FIRST, Kinship.CHILD), (SECOND, Kinship.GRANDCHILD)]
    user_of(setting, grantors, ShareState.VALID)


@situation("accounts.one_grantor")
def one_grantor(setting: Setting) -> None:
    """Let a resident use the account of 王五."""
    user_of(setting, [(FIRST, Kinship.CHILD)], ShareState.VALID)


@situation("accounts.three_grantors")
def three_grantors(setting: Setting) -> None:
    """Let a resident use the accounts of 王五, 赵六 and of somebody else."""
    two_grantors(setting)
    for grantor_id in strangers(setting, 1):
        share(setting, grantor_id, person_id_of(setting), Kinship.SIBLING, ShareState.VALID)


@situation("accounts.premium_due")
def premium_due(setting: Setting) -> None:
    """Let an employee with 450 yuan share with 李四, who owes the premium of a year."""
    with_premium_due(setting, Money(45_000), days=30)


@situation("accounts.premium_paid")
def premium_paid(setting: Setting) -> None:
    """As before, and paid already."""
    paid_premium(setting, with_premium_due(setting, Money(45_000), days=30))


@situation("accounts.premium_due_and_little_money")
def premium_due_and_little_money(setting: Setting) -> None:
    """As before, with 350 yuan."""
    with_premium_due(setting, Money(35_000), days=30)


@situation("accounts.premium_due_and_frozen")
def premium_due_and_frozen(setting: Setting) -> None:
    """As the first, the account frozen."""
    with_premium_due(setting, Money(45_000), days=30)
    person_id = person_id_of(setting)
    opening.freeze(setting.sql, person_id, stamp=stamp_of(setting.today))


@situation("accounts.premium_overdue")
def premium_overdue(setting: Setting) -> None:
    """As the first, the period of payment over."""
    with_premium_due(setting, Money(45_000), days=-1)


@situation("accounts.nothing_due")
def nothing_due(setting: Setting) -> None:
    """Let an employee share with 李四, who owes nothing."""
    sharing(setting)
    setting.sql.execute(MAKE_ROOM, (id_of(setting, LI), PREMIUM_YEAR))


@situation("accounts.premium_due_of_a_stranger")
def premium_due_of_a_stranger(setting: Setting) -> None:
    """李四 owes the premium, and nobody shares an account with her."""
    with_premium_due(setting, Money(45_000), days=30)
    end_sharings(setting, person_id_of(setting))
