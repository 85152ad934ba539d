"""Where the console answers. Each page names its permission here, and nowhere else.

``guarded`` lets nobody in who has not shown both factors; a test walks all routes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, include, path

from yibao.console.guard import guarded
from yibao.console.registers.contents import registers
from yibao.console.roles import Permission
from yibao.console.views import assess, case, channels, counter, decide, people, supervise, worklist


def _page(
    route: str, view: Callable[..., HttpResponse], name: str, permission: Permission | None
) -> URLPattern:
    return path(route, guarded(view, permission), name=name)


_CASE = "cases/<uuid:case_id>/"
_ASSESSMENT = "assessments/<uuid:case_id>/"
_SEE, _COUNTER = Permission.SEE_CASES, Permission.USE_COUNTER
_REVIEW, _ASSESS = Permission.REVIEW_CASES, Permission.ASSESS_CASES

pages: list[Any] = [
    _page("", worklist.home, "worklist", None),
    _page("search/", worklist.search, "search", _SEE),
    _page("next/", worklist.take_next, "next", _SEE),
    _page(_CASE, case.show, "case", _SEE),
    _page(f"{_CASE}take/", decide.take, "take", _SEE),
    _page(f"{_CASE}release/", decide.release, "release", _SEE),
    _page(f"{_CASE}accept/", decide.accept, "accept", Permission.ACCEPT_CASES),
    _page(f"{_CASE}decline/", decide.decline, "decline", Permission.ACCEPT_CASES),
    _page(f"{_CASE}request-correction/", decide.request_correction, "request_correction", _SEE),
    _page(f"{_CASE}assign-expert/", decide.assign_expert, "assign_expert", _REVIEW),
    _page(f"{_CASE}recall-expert/", decide.recall_expert, "recall_expert", _REVIEW),
    _page(f"{_CASE}approve/", decide.approve, "approve", _REVIEW),
    _page(f"{_CASE}refuse/", decide.refuse, "refuse", _REVIEW),
    _page(f"{_CASE}correct/", counter.correct, "correct", _COUNTER),
    _page(f"{_CASE}reveal/", case.reveal, "reveal", Permission.REVEAL),
    _page(f"{_CASE}materials/<int:material_id>/", case.material, "material", _SEE),
    _page(f"{_CASE}notices/<slug:code>/", case.notice, "notice", _SEE),
    _page("assessments/", assess.own, "assessments", _ASSESS),
    _page(_ASSESSMENT, assess.show, "assessment", _ASSESS),
    _page(f"{_ASSESSMENT}conclude/", assess.conclude, "conclude", _ASSESS),
    _page(
        f"{_ASSESSMENT}materials/<int:material_id>/",
        assess.material,
        "assessment_material",
        _ASSESS,
    ),
    _page("counter/", counter.services, "counter", _COUNTER),
    _page("counter/<slug:operation>/", counter.apply, "counter_apply", _COUNTER),
    _page("audit/", supervise.audit, "audit", Permission.SEE_AUDIT),
    _page("audit/verify/", supervise.verify_trail, "verify_trail", Permission.SEE_AUDIT),
    _page("channels/", channels.show, "channels", Permission.MANAGE_CHANNELS),
    _page("new-channel/", channels.create, "channel_new", Permission.MANAGE_CHANNELS),
    _page("channels/<slug:code>/", channels.detail, "channel", Permission.MANAGE_CHANNELS),
    _page(
        "channels/<slug:code>/key/", channels.issue_key, "channel_key", Permission.MANAGE_CHANNELS
    ),
    _page(
        "channels/<slug:code>/change/",
        channels.change,
        "channel_change",
        Permission.MANAGE_CHANNELS,
    ),
    _page("explain/", supervise.explain, "explain", Permission.EXPLAIN_CALLS),
    _page("parameters/", supervise.parameters, "parameters", None),
    _page("staff/", people.show, "staff", Permission.MANAGE_STAFF),
    _page("new-staff/", people.create, "staff_new", Permission.MANAGE_STAFF),
    _page("staff/<str:username>/", people.change, "staff_change", Permission.MANAGE_STAFF),
]

urlpatterns = [
    path("", include("yibao.console.sign_in_urls")),
    path("registers/", registers.urls),
    path("", include((pages, "console"))),
]
