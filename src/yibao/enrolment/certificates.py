"""Issuing a certificate of what somebody was insured for (参保凭证): a record that stays as it was.

The completion notice of the case prints the same lines, signed, for whoever wants a paper. Source:
docs/explanation/domain.md 1.3 (R-T1) and 2.10.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yibao.casework.notices.codes import new_code
from yibao.catalogue.case import Case
from yibao.enrolment.certificate_forms import (
    CertificateAnswers,
    CertificatePurpose,
    CertifiedInsurance,
)
from yibao.enrolment.errors import (
    EnrolmentChangedMeanwhile,
    NothingToCertify,
    RetiredDoNotTransfer,
)
from yibao.enrolment.facts import HeldEnrolment, facts_of
from yibao.enrolment.results import CertificateResult
from yibao.enrolment.states import EnrolmentStatus
from yibao.kernel import identifiers, masking
from yibao.persons import api as persons
from yibao.persons.api import KnownPerson
from yibao.platform.audit_log import api as audit_log
from yibao.reference import code_tables, regions

CertificateCase = Case[CertificateAnswers]
CERTIFICATE_NUMBER_KIND = "IC"

# The day of pausing or ending is the first one without insurance.
_ISSUE = """
INSERT INTO insurance_certificate (id, number, code, person_id, enrolment_id, purpose, status,
  first_month, last_month, months_paid, months_deemed, issued_on, case_number)
SELECT %(id)s, %(number)s, %(code)s, e.person_id, e.id, %(purpose)s, e.status,
  date_trunc('month', e.first_enrolled_on)::date,
  date_trunc('month', CASE e.status WHEN 'paused' THEN e.paused_on WHEN 'ended' THEN e.ended_on END
    - 1)::date,
  e.months_paid, e.months_deemed, %(today)s, %(case)s
FROM enrolment e WHERE e.id = %(enrolment)s AND e.row_version = %(row_version)s
RETURNING status, first_month, last_month, months_paid, months_deemed
"""


def may_be_certified(case: CertificateCase) -> None:
    """R-G7, then that there is something to certify, then R-T1.

    Raises:
        PersonNameDiffers, NothingToCertify, RetiredDoNotTransfer: why not.
    """
    known = facts_of(case).person
    if known is not None:
        persons.name_agrees(known.name, case.subject)
    _, held = _registered(case)
    if held.is_retired and case.answers.purpose is CertificatePurpose.TRANSFER:
        raise RetiredDoNotTransfer


def issue(case: CertificateCase) -> CertificateResult:
    """Write the certificate as things stand today; one statement.

    Raises:
        EnrolmentChangedMeanwhile: the enrolment changed after it was read.
    """
    person, held = _registered(case)
    issued = identifiers.check_case_number(case.number)
    number = identifiers.document_number(
        CERTIFICATE_NUMBER_KIND, issued.region_code, issued.day, issued.sequence
    )
    code = new_code()
    case.sql.execute(
        _ISSUE,
        {
            "id": identifiers.new_id(case.now),
            "number": number,
            "code": code,
            "enrolment": held.id,
            "row_version": held.row_version,
            "purpose": case.answers.purpose.value,
            "today": case.today,
            "case": case.number,
        },
        prepare=True,
    )
    row = case.sql.fetchone()
    if row is None:
        raise EnrolmentChangedMeanwhile
    audit_log.record(
        case.sql,
        action="enrolment.certificate_issued",
        object_id=number,
        operator=case.operator,
        case_number=case.number,
        facts={"insurance_type": held.insurance_type, "purpose": case.answers.purpose.value},
    )
    return _result(case, person, held, (number, code, *row))


def _result(
    case: CertificateCase, person: KnownPerson, held: HeldEnrolment, written: tuple[Any, ...]
) -> CertificateResult:
    number, code, status, first, last, paid, deemed = written
    return CertificateResult(
        certificate_number=number,
        verification_code=code,
        name=masking.mask_name(person.name),
        certificate=masking.mask_identity_number(person.certificate_number),
        insurance=code_tables.label("insurance_type", held.insurance_type),
        region=regions.full_name(held.region),
        status=EnrolmentStatus(status).label,
        first_month=_spoken(first),
        last_month=_spoken(last) if last else "至今",
        months_paid=paid,
        months_deemed=deemed,
        purpose=case.answers.purpose.label,
        issued_on=case.today,
        next_step=_next_step(case, held),
    )


def _next_step(case: CertificateCase, held: HeldEnrolment) -> str:
    is_transfer = case.answers.purpose is CertificatePurpose.TRANSFER
    if is_transfer and held.status is EnrolmentStatus.ACTIVE:
        return "您还在参保。转移前请先办理停保，再到转入地申请转移接续。"
    if is_transfer:
        return "请到转入地申请转移接续，凭凭证号和核验码办理，不用交纸质凭证。"
    return "把凭证号和核验码交给对方，即可核验真伪。"


def _registered(case: CertificateCase) -> tuple[KnownPerson, HeldEnrolment]:
    facts, wanted = facts_of(case), case.answers.insurance
    held = next((e for e in facts.held if e.insurance_type == wanted.value), None)
    if facts.person is None or held is None:
        raise NothingToCertify(insurance=CertifiedInsurance(wanted).label)
    return facts.person, held


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月"
