import base64

import pytest
from fake_gateway import FakeGateway, Seen

from yibao_client import AnswerNotGenuine, ApiError, Client
from yibao_client.session import open_session


def test_a_session_answers_queries_under_its_own_keys(client: Client, gateway: FakeGateway) -> None:
    session = client.session(minutes=30)
    answer = session.query("echo", answers={"year": 2026})
    assert answer.result == {"received": {"answers": {"year": 2026}, "materials": []}}
    assert session.expires_at == "2026-11-22T12:00:00+08:00"
    opening, query = gateway.seen
    assert opening.body == {"minutes": 30}
    assert query.headers["Key"] in gateway.sessions
    assert len(base64.b64decode(query.headers["Signature"])) == 32


def test_a_session_cannot_write(client: Client) -> None:
    session = client.session()
    with pytest.raises(ApiError, match=r"gateway\.session_cannot_write"):
        session.query("apply")


def test_a_platform_that_forgot_the_session_is_believed_by_its_sm2_signature(
    client: Client, gateway: FakeGateway
) -> None:
    session = client.session()
    gateway.sessions.clear()
    with pytest.raises(ApiError, match=r"gateway\.unknown_key"):
        session.query("echo")


def test_an_answer_under_another_mac_key_is_not_believed(
    client: Client, gateway: FakeGateway
) -> None:
    session = client.session()
    gateway.services["swapped"] = lambda seen: _swap(gateway, seen)
    with pytest.raises(AnswerNotGenuine, match="does not fit"):
        session.query("swapped")


def test_incomplete_keys_are_not_believed(client: Client) -> None:
    with pytest.raises(AnswerNotGenuine, match="incomplete"):
        open_session(client._courier, keys=client._keys, result={"session": "s"})


def test_the_keys_of_a_session_stay_out_of_the_representation(
    client: Client, gateway: FakeGateway
) -> None:
    session = client.session()
    mac_key, _ = gateway.sessions[session._keys.key_id]
    assert session._keys.mac_key == mac_key
    assert repr(mac_key) not in repr(session._keys)


def _swap(gateway: FakeGateway, seen: Seen) -> tuple[int, dict[str, object]]:
    _, cipher_key = gateway.sessions[seen.headers["Key"]]
    gateway.sessions[seen.headers["Key"]] = (bytes(32), cipher_key)
    return 200, {"request_id": "platform-w", "result": {}}
