"""National catalogues and which edition of each is loaded."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from yibao.console.registers.base import Register
from yibao.console.registers.site import registers
from yibao.reference.models import DataVersion, Diagnosis, Procedure


class Catalogue(Register):
    """A catalogue: open to every member of staff, for it holds nobody's data."""

    list_display = ("code", "name", "version", "valid_from", "valid_until")
    list_filter = ("version",)
    search_fields = ("code__startswith", "name")
    search_help_text = "代码开头或名称"
    ordering = ("code",)
    fields = ("code", "name", "version", "valid_from", "valid_until")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether somebody is signed in; the door in front has checked the rest."""
        return bool(request.user.is_authenticated)


@admin.register(Diagnosis, site=registers)
class DiagnosisRegister(Catalogue):
    """疾病诊断."""


@admin.register(Procedure, site=registers)
class ProcedureRegister(Catalogue):
    """手术操作."""


@admin.register(DataVersion, site=registers)
class DataVersionRegister(Catalogue):
    """目录版本."""

    list_display = ("name", "title", "version", "valid_from", "rows", "loaded_at")
    list_filter = ()
    search_fields = ("name", "title")
    search_help_text = "名称"
    ordering = ("name",)
    fields = ("name", "title", "version", "valid_from", "rows", "checksum", "loaded_at")
