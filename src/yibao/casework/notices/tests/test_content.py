"""A notice cannot leave out what it must say."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from yibao.casework.notices.content import AnyContent, Completion, Correction, Refusal
from yibao.casework.notices.errors import NoticeIncomplete, ReviewerMissing
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.tests.samples import acceptance, refusal, samples

ALWAYS = ["case_number", "service", "agency", "addressee", "phone"]
MANDATORY = [(sample, name) for sample in samples() for name in [*ALWAYS, *sample.mandatory]]


def emptied(value: object) -> object:
    return () if isinstance(value, tuple) else "　 "


def test_there_is_a_content_for_every_kind() -> None:
    assert {sample.kind for sample in samples()} == set(NoticeKind)


@pytest.mark.parametrize(
    ("sample", "name"), MANDATORY, ids=[f"{s.kind.value}-{n}" for s, n in MANDATORY]
)
def test_an_empty_mandatory_part_is_refused_by_its_label(sample: AnyContent, name: str) -> None:
    with pytest.raises(NoticeIncomplete) as refused:
        msgspec.structs.replace(sample, **{name: emptied(getattr(sample, name))})
    assert sample.kind.label in str(refused.value)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(NoticeIncomplete) as refused:
        msgspec.structs.replace(refusal(), agency="", reasons=(), basis=())
    assert refused.value.facts["missing"] == "受理机构、理由、依据"


@pytest.mark.parametrize("kind", [NoticeKind.REFUSAL, NoticeKind.NON_ACCEPTANCE])
def test_a_negative_decision_needs_a_person(kind: NoticeKind) -> None:
    sample = next(sample for sample in samples() if sample.kind is kind)
    with pytest.raises(ReviewerMissing):
        msgspec.structs.replace(sample, officer=" ")


def test_an_application_without_materials_may_be_accepted() -> None:
    assert msgspec.structs.replace(acceptance(), materials=()).materials == ()


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: str(sample.kind.value))
def test_content_is_read_back_as_it_was_written(sample: AnyContent) -> None:
    assert msgspec.json.decode(msgspec.json.encode(sample), type=AnyContent) == sample


def test_an_incomplete_notice_is_refused_also_when_it_is_read() -> None:
    raw: dict[str, Any] = msgspec.to_builtins(refusal())
    with pytest.raises(NoticeIncomplete):
        msgspec.convert({**raw, "reasons": []}, type=AnyContent)


def test_an_unknown_part_is_refused() -> None:
    raw: dict[str, Any] = msgspec.to_builtins(refusal())
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**raw, "remark": "x"}, type=AnyContent)


def test_every_mandatory_part_is_a_part() -> None:
    for content in (Correction, Completion, Refusal):
        assert set(content.mandatory) <= set(content.__struct_fields__)
