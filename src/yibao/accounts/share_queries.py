"""What the queries about sharings answer (services 92, 93, 95 and 98): two statements each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yibao.accounts import results
from yibao.accounts.errors import RelativeNotEligible
from yibao.accounts.forms import CandidateQuestion, RelationQuestion
from yibao.accounts.kinds import AccountState, ShareRole, ShareState, Whom
from yibao.accounts.pairs import EMPLOYEE_INSURANCE, card, insured_relative
from yibao.accounts.queries import person_of
from yibao.accounts.results import CandidateEligibility, PaymentOrder, PaymentSource, ShareList
from yibao.accounts.sharings import Sharing, open_sharings
from yibao.catalogue.case import Case
from yibao.catalogue.form import NoAnswers
from yibao.enrolment import api as enrolment
from yibao.kernel.money import Money
from yibao.persons import api as persons
from yibao.persons.states import Survival
from yibao.reference import code_tables, regions

_NONE = "没有共济关系。职工医保参保人可以办理“账户共济登记”。"
_ACCOUNT = "SELECT state, balance_fen FROM personal_account WHERE person_id = %s AND state <> %s"
_NOT_ENROLLED = "没有在本省正常参保，不能参加家庭共济。"
_RELATIVE_MAY, _RELATIVE_MAY_NOT = (
    "这位家人可以作为使用人。",
    "没有查到这位家人在本省正常参保，请核对姓名和身份证号码。",
)


def relations(case: Case[RelationQuestion]) -> ShareList:
    """Return the sharings of the person on the side that was asked for."""
    return _listed(_sharings(case, case.answers.role))


def bindings(case: Case[NoAnswers]) -> ShareList:
    """Return with whom the person shares his own account, and what they used this year."""
    return _listed(_sharings(case, ShareRole.GRANTOR))


def payment_order(case: Case[Any]) -> PaymentOrder:
    """Return from which accounts the person's care is paid, in this order."""
    person_id = person_of(case)
    state, balance = _account(case, person_id)
    sharings = open_sharings(case.sql, person_id, case.now, ShareRole.USER) if person_id else []
    sources = sources_of(sharings)
    note = "先用本人账户，不够时按次序用家人的账户。" if sources else "没有家人授权的账户。"
    return PaymentOrder(_own(state, balance), sources, note)


def sources_of(sharings: list[Sharing]) -> list[PaymentSource]:
    """Return the sharings that have a place in the order, fit to be shown."""
    return [
        PaymentSource(
            position=sharing.position,
            share_number=sharing.number,
            source=sharing.other,
            balance=_told(sharing),
            limit=_limits(sharing),
        )
        for sharing in sharings
        if sharing.position is not None
    ]


def eligibility(case: Case[CandidateQuestion]) -> CandidateEligibility:
    """Return whether somebody can take part in a sharing; of a relative only yes or no."""
    if case.answers.candidate is Whom.RELATIVE:
        return _of_relative(case)
    person = persons.find_by_identity(case.sql, case.subject)
    enrolled = enrolment.active_enrolment(case.sql, person.id) if person else None
    if person is None or enrolled is None or person.survival is Survival.DEAD:
        return CandidateEligibility(
            may_use=False,
            may_grant=False,
            insurance="",
            status="没有正常参保",
            region="",
            personal_account="",
            reason=_NOT_ENROLLED,
        )
    state, _ = _account(case, person.id)
    may_grant = enrolled.insurance_type == EMPLOYEE_INSURANCE and state == AccountState.NORMAL.value
    return CandidateEligibility(
        may_use=True,
        may_grant=may_grant,
        insurance=code_tables.label("insurance_type", enrolled.insurance_type),
        status="正常参保",
        region=regions.full_name(enrolled.region),
        personal_account=AccountState(state).label if state else "没有账户",
        reason="可以授权家人，也可以用家人的账户。" if may_grant else "可以用家人的账户。",
    )


def _of_relative(case: Case[CandidateQuestion]) -> CandidateEligibility:
    answers = case.answers
    identity = card(answers.candidate_identity_number or "", answers.candidate_name or "")
    try:
        insured_relative(case.sql, identity)
        may_use = True
    except RelativeNotEligible:
        may_use = False
    return CandidateEligibility(
        may_use=may_use,
        may_grant=None,
        insurance="",
        status="",
        region="",
        personal_account="",
        reason=_RELATIVE_MAY if may_use else _RELATIVE_MAY_NOT,
    )


def _sharings(case: Case[Any], role: ShareRole) -> list[Sharing]:
    person_id = person_of(case)
    return open_sharings(case.sql, person_id, case.now, role) if person_id else []


def _listed(sharings: list[Sharing]) -> ShareList:
    used = Money.total(sharing.used for sharing in sharings)
    shown = [results.summary(sharing) for sharing in sharings]
    return ShareList(shown, str(used.yuan), "" if sharings else _NONE)


def _account(case: Case[Any], person_id: UUID | None) -> tuple[str, Money]:
    if person_id is None:
        return "", Money(0)
    case.sql.execute(_ACCOUNT, (person_id, AccountState.CLOSED.value), prepare=True)
    row = case.sql.fetchone()
    return (row[0], Money(row[1])) if row else ("", Money(0))


def _own(state: str, balance: Money) -> str:
    if not state:
        return "没有个人账户"
    if state != AccountState.NORMAL.value:
        return f"{AccountState(state).label}，不能支付"
    return f"余额{balance.yuan}元"


def _told(sharing: Sharing) -> str:
    if sharing.state is ShareState.PAUSED:
        return "已暂停，不能使用"
    if not sharing.is_grantor_normal:
        return "账户暂时不能支付"
    return "有余额" if sharing.grantor_balance else "没有余额"


def _limits(sharing: Sharing) -> str:
    single, yearly = results.limit(sharing.single_limit), results.limit(sharing.yearly_limit)
    return f"单笔{single}，年度{yearly}"
