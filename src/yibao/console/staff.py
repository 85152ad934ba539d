"""Members of staff: making an account, stopping it, and taking away a lost second factor."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, User

from yibao.console.errors import (
    OwnAccount,
    RegionUnfit,
    RoleUnknown,
    StaffUnknown,
    UsernameTaken,
    UsernameUnfit,
)
from yibao.console.models import Officer
from yibao.console.roles import Role
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.reference import regions

_USERNAME = re.compile(r"[a-z0-9][a-z0-9.-]{2,29}")
_PASSWORD_BYTES = 12  # 96 bits: 16 characters


@dataclass(frozen=True)
class NewStaff:
    """An account just made. ``password`` is known nowhere else."""

    officer: Officer
    password: str

    def __repr__(self) -> str:
        return f"NewStaff({self.officer.user.username}, …)"


def create(
    username: str, *, full_name: str, region: str, roles: Iterable[Role], operator: str
) -> NewStaff:
    """Make an account with a random first password, which its owner must change.

    Raises:
        UsernameUnfit, UsernameTaken, RegionUnfit, RoleUnknown: why not.
    """
    chosen = list(roles)
    _check(username, region, chosen)
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    with database.transaction() as sql:
        if User.objects.filter(username=username).exists():
            raise UsernameTaken(username=username)
        user = User.objects.create_user(username, password=password)
        user.groups.set(Group.objects.filter(name__in=[role.label for role in chosen]))
        officer = Officer.objects.create(user=user, full_name=full_name.strip(), region=region)
        audit_log.record(
            sql,
            action="console.create_staff",
            object_id=username,
            operator=operator,
            facts={"region": region, "roles": sorted(role.value for role in chosen)},
        )
    return NewStaff(officer, password)


def set_active(officer: Officer, *, is_active: bool, operator: Officer) -> None:
    """Stop an account, or let it sign in again. Raises OwnAccount."""
    _require_another(officer, operator)
    with database.transaction() as sql:
        User.objects.filter(pk=officer.user_id).update(is_active=is_active)
        _record(
            sql, "console.resume_staff" if is_active else "console.stop_staff", officer, operator
        )


def reset_second_factor(officer: Officer, *, operator: Officer) -> str:
    """Take away a lost second factor and set a new first password, which is returned.

    Raises OwnAccount.
    """
    _require_another(officer, operator)
    password = secrets.token_urlsafe(_PASSWORD_BYTES)
    with database.transaction() as sql:
        Authenticator.objects.filter(user_id=officer.user_id).delete()
        officer.user.set_password(password)
        officer.user.save(update_fields=["password"])
        Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
        _record(sql, "console.reset_second_factor", officer, operator)
    return password


def find(username: str) -> Officer:
    """Return the member of staff with this sign-in name. Raises StaffUnknown."""
    officer = Officer.objects.select_related("user").filter(user__username=username).first()
    if officer is None:
        raise StaffUnknown
    return officer


def full_name_of(username: str) -> str:
    """Return the full name behind a sign-in name, or an empty text."""
    names = Officer.objects.filter(user__username=username).values_list("full_name", flat=True)
    return names.first() or ""


def _check(username: str, region: str, roles: list[Role]) -> None:
    if not _USERNAME.fullmatch(username):
        raise UsernameUnfit(at="username")
    if not regions.exists(region) or not regions.is_within(region, settings.PROVINCE):
        raise RegionUnfit(at="region")
    if not roles:
        raise RoleUnknown(at="roles")


def _require_another(officer: Officer, operator: Officer) -> None:
    if officer.pk == operator.pk:
        raise OwnAccount


def _record(sql: database.Sql, action: str, officer: Officer, operator: Officer) -> None:
    audit_log.record(
        sql,
        action=action,
        object_id=officer.user.username,
        operator=f"officer:{operator.user.username}",
        facts={},
    )
