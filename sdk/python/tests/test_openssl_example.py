"""The example in shell, under two shells, against the fake gateway."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import fake_faults
import pytest
from fake_gateway import FakeGateway, Fault, Refusal, Seen

SCRIPT = Path(__file__).parents[2] / "examples" / "openssl.sh"
SHELLS = sorted({shutil.which("sh"), shutil.which("bash")} - {None}, key=str)
BODY = {"subject": {"name": "张三"}, "answers": {"note": 'a "quoted" \\ text'}, "materials": []}


@pytest.fixture
def body_file(tmp_path: Path) -> Path:
    file = tmp_path / "body.json"
    file.write_text(json.dumps(BODY, ensure_ascii=False))
    return file


@pytest.fixture
def run(gateway: FakeGateway, credentials_file: Path, body_file: Path) -> "Run":
    return Run(credentials_file, body_file)


class Run:
    """Runs the script; the shell and the service may be chosen."""

    def __init__(self, credentials: Path, body: Path) -> None:
        self.credentials, self.body = credentials, body

    def __call__(
        self, service: str, *options: str, shell: str | None = SHELLS[0]
    ) -> "subprocess.CompletedProcess[str]":
        command = [str(shell), str(SCRIPT), str(self.credentials), service, str(self.body)]
        environment = {**os.environ, "no_proxy": "*"}
        return subprocess.run(
            [*command, *options], capture_output=True, text=True, check=False, env=environment
        )


@pytest.mark.parametrize("shell", SHELLS)
def test_a_query_is_answered(run: Run, gateway: FakeGateway, shell: str) -> None:
    done = run("echo", shell=shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["result"] == {"received": BODY}
    assert gateway.seen[0].headers["Cipher"] == "SM4-CBC"
    assert "张三".encode() not in gateway.seen[0].raw


def test_credentials_on_one_line_are_read_too(run: Run, credentials_file: Path) -> None:
    content = json.loads(credentials_file.read_text())
    credentials_file.write_text(json.dumps(content, separators=(",", ":")).replace("/", "\\/"))
    assert run("echo").returncode == 0


def test_every_message_has_an_iv_of_its_own(run: Run, gateway: FakeGateway) -> None:
    run("echo")
    run("echo")
    first, second = (json.loads(seen.raw)["data"][:20] for seen in gateway.seen)
    assert first != second


def test_the_sandbox_and_the_request_number_are_passed_on(run: Run, gateway: FakeGateway) -> None:
    run("echo", "--sandbox", "--request", "application-0009")
    assert gateway.seen[0].path == "/api/v1/sandbox/services/echo"
    assert gateway.seen[0].headers["Request"] == "application-0009"


def test_a_large_answer_is_read_whole(run: Run, gateway: FakeGateway) -> None:
    lines = ["办件" * 50] * 3000
    gateway.services["large"] = lambda seen: (200, {"request_id": "x", "result": {"l": lines}})
    assert json.loads(run("large").stdout)["result"]["l"] == lines


@pytest.mark.parametrize("plain", [True, False])
def test_a_refusal_is_printed_with_its_reason(run: Run, gateway: FakeGateway, plain: bool) -> None:
    gateway.refusals.append(Refusal(403, "gateway.not_granted", plain=plain))
    done = run("echo")
    assert done.returncode == 1
    assert "gateway.not_granted 不能办理（gateway.not_granted）。" in done.stderr
    assert json.loads(done.stdout)["errors"][0]["code"] == "gateway.not_granted"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (fake_faults.changed_body, "signature of the answer does not fit"),
        (fake_faults.changed_status, "signature of the answer does not fit"),
        (fake_faults.no_base64, "signature of the answer does not fit"),
        (fake_faults.other_nonce, "another request"),
        (fake_faults.unsigned, "without a signature"),
        (fake_faults.bad_gateway, "without a signature"),
        (fake_faults.stripped_cipher, "in cipher 'none'"),
    ],
)
def test_a_tampered_answer_is_refused_and_not_shown(
    run: Run, gateway: FakeGateway, fault: Fault, reason: str
) -> None:
    gateway.faults.append(fault)
    done = run("echo")
    assert (done.returncode, done.stdout) == (3, "")
    assert reason in done.stderr


def test_no_answer_says_how_to_repeat(run: Run, gateway: FakeGateway) -> None:
    gateway.faults.append(fake_faults.lost)
    done = run("apply", "--request", "application-0010")
    assert done.returncode == 4
    assert "--request application-0010" in done.stderr
    again = run("apply", "--request", "application-0010")
    assert again.returncode == 0
    assert len(gateway.cases) == 1


def test_debug_shows_the_text_that_was_signed(run: Run, gateway: FakeGateway) -> None:
    done = run("echo", "--debug")
    headers = gateway.seen[0].headers
    assert f"POST\n/api/v1/services/echo\n\nzyybwxgzh\n{headers['Key']}\n" in done.stderr
    assert f"\n200\n{headers['Nonce']}\n" in done.stderr
    assert "PRIVATE KEY" not in done.stderr


def test_a_file_that_others_can_read_is_refused(run: Run, credentials_file: Path) -> None:
    credentials_file.chmod(0o644)
    done = run("echo")
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


@pytest.mark.parametrize("service", ["a/b", "../files", "a b", ""])
def test_an_id_that_would_change_the_path_is_refused(run: Run, service: str) -> None:
    assert run(service).returncode == 2


def test_a_missing_credential_is_named(run: Run, credentials_file: Path) -> None:
    content = json.loads(credentials_file.read_text())
    del content["sm4_key"]
    credentials_file.write_text(json.dumps(content))
    done = run("echo")
    assert done.returncode == 2
    assert "lack sm4_key" in done.stderr


def test_an_unknown_option_shows_the_usage(run: Run) -> None:
    done = run("echo", "--verbose")
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_nothing_stays_behind(
    run: Run, gateway: FakeGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    during: list[str] = []

    def look(seen: Seen) -> tuple[int, dict[str, object]]:
        during.extend(entry.name for entry in folder.iterdir())
        return 200, {"request_id": "platform-l", "result": {}}

    gateway.services["look"] = look
    assert run("look").returncode == 0
    assert len(during) == 1, "the keys are in the one folder that is removed"
    assert list(folder.iterdir()) == []
