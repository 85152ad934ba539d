"""What every test of the console starts with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from yibao.casework.submission import CaseReceipt
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue import registry
from yibao.console import demonstration
from yibao.console.roles import Role
from yibao.console.tests import office


@pytest.fixture(autouse=True)
def _office(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Declare the sample service; hash passwords quickly; serve static files by their names."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ROOT_URLCONF = "yibao.console.tests.urls"
    settings.MFA_ADAPTER = "yibao.console.accounts.StaffSecondFactorAdapter"
    settings.STATIC_ROOT = tmp_path  # the tests collect no static files
    cache.clear()  # failures of sign-in are counted there
    with sample.declared():
        yield


@pytest.fixture
def case() -> CaseReceipt:
    return sample.submit()


@pytest.fixture
def acceptor() -> Client:
    return office.desk_of("qian", Role.ACCEPTOR, name="钱受理")


@pytest.fixture
def reviewer() -> Client:
    return office.desk_of("zhao", Role.REVIEWER, name="赵审核")


@pytest.fixture
def accepted(acceptor: Client) -> CaseReceipt:
    registry.services()[sample.OPERATION] = office.ASSESSED
    received = sample.submit(service=office.ASSESSED)
    office.act(acceptor, "accept", received)
    return received


@pytest.fixture
def expert() -> Client:
    demonstration.create_expert("wu.zj", full_name="吴专家", region=office.GUIYANG)
    return office.signed_in("wu.zj")
