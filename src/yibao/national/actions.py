"""Entering institutions and their credentials. Each deed leaves an audit entry."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network

from yibao.national import access
from yibao.national.errors import (
    InstitutionCodeUnfit,
    InstitutionExists,
    InstitutionUnknown,
    NetworkUnreadable,
)
from yibao.national.models import Institution
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.keys.access import keyring

_CODE = re.compile(r"[HP]\d{11}")


@dataclass(frozen=True)
class Credentials:
    """What an institution is handed, once: the platform shows the secret nowhere else."""

    institution: str
    access_key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Particulars:
    """What is entered about an institution: the edition it speaks and where it calls from."""

    name: str
    variant: str = "HN"
    networks: Sequence[str] = ()
    is_internet: bool = False


def add(code: str, particulars: Particulars, *, operator: str) -> Credentials:
    """Enter an institution and make its credentials.

    Raises:
        InstitutionCodeUnfit, NetworkUnreadable, InstitutionExists.
    """
    if not _CODE.fullmatch(code):
        raise InstitutionCodeUnfit(institution=code[:20])
    made = _new_credentials(code)
    with database.transaction() as sql:
        _, is_new = Institution.objects.get_or_create(
            code=code,
            defaults={
                "name": particulars.name,
                "access_key": made.access_key,
                "secret_sealed": _sealed(made.secret),
                "variant": particulars.variant,
                "networks": _networks(particulars.networks),
                "is_internet": particulars.is_internet,
            },
        )
        if not is_new:
            raise InstitutionExists(institution=code)
        audit_log.record(
            sql,
            action="national.add_institution",
            object_id=code,
            operator=operator,
            facts={"variant": particulars.variant, "access_key": made.access_key},
        )
    access.forget()
    return made


def renew(code: str, *, operator: str) -> Credentials:
    """Make new credentials; the old ones end at once. Raises InstitutionUnknown."""
    made = _new_credentials(code)
    _change(
        code,
        {"access_key": made.access_key, "secret_sealed": _sealed(made.secret)},
        action="national.renew_institution",
        operator=operator,
    )
    return made


def set_suspended(code: str, *, is_suspended: bool, operator: str) -> None:
    """Stop every call of the institution, or let it call again. Raises InstitutionUnknown."""
    action = "national.suspend_institution" if is_suspended else "national.resume_institution"
    _change(code, {"is_suspended": is_suspended}, action=action, operator=operator)


def allow(code: str, networks: Sequence[str], *, operator: str) -> None:
    """Let calls come from these networks and no others.

    Raises:
        InstitutionUnknown, NetworkUnreadable.
    """
    given = _networks(networks)
    _change(code, {"networks": given}, action="national.allow_networks", operator=operator)


def _change(code: str, values: dict[str, object], *, action: str, operator: str) -> None:
    with database.transaction() as sql:
        if not Institution.objects.filter(code=code).update(**values):
            raise InstitutionUnknown(institution=code[:20])
        audit_log.record(sql, action=action, object_id=code, operator=operator, facts={})
    access.forget()


def _new_credentials(code: str) -> Credentials:
    return Credentials(code, f"{code}-{secrets.token_hex(6)}", secrets.token_urlsafe(32))


def _sealed(secret: str) -> bytes:
    return keyring().encrypt_text(secret, access.SECRET_CONTEXT)


def _networks(given: Sequence[str]) -> str:
    found = []
    for text in given:
        try:
            found.append(str(ip_network(text.strip(), strict=False)))
        except ValueError:
            raise NetworkUnreadable(network=text[:50]) from None
    return "\n".join(dict.fromkeys(found))
