"""What all registers have in common: nobody adds, changes or deletes; the region narrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from yibao.console import searching
from yibao.console.guard import permits
from yibao.console.models import Officer
from yibao.console.regions import bounds_of
from yibao.console.roles import Permission
from yibao.kernel.errors import DomainError


class PersonFilter(admin.SimpleListFilter):
    """Rows of one person, found by the certificate number that was posted."""

    title = "证件号码"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        """Offer what is chosen; there is nothing to choose from without a search."""
        return [(str(self.value()), "查到的人")] if self.value() else []

    def has_output(self) -> bool:
        """Tell that the filter works even while nothing is offered."""
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the person whose index the token holds."""
        if not self.value():
            return queryset
        model_admin = request.register  # type: ignore[attr-defined]  # set by Register
        index = searching.read_token(str(self.value()))
        return queryset.filter(**{model_admin.person_path: index})


class Register(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """One register. ``permission`` opens it, ``region_path`` narrows it to the officer's region.

    ``person_path`` leads to the blind index of the certificate, where there is one: then a person
    is found by a form that posts the number, so that it stands in no address and no log.
    """

    permission: ClassVar[Permission] = Permission.SEE_REGISTERS
    region_path: ClassVar[str] = ""
    person_path: ClassVar[str] = ""
    actions: ClassVar[Sequence[Any]] = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_filter_sheet = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Tell whether the officer's roles open this register."""
        return permits(request, self.permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether the register is listed."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here: rows come from cases and actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the officer's region."""
        rows: QuerySet[Any] = super().get_queryset(request)
        if not self.region_path:
            return rows
        region = Officer.objects.get(user__username=request.user.get_username()).region
        return rows.filter(**{f"{self.region_path}__range": bounds_of(region)})

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Add the person that was searched for."""
        filters = list(super().get_list_filter(request))
        return [PersonFilter, *filters] if self.person_path else filters

    def get_urls(self) -> list[URLPattern]:
        """Add the page that takes a certificate number."""
        urls: list[URLPattern] = super().get_urls()
        if not self.person_path:
            return urls
        name = f"{self.opts.app_label}_{self.opts.model_name}_find"
        return [path("find/", self.admin_site.admin_view(self.find), name=name), *urls]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, with the box for a certificate number where persons are found."""
        request.register = self  # type: ignore[attr-defined]  # read by PersonFilter
        self.list_before_template = (
            "console/registers/find_person.html" if self.person_path else None
        )
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def find(self, request: HttpRequest) -> HttpResponse:
        """Look a person up by certificate number, leaving a trace, and show his rows."""
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        if request.method != "POST" or not self.has_view_permission(request):
            return HttpResponseRedirect(here)
        try:
            index = searching.known_person(
                request.POST.get("text", ""), operator=request.user.get_username()
            )
        except DomainError as wrong:
            self.message_user(request, str(wrong), level="error")
            return HttpResponseRedirect(here)
        return HttpResponseRedirect(f"{here}?{urlencode({'person': searching.token_of(index)})}")
