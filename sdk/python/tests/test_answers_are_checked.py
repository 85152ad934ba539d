import fake_faults
import pytest
from fake_gateway import FakeGateway, Fault, Refusal, Reply

from yibao_client import AnswerNotGenuine, Client


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (fake_faults.unsigned, "no signature"),
        (fake_faults.changed_body, "signature does not fit"),
        (fake_faults.changed_status, "signature does not fit"),
        (fake_faults.other_nonce, "another request"),
        (fake_faults.no_nonce, "names no request"),
        (fake_faults.stripped_cipher, "came as none"),
        (fake_faults.no_base64, "not base64"),
    ],
)
def test_a_changed_answer_is_not_believed(
    client: Client, gateway: FakeGateway, fault: Fault, reason: str
) -> None:
    gateway.faults.append(fault)
    with pytest.raises(AnswerNotGenuine, match=reason):
        client.call("echo")
    assert len(gateway.seen) == 1, "an answer that is not genuine is no reason to try again"


def test_an_old_answer_cannot_be_played_again(client: Client, gateway: FakeGateway) -> None:
    recorded: list[Reply] = []

    def record(reply: Reply) -> Reply:
        recorded.append(reply)
        return reply

    gateway.faults.append(record)
    client.call("echo")
    gateway.faults.append(lambda reply: recorded[0])
    with pytest.raises(AnswerNotGenuine, match="another request"):
        client.call("echo")


def test_an_old_answer_with_the_new_nonce_does_not_fit(
    client: Client, gateway: FakeGateway
) -> None:
    recorded: list[Reply] = []

    def record(reply: Reply) -> Reply:
        recorded.append(reply)
        return reply

    gateway.faults.append(record)
    client.call("echo")

    def replayed(reply: Reply) -> Reply:
        headers = {**recorded[0].headers, "Nonce": reply.headers["Nonce"]}
        return Reply(recorded[0].status, headers, recorded[0].body)

    gateway.faults.append(replayed)
    with pytest.raises(AnswerNotGenuine, match="signature does not fit"):
        client.call("echo")


def test_a_refusal_by_somebody_else_is_not_believed(client: Client, gateway: FakeGateway) -> None:
    gateway.refusals.append(Refusal(403, "gateway.not_granted"))
    gateway.faults.append(fake_faults.other_nonce)
    with pytest.raises(AnswerNotGenuine):
        client.call("echo")


def test_an_answer_in_another_sm4_key_is_told_apart(client: Client, gateway: FakeGateway) -> None:
    genuine = gateway.sm4_key

    gateway.services["rekeyed"] = lambda seen: _with_other_key(gateway)
    try:
        with pytest.raises(AnswerNotGenuine, match="is sm4_key ours"):
            client.call("rekeyed")
    finally:
        gateway.sm4_key = genuine


def _with_other_key(gateway: FakeGateway) -> tuple[int, dict[str, object]]:
    gateway.sm4_key = bytes(16)
    return 200, {"request_id": "platform-r", "result": {}}
