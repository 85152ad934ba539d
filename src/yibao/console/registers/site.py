"""The admin site of the registers: behind the console's own door, with its own look and words."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from unfold.settings import get_config
from unfold.sites import UnfoldAdminSite

from yibao.console.guard import guarded

# One hue with the rest of the console; the library's own is purple.
_PRIMARY = {
    "50": "#f0f7fa", "100": "#e6f1f5", "200": "#c5dfe8", "300": "#93c3d3", "400": "#5aa1b8",
    "500": "#2a7f9a", "600": "#0b5d7a", "700": "#084a61", "800": "#073c4f", "900": "#062f3e",
    "950": "#041f29",
}  # fmt: skip
_CONFIGURATION: dict[str, Any] = {
    "SITE_TITLE": "登记簿",
    "SITE_HEADER": "医保经办台",
    "SITE_SUBHEADER": "登记簿",
    "SITE_FAVICONS": [{"rel": "icon", "href": "data:,"}],
    "SITE_SYMBOL": "local_hospital",
    "SITE_URL": reverse_lazy("console:worklist"),
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "COLORS": {"primary": _PRIMARY},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "command_search": False,
        "navigation": [],
    },
    "ACCOUNT": {
        "navigation": [
            {"title": "返回经办台", "link": reverse_lazy("console:worklist")},
            {"title": "修改密码", "link": reverse_lazy("account_change_password")},
        ]
    },
}


class RegisterSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    """Registers only: no forms that save, no sign-in of its own."""

    site_header = "医保经办台 登记簿"
    site_title = "登记簿"
    index_title = "登记簿"
    enable_nav_sidebar: ClassVar[bool] = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether the officer may see any register; each register asks for itself."""
        return any(each.has_view_permission(request) for each in self._registry.values())

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        """Put the console's door in front of every page of the site."""
        return guarded(super().admin_view(view, cacheable), None)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one sign-in page; who is signed in and may nothing here goes to his start."""
        is_known = request.user.is_authenticated
        return HttpResponseRedirect(reverse("console:worklist" if is_known else "account_login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one sign-out page."""
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one page for passwords."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def _get_config(self, key: str, *args: Any) -> Any:
        """Take our words and colours first, then what the library assumes."""
        if key in _CONFIGURATION:
            ours = deepcopy(_CONFIGURATION[key])  # the library writes into what it gets
            default = get_config(self.settings_name).get(key)
            if isinstance(ours, dict) and isinstance(default, dict):
                return {**default, **ours}
            return self._get_value(ours, *args)
        return super()._get_config(key, *args)


registers = RegisterSite(name="registers")
