"""What the steps of an application have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from yibao.portal.applying import STEP_LABELS, Application
from yibao.portal.drafts import Problem
from yibao.portal.pages import go, page


def onwards(application: Application) -> HttpResponse:
    """Lead to the first step that is not complete yet."""
    step = application.first_open_step()
    return go(f"apply_{step}", application.service.operation)


def kept_problems(application: Application, prefix: str) -> list[Problem]:
    """Return what the engine objected to at the last attempt, as far as it concerns this step."""
    return [each for each in application.content.problems if each.at.startswith(prefix)]


def step_page(
    request: HttpRequest,
    application: Application,
    step: str,
    context: dict[str, Any],
    found: list[Problem],
    *,
    status: int = 0,
) -> HttpResponse:
    """Return the page of a step."""
    names = application.steps
    number = names.index(step) + 1
    common = {
        "application": application,
        "service": application.service,
        "content": application.content,
        "step": step,
        "step_number": number,
        "step_label": STEP_LABELS[step],
        "steps": [(STEP_LABELS[name], at < number - 1) for at, name in enumerate(names)],
        "previous": names[number - 2] if number > 1 else "",
    }
    status = status or (422 if found and request.method == "POST" else 200)
    return page(request, f"apply/{step}.html", common | context, problems=found, status=status)
