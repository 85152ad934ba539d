"""The receipt of a case: number, next steps, papers, and a QR code to show at a counter."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yibao.casework.notices.codes import address_of
from yibao.casework.result_lines import show_stored
from yibao.portal import attempts, case_reading
from yibao.portal.case_reading import OwnCase
from yibao.portal.case_showing import NoticeLine, next_step, notice_lines, qr_of
from yibao.portal.pages import guarded, page, require_person


@require_safe
@guarded
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt to the person whose case it is."""
    person = require_person(request)
    attempts.count(attempts.PROGRESS_OF_A_PERSON, person.index.hex())
    case = case_reading.own_case(person, number)
    papers = notice_lines(case)
    context = {
        "case": case,
        "notices": papers,
        "next_step": next_step(case),
        "qr": qr_of(_address(case, papers)),
        "result": show_stored(case_reading.contents(case).result, case.service.result),
    }
    return page(request, "receipt.html", context)


def _address(case: OwnCase, papers: list[NoticeLine]) -> str:
    """Return what the QR code leads to: the proof of the newest paper, or else this page."""
    if papers:
        return address_of(papers[0].code)
    return settings.BASE_URL + reverse("portal:receipt", args=[case.number])
