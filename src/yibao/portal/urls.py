"""Where the pages are. Addresses hold operation names, case numbers and codes: nothing personal."""

from __future__ import annotations

from django.urls import path

from yibao.portal.views import (
    appearance,
    applying,
    cases,
    corrections,
    home,
    launch,
    notices,
    queries,
    questioning,
    receipts,
    regions,
    service_page,
    sign_in,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("browse/<str:kind>/", home.browse, name="browse"),
    path("help/", home.help_page, name="help"),
    path("look/", appearance.change, name="look"),
    path("regions/<str:code>/", regions.below, name="regions"),
    path("services/<slug:operation>/", service_page.show, name="service"),
    path("services/<slug:operation>/apply/", applying.start, name="apply"),
    path("services/<slug:operation>/apply/draft/", questioning.autosave, name="autosave"),
    path("services/<slug:operation>/apply/who/", applying.who, name="apply_who"),
    path(
        "services/<slug:operation>/apply/questions/", questioning.questions, name="apply_questions"
    ),
    path(
        "services/<slug:operation>/apply/questions/<slug:name>/",
        questioning.questions,
        name="apply_question",
    ),
    path("services/<slug:operation>/apply/materials/", applying.materials, name="apply_materials"),
    path("services/<slug:operation>/apply/check/", applying.check, name="apply_check"),
    path("services/<slug:operation>/query/", queries.ask, name="query"),
    path("services/<slug:operation>/result/", queries.result, name="result"),
    path("cases/", cases.index, name="cases"),
    path("cases/<str:number>/", cases.progress, name="case"),
    path("cases/<str:number>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<str:number>/correct/", corrections.correct, name="correct"),
    path("h5/receipt/<str:number>/", receipts.show, name="receipt"),
    path("h5/launch/", launch.launch, name="launch"),
    path("notices/<str:code>.pdf", notices.pdf, name="notice"),
    path("verify/", notices.verify, name="verify_start"),
    # Without the slash, too: that is what the QR code of a paper says.
    path("verify/<str:code>", notices.verify),
    path("verify/<str:code>/", notices.verify, name="verify"),
    path("sign-in/", sign_in.start, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="sign_in_code"),
    path("sign-in/face/", sign_in.face, name="sign_in_face"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
