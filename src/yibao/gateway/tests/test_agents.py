"""Who acts for whom: strangers, children, and mandates for something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from yibao.casework.identities import index_of
from yibao.casework.models import Mandate, PledgeBreach
from yibao.catalogue.case import Identity
from yibao.catalogue.example_bodies import plain_body
from yibao.gateway.tests.calling import Reply, TestChannel
from yibao.gateway.tests.test_calls import count, enrolment, subject
from yibao.kernel import identity_number
from yibao.platform import clock
from yibao.platform.testing.persons import LI_SI, WANG_WU, XIAO_MING, TestPerson
from yibao.remote_care.services.remote_long_file import remote_long_file

pytestmark = pytest.mark.django_db

BROTHER = TestPerson(
    name="李大明", phone="19900000077", role="小明的哥哥，未满16岁", address="",
    identity_number=identity_number.make("520103", date(2015, 9, 1), 56).text,
)  # fmt: skip


def agent(person: TestPerson, relation: str = "9") -> dict[str, str]:
    return subject(person) | {"phone": "19900000009", "relation": relation}


def asked(channel: TestChannel, person: TestPerson, by: dict[str, str] | None) -> Reply:
    body = {"subject": subject(person), "identity": {"level": "L2"}, "answers": {}, "agent": by}
    return channel.call("right_insutypes", body)


def index(person: TestPerson) -> bytes:
    return index_of(Identity("01", person.identity_number, person.name))


def mandate(**bent: Any) -> None:
    today = clock.today()
    values = {
        "principal_index": index(WANG_WU), "agent_index": index(LI_SI),
        "operation": "right_insutypes", "valid_from": today,
        "valid_until": today + timedelta(days=1),
    }  # fmt: skip
    Mandate.objects.create(**values | bent)


def test_a_stranger_learns_nothing(channel: TestChannel) -> None:
    assert asked(channel, WANG_WU, agent(LI_SI)).codes == ["agent.no_mandate"]


def test_a_mandate_for_this_service_is_enough(channel: TestChannel) -> None:
    mandate()
    assert asked(channel, WANG_WU, agent(LI_SI)).status == 200


@pytest.mark.parametrize(
    "bent",
    [
        {"operation": "resident_enrol"},
        {"valid_until": date(2020, 1, 2), "valid_from": date(2020, 1, 1)},
        {"valid_from": date(2099, 1, 1), "valid_until": date(2099, 1, 2)},
        {"revoked_at": clock.now()},
        {"agent_index": b"another certificate of the agent"},
        {"principal_index": b"another certificate of the owner"},
    ],
)
def test_a_mandate_for_something_else_is_none(channel: TestChannel, bent: dict[str, Any]) -> None:
    mandate(**bent)
    assert asked(channel, WANG_WU, agent(LI_SI)).codes == ["agent.no_mandate"]


def test_a_child_does_not_act_alone(channel: TestChannel) -> None:
    assert channel.call("resident_enrol", enrolment(XIAO_MING)).codes == ["agent.guardian_needed"]


def test_a_child_is_not_its_own_parent(channel: TestChannel) -> None:
    body = enrolment(XIAO_MING) | {"agent": agent(XIAO_MING, "5")}
    assert channel.call("resident_enrol", body).codes == ["agent.is_subject"]
    assert count("service_case") == 0


def test_a_child_does_not_act_for_a_child(channel: TestChannel) -> None:
    body = enrolment(XIAO_MING) | {"agent": agent(BROTHER, "5")}
    assert channel.call("resident_enrol", body).codes == ["agent.too_young"]
    assert count("service_case") == 0


@pytest.mark.parametrize("certificate_type", [" 01", "01 ", "\t01\n", "０１"])
def test_a_certificate_type_with_blanks_does_not_skip_the_check_of_the_number(
    channel: TestChannel, certificate_type: str
) -> None:
    wrong = agent(LI_SI) | {"certificate_type": certificate_type, "certificate_number": "A1"}
    reply = asked(channel, WANG_WU, wrong)
    assert reply.status == 422
    assert reply.codes != ["agent.no_mandate"]


def test_the_number_of_another_persons_case_tells_nothing(channel: TestChannel) -> None:
    number = channel.call("resident_enrol", enrolment(LI_SI)).body["case"]["number"]
    question = {"search_by": "number", "case_number": number}

    def told(person: TestPerson, end: str) -> Reply:
        body = {
            "subject": subject(person), "identity": {"level": "L2"},
            "answers": question | {"certificate_end": end},
        }  # fmt: skip
        return channel.call("accept_progress_query", body)

    assert told(LI_SI, LI_SI.identity_number[-4:]).status == 200
    for end in (WANG_WU.identity_number[-4:], LI_SI.identity_number[-4:]):
        assert told(WANG_WU, end).codes == ["case.not_found"]


def test_who_broke_a_pledge_gives_no_other(channel: TestChannel) -> None:
    PledgeBreach.objects.create(person_index=index(LI_SI), recorded_at=clock.now())
    example = next(e for e in remote_long_file.examples if "pledge" in e.materials.values())
    body = plain_body(remote_long_file, example, today=clock.today()) | {"subject": subject(LI_SI)}
    assert "material.pledge_barred" in channel.call("remote_long_file", body).codes
