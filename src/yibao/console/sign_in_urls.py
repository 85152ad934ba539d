"""Where one signs in and out. The names are those by which allauth finds its own pages."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from yibao.console import sign_in

_RECOVERY = RedirectView.as_view(pattern_name="mfa_view_recovery_codes")

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("sign-in/second-factor/", sign_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/enrol/", sign_in.Enrol.as_view(), name="mfa_activate_totp"),
    path("sign-in/confirm/", sign_in.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("sign-in/confirm-code/", sign_in.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path("sign-in/password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path(
        "sign-in/recovery-codes/", sign_in.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"
    ),
    path(
        "sign-in/recovery-codes/new/",
        sign_in.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # allauth leads here after deeds; nobody switches his own second factor off.
    path("sign-in/factors/", _RECOVERY, name="mfa_index"),
    path("sign-in/enrolled/", _RECOVERY, name="mfa_deactivate_totp"),
]
