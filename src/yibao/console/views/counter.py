"""窗口: an application of a person who stands at the counter, through the same engine as all others."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yibao.casework import decisions, engine
from yibao.casework.errors import StepNotPossible
from yibao.casework.materials import GivenMaterial
from yibao.casework.result_lines import lines_of
from yibao.casework.states import CaseState, CaseStep
from yibao.casework.submission import Caller, Submission
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.directory import groups
from yibao.catalogue.material import MaterialSource
from yibao.catalogue.service import AnyService
from yibao.console import case_record
from yibao.console.counter_form import identity_in, material_questions, questions, raw_answers
from yibao.console.errors import IdentityNotChecked
from yibao.console.guard import StaffRequest
from yibao.console.views import case as case_page
from yibao.gateway.errors import ServiceNotFound
from yibao.kernel.errors import DomainError, Several
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.files import api as files
from yibao.reference import code_tables

CHANNEL = "counter"


@require_safe
def services(request: StaffRequest) -> HttpResponse:
    """List the services that can be taken at the counter, by group; those to come are named too."""
    open_services = registry.services()
    words = request.GET.get("q", "").strip()
    listed = [
        (
            group,
            [(entry, entry.operation in open_services) for entry in entries if words in entry.name],
        )
        for group, entries in groups().items()
    ]
    shown = [(group, entries) for group, entries in listed if entries]
    return render(request, "console/counter_services.html", {"groups": shown, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest, operation: str) -> HttpResponse:
    """Show the form of a service, and hand it in."""
    service = registry.find(operation)
    if service is None:
        raise ServiceNotFound(operation=operation[:60])
    if request.method != "POST":
        return _form(request, service, {"request_number": secrets.token_hex(16)}, [])
    typed = {key: str(value) for key, value in request.POST.items()}
    try:
        typed |= _store_files(request, service)
        outcome = engine.perform(_submission(request, service, typed))
    except (DomainError, Several) as wrong:
        return _form(request, service, typed, _placed(wrong, typed, service))
    receipt = outcome.receipt
    return render(
        request,
        "console/counter_done.html",
        {
            "service": service,
            "receipt": receipt,
            "lines": lines_of(service.result, outcome.result),
        },
    )


@require_POST
def correct(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take, at the counter, what was missing from a case."""
    with database.reading() as sql:
        case = case_record.find(sql, case_id, region=request.officer.region)
    if case.state is not CaseState.CORRECTION:
        raise StepNotPossible(state=case.state.label, step=CaseStep.CORRECT.label)
    try:
        stored = _store_files(request, case.service)
        given = [
            GivenMaterial(m.code, MaterialSource.UPLOAD, file_id=UUID(stored[f"file_id.{m.code}"]))
            for m in case.service.all_materials()
            if f"file_id.{m.code}" in stored
        ]
        decisions.correct(
            case_id,
            given,
            operator=f"officer:{request.operator}",
            row_version=case_page.row_version_in(request),
        )
    except (DomainError, Several) as wrong:
        errors = wrong.errors if isinstance(wrong, Several) else [wrong]
        return case_page.page(request, case_id, errors=errors)
    messages.success(request, f"{case.number} 已收到补正材料，回到待受理。")
    return HttpResponseRedirect(reverse("console:case", args=[case_id]))


def _form(
    request: StaffRequest, service: AnyService, typed: Mapping[str, str], wrong: list[DomainError]
) -> HttpResponse:
    by_place = {error.at: str(error) for error in wrong if error.at}
    context = {
        "service": service,
        "typed": typed,
        "subject": identity_in(typed, "subject"),
        "agent": identity_in(typed, "agent"),
        "agent_phone": typed.get("agent.phone", ""),
        "agent_relation": typed.get("agent.relation", ""),
        "request_number": typed.get("request_number", ""),
        "identity_checked": typed.get("identity_checked", ""),
        "questions": questions(service, typed, by_place),
        "materials": []
        if service.workflow.is_query
        else material_questions(service, typed, by_place),
        "certificate_types": _choices("certificate_type"),
        "relations": _choices("agent_relation"),
        "needs_person": service.identity_level is not IdentityLevel.PUBLIC,
        "errors": [error.to_dict() for error in wrong],
        "errors_at": by_place,
    }
    status = wrong[0].status if wrong else 200
    return render(request, "console/counter_form.html", context, status=status)


def _submission(request: StaffRequest, service: AnyService, typed: Mapping[str, str]) -> Submission:
    needs_person = service.identity_level is not IdentityLevel.PUBLIC
    if needs_person and not typed.get("identity_checked"):
        raise IdentityNotChecked
    answers = raw_answers(service, typed)
    materials = _materials(service, typed)
    subject = identity_in(typed, "subject") if needs_person else None
    return Submission(
        service=service,
        caller=Caller(
            channel=CHANNEL,
            identity_level=IdentityLevel.STRONG,
            officer=request.operator,
            region=request.officer.region,
        ),
        subject=subject,
        agent=_agent(typed),
        answers=answers,
        materials=materials,
        request_number=typed.get("request_number", "")[:64],
        digest=sm3.digest(repr((service.operation, subject, answers, materials)).encode()),
    )


def _agent(typed: Mapping[str, str]) -> dict[str, str] | None:
    agent = {
        **identity_in(typed, "agent"),
        "phone": typed.get("agent.phone", "").strip(),
        "relation": typed.get("agent.relation", "").strip(),
    }
    return agent if agent["certificate_number"] or agent["name"] else None


def _materials(service: AnyService, typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the materials with the way in which each came; an uploaded file says so by itself."""
    given = []
    for material in service.all_materials():
        file_id, way = typed.get(f"file_id.{material.code}"), typed.get(f"way.{material.code}")
        if file_id:
            given.append({"code": material.code, "source": "upload", "file_id": file_id})
        elif way in {"shared", "pledge"}:
            given.append({"code": material.code, "source": str(way)})
    return given


def _store_files(request: StaffRequest, service: AnyService) -> dict[str, str]:
    """Keep the uploaded files and return their ids, so that a corrected form need not send them.

    Raises:
        Several: every file that cannot be kept, at its material.
    """
    stored: dict[str, str] = {}
    wrong: list[DomainError] = []
    for material in service.all_materials():
        upload = request.FILES.get(f"file.{material.code}")
        if not isinstance(upload, UploadedFile):
            continue
        try:
            stored |= _store_file(request, material.code, upload)
        except DomainError as error:
            error.at = f"materials.{material.code}"
            wrong.append(error)
    if wrong:
        raise Several(wrong)
    return stored


def _store_file(request: StaffRequest, code: str, upload: UploadedFile[Any]) -> dict[str, str]:
    name = upload.name or code
    with database.transaction() as sql:
        file = files.store(
            sql, content=upload.read(), name=name, owner=f"officer:{request.operator}"
        )
    return {f"file_id.{code}": str(file.id), f"file_name.{code}": name}


def _choices(table: str) -> list[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in code_tables.table(table).entries]


def _placed(
    wrong: DomainError | Several, typed: Mapping[str, str], service: AnyService
) -> list[DomainError]:
    """Return the errors with materials named by code; the engine counts those that were sent."""
    errors: list[Any] = wrong.errors if isinstance(wrong, Several) else [wrong]
    sent = [given["code"] for given in _materials(service, typed)]
    for error in errors:
        place, _, position = error.at.partition(".")
        if place == "materials" and position.isdecimal() and int(position) < len(sent):
            error.at = f"materials.{sent[int(position)]}"
    return errors
