"""How staff accounts differ from what allauth offers to everybody on the internet."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.utils import reset
from django.http import HttpRequest

from yibao.platform.keys.access import keyring

FRESH_SECONDS = 300
_SECRET = b"console.second_factor"


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No public sign-up; sentences in Chinese; nothing is said that helps a guesser."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "这个账号已停用。请联系系统管理员。",
        "username_password_mismatch": "登录名或密码不对。请核对后重新输入。",
        "too_many_login_attempts": "输错次数太多，账号已临时锁定。请稍后再试。",
        "incorrect_password": "密码不对。请重新输入。",
        "incorrect_code": "动态口令不对。请输入应用里最新的6位数字。",
        "rate_limited": "操作太频繁。请过一分钟再试。",
        "enter_current_password": "请输入现在的密码。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell that accounts are made by an administrator only."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again unless it was given a moment ago, as at the first sign-in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < FRESH_SECONDS:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def forget_failures(self, request: HttpRequest, username: str) -> None:
        """Forget the failures of this name: an administrator has unlocked it."""
        self._delete_login_attempts_cached_email(request, username=username)
        reset(username=username)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: each page says itself what happened."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: the agency's network has no mail, and the audit trail keeps the deed."""


class StaffSecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The secret of a second factor is sealed; its QR code is drawn without further packages."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "动态口令不对。请输入应用里最新的6位数字。",
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret (SM4)."""
        return keyring().encrypt_text(text, _SECRET).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open the secret."""
        return keyring().decrypt_text(bytes.fromhex(encrypted_text), _SECRET)

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code that an authenticator scans."""
        return str(segno.make(url, error="m").svg_inline(scale=5, border=2, light="#fff"))
