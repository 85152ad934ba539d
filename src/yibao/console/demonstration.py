"""Staff of the demonstration province, whose second factor is known to who seeds it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP

from yibao.casework import experts
from yibao.console import staff
from yibao.console.models import Officer
from yibao.console.roles import Role

_SECRET_BYTES = 20
_OPERATOR = "system:demonstration"


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
        username, full_name=full_name, region=region, roles=roles, operator=_OPERATOR
    )
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()
    TOTP.activate(made.officer.user, secret)
    Officer.objects.filter(pk=made.officer.pk).update(must_change_password=False)
    return DemonstrationStaff(username, made.password, secret)


def create_expert(
    username: str, *, full_name: str, region: str, hospital_code: str = ""
) -> DemonstrationStaff:
    """Make an account as ``create_staff`` does, of an expert who is in the pool of his prefecture.

    ``hospital_code`` is where he works, empty if nowhere.

    Raises:
        UsernameTaken: it was seeded before.
    """
    made = create_staff(username, full_name=full_name, region=region, roles=[Role.EXPERT])
    experts.enter(
        username,
        full_name=full_name,
        hospital_code=hospital_code,
        region=region,
        operator=_OPERATOR,
    )
    return made
