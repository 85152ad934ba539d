"""A service that an officer decides, for the tests of casework: it belongs to no domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import msgspec

from yibao.casework import engine
from yibao.casework.submission import Caller, CaseReceipt, Submission
from yibao.catalogue import registry
from yibao.catalogue.case import Case, IdentityLevel
from yibao.catalogue.field_types import Text
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material
from yibao.catalogue.service import AnyService, Service
from yibao.catalogue.workflow import Review, instant_effect, reviewed
from yibao.kernel.errors import Refused
from yibao.platform.crypto import sm3
from yibao.platform.testing.persons import ZHANG_SAN, TestPerson

OPERATION = "sample_review"
REGION = "520100"
WORKING_DAYS = 5


class SampleAnswers(Form):
    """Two questions."""

    purpose = Text("用途", most=40)
    trouble = Text("障碍", most=10)


class SampleResult(msgspec.Struct, frozen=True):
    """What the sample gives back."""

    purpose: Annotated[str, msgspec.Meta(title="用途")]
    is_lasting: Annotated[bool, msgspec.Meta(title="长期有效")] = True


class SampleBarred(Refused):
    """The check of the sample says no."""

    code = "sample.barred"
    message = "障碍还在，不能办理。"
    fix = "排除障碍。"


def _nothing_bars(case: Case[SampleAnswers]) -> None:
    if case.answers.trouble == "有":
        raise SampleBarred


def _effect(case: Case[SampleAnswers]) -> SampleResult:
    return SampleResult(case.answers.purpose)


SAMPLE = Service(
    number=0,
    operation=OPERATION,
    name="样例审核事项",
    summary="只用于测试。",
    who="参保人",
    basis=("示例依据第1条",),
    answers=SampleAnswers,
    result=SampleResult,
    workflow=reviewed(
        effect=_effect, review=Review(working_days=WORKING_DAYS), checks=[_nothing_bars]
    ),
    identity_level=IdentityLevel.STRONG,
    materials=(
        Material("proof", "居住证明", pledge_text="本人承诺居住属实。"),
        Material("photo", "照片", is_required=False, pledge_text="本人承诺照片属实。"),
    ),
    working_days=WORKING_DAYS,
)


AT_ONCE = replace(SAMPLE, workflow=instant_effect(effect=_effect, checks=[_nothing_bars]))
"""The same service where nobody has to look: a case completes when it is handed in."""


@contextmanager
def declared() -> Iterator[None]:
    """Let the registry know the sample while the block runs."""
    services = registry.services()
    services[OPERATION] = SAMPLE
    try:
        yield
    finally:
        services.pop(OPERATION, None)


def submit(
    person: TestPerson = ZHANG_SAN,
    *,
    region: str = REGION,
    answers: dict[str, Any] | None = None,
    request_number: str = "sample-0001",
    service: AnyService = SAMPLE,
) -> CaseReceipt:
    """Hand in an application as a channel does."""
    outcome = engine.perform(
        Submission(
            service=service,
            caller=Caller("demo-portal", IdentityLevel.STRONG, region=region),
            subject={
                "certificate_type": "01",
                "certificate_number": person.identity_number,
                "name": person.name,
            },
            answers=answers or {"purpose": "探亲", "trouble": "无"},
            materials=[{"code": "proof", "source": "pledge"}],
            request_number=request_number,
            digest=sm3.digest(request_number.encode()),
        )
    )
    assert outcome.receipt is not None
    return outcome.receipt


def row_version(case_id: UUID) -> int:
    """Return the version of the row as it stands."""
    from yibao.casework.models import Case as CaseRow

    return CaseRow.objects.values_list("row_version", flat=True).get(id=case_id)
