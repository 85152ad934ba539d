"""Signing in: name and number, a code, and for what needs it a face check; signing out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import structs

from yibao.casework.identities import read_subject
from yibao.catalogue.case import Identity
from yibao.kernel import phone as phone_number
from yibao.kernel.errors import DomainError, Several
from yibao.portal import attempts, certificates, signed_in
from yibao.portal.errors import CodeExpired, CodeMissing
from yibao.portal.identity_provider import VerifiedIdentity, identity_provider
from yibao.portal.pages import address_of, go, guarded, next_of, page, require_person
from yibao.portal.signed_in import SignedIn
from yibao.portal.wording import present_all

_CHALLENGE, _SENT_TO = "portal.challenge", "portal.sent_to"
_PARTS = ("name", "certificate_type", "certificate_number", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def start(request: HttpRequest) -> HttpResponse:
    """Ask who it is, and send a code."""
    typed = {part: request.POST.get(part, "").strip()[:60] for part in _PARTS}
    if request.method != "POST":
        return _start_page(request, {"certificate_type": certificates.IDENTITY_CARD})
    identity, errors = _read(typed)
    if identity is None or errors:
        return _start_page(request, typed, errors)
    attempts.count(attempts.SIGN_IN_OF_AN_ADDRESS, address_of(request))
    attempts.count(attempts.SIGN_IN_OF_A_PERSON, typed["certificate_number"])
    challenge = identity_provider().start(identity, phone_number.check(typed["phone"]))
    signed_in.keep(request.session, _CHALLENGE, challenge.id)
    signed_in.keep(request.session, _SENT_TO, challenge.sent_to)
    return _to("sign_in_code", request)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in."""
    challenge = signed_in.keep_of(request.session, _CHALLENGE)
    if challenge is None:
        return _to("sign_in", request)
    if request.method != "POST":
        return _code_page(request)
    typed = "".join(request.POST.get("code", "").split())[:20]
    if not typed:
        return _code_page(request, [CodeMissing()])
    attempts.count(attempts.CODE_OF_AN_ADDRESS, address_of(request))
    try:
        verified = identity_provider().verify(challenge, typed)
    except CodeExpired as expired:
        del request.session[_CHALLENGE]
        return _start_page(request, {"certificate_type": certificates.IDENTITY_CARD}, [expired])
    except DomainError as wrong:
        return _code_page(request, [wrong])
    del request.session[_CHALLENGE]
    signed_in.sign_in(request, _person(verified))
    return HttpResponseRedirect(next_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def face(request: HttpRequest) -> HttpResponse:
    """Raise the level of somebody signed in to L3."""
    person = require_person(request)
    provider = identity_provider()
    context = {"next": next_of(request), "explanation": provider.face_template}
    if request.method != "POST":
        return page(request, "sign_in/face.html", context)
    evidence = {key: str(value) for key, value in request.POST.items()}
    try:
        verified = provider.confirm_face(person.identity, person.phone, evidence)
    except DomainError as wrong:
        return page(
            request,
            "sign_in/face.html",
            context,
            problems=present_all([wrong]),
            status=wrong.status,
        )
    # Only the level rises: whoever came with a channel's ticket stays within its limits.
    signed_in.sign_in(request, structs.replace(person, level=verified.level.value))
    return HttpResponseRedirect(next_of(request))


@require_POST
@guarded
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; what was typed stays in the drafts."""
    signed_in.sign_out(request)
    return go("home")


def _read(typed: dict[str, str]) -> tuple[Identity | None, list[DomainError]]:
    errors: list[DomainError] = []
    identity = None
    try:
        identity = read_subject(typed)
    except Several as wrong:
        errors += wrong.errors
    try:
        phone_number.check(typed["phone"])
    except DomainError as wrong_phone:
        wrong_phone.at = "subject.phone"
        errors.append(wrong_phone)
    return identity, errors


def _person(verified: VerifiedIdentity) -> SignedIn:
    return SignedIn(
        certificate_type=verified.identity.certificate_type,
        certificate_number=verified.identity.certificate_number,
        name=verified.identity.name,
        level=verified.level.value,
        phone=verified.phone,
    )


def _start_page(
    request: HttpRequest, typed: dict[str, str], errors: list[DomainError] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "typed": typed,
        "certificate_types": certificates.options(typed.get("certificate_type", "")),
        "next": next_of(request),
    }
    return _answer(request, "sign_in/start.html", context, errors)


def _code_page(request: HttpRequest, errors: list[DomainError] | None = None) -> HttpResponse:
    sent_to = signed_in.keep_of(request.session, _SENT_TO) or ""
    context: dict[str, Any] = {"sent_to": sent_to, "next": next_of(request)}
    return _answer(request, "sign_in/code.html", context, errors)


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    errors: list[DomainError] | None,
) -> HttpResponse:
    status = errors[0].status if errors else 200
    return page(request, template, context, problems=present_all(errors or []), status=status)


def _to(name: str, request: HttpRequest) -> HttpResponse:
    address = reverse(f"portal:{name}")
    return HttpResponseRedirect(f"{address}?{urlencode({'next': next_of(request)})}")
