"""One fake gateway for all tests; its keys are made anew at each run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the import mode of pytest does not do it

from fake_gateway import CHANNEL, KEY_ID, FakeGateway, serve

from yibao_client import Client, Credentials, Retries


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FakeGateway, str]]:
    gateway = FakeGateway(tmp_path_factory.mktemp("keys"))
    server, address = serve(gateway)
    yield gateway, address
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway(running: tuple[FakeGateway, str]) -> FakeGateway:
    gateway = running[0]
    for held in (gateway.seen, gateway.faults, gateway.refusals):
        held.clear()
    gateway.cases.clear()
    gateway.files.clear()
    return gateway


@pytest.fixture
def credentials_file(running: tuple[FakeGateway, str], tmp_path: Path) -> Path:
    gateway, address = running
    file = tmp_path / "credentials.json"
    content = {
        "channel": CHANNEL,
        "key": KEY_ID,
        "base_url": address,
        "private_key_pem": gateway.channel_private.read_text(),
        "sm4_key": gateway.sm4_key.hex(),
        "platform_public_key_pem": gateway.public.read_text(),
    }
    file.write_text(json.dumps(content, indent=2))
    file.chmod(0o600)
    return file


@pytest.fixture
def quick() -> Retries:
    return Retries(attempts=3, first_delay_seconds=0.01, longest_delay_seconds=0.02)


@pytest.fixture
def client(gateway: FakeGateway, credentials_file: Path, quick: Retries) -> Iterator[Client]:
    credentials = Credentials.from_file(credentials_file)
    with Client(credentials, timeout_seconds=5, retries=quick) as client:
        yield client
