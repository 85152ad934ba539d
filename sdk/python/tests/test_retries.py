from pathlib import Path

import fake_faults
import pytest
from fake_gateway import FakeGateway, Refusal
from hypothesis import given
from hypothesis import strategies as st

from yibao_client import ApiError, Client, Credentials, NetworkFailure, Retries


def test_a_lost_answer_is_asked_for_again_and_the_platform_acts_once(
    client: Client, gateway: FakeGateway
) -> None:
    gateway.faults.append(fake_faults.lost)
    answer = client.call("apply")
    assert answer.case is not None
    assert len(gateway.seen) == 2
    assert len(gateway.cases) == 1


def test_every_attempt_has_the_same_number_but_its_own_nonce_and_signature(
    client: Client, gateway: FakeGateway
) -> None:
    gateway.faults += [fake_faults.lost, fake_faults.bad_gateway]
    client.call("apply", request="application-0007")
    attempts = [seen.headers for seen in gateway.seen]
    assert [headers["Request"] for headers in attempts] == ["application-0007"] * 3
    assert len({headers["Nonce"] for headers in attempts}) == 3
    assert len({headers["Signature"] for headers in attempts}) == 3


def test_a_refusal_that_may_pass_is_tried_again(client: Client, gateway: FakeGateway) -> None:
    gateway.refusals.append(Refusal(503, "gateway.busy", retryable=True))
    assert client.call("echo").request_id == "platform-e"
    assert len(gateway.seen) == 2


def test_a_refusal_that_cannot_pass_is_not_tried_again(
    client: Client, gateway: FakeGateway
) -> None:
    gateway.refusals.append(Refusal(409, "apply.already_done"))
    with pytest.raises(ApiError):
        client.call("echo")
    assert len(gateway.seen) == 1


def test_the_attempts_are_bounded(client: Client, gateway: FakeGateway, quick: Retries) -> None:
    gateway.refusals += [Refusal(429, "gateway.too_many", retryable=True) for _ in range(9)]
    with pytest.raises(ApiError, match=r"gateway\.too_many"):
        client.call("echo")
    assert len(gateway.seen) == quick.attempts


def test_a_last_failure_names_the_number_to_repeat_with(
    client: Client, gateway: FakeGateway, quick: Retries
) -> None:
    gateway.faults += [fake_faults.lost] * quick.attempts
    with pytest.raises(NetworkFailure, match="application-0008") as caught:
        client.call("apply", request="application-0008")
    assert caught.value.request == "application-0008"


def test_nobody_listening_is_a_network_failure(credentials_file: Path, quick: Retries) -> None:
    text = credentials_file.read_text()
    address = Credentials.from_text(text).base_url
    credentials = Credentials.from_text(text.replace(address, "http://127.0.0.1:1"))
    with Client(credentials, retries=quick) as client, pytest.raises(NetworkFailure):
        client.call("echo")


@given(st.integers(1, 40))
def test_a_wait_is_at_least_half_a_step_and_at_most_the_longest(failed: int) -> None:
    retries = Retries(first_delay_seconds=0.5, longest_delay_seconds=8)
    step = min(8.0, 0.5 * 2 ** (failed - 1))
    assert step / 2 <= retries.delay_seconds(failed) <= step
