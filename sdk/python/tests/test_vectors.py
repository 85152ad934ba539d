"""The published vectors, and the pages that print them, against OpenSSL and against the client."""

import base64
import json
from pathlib import Path
from typing import Any

import openssl_command as openssl
import pytest

from yibao_client import answer_text, canonical_text, explain_signature
from yibao_client.canonical import request_associated
from yibao_client.ciphers import decrypt, hmac_sm3
from yibao_client.sm2 import PrivateKey, PublicKey

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "how-to"
CALL = (PAGES / "call-the-api-from-another-language.md").read_text("utf-8")
WHY = (PAGES / "find-why-a-signature-does-not-match.md").read_text("utf-8")
VECTORS: dict[str, Any] = json.loads((ROOT / "sdk/vectors/version-1.json").read_text("utf-8"))
KEY, ENCRYPTION, REQUEST = VECTORS["key"], VECTORS["encryption"], VECTORS["request"]
SESSION, ANSWER = VECTORS["session"], VECTORS["answer"]

_SEC1 = "30770201010420{private}a00a06082a811ccf5501822da144034200{public}"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The published key as PEM; only its numbers are in the repository."""
    folder = tmp_path_factory.mktemp("published")
    private, public = folder / "private.pem", folder / "public.pem"
    der = bytes.fromhex(_SEC1.format(**KEY))
    private.write_bytes(openssl.run("pkey", "-inform", "DER", data=der))
    public.write_bytes(openssl.run("pkey", "-in", str(private), "-pubout"))
    return private, public


def test_the_key_is_the_published_one(files: tuple[Path, Path]) -> None:
    """GB/T 32918.5, Annex A.2: its key, its message and its signature."""
    assert files[1].read_text() == KEY["public_pem"]
    r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    signature = bytes.fromhex(f"3046022100{r}022100{s}")
    assert PublicKey(KEY["public_pem"]).verifies(b"message digest", signature)
    assert openssl.verifies(files[1], b"message digest", signature)


def test_the_canonical_text_is_what_the_client_makes() -> None:
    names = ("channel", "key", "timestamp", "nonce", "request")
    headers = {f"X-Yb-{name}": REQUEST[name] for name in names}
    body = REQUEST["body"].encode()
    assert canonical_text(body, path=REQUEST["path"], headers=headers) == REQUEST["text"]


def test_the_hashes_are_those_of_openssl() -> None:
    assert openssl.sm3(REQUEST["body"].encode()) == REQUEST["body_sm3"]
    assert openssl.sm3(REQUEST["text"].encode()) == REQUEST["text_sm3"]
    assert openssl.sm3(ANSWER["body"].encode()) == ANSWER["body_sm3"]
    digested = bytes.fromhex(REQUEST["z"]) + REQUEST["text"].encode()
    assert openssl.sm3(digested) == REQUEST["digest"]


@pytest.mark.parametrize("vector", [REQUEST, ANSWER], ids=["request", "answer"])
def test_openssl_verifies_the_signature(files: tuple[Path, Path], vector: dict[str, str]) -> None:
    signature = base64.b64decode(vector["signature"])
    assert openssl.verifies(files[1], vector["text"].encode(), signature)
    assert not openssl.verifies(files[1], vector["text"].encode(), signature, "distid:")


def test_the_client_explains_the_request_as_published(files: tuple[Path, Path]) -> None:
    explanation = explain_signature(
        REQUEST["text"], public_key_pem=KEY["public_pem"], signature=REQUEST["signature"]
    )
    assert explanation.matches is True
    assert explanation.text_sm3 == REQUEST["text_sm3"]
    assert explanation.public_key == KEY["public"]
    assert (explanation.z, explanation.digest) == (REQUEST["z"], REQUEST["digest"])
    ours = PrivateKey(files[0].read_text()).sign(REQUEST["text"].encode())
    assert openssl.verifies(files[1], REQUEST["text"].encode(), ours)


def test_the_text_of_the_answer_is_what_the_client_makes() -> None:
    body, given = ANSWER["body"].encode(), ANSWER["timestamp"]
    text = answer_text(body, status=ANSWER["status"], nonce=ANSWER["nonce"], timestamp=given)
    assert text == ANSWER["text"]


def test_the_encrypted_data_opens() -> None:
    key, plain = bytes.fromhex(ENCRYPTION["sm4_key"]), ENCRYPTION["plain"].encode()
    associated = request_associated(
        REQUEST["path"], channel=REQUEST["channel"], nonce=REQUEST["nonce"]
    )
    assert associated.decode() == ENCRYPTION["gcm_associated"]
    assert decrypt("SM4-GCM", key, ENCRYPTION["gcm_data"], associated=associated) == plain
    assert decrypt("SM4-CBC", key, ENCRYPTION["cbc_data"], associated=b"") == plain
    iv = bytes.fromhex(ENCRYPTION["cbc_iv"])
    sealed = base64.b64encode(iv + openssl.encrypt_cbc(key, iv, plain)).decode()
    assert sealed == ENCRYPTION["cbc_data"]
    assert base64.b64decode(ENCRYPTION["gcm_data"])[:12].hex() == ENCRYPTION["gcm_iv"]
    assert json.loads(REQUEST["body"]) == {"data": ENCRYPTION["cbc_data"]}


def test_the_code_of_the_session_is_that_of_openssl() -> None:
    key, text = bytes.fromhex(SESSION["mac_key"]), REQUEST["text"].encode()
    expected = base64.b64decode(SESSION["signature"])
    assert hmac_sm3(key, text) == expected == openssl.hmac_sm3(key, text)


@pytest.mark.parametrize(
    "value",
    [
        *(str(value).strip() for value in KEY.values() if value != KEY["public"]),
        *ENCRYPTION.values(),
        *(value for value in REQUEST.values() if value),
        *SESSION.values(),
        ANSWER["body"],
        ANSWER["text"],
        ANSWER["signature"],
    ],
)
def test_the_page_for_other_languages_prints_the_vector(value: str) -> None:
    assert value in CALL


@pytest.mark.parametrize("name", ["text_sm3", "body_sm3", "z", "digest"])
def test_the_page_about_signatures_prints_the_vector(name: str) -> None:
    assert REQUEST[name] in WHY
    assert KEY["public"] in WHY


def test_every_mistake_that_the_page_names_is_one_that_the_client_finds() -> None:
    source = (ROOT / "sdk/python/src/yibao_client/explain.py").read_text("utf-8")
    for phrase in ("the empty user id was used", "a line end follows the last line", "CR LF"):
        assert phrase in WHY
        assert phrase.lower() in source.lower()


def test_no_private_key_is_in_the_repository_but_the_published_number() -> None:
    found = [
        str(file)
        for folder in (ROOT / "sdk", PAGES)
        for file in folder.rglob("*")
        if file.suffix in {".md", ".json", ".pem", ".py", ".sh"}
        and "-----BEGIN " + "PRIVATE KEY" in file.read_text("utf-8")
    ]
    assert found == []
