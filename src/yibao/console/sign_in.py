"""Signing in with two factors: allauth does the work, the pages and the strictness are ours.

allauth finds its pages by their names, so ``sign_in_urls`` keeps those names.
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from yibao.console.guard import SECOND_FACTOR, has_authenticator, has_second_factor
from yibao.console.models import Officer
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log

_FOLDER = "console/sign_in"


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """First factor: name and password. Five failures lock the name at this address for a while."""

    template_name = f"{_FOLDER}/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a lock-out with a page of our own instead of the library's English line."""
        response = super().dispatch(request, *args, **kwargs)
        if getattr(request, "axes_locked_out", False):
            request.axes_locked_out = False  # type: ignore[attr-defined]
            return _locked_page(request)
        return response  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether the officer was away for too long."""
        return {**super().get_context_data(**kwargs), "was_idle": "idle" in self.request.GET}


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """Second factor: six digits of the authenticator, or a recovery code."""

    template_name = f"{_FOLDER}/second_factor.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember in the session that it was shown."""
        response = super().form_valid(form)
        _note_second_factor(self.request)
        return response  # type: ignore[no-any-return]


class _BothFactors:
    """A page about the account that opens only after the second factor was shown."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send who has not shown it to the page where it is shown."""
        if request.user.is_authenticated and not has_second_factor(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class Enrol(ActivateTOTPView):  # type: ignore[misc]
    """The first sign-in: tie an authenticator to the account before anything else."""

    template_name = f"{_FOLDER}/enrol.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let nobody get past with a session that never showed an existing second factor."""
        if request.user.is_authenticated and (
            has_authenticator(request) and not has_second_factor(request)
        ):
            logout(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember in the session that the right code has proved the second factor."""
        response = super().form_valid(form)
        _note_second_factor(self.request)
        return response  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the secret in groups of four, for those who must type it."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["secret_groups"] = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return context  # type: ignore[no-any-return]


class ConfirmPassword(ReauthenticateView):  # type: ignore[misc]
    """Name yourself once more before something that matters for the account."""

    template_name = f"{_FOLDER}/confirm.html"


class ConfirmCode(CodeView):  # type: ignore[misc]
    """The same with the second factor."""

    template_name = f"{_FOLDER}/confirm.html"


class RecoveryCodes(_BothFactors, ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes for the day on which the telephone is lost."""

    template_name = f"{_FOLDER}/recovery_codes.html"


class NewRecoveryCodes(_BothFactors, GenerateRecoveryCodesView):  # type: ignore[misc]
    """New codes; the old ones stop."""

    template_name = f"{_FOLDER}/new_recovery_codes.html"


class ChangePassword(_BothFactors, PasswordChangeView):  # type: ignore[misc]
    """A password of one's own instead of the first one."""

    template_name = f"{_FOLDER}/change_password.html"
    success_url = reverse_lazy("console:worklist")

    def form_valid(self, form: Any) -> HttpResponse:
        """Note that the first password is gone."""
        response = super().form_valid(form)
        with database.transaction() as sql:
            Officer.objects.filter(user_id=self.request.user.pk).update(must_change_password=False)
            audit_log.record(
                sql,
                action="console.change_password",
                object_id=self.request.user.username,
                operator=f"officer:{self.request.user.username}",
                facts={},
            )
        return response  # type: ignore[no-any-return]


class SignOut(LogoutView):  # type: ignore[misc]
    """End the session; by POST, so that no link can do it."""

    template_name = f"{_FOLDER}/sign_out.html"

    def get_redirect_url(self) -> str:
        """Go back to the sign-in page."""
        return reverse("account_login")


def _note_second_factor(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        request.session[SECOND_FACTOR] = True


def _locked_page(request: HttpRequest) -> HttpResponse:
    minutes = int(float(settings.AXES_COOLOFF_TIME) * 60)
    return render(request, f"{_FOLDER}/locked.html", {"minutes": minutes}, status=429)
