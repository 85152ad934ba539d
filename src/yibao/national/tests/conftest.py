from __future__ import annotations

from collections.abc import Iterator

import pytest

from yibao.national import access, actions
from yibao.national.actions import Particulars
from yibao.national.application import NationalApplication
from yibao.national.tests.messages import HOSPITAL, Hospital, keeper, nobody


@pytest.fixture
def hospital(db: None) -> Iterator[Hospital]:
    """A hospital with credentials, and an application with two rules ready."""
    access.forget()
    credentials = actions.add(
        HOSPITAL, Particulars("某某医院", networks=["127.0.0.0/8"]), operator="test"
    )
    yield Hospital(credentials, NationalApplication(nobody, keeper=keeper()))
    access.forget()
