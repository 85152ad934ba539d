"""A case to hang notices on, keys of its own, and a stopped clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from yibao.casework.models import Case
from yibao.casework.notices.tests.samples import ISSUED_AT
from yibao.kernel import identifiers
from yibao.platform import clock
from yibao.platform.keys import access


@pytest.fixture
def own_keys(tmp_path: Path, settings: object) -> Iterator[None]:
    """Keep the keys of this test in a folder of its own."""
    settings.KEY_STORE, settings.KEY_DIRECTORY = "software", tmp_path / "keys"  # type: ignore[attr-defined]
    access.forget()
    yield
    access.forget()


@pytest.fixture
def case_id(db: None, own_keys: None) -> Iterator[UUID]:
    """Return the id of a stored case, while the clock stands still."""
    with clock.frozen_at(ISSUED_AT):
        case = Case.objects.create(
            id=identifiers.new_id(ISSUED_AT),
            number="520100202603020000123X",
            operation="register_long_term_residence",
            service_version=1,
            state="submitted",
            subject_index=os.urandom(32),
            subject_sealed=b"sealed",
            answers_sealed=b"sealed",
            channel="test",
            request_number="1",
            query_code="ABCD2345",
            region="520100",
            submitted_at=ISSUED_AT,
        )
        yield case.id
