"""How passwords and second factors lie in the database, and what the settings must name."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

import config.settings as chosen
from yibao.console.accounts import StaffSecondFactorAdapter
from yibao.console.passwords import Sm3PasswordHasher
from yibao.console.roles import Role
from yibao.console.tests import office


@pytest.mark.django_db
def test_the_secret_of_a_second_factor_is_sealed() -> None:
    hired = office.hire("qian", Role.ACCEPTOR)

    stored = Authenticator.objects.get(user__username="qian").data["secret"]

    assert hired.totp_secret not in stored
    assert StaffSecondFactorAdapter().decrypt(stored) == hired.totp_secret


def test_the_settings_name_the_adapters_that_seal_and_refuse_sign_up() -> None:
    assert chosen.ACCOUNT_ADAPTER == "yibao.console.accounts.StaffAccountAdapter"
    assert getattr(chosen, "MFA_ADAPTER", "") == "yibao.console.accounts.StaffSecondFactorAdapter"


def test_a_password_is_checked_under_sm3_and_a_wrong_one_refused() -> None:
    hasher = Sm3PasswordHasher()
    hasher.iterations = 1000
    stored = hasher.encode("calm-river-stone-27", "salt-of-this-test")

    assert stored.startswith("pbkdf2_sm3$1000$")
    assert hasher.verify("calm-river-stone-27", stored)
    assert not hasher.verify("calm-river-stone-28", stored)
