"""Opening the application or query that a page belongs to, or finding where to go first."""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpRequest

from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService
from yibao.portal import drafts, signed_in
from yibao.portal.answers import collect
from yibao.portal.applying import Application
from yibao.portal.drafts import Content
from yibao.portal.errors import LaunchedElsewhere
from yibao.portal.pages import Detour, ask_to_sign_in, go
from yibao.portal.signed_in import SignedIn

_PENDING = "portal.pending"


class _Pending(msgspec.Struct):
    """Answers that were sent after the session had ended; they wait for the sign-in."""

    operation: str
    answers: dict[str, str]


def service_of(operation: str) -> AnyService:
    """Return the service.

    Raises:
        Http404: the directory has no such service.
        Detour: it is not open yet; to the page that says so.
    """
    service = registry.find(operation)
    if service is not None:
        return service
    if operation in directory():
        raise Detour(go("service", operation))
    raise Http404


def person_for(request: HttpRequest, service: AnyService) -> SignedIn | None:
    """Return who is signed in, surely enough for the service; None for a public one.

    Raises:
        Detour: to the sign-in, or to the face check.
        LaunchedElsewhere: a channel's ticket brought this person for another service.
    """
    person = signed_in.of(request)
    if person is None:
        if service.identity_level is IdentityLevel.PUBLIC:
            return None
        _keep_what_was_typed(request, service)
        raise ask_to_sign_in(request)
    if not person.may_use(service.operation):
        if service.identity_level is IdentityLevel.PUBLIC:
            return None
        other = directory().get(person.only_operation)
        raise LaunchedElsewhere(name=other.name if other else person.only_operation)
    if not person.has_level(service.identity_level):
        _keep_what_was_typed(request, service)
        raise ask_to_sign_in(request, "sign_in_face")
    return person


def application_of(request: HttpRequest, operation: str) -> Application:
    """Return the application that the page belongs to.

    Raises:
        Detour: to the sign-in; to the query, for a service that is one; to the start, without a
            draft; to the receipt, when the draft was handed in.
    """
    service = service_of(operation)
    if service.workflow.is_query:
        raise Detour(go("query", operation))
    person = person_for(request, service)
    if person is None:  # an application is never public
        raise ask_to_sign_in(request)
    draft = drafts.find(person.index, operation) or _from_pending(request, person, operation)
    if draft is None:
        raise Detour(go("apply", operation))
    if draft.case_number:
        raise Detour(go("receipt", draft.case_number))
    _take_in_pending(request, draft)
    return Application(service, person, draft)


def _keep_what_was_typed(request: HttpRequest, service: AnyService) -> None:
    """Seal the answers of a page whose session had ended into the new session."""
    names = request.POST.getlist("_asked")
    if request.method != "POST" or not names:
        return
    sent = {key: str(value) for key, value in request.POST.items()}
    typed = {name: text for name, text in collect(service.answers, sent, names).items() if text}
    pending = _Pending(service.operation, typed)
    signed_in.keep(request.session, _PENDING, msgspec.json.encode(pending).decode())


def _from_pending(request: HttpRequest, person: SignedIn, operation: str) -> drafts.Draft | None:
    if _pending(request, operation) is None:
        return None
    return drafts.start(person.index, operation, Content())


def _take_in_pending(request: HttpRequest, draft: drafts.Draft) -> None:
    pending = _pending(request, draft.operation)
    if pending is None:
        return
    del request.session[_PENDING]
    draft.content.answers |= pending.answers
    drafts.save(draft)


def _pending(request: HttpRequest, operation: str) -> _Pending | None:
    text = signed_in.keep_of(request.session, _PENDING)
    pending = None if text is None else msgspec.json.decode(text, type=_Pending)
    return pending if pending is not None and pending.operation == operation else None
