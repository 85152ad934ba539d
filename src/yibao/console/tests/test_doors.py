"""Who gets in: every route refuses strangers, and each role opens its own pages only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from yibao.console import staff
from yibao.console.guard import IDLE_LIMIT, SECOND_FACTOR
from yibao.console.models import Officer
from yibao.console.roles import PERMISSIONS, Permission, Role
from yibao.console.tests import office
from yibao.platform.testing.plugin import Clock

pytestmark = pytest.mark.django_db

_SIGN_IN = {
    "account_login", "account_logout", "account_reauthenticate", "account_change_password",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_index", "mfa_deactivate_totp",
}  # fmt: skip
_SAMPLES = {
    "uuid": str(uuid.UUID(int=7)),
    "int": "7",
    "slug": "sample",
    "str": "sample",
    "path": "x",
}


def _routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (
        patterns if patterns is not None else get_resolver("yibao.console.tests.urls").url_patterns
    ):
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern


def _filled(route: str) -> str:
    while "<" in route:
        start, _, rest = route.partition("<")
        converter, _, end = rest.partition(">")
        route = start + _SAMPLES[converter.partition(":")[0] if ":" in converter else "str"] + end
    return "/" + route


ROUTES = [
    (_filled(route), pattern)
    for route, pattern in _routes()
    if pattern.name not in _SIGN_IN and "(?P" not in route
]


def _code(secret: str) -> str:
    import time

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_the_walk_finds_the_routes() -> None:
    assert len(ROUTES) > 60


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_route_sends_a_stranger_to_the_sign_in_page(method: str) -> None:
    stranger = Client()
    let_in = []
    for address, _ in ROUTES:
        answer = getattr(stranger, method)(address)
        target = answer.headers.get("Location", "")
        if answer.status_code != 302 or reverse("account_login") not in target:
            let_in.append((address, answer.status_code, target))

    assert (
        let_in
        == [
            ("/console/registers/logout/", 302, reverse("account_logout")),
        ]
        or let_in == []
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_route_sends_one_without_second_factor_to_enrol_it(method: str) -> None:
    staff.create(
        "newcomer", full_name="新人", region=office.GUIYANG, roles=list(Role), operator="test"
    )
    client = office.signed_in("newcomer")
    session = client.session
    session.pop(SECOND_FACTOR)
    session.save()

    for address, _ in ROUTES:
        if address.endswith(("/login/", "/logout/")):
            continue  # they lead to the pages where one signs in and out
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert reverse("mfa_activate_totp") in answer["Location"], address


def test_every_page_that_needs_a_permission_refuses_a_role_without_it() -> None:
    for role in Role:
        desk = office.desk_of(f"of-{role.value.replace('_', '-')}", role)
        for address, pattern in ROUTES:
            needed = getattr(pattern.callback, "permission", None)
            if needed is None or needed in PERMISSIONS[role]:
                continue
            answer = desk.post(address)
            assert answer.status_code == 403, (role, address)
            assert "您的岗位没有" in answer.content.decode()


def test_no_role_holds_both_accounts_and_cases_nor_audit_and_decisions() -> None:
    decides = {Permission.ACCEPT_CASES, Permission.REVIEW_CASES}
    for permissions in PERMISSIONS.values():
        assert not (Permission.MANAGE_STAFF in permissions and Permission.SEE_CASES in permissions)
        assert not (Permission.SEE_AUDIT in permissions and permissions & decides)


def test_an_account_that_is_no_officer_does_not_get_in() -> None:
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.create_user("outsider"), backend=_BACKEND)

    assert client.get(reverse("console:worklist")).status_code == 403
    assert client.get(reverse("console:worklist")).status_code == 302  # and is signed out


def test_a_stopped_account_is_out_at_once() -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)
    boss = office.desk_of("boss", Role.ADMINISTRATOR)
    assert desk.get(reverse("console:worklist")).status_code == 200

    boss.post(reverse("console:staff_change", args=["qian"]), {"deed": "stop"})

    assert reverse("account_login") in desk.get(reverse("console:worklist"))["Location"]


def test_a_forgotten_screen_locks_itself(clock: Clock) -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)
    desk.get(reverse("console:worklist"))
    clock.advance(seconds=(IDLE_LIMIT - timedelta(minutes=1)).total_seconds())
    assert desk.get(reverse("console:worklist")).status_code == 200

    clock.advance(seconds=(IDLE_LIMIT + timedelta(minutes=1)).total_seconds())
    answer = desk.get(reverse("console:worklist"), follow=True)
    assert "已自动退出" in answer.content.decode()
    assert reverse("account_login") in desk.get(reverse("console:worklist"))["Location"]


def test_signing_in_needs_password_and_code() -> None:
    hired = office.hire("qian", Role.ACCEPTOR)
    client = Client()

    answer = client.post(
        reverse("account_login"), {"login": hired.username, "password": hired.password}
    )
    assert answer["Location"] == reverse("mfa_authenticate")
    assert reverse("account_login") in client.get(reverse("console:worklist"))["Location"]

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "动态口令不对" in wrong.content.decode()
    answer = client.post(reverse("mfa_authenticate"), {"code": _code(hired.totp_secret)})
    assert answer["Location"] == "/console/"
    assert client.get(reverse("console:worklist")).status_code == 200

    client.post(reverse("account_logout"))
    assert reverse("account_login") in client.get(reverse("console:worklist"))["Location"]


def test_a_new_officer_ties_an_authenticator_then_changes_his_password() -> None:
    made = staff.create(
        "qian", full_name="钱受理", region=office.GUIYANG, roles=[Role.ACCEPTOR], operator="test"
    )
    client = Client()
    client.post(reverse("account_login"), {"login": "qian", "password": made.password})
    assert reverse("mfa_activate_totp") in client.get(reverse("console:worklist"))["Location"]

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10

    assert reverse("account_change_password") in client.get(reverse("console:worklist"))["Location"]
    new = "calm-river-stone-27"
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": made.password, "password1": new, "password2": new},
    )
    assert answer["Location"] == reverse("console:worklist")
    assert client.get(reverse("console:worklist")).status_code == 200
    assert not Officer.objects.get(user__username="qian").must_change_password


def test_a_session_of_before_the_second_factor_is_worth_nothing_after_it() -> None:
    """Somebody who knows the first password signs in early and waits for the owner to enrol."""
    made = staff.create(
        "qian", full_name="钱受理", region=office.GUIYANG, roles=[Role.ACCEPTOR], operator="test"
    )
    thief, owner = Client(), Client()
    for client in (thief, owner):
        client.post(reverse("account_login"), {"login": "qian", "password": made.password})
    secret = owner.get(reverse("mfa_activate_totp")).context["form"].secret
    owner.post(reverse("mfa_activate_totp"), {"code": _code(secret)})

    assert reverse("mfa_activate_totp") in thief.get(reverse("console:worklist"))["Location"]
    for name in ("mfa_view_recovery_codes", "account_change_password"):
        assert thief.get(reverse(name)).status_code == 302
    thief.get(reverse("mfa_activate_totp"))
    assert reverse("account_login") in thief.get(reverse("console:worklist"))["Location"]


def test_five_wrong_passwords_lock_the_name_and_an_administrator_unlocks_it() -> None:
    hired = office.hire("qian", Role.ACCEPTOR)
    client = Client()
    for _ in range(5):
        answer = client.post(reverse("account_login"), {"login": "qian", "password": "wrong"})
    assert answer.status_code == 429
    assert "账号已临时锁定" in answer.content.decode()

    right = {"login": "qian", "password": hired.password}
    still = client.post(reverse("account_login"), right)
    assert "锁定" in still.content.decode()
    assert "Location" not in still.headers
    boss = office.desk_of("boss", Role.ADMINISTRATOR)
    boss.post(reverse("console:staff_change", args=["qian"]), {"deed": "unlock"})
    answer = client.post(reverse("account_login"), right)
    assert answer.headers.get("Location") == reverse("mfa_authenticate")


def test_nobody_signs_up_by_himself() -> None:
    from yibao.console.accounts import StaffAccountAdapter

    assert StaffAccountAdapter().is_open_for_signup(HttpRequest()) is False


def test_pages_forbid_inline_script_and_style_outside_the_registers() -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)
    answer = desk.get(reverse("console:worklist"))

    assert "unsafe" not in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "<style" not in page
    assert ' style="' not in page
    assert " onclick" not in page


_BACKEND = "django.contrib.auth.backends.ModelBackend"
