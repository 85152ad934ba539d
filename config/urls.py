"""Where each part of the platform answers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("yibao.portal.urls")),
    path("console/", include("yibao.console.urls")),
]
