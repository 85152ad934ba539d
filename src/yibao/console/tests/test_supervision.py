"""What auditors, channel managers and administrators look up and do."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from yibao.casework import decisions
from yibao.casework.tests import reviewed_service as sample
from yibao.channels.models import Channel, ChannelKey, Grant
from yibao.console.models import Officer
from yibao.console.roles import Role
from yibao.console.tests import office
from yibao.gateway.models import AccessLog
from yibao.platform import clock
from yibao.platform.audit_log.models import Entry
from yibao.platform.crypto import sm2

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_an_auditor_reads_what_was_done_to_a_case() -> None:
    case = sample.submit()
    decisions.accept(case.id, officer="qian", row_version=1)
    desk = office.desk_of("audit", Role.AUDITOR)

    page = desk.get(reverse("console:audit"), {"number": case.number}).content.decode()

    assert "case.submit" in page
    assert "case.accept" in page
    assert "officer:qian" in page
    wrong = desk.get(reverse("console:audit"), {"number": "123"}).content.decode()
    assert "受理编号写错了" in wrong


def test_the_whole_trail_can_be_verified() -> None:
    sample.submit()
    desk = office.desk_of("audit", Role.AUDITOR)

    answer = desk.post(reverse("console:verify_trail"), follow=True)

    assert "核验通过" in answer.content.decode()
    assert Entry.objects.filter(action="console.verify_audit_log").count() == 1


def test_an_altered_entry_is_found_by_the_verification() -> None:
    from django.db import connection

    sample.submit()
    desk = office.desk_of("audit", Role.AUDITOR)
    desk.post(reverse("console:verify_trail"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        cursor.execute(
            "UPDATE audit_entry SET operator = 'officer:nobody' WHERE action LIKE 'case.%'"
        )

    answer = desk.post(reverse("console:verify_trail"), follow=True)

    assert "核验不通过" in answer.content.decode()


@pytest.mark.django_db(databases=["default", "sandbox"])
def test_an_unknown_request_is_said_to_be_unknown() -> None:
    desk = office.desk_of("audit", Role.AUDITOR)

    answer = desk.get(reverse("console:explain"), {"request_id": "x' OR 1=1 --"})

    assert "没有这个请求编号的记录" in answer.content.decode()


@pytest.mark.django_db(databases=["default", "sandbox"])
def test_a_refused_call_is_explained_with_its_remedy() -> None:
    facts = {
        "errors": [
            {
                "code": "gateway.clock_off",
                "message": "时间戳与平台相差900秒。",
                "fix": "校准时钟。",
                "at": "",
            }
        ],
        "canonical_text": "POST\n/api/v1/services/x",
    }
    AccessLog.objects.create(
        request_id="req-1", at=clock.now(), channel="app", key="app-1", operation="x",
        request_number="", nonce="n", address="127.0.0.1", status=401, code="gateway.clock_off",
        duration_us=9, bytes_in=1, bytes_out=1, facts=json.dumps(facts),
    )  # fmt: skip
    desk = office.desk_of("audit", Role.AUDITOR)

    page = desk.get(reverse("console:explain"), {"request_id": "req-1"}).content.decode()

    for words in (
        "时间戳与平台相差900秒。",
        "校准时钟。",
        "gateway.clock_off",
        "POST\n/api/v1/services/x",
    ):
        assert words in page


def test_unconfirmed_parameters_say_so_and_come_first() -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)

    answer = desk.get(reverse("console:parameters"))

    lines = answer.context["lines"]
    assert "参数未核定" in answer.content.decode()
    assert "casework.correction_working_days" in {line.name for line in lines}
    assert [line.is_verified for line in lines] == sorted(line.is_verified for line in lines)


def test_a_channel_is_set_up_step_by_step_and_its_key_handed_over_once() -> None:
    desk = office.desk_of("channel", Role.CHANNEL_MANAGER)
    desk.post(
        reverse("console:channel_new"),
        {
            "code": "zunyi-app",
            "name": "遵义医保",
            "organisation": "遵义市医疗保障局",
            "region": "520300",
        },
    )
    change = reverse("console:channel_change", args=["zunyi-app"])
    desk.post(change, {"deed": "allow_addresses", "networks": "203.0.113.0/28 198.51.100.7"})
    desk.post(change, {"deed": "grant", "operations": ["resident_enrol"]})
    desk.post(change, {"deed": "go_online"})
    handed = desk.post(reverse("console:channel_key", args=["zunyi-app"]))

    channel = Channel.objects.get(code="zunyi-app")
    assert channel.is_online
    assert set(channel.addresses.values_list("network", flat=True)) == {
        "203.0.113.0/28",
        "198.51.100.7/32",
    }
    assert Grant.objects.get(channel=channel).operation == "resident_enrol"
    credentials = json.loads(handed.content)
    assert "attachment" in handed["Content-Disposition"]
    stored = ChannelKey.objects.get(id=credentials["key"])
    private = sm2.backend().private_key_from_pem(credentials["private_key_pem"].encode())
    assert private.public_key().to_pem().decode() == stored.sm2_public_pem
    page = desk.get(reverse("console:channel", args=["zunyi-app"])).content.decode()
    assert credentials["private_key_pem"] not in page
    assert credentials["sm4_key"] not in page
    operators = set(
        Entry.objects.filter(action__startswith="channel.").values_list("operator", flat=True)
    )
    assert operators == {"officer:channel"}


def test_a_key_of_another_channel_cannot_be_revoked_from_this_one() -> None:
    from yibao.channels import actions

    for code in ("app-one", "app-two"):
        actions.create_channel(
            code, name=code, organisation="单位", region="520100", operator="test"
        )
    theirs = actions.issue_key("app-two", base_url="http://127.0.0.1", operator="test").key
    desk = office.desk_of("channel", Role.CHANNEL_MANAGER)

    answer = desk.post(
        reverse("console:channel_change", args=["app-one"]), {"deed": "revoke_key", "key": theirs}
    )

    assert answer.status_code == 404
    assert ChannelKey.objects.get(id=theirs).revoked_at is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("networks", "not-an-address", "not-an-address"), ("operations", "no_such", "no_such")],
)
def test_what_is_wrong_with_a_channel_is_said(field: str, value: str, words: str) -> None:
    from yibao.channels import actions

    actions.create_channel("app", name="甲", organisation="单位", region="520100", operator="test")
    desk = office.desk_of("channel", Role.CHANNEL_MANAGER)
    deed = "allow_addresses" if field == "networks" else "grant"

    answer = desk.post(
        reverse("console:channel_change", args=["app"]), {"deed": deed, field: value}
    )

    assert answer.status_code >= 400
    assert words in answer.content.decode()


def test_an_administrator_makes_an_account_whose_password_is_shown_once() -> None:
    boss = office.desk_of("boss", Role.ADMINISTRATOR)
    new = {"username": "chen.ruo", "full_name": "陈若", "region": "520102", "roles": ["reviewer"]}

    answer = boss.post(reverse("console:staff_new"), new)

    password = answer.context["new_password"]
    officer = Officer.objects.get(user__username="chen.ruo")
    assert officer.user.check_password(password)
    assert officer.must_change_password
    assert [group.name for group in officer.user.groups.all()] == ["审核岗"]
    assert password not in boss.get(reverse("console:staff")).content.decode()
    taken = boss.post(reverse("console:staff_new"), new)
    assert taken.status_code == 409
    assert "已有人使用" in taken.content.decode()


@pytest.mark.parametrize(
    "change", [{"username": "X"}, {"region": "310000"}, {"region": "abc"}, {"roles": []}]
)
def test_an_unfit_account_is_not_made(change: dict[str, object]) -> None:
    boss = office.desk_of("boss", Role.ADMINISTRATOR)
    new = {"username": "chen", "full_name": "陈若", "region": "520102", "roles": ["reviewer"]}

    answer = boss.post(reverse("console:staff_new"), {**new, **change})

    assert answer.status_code == 422
    assert Officer.objects.count() == 1


def test_a_lost_second_factor_is_reset_by_another_administrator_only() -> None:
    office.hire("qian", Role.ACCEPTOR)
    boss = office.desk_of("boss", Role.ADMINISTRATOR)

    own = boss.post(reverse("console:staff_change", args=["boss"]), {"deed": "reset"})
    assert own.status_code == 403
    answer = boss.post(reverse("console:staff_change", args=["qian"]), {"deed": "reset"})

    officer = Officer.objects.get(user__username="qian")
    assert officer.user.check_password(answer.context["new_password"])
    assert officer.must_change_password
    desk = office.signed_in("qian")
    assert reverse("mfa_activate_totp") in desk.get(reverse("console:worklist"))["Location"]
