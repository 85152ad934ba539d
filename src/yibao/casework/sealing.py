"""Sealing what a case knows about a person before it is written (SM4, key by key store)."""

from __future__ import annotations

from typing import Any

import msgspec

from yibao.catalogue.case import Agent, Identity
from yibao.platform.keys.access import keyring

_encoder = msgspec.json.Encoder(decimal_format="string")
_SUBJECT, _AGENT, _ANSWERS, _RESULT, _NOTE = (
    b"case.subject", b"case.agent", b"case.answers", b"case.result", b"case.note",
)  # fmt: skip


def seal_subject(subject: Identity) -> bytes:
    """Seal who the case is about."""
    return _seal(subject, _SUBJECT)


def open_subject(sealed: bytes) -> Identity:
    """Open who the case is about."""
    return msgspec.json.decode(_open(sealed, _SUBJECT), type=Identity)


def seal_agent(agent: Agent | None) -> bytes | None:
    """Seal who acts, if anybody does."""
    return None if agent is None else _seal(agent, _AGENT)


def open_agent(sealed: bytes | None) -> Agent | None:
    """Open who acts."""
    return None if sealed is None else msgspec.json.decode(_open(sealed, _AGENT), type=Agent)


def seal_answers(answers: dict[str, object]) -> bytes:
    """Seal the answers as they travel."""
    return _seal(answers, _ANSWERS)


def open_answers(sealed: bytes) -> dict[str, Any]:
    """Open the answers."""
    return msgspec.json.decode(_open(sealed, _ANSWERS), type=dict[str, Any])


def seal_result(result: object) -> bytes | None:
    """Seal what the effect gave back."""
    return None if result is None else _seal(result, _RESULT)


def open_result(sealed: bytes | None) -> Any:
    """Open what the effect gave back, as plain JSON values."""
    return None if sealed is None else msgspec.json.decode(_open(sealed, _RESULT))


def seal_note(note: str) -> bytes | None:
    """Seal a sentence that an officer wrote; it may name a person."""
    return _seal(note, _NOTE) if note else None


def open_note(sealed: bytes | None) -> str:
    """Open a sentence that an officer wrote."""
    return msgspec.json.decode(_open(sealed, _NOTE), type=str) if sealed else ""


def _seal(value: object, context: bytes) -> bytes:
    return keyring().encrypt_text(_encoder.encode(value).decode(), context)


def _open(sealed: bytes, context: bytes) -> str:
    return keyring().decrypt_text(bytes(sealed), context)
