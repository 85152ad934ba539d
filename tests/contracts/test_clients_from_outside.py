"""The shell client, the SDK and the command line against a real server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from yibao_client import ApiError, Client, Credentials

from bench import persons
from tests.live import ROOT, LivePlatform
from yibao.catalogue import registry, relative_days

SCRIPT = ROOT / "sdk/examples/openssl.sh"


def openssl(
    served: LivePlatform, tmp_path: Path, operation: str, body: dict[str, Any], *more: str
) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "body.json"
    file.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    return subprocess.run(
        ["sh", str(SCRIPT), str(served.credentials()), operation, str(file), *more],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def query(position: int) -> dict[str, Any]:
    return {"subject": persons.subject(position), "identity": {"level": "L2"}, "answers": {}}


def test_a_shell_client_with_openssl_and_curl_alone_enrols_and_asks(
    served: LivePlatform, tmp_path: Path
) -> None:
    done = openssl(served, tmp_path, "resident_enrol", persons.enrolment(501))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["case"]["state"] == "done"
    seen = openssl(served, tmp_path, "right_insutypes", query(501))
    assert seen.returncode == 0, seen.stderr
    assert "城乡居民基本医疗保险" in seen.stdout


def test_a_shell_client_repeats_a_request_and_gets_the_same_case(
    served: LivePlatform, tmp_path: Path
) -> None:
    body = persons.enrolment(502)
    first = openssl(served, tmp_path, "resident_enrol", body, "--request", "shell-0001")
    again = openssl(served, tmp_path, "resident_enrol", body, "--request", "shell-0001")
    assert json.loads(first.stdout)["case"] == json.loads(again.stdout)["case"]


def test_a_shell_client_is_told_what_is_wrong(served: LivePlatform, tmp_path: Path) -> None:
    refused = openssl(
        served, tmp_path, "resident_enrol", {**query(503), "identity": {"level": "L3"}}
    )
    assert refused.returncode == 1
    assert "form.required" in refused.stdout + refused.stderr


def test_a_shell_client_plays_in_the_sandbox(served: LivePlatform, tmp_path: Path) -> None:
    body = persons.enrolment(504)
    done = openssl(served, tmp_path, "resident_enrol", body, "--sandbox")
    assert done.returncode == 0, done.stderr
    seen = openssl(served, tmp_path, "right_insutypes", query(504))
    assert "城乡居民基本医疗保险" not in seen.stdout


@pytest.mark.parametrize("cipher", ["SM4-GCM", "SM4-CBC"])
def test_the_sdk_enrols_asks_in_a_session_and_launches_a_page(
    served: LivePlatform, cipher: Any
) -> None:
    position = 510 if cipher == "SM4-GCM" else 511
    with Client(Credentials.from_file(served.credentials()), cipher=cipher) as client:
        answer = client.call("resident_enrol", **persons.enrolment(position))
        assert answer.case is not None
        assert answer.case["state"] == "done"
        session = client.session(minutes=5)
        assert session.query("right_insutypes", **query(position)).result
        with pytest.raises(ApiError) as refused:
            session.query("resident_enrol", **persons.enrolment(position))
        assert refused.value.errors[0].code == "gateway.session_cannot_write"
        url = client.launch(
            "remote_long_file", subject=persons.subject(position), identity={"level": "L3"}
        )
        assert url.startswith(f"{served.url}/h5/launch/?ticket=")


def test_the_command_line_calls_and_explains_a_refusal(
    served: LivePlatform, tmp_path: Path
) -> None:
    done = served.command(
        "call", "right_insutypes", "--channel", "zyybwxgzh", "--data", json.dumps(query(1))
    )
    assert done.returncode == 0, done.stderr
    refused = served.command("call", "resident_enrol", "--channel", "zyybwxgzh", "--data", "{}")
    assert refused.returncode == 1
    request_id = json.loads(refused.stderr.rsplit("想知道原因", 1)[0])["request_id"]
    why = served.command("why", request_id)
    assert why.returncode == 0
    assert "原因：" in why.stdout
    assert "POST" in why.stdout


def test_a_command_that_tells_days_from_today_is_sent_with_dates(served: LivePlatform) -> None:
    answers = registry.services()["remote_long_file"].examples[0].answers
    body = query(505) | {"identity": {"level": "L3"}, "answers": relative_days.marked(answers)}
    refused = served.command(
        "call", "remote_long_file", "--channel", "zyybwxgzh", "--data", json.dumps(body)
    )
    assert "today+10" in json.dumps(body)
    assert "remote_care.not_enrolled" in refused.stderr  # the dates were in order
    assert "form.not_a_date" not in refused.stderr


def test_the_doctor_finds_nothing_wrong(served: LivePlatform) -> None:
    found = served.command("doctor", "--json")
    assert found.returncode == 0, found.stdout + found.stderr
    assert all(finding["is_ok"] for finding in json.loads(found.stdout))


def test_the_directory_lists_all_114_services(served: LivePlatform) -> None:
    listed = json.loads(served.command("services", "list", "--json").stdout)
    assert [row["number"] for row in listed] == list(range(1, 115))
    opened = {row["number"] for row in listed if row["state"] == "open"}
    assert opened >= {1, 2, 23, 27, 28, 68, 114}
