"""The console alone: its tests do not need the other edges of the platform."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("console/", include("yibao.console.urls"))]
