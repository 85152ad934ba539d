"""Staff of the demonstration province, whose second factor is known to who seeds it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP

from yibao.console import staff
from yibao.console.models import Officer
from yibao.console.roles import Role

_SECRET_BYTES = 20


@dataclass(frozen=True)
class DemonstrationStaff:
    """How to sign in: everything is made at random when it is called, and kept by the caller."""

    username: str
    password: str
    totp_secret: str

    def __repr__(self) -> str:
        return f"DemonstrationStaff({self.username}, …)"


def create_staff(
    username: str, *, full_name: str, region: str, roles: Iterable[Role]
) -> DemonstrationStaff:
    """Make an account that can sign in at once, with a second factor whose secret is returned.

    Raises:
        UsernameTaken: it was seeded before.
    """
    made = staff.create(
        username, full_name=full_name, region=region, roles=roles, operator="system:demonstration"
    )
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    TOTP.activate(made.officer.user, secret)
    Officer.objects.filter(pk=made.officer.pk).update(must_change_password=False)
    return DemonstrationStaff(username, made.password, secret)
