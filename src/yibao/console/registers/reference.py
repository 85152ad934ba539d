"""National catalogues and which edition of each is loaded."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from yibao.console.registers.base import Register
from yibao.console.registers.site import registers
from yibao.reference.models import DataVersion, Diagnosis, Procedure


class OpenToAll(Register):
    """A register of nobody's data, open to every member of staff."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether somebody is signed in; the door in front has checked the rest."""
        return bool(request.user.is_authenticated)


class Catalogue(OpenToAll):
    """A catalogue of codes."""

    list_display = ("code", "name", "version", "valid_from", "valid_until")
    list_filter = ("version",)
    search_fields = ("code__startswith", "name")
    search_help_text = "代码开头或名称"
    ordering = ("code",)
    fields = ("code", "name", "version", "valid_from", "valid_until")


@admin.register(Diagnosis, site=registers)
class DiagnosisRegister(Catalogue):
    """疾病诊断."""


@admin.register(Procedure, site=registers)
class ProcedureRegister(Catalogue):
    """手术操作."""


@admin.register(DataVersion, site=registers)
class DataVersionRegister(OpenToAll):
    """目录版本."""

    list_display = ("name", "title", "version", "valid_from", "rows", "loaded_at")
    search_fields = ("name", "title")
    search_help_text = "名称"
    ordering = ("name",)
    fields = ("name", "title", "version", "valid_from", "rows", "checksum", "loaded_at")
