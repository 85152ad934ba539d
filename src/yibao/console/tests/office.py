"""An office to test in: officers of each role, and cases that wait for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from yibao.casework.models import CaseMaterial
from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue.workflow import Assessment, Review, assessment
from yibao.console import demonstration
from yibao.console.demonstration import DemonstrationStaff
from yibao.console.guard import SECOND_FACTOR
from yibao.console.roles import Role
from yibao.platform import database
from yibao.platform.files import api as files

GUIYANG, NANMING, ZUNYI = "520100", "520102", "520300"
TREATING = "H52010000011"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003030101b71b5c0d0000000049454e44ae426082"
)
_PLAIN = sample.SAMPLE.workflow
ASSESSED = replace(
    sample.SAMPLE,
    workflow=assessment(
        effect=_PLAIN.effect,
        review=Review(working_days=sample.WORKING_DAYS),
        by_expert=Assessment(recused_hospitals=lambda case: [TREATING]),
        checks=_PLAIN.checks,
    ),
)


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


def page(client: Client, case: CaseReceipt, name: str = "case") -> str:
    """Return the page of a case."""
    return client.get(reverse(f"console:{name}", args=[case.id])).content.decode()


def offers(client: Client, case: CaseReceipt, name: str) -> bool:
    """Tell whether the page of the case leads to this action."""
    return reverse(f"console:{name}", args=[case.id]) in page(client, case)


def conclude(expert: Client, case: CaseReceipt, conclusion: str = "met") -> None:
    """Conclude as an expert does."""
    answer = act(expert, "conclude", case, conclusion=conclusion, opinion="血压记录齐全。")
    assert answer["Location"] == reverse("console:assessments")


def stored_material(case: CaseReceipt) -> CaseMaterial:
    """Hand in a picture for a case."""
    with database.transaction() as sql:
        file = files.store(sql, content=PICTURE, name="证明.png", owner="channel:demo-portal")
    return CaseMaterial.objects.create(
        case_id=case.id, code="proof", source="upload", file_id=file.id, given_at=case.submitted_at
    )
