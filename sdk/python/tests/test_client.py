import logging
from pathlib import Path

import pytest
from fake_gateway import FakeGateway, Refusal

from yibao_client import ApiError, Client, ConfigurationError, Credentials, Retries
from yibao_client.ciphers import CipherName

SUBJECT = {
    "certificate_type": "01",
    "certificate_number": "990000199001010011",
    "name": "张三",
}


@pytest.mark.parametrize("cipher", ["SM4-GCM", "SM4-CBC", "none"])
def test_a_query_arrives_and_its_answer_comes_back(
    gateway: FakeGateway, credentials_file: Path, cipher: CipherName
) -> None:
    with Client(Credentials.from_file(credentials_file), cipher=cipher) as client:
        answer = client.call("echo", subject=SUBJECT, answers={"year": 2026})
    sent = {"subject": SUBJECT, "answers": {"year": 2026}, "materials": []}
    assert answer.result == {"received": sent}
    assert answer.case is None
    assert answer.request_id == "platform-e"
    assert gateway.seen[0].path == "/api/v1/services/echo"


def test_only_the_cipher_none_shows_the_name(client: Client, gateway: FakeGateway) -> None:
    client.call("echo", subject=SUBJECT)
    assert "张三".encode() not in gateway.seen[0].raw
    assert gateway.seen[0].body["subject"]["name"] == "张三"


def test_every_part_of_a_call_arrives(client: Client, gateway: FakeGateway) -> None:
    parts = {
        "subject": SUBJECT,
        "identity": {"level": "L3", "method": "face"},
        "agent": {"name": "李四"},
        "answers": {"kind": "long_term"},
        "materials": [{"code": "M1", "source": "upload", "file_id": "file-1"}],
    }
    client.call("echo", **parts)  # type: ignore[arg-type]
    assert gateway.seen[0].body == parts


def test_an_unknown_part_is_refused_before_anything_is_sent(
    client: Client, gateway: FakeGateway
) -> None:
    with pytest.raises(ConfigurationError, match="answer"):
        client.call("echo", answer={})  # type: ignore[call-arg]
    assert gateway.seen == []


def test_the_sandbox_has_its_own_path(client: Client, gateway: FakeGateway) -> None:
    client.call("echo", sandbox=True)
    assert gateway.seen[0].path == "/api/v1/sandbox/services/echo"


def test_an_application_gives_a_case(client: Client) -> None:
    answer = client.call("apply", subject=SUBJECT, request="application-0001")
    assert answer.case is not None
    assert answer.case["number"] == "C-1"
    assert answer.result is None


def test_the_same_request_number_gives_the_same_case(client: Client) -> None:
    first = client.call("apply", request="application-0001")
    second = client.call("apply", request="application-0001")
    other = client.call("apply", request="application-0002")
    assert first.case == second.case
    assert other.case != first.case


def test_without_a_number_every_call_has_its_own(client: Client, gateway: FakeGateway) -> None:
    client.call("echo")
    client.call("echo")
    assert gateway.seen[0].headers["Request"] != gateway.seen[1].headers["Request"]


@pytest.mark.parametrize("request_number", ["short", "x" * 65, "with space", "中文编号一二三四"])
def test_a_number_of_another_shape_is_refused(client: Client, request_number: str) -> None:
    with pytest.raises(ConfigurationError, match="request number"):
        client.call("echo", request=request_number)


@pytest.mark.parametrize("op_id", ["", "../files", "a/b", "a b", "a?b=c"])
def test_an_id_that_would_change_the_path_is_refused(client: Client, op_id: str) -> None:
    with pytest.raises(ConfigurationError, match="id of a service"):
        client.call(op_id)


@pytest.mark.parametrize("plain", [True, False])
def test_a_refusal_says_why_encrypted_or_not(
    client: Client, gateway: FakeGateway, plain: bool
) -> None:
    gateway.refusals.append(Refusal(403, "gateway.not_granted", plain=plain))
    with pytest.raises(ApiError, match=r"gateway\.not_granted: 不能办理") as caught:
        client.call("echo")
    assert caught.value.status == 403
    assert caught.value.request_id == "platform-0"
    assert caught.value.errors[0].fix == "请核对后再试。"
    assert not caught.value.retryable


def test_a_file_is_stored_as_it_is(client: Client, gateway: FakeGateway, tmp_path: Path) -> None:
    file = tmp_path / "居住证明.pdf"
    file.write_bytes(b"%PDF-" + bytes(range(256)) * 100)
    stored = client.upload(file)
    assert gateway.files[stored.file_id]["content"] == file.read_bytes()
    assert gateway.files[stored.file_id]["name"] == "居住证明.pdf"
    assert gateway.files[stored.file_id]["content_type"] == "application/pdf"
    assert stored.size == file.stat().st_size
    assert len(stored.sm3) == 64


def test_a_connection_is_used_again(client: Client, gateway: FakeGateway) -> None:
    client.call("echo")
    connection = client._transport._idle[0][1]
    client.call("echo")
    assert client._transport._idle[0][1] is connection


def test_nothing_personal_reaches_the_log(
    client: Client, gateway: FakeGateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.refusals.append(Refusal(409, "echo.not_now", retryable=True))
    with caplog.at_level(logging.DEBUG):
        client.call("echo", subject=SUBJECT)
    assert "echo.not_now" in caplog.text
    for name in ("certificate_number", "name"):
        assert SUBJECT[name] not in caplog.text


def test_nothing_personal_is_in_the_representation_of_an_answer(client: Client) -> None:
    assert "张三" not in repr(client.call("echo", subject=SUBJECT))


def test_a_cipher_that_is_not_known_is_refused(credentials_file: Path) -> None:
    with pytest.raises(ConfigurationError, match="SM4-GCM"):
        Client(Credentials.from_file(credentials_file), cipher="AES")  # type: ignore[arg-type]


def test_no_cipher_over_http_is_refused_but_on_this_machine(credentials_file: Path) -> None:
    text = credentials_file.read_text().replace("http://127.0.0.1", "http://platform.example")
    with pytest.raises(ConfigurationError, match="network"):
        Client(Credentials.from_text(text), cipher="none")


def test_a_prefix_of_the_address_is_sent_but_not_signed(
    gateway: FakeGateway, credentials_file: Path, quick: Retries
) -> None:
    """A proxy strips the prefix; the platform then sees, and checks, the path from /api/v1."""
    text = credentials_file.read_text()
    address = Credentials.from_text(text).base_url
    credentials = Credentials.from_text(text.replace(address, f"{address}/prefix"))
    with Client(credentials, retries=quick) as client, pytest.raises(ApiError, match="signature"):
        client.call("echo")
    assert gateway.seen[0].path == "/prefix/api/v1/services/echo"
