"""An office to test in: officers of each role, and cases that wait for them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from yibao.casework.submission import CaseReceipt
from yibao.console import demonstration
from yibao.console.demonstration import DemonstrationStaff
from yibao.console.guard import SECOND_FACTOR
from yibao.console.roles import Role

GUIYANG, NANMING, ZUNYI = "520100", "520102", "520300"


def hire(username: str, *roles: Role, region: str = GUIYANG, name: str = "") -> DemonstrationStaff:
    """Make a member of staff."""
    return demonstration.create_staff(
        username, full_name=name or f"经办{username}", region=region, roles=roles
    )


def desk_of(username: str, *roles: Role, region: str = GUIYANG, name: str = "") -> Client:
    """Return a browser in which a new member of staff has signed in with both factors."""
    hire(username, *roles, region=region, name=name)
    return signed_in(username)


def signed_in(username: str) -> Client:
    """Return a browser in which this member of staff has signed in with both factors."""
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def act(client: Client, name: str, case: CaseReceipt, **data: Any) -> Any:
    """Post an action on a case with the version of the row as it stands."""
    from yibao.casework.tests.reviewed_service import row_version

    values = {"row_version": row_version(case.id), **data}
    return client.post(reverse(f"console:{name}", args=[case.id]), values)
