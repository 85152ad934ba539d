import json
from pathlib import Path

import pytest

from yibao_client import ConfigurationError, Credentials


def test_a_file_gives_its_values(credentials_file: Path) -> None:
    credentials = Credentials.from_file(credentials_file)
    assert credentials.channel == "zyybwxgzh"
    assert credentials.key == "key-2026-1"
    assert len(credentials.sm4_key) == 16
    assert "PRIVATE KEY" in credentials.private_key_pem


def test_secrets_stay_out_of_the_representation(credentials_file: Path) -> None:
    credentials = Credentials.from_file(credentials_file)
    shown = repr(credentials)
    assert "PRIVATE" not in shown
    assert credentials.sm4_key.hex() not in shown
    assert repr(credentials.sm4_key) not in shown


def test_a_file_that_others_can_read_is_refused(credentials_file: Path) -> None:
    credentials_file.chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        Credentials.from_file(credentials_file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.json"):
        Credentials.from_file(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("channel", "", "lack channel"),
        ("private_key_pem", None, "lack private_key_pem"),
        ("sm4_key", "0011", "32 hexadecimal"),
        ("sm4_key", "zz" * 16, "32 hexadecimal"),
        ("base_url", "ftp://host", "base_url"),
        ("base_url", "host", "base_url"),
    ],
)
def test_a_wrong_value_is_named(
    credentials_file: Path, name: str, value: str | None, reason: str
) -> None:
    content = {**json.loads(credentials_file.read_text()), name: value}
    with pytest.raises(ConfigurationError, match=reason):
        Credentials.from_text(json.dumps(content))


@pytest.mark.parametrize("text", ["[]", "{", ""])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError):
        Credentials.from_text(text)


def test_a_broken_file_does_not_leak_into_the_cause() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Credentials.from_text('{"sm4_key": "00112233445566778899aabbccddeeff"')
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_final_slash_of_the_address_goes(credentials_file: Path) -> None:
    content = json.loads(credentials_file.read_text())
    content["base_url"] = "https://host:8443/prefix/"
    assert Credentials.from_text(json.dumps(content)).base_url == "https://host:8443/prefix"
