"""How every kind is filed, changed and cancelled: a service names its kind and its questions."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from yibao.catalogue.case import Case
from yibao.catalogue.workflow import Review, Workflow, cancellation, instant_effect
from yibao.remote_care import actions, checks, opinions, own_parts, rules
from yibao.remote_care.facts import wants_several_places
from yibao.remote_care.forms import CancelAnswers, ChangeAnswers, FilingAnswers
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.materials import RESIDENCE_PROOF
from yibao.remote_care.referral_forms import (
    ReferralChangeAnswers,
    ReferralFilingAnswers,
)
from yibao.remote_care.results import CancelResult, ChangeResult, FilingResult

A = TypeVar("A", bound=FilingAnswers)
C = TypeVar("C", bound=ChangeAnswers)
K = TypeVar("K", bound=CancelAnswers)

BASIS = (
    "《国家医保局 财政部关于进一步做好基本医疗保险跨省异地就医直接结算工作的通知》"
    "（医保发〔2022〕22号）",
)
RETIRE_CODE, WORK_CODE = "2036024001", "2036024002"
REFERRAL_CODE, LONG_STAY_CODE = "2036024003", "2036024004"
"""国家医疗保障经办政务服务事项清单: 异地安置退休, 常驻异地工作, 异地转诊, 异地长期居住人员备案."""
ARCHIVE_CLASS = "异地就医备案"


def filing(
    kind: FilingKind,
    answers: type[A],
    own: own_parts.Filed = own_parts.nothing,
    rules_of_kind: checks.FilingRules = rules.FILING_RULES,
) -> Workflow[A, FilingResult]:
    """登记: at once, but an officer compares the uploaded proofs of several places."""
    return instant_effect(
        checks=[partial(checks.may_be_filed, kind=kind, rules_of_kind=rules_of_kind)],
        effect=partial(actions.file, kind=kind, own=own),
        review=Review(working_days=1, when=proof_to_compare),
    )


def changing(
    kind: FilingKind, answers: type[C], own: own_parts.Changed = own_parts.unchanged
) -> Workflow[C, ChangeResult]:
    """变更: at once."""
    return instant_effect(
        checks=[partial(checks.may_be_changed, kind=kind)],
        effect=partial(actions.change, kind=kind, own=own),
    )


def cancelling(
    kind: FilingKind, answers: type[K], rules_of_kind: checks.CancelRules = rules.CANCEL_RULES
) -> Workflow[K, CancelResult]:
    """取消: at once."""
    return cancellation(
        checks=[partial(checks.may_be_cancelled, kind=kind, rules_of_kind=rules_of_kind)],
        effect=partial(actions.cancel, kind=kind),
    )


def filing_of_referral() -> Workflow[ReferralFilingAnswers, FilingResult]:
    """登记 of a referral: at once, with a hospital's opinion."""
    return instant_effect(
        checks=[checks.referral_may_be_filed],
        effect=partial(actions.file, kind=FilingKind.REFERRAL, own=opinions.particulars),
    )


def changing_referral() -> Workflow[ReferralChangeAnswers, ChangeResult]:
    """变更 of a referral: another place and a new opinion begin its months anew."""
    return instant_effect(
        checks=[checks.referral_may_be_changed],
        effect=partial(
            actions.change, kind=FilingKind.REFERRAL, own=own_parts.of_referred_after_change
        ),
    )


def proof_to_compare(case: Case[A]) -> str:
    """Return why an officer has to look: no machine compares a photograph with two places."""
    is_uploaded = (RESIDENCE_PROOF.code, "upload") in case.materials
    return "多地备案，需核对居住证明" if wants_several_places(case.answers) and is_uploaded else ""
