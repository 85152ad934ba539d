"""The registers: read-only, masked, inside the region, found by index."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yibao.casework import decisions
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue.case import Identity
from yibao.console.registers.contents import registers
from yibao.console.roles import Role
from yibao.console.tests import office
from yibao.persons.models import Person
from yibao.platform import clock, database
from yibao.platform.audit_log.models import Entry
from yibao.platform.outbox import api as outbox
from yibao.platform.outbox.models import Delivery, Message
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN, TestPerson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MODELS = sorted(registers._registry, key=lambda model: model._meta.label)


def _address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def _everybody() -> Client:
    return office.desk_of("all", *Role, region="520000")


def _register(person: TestPerson, *, region: str = office.NANMING) -> Person:
    from uuid import uuid4

    from yibao.casework.identities import index_of
    from yibao.persons import sealing

    return Person.objects.create(
        id=uuid4(),
        number=f"52{person.phone[-4:]}",
        certificate_type="01",
        certificate_index=index_of(Identity("01", person.identity_number, person.name)),
        certificate_sealed=sealing.seal(person.identity_number, sealing.CERTIFICATE),
        name_sealed=sealing.seal(person.name, sealing.NAME),
        phone_sealed=sealing.seal(person.phone, sealing.PHONE),
        living_address_sealed=sealing.seal(person.address, sealing.ADDRESS),
        birth_date=date(1990, 1, 1),
        sex="1",
        living_region=region,
        survival="1",
        registered_at=clock.now(),
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_register_opens_in_chinese_and_nobody_adds(model: Any) -> None:
    desk = _everybody()

    answer = desk.get(_address(model))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert str(model._meta.verbose_name_plural) in page
    assert desk.get(_address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_register_is_closed_to_roles_without_its_permission(model: Any) -> None:
    permission = getattr(registers._registry[model], "permission", None)
    for role in Role:
        from yibao.console.registers.reference import OpenToAll
        from yibao.console.roles import PERMISSIONS

        if isinstance(registers._registry[model], OpenToAll) or permission in PERMISSIONS[role]:
            continue
        desk = office.desk_of(f"of-{role.value.replace('_', '-')}", role)
        assert desk.get(_address(model)).status_code == 403, role


def test_the_index_lists_the_registers_of_the_role_only() -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)

    page = desk.get(reverse("admin:index")).content.decode()

    assert "参保人" in page
    assert "访问日志" not in page


def test_persons_are_masked_in_list_and_detail() -> None:
    person = _register(ZHANG_SAN)
    desk = office.desk_of("qian", Role.ACCEPTOR)

    for address in (_address(Person), _address(Person, "change", person.pk)):
        page = desk.get(address).content.decode()
        assert "张*" in page
        assert "199****0001" in page
        for secret in (ZHANG_SAN.name, ZHANG_SAN.identity_number, ZHANG_SAN.phone):
            assert secret not in page
        assert ZHANG_SAN.address not in page


def test_persons_of_another_region_are_not_there() -> None:
    elsewhere = _register(ZHANG_SAN, region="520302")
    desk = office.desk_of("qian", Role.ACCEPTOR)

    assert "张*" not in desk.get(_address(Person)).content.decode()
    answer = desk.get(_address(Person, "change", elsewhere.pk))
    assert answer.status_code == 302  # Django's way of saying that there is none


def test_a_person_is_found_by_certificate_without_its_number_in_any_address() -> None:
    _register(ZHANG_SAN)
    _register(LI_SI)
    desk = office.desk_of("qian", Role.ACCEPTOR)

    answer = desk.post(_address(Person) + "find/", {"text": ZHANG_SAN.identity_number})

    assert ZHANG_SAN.identity_number not in answer["Location"]
    page = desk.get(answer["Location"]).content.decode()
    assert "张*" in page
    assert "李*" not in page
    assert Entry.objects.filter(action="console.search_person").count() == 1


def test_nothing_can_be_saved_or_deleted_through_a_register() -> None:
    person = _register(ZHANG_SAN)
    desk = _everybody()

    assert desk.post(_address(Person, "change", person.pk), {"number": "x"}).status_code == 403
    assert desk.post(_address(Person, "delete", person.pk), {"post": "yes"}).status_code == 403
    answer = desk.post(
        _address(Person), {"action": "delete_selected", "_selected_action": [str(person.pk)]}
    )
    assert answer.status_code in {302, 400, 200}
    assert Person.objects.get(pk=person.pk).number == person.number


def test_a_dead_message_is_sent_again_by_posting_and_the_deed_recorded() -> None:
    with database.transaction() as sql:
        outbox.publish(sql, topic="test.happened", key="k", payload={})
    message = Message.objects.get(topic="test.happened")
    dead = Delivery.objects.create(
        message=message,
        subscriber="nobody",
        key="k",
        state="dead",
        tries=12,
        next_try_at=clock.now(),
        last_error="Boom",
    )
    boss = office.desk_of("boss", Role.ADMINISTRATOR)

    boss.post(_address(Delivery), {"action": "redeliver", "_selected_action": [dead.pk]})

    dead.refresh_from_db()
    assert (dead.state, dead.tries) == ("waiting", 0)
    assert Entry.objects.filter(action="outbox.redeliver", operator="officer:boss").count() == 1


def test_cases_and_notices_show_no_content() -> None:
    from yibao.casework.models import Notice

    case = sample.submit()
    decisions.accept(case.id, officer="sun", row_version=1)
    notice = Notice.objects.get(case_id=case.id)
    desk = office.desk_of("qian", Role.ACCEPTOR)

    page = desk.get(_address(Notice, "change", notice.pk)).content.decode()
    assert notice.code in page
    assert ZHANG_SAN.name not in page
