"""账户共济登记: what must hold (R-A2 to R-A4), and the sharing that comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.accounts import share_writing
from yibao.accounts.errors import (
    AlreadyShared,
    GrantorNotEligible,
    RelativeNotEligible,
    SharePeriodWrong,
    SharingWithOneself,
    TooManyGrantors,
    TooManyUsers,
)
from yibao.accounts.forms import ShareRegistration
from yibao.accounts.kinds import ShareRole, ShareState
from yibao.accounts.kinship import is_confirmed
from yibao.accounts.pairs import Pair, pair_of
from yibao.accounts.results import ShareReceipt, summary
from yibao.accounts.sharings import open_sharings
from yibao.casework.identities import index_of
from yibao.catalogue.case import Case
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.money import Money
from yibao.reference import parameters

RegistrationCase = Case[ShareRegistration]


def may_share(case: RegistrationCase) -> None:
    """R-A2 to R-A4, all at once.

    Raises:
        Several: everything that stands against it.
        PersonNameDiffers, PersonDied: about the grantor; then nothing else is told.
    """
    pair = pair_of(case)
    if index_of(pair.user_identity) == case.subject_index:
        raise SharingWithOneself(at="answers.user_identity_number")
    found = [*_about_people(case, pair), *_about_dates(case)]
    if found:
        raise Several(found)


def register(case: RegistrationCase) -> ShareReceipt:
    """Write the sharing: valid when the civil register confirms, else waiting for the user.

    Raises:
        GrantorNotEligible, RelativeNotEligible, AlreadyShared: what changed meanwhile.
    """
    answers, pair = case.answers, pair_of(case)
    if pair.grantor is None:
        raise GrantorNotEligible
    if pair.user is None:
        raise RelativeNotEligible
    is_known = is_confirmed(case.subject, pair.user_identity, answers.kinship)
    share_id = share_writing.insert(
        case,
        grantor_id=pair.grantor.id,
        user_id=pair.user.id,
        kinship=answers.kinship,
        state=ShareState.VALID if is_known else ShareState.WAITING,
        starts_on=answers.starts_on or case.today,
        ends_on=answers.ends_on,
        limits=(limit_of(answers.single_limit), limit_of(answers.yearly_limit)),
    )
    sharings = open_sharings(case.sql, pair.grantor.id, case.now, ShareRole.GRANTOR)
    written = next(sharing for sharing in sharings if sharing.id == share_id)
    step = (
        "已经生效。家人看病时先用自己的账户，不够时按次序用您的账户。"
        if is_known
        else "请使用人登录后在“其他医保个人账户共济服务”里确认，确认后生效。"
    )
    return ShareReceipt(summary(written), step)


def limit_of(text: str | None) -> Money | None:
    """Return a limit as it is kept: none for an empty answer, and for zero."""
    return Money.from_yuan(text) or None if text else None


def _about_people(case: RegistrationCase, pair: Pair) -> Iterator[DomainError]:
    if not pair.is_employee:
        yield GrantorNotEligible()
    if pair.user is None:
        yield RelativeNotEligible(at="answers.user_identity_number")
        return
    if pair.is_employee and pair.account_state != "normal":
        yield GrantorNotEligible()
    if pair.is_shared:
        yield AlreadyShared(at="answers.user_identity_number")
        return
    most_users = _most("most_users", case, pair)
    if pair.user_count >= most_users:
        yield TooManyUsers(most=most_users)
    most_grantors = _most("most_grantors", case, pair)
    if pair.grantor_count >= most_grantors:
        yield TooManyGrantors(most=most_grantors)


def _about_dates(case: RegistrationCase) -> Iterator[DomainError]:
    starts_on = case.answers.starts_on or case.submitted_on
    ends_on = case.answers.ends_on
    if starts_on < case.submitted_on:
        yield SharePeriodWrong(at="answers.starts_on")
    if ends_on is not None and ends_on < starts_on:
        yield SharePeriodWrong(at="answers.ends_on")


def _most(name: str, case: RegistrationCase, pair: Pair) -> int:
    region = pair.region or parameters.NATION
    return parameters.whole_number(f"accounts.{name}", day=case.submitted_on, region=region)
