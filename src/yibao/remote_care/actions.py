"""The verbs: file, change, cancel. Each ends with one audit entry and one message to upload."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from yibao.catalogue.case import Case
from yibao.kernel import identifiers
from yibao.platform.keys.access import keyring
from yibao.remote_care import errors, results, rules, writing
from yibao.remote_care.facts import filing_facts, is_pledged, meant, policy_of, standing_of
from yibao.remote_care.forms import (
    REGISTRATION_NUMBER_KIND,
    CancelAnswers,
    ChangeAnswers,
    FilingAnswers,
)
from yibao.remote_care.kinds import FilingKind, RegistrationState, RegistrationStep, UploadState
from yibao.remote_care.own_parts import Changed, Filed
from yibao.remote_care.queries import ADDRESS_CONTEXT, PHONE_CONTEXT, Registration


def file(case: Case[Any], kind: FilingKind, own: Filed) -> results.FilingResult:
    """登记: the registration holds from its first day, a long kind without an end.

    Raises:
        RegisteredMeanwhile: another application of the same person was faster.
    """
    answers: FilingAnswers = case.answers
    facts, standing = filing_facts(case, kind), standing_of(case)
    if standing is None:
        raise errors.NotEnrolled
    registration = Registration(
        id=identifiers.new_id(case.now),
        number=registration_number(case.number),
        kind=kind,
        person_id=standing.person_id,
        insurance_type=standing.insurance_type,
        home_region=standing.region,
        care_region=facts.care_region,
        address_sealed=keyring().encrypt_text(answers.residence_address, ADDRESS_CONTEXT),
        phone_sealed=keyring().encrypt_text(answers.phone, PHONE_CONTEXT),
        starts_on=answers.starts_on,
        ends_on=facts.ends_on,
        is_pledged=facts.is_pledged,
        is_multi_place=facts.is_multi_place,
        locked_until=rules.locked_until(
            is_pledged=facts.is_pledged,
            filed_on=case.submitted_on,
            starts_on=answers.starts_on,
            months=facts.policy.pledge_lock_months,
        ),
        own=own(case),
    )
    writing.insert(case, registration, RegistrationStep.FILE)
    writing.tell(case, "remote_care.registration_filed", [registration])
    return results.FilingResult(
        registration=results.summary(registration),
        benefit_hint=results.benefit_hint(registration),
        next_step=results.next_step_after_filing(registration),
    )


def change(case: Case[Any], kind: FilingKind, own: Changed) -> results.ChangeResult:
    """变更: the old registration ends the day before the new one begins.

    Raises:
        RegisteredMeanwhile: another application of the same person was faster.
    """
    before = meant(case, kind).registration
    after = replace(_changed(case, before), own=own(case, before.own))
    ended = replace(
        before,
        ends_on=rules.last_day_when_followed(before, after.starts_on),
        upload_state=UploadState.WAITING,
    )
    writing.end(case, ended, RegistrationState.CHANGED, RegistrationStep.CHANGE)
    writing.insert(case, after, RegistrationStep.FILE, replaces=before)
    writing.tell(case, "remote_care.registration_replaced", [ended, after])
    return results.ChangeResult(
        before=results.summary(ended),
        after=results.summary(after),
        benefit_hint=results.benefit_hint(after),
        next_step=results.next_step_after_filing(after),
    )


def cancel(case: Case[Any], kind: FilingKind) -> results.CancelResult:
    """取消: the registration holds through the day given, and no longer.

    Raises:
        RegisteredMeanwhile: another application of the same person was faster.
    """
    answers: CancelAnswers = case.answers
    before = meant(case, kind).registration
    ended = replace(
        before,
        ends_on=rules.last_day_when_cancelled(before, answers.last_day),
        upload_state=UploadState.WAITING,
    )
    writing.end(
        case,
        ended,
        RegistrationState.CANCELLED,
        RegistrationStep.CANCEL,
        reason=answers.reason.value,
    )
    writing.tell(case, "remote_care.registration_cancelled", [ended])
    return results.CancelResult(
        registration=results.summary(ended),
        next_step=results.next_step_after_cancelling(ended),
    )


def registration_number(case_number: str) -> str:
    """Return the number of the registration that a case makes: as unique as the case's own."""
    issued = identifiers.check_case_number(case_number)
    return identifiers.document_number(
        REGISTRATION_NUMBER_KIND, issued.region_code, issued.day, issued.sequence
    )


def _changed(case: Case[Any], before: Registration) -> Registration:
    """Return what the registration becomes; what was not asked stays as it was."""
    answers: ChangeAnswers = case.answers
    after = replace(
        before,
        id=identifiers.new_id(case.now),
        number=registration_number(case.number),
        starts_on=answers.starts_on or max(case.today, before.starts_on),
        row_version=1,
        upload_state=UploadState.WAITING,
    )
    if answers.residence_address is not None:
        address = keyring().encrypt_text(answers.residence_address, ADDRESS_CONTEXT)
        after = replace(after, address_sealed=address)
    if answers.phone is not None:
        after = replace(after, phone_sealed=keyring().encrypt_text(answers.phone, PHONE_CONTEXT))
    if answers.starts_on is None:
        return after
    policy = policy_of(before.home_region, case.submitted_on)
    ends_on = rules.last_day_of(before.kind, after.starts_on, months=policy.referral_months)
    after = replace(after, ends_on=ends_on)
    if answers.care_region is None:
        return after
    pledged = is_pledged(case, before.kind)
    lock = rules.locked_until(
        is_pledged=pledged,
        filed_on=case.submitted_on,
        starts_on=after.starts_on,
        months=policy.pledge_lock_months,
    )
    care_region = rules.pooling_area(answers.care_region)
    return replace(after, care_region=care_region, is_pledged=pledged, locked_until=lock)
