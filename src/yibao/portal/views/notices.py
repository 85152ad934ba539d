"""Papers: the PDF for its owner, and the proof for a stranger that a paper is genuine."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yibao.casework.errors import CaseUnknown
from yibao.casework.notices import rendering, verification
from yibao.casework.notices.codes import read_code
from yibao.casework.notices.document import grouped
from yibao.casework.notices.errors import NoticeUnknown
from yibao.enrolment import api as enrolment
from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.files.errors import FileTooLarge
from yibao.portal import attempts, case_reading
from yibao.portal.errors import NotYourNotice
from yibao.portal.pages import address_of, go, guarded, page, require_person
from yibao.portal.wording import present
from yibao.reference import code_tables, regions


@require_safe
@guarded
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Return the PDF of a paper to the owner of its case."""
    person = require_person(request)
    attempts.count(attempts.PROGRESS_OF_A_PERSON, person.index.hex())
    known = read_code(code)
    number = case_reading.case_number_of_notice(known)
    if number is None:
        raise NoticeUnknown
    try:
        case_reading.own_case(person, number)
    except CaseUnknown:
        raise NotYourNotice from None
    response = HttpResponse(rendering.pdf(known), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{known}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Tell anybody who holds a paper whether it is genuine, and no more than that needs."""
    if request.method != "POST" and not code:
        typed = request.GET.get("code", "")
        return page(request, "verify.html", {"code": typed}) if not typed else _lead(request, typed)
    attempts.count(attempts.VERIFICATION_OF_AN_ADDRESS, address_of(request))
    try:
        facts = verification.public_facts(code, presented_sm3=_presented(request))
    except NoticeUnknown as unknown:
        return _certificate(request, code, unknown)
    except DomainError as wrong:
        return page(
            request, "verify.html", {"code": code}, problems=present(wrong), status=wrong.status
        )
    shown = grouped(read_code(code))
    return page(request, "verified.html", {"facts": facts, "code": read_code(code), "shown": shown})


def _certificate(request: HttpRequest, code: str, unknown: NoticeUnknown) -> HttpResponse:
    """Tell whether a code is that of an insurance certificate (参保凭证), if it is of no paper."""
    known = read_code(code)
    with database.reading() as sql:
        facts = enrolment.certificate_by_code(sql, known)
    if facts is None:
        found = present(unknown)
        return page(request, "verify.html", {"code": code}, problems=found, status=unknown.status)
    context = {
        "facts": facts,
        "insurance": code_tables.label("insurance_type", facts.insurance_type),
        "region": regions.full_name(facts.region),
        "shown": grouped(known),
    }
    return page(request, "verified_certificate.html", context)


def _lead(request: HttpRequest, typed: str) -> HttpResponse:
    """Go from the typed code to the page of the paper, which can be kept and shown."""
    try:
        return go("verify", read_code(typed))
    except DomainError as wrong:
        return page(
            request, "verify.html", {"code": typed}, problems=present(wrong), status=wrong.status
        )


def _presented(request: HttpRequest) -> str:
    """Return the digest of the file that the visitor holds up; the file itself is not kept."""
    file = request.FILES.get("file")
    if file is None:
        return ""
    if cast("int", file.size) > settings.FILE_BYTES:
        raise FileTooLarge(limit=settings.FILE_BYTES // (1024 * 1024))
    return sm3.hexdigest(file.read())
