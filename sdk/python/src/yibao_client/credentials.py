"""The file that the platform gives to a channel once, when its access is approved."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .errors import ConfigurationError

_SM4_KEY_BYTES = 16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are and with which keys. The secrets never appear in a representation.

    ``base_url`` has no final slash; ``sm4_key`` is 16 bytes; the keys are PEM.
    """

    channel: str
    key: str
    base_url: str
    private_key_pem: str = field(repr=False)
    sm4_key: bytes = field(repr=False)
    platform_public_key_pem: str = field(repr=False)

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Credentials:
        """Read a credentials file. Raises ConfigurationError, which names what is wrong with it."""
        file = Path(path)
        try:
            mode, text = file.stat().st_mode, file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"cannot read {file}: {type(error).__name__}") from error
        if os.name == "posix" and mode & _OTHERS:
            raise ConfigurationError(f"others can read {file}; run: chmod 600 {file}")
        return cls.from_text(text)

    @classmethod
    def from_text(cls, text: str) -> Credentials:
        """Read credentials from JSON text, for those who keep it in a vault and not in a file."""
        try:
            data = json.loads(text)
        except ValueError:
            # Not "from error": a JSON error carries the whole text, and with it the secrets.
            raise ConfigurationError("the credentials are not JSON") from None
        if not isinstance(data, dict):
            raise ConfigurationError("the credentials must be one JSON object")
        return cls(
            channel=_text(data, "channel"),
            key=_text(data, "key"),
            base_url=_base_url(_text(data, "base_url")),
            private_key_pem=_text(data, "private_key_pem"),
            sm4_key=_sm4_key(_text(data, "sm4_key")),
            platform_public_key_pem=_text(data, "platform_public_key_pem"),
        )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"the credentials lack {name}")
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ConfigurationError("base_url must be like https://host or https://host:8443/prefix")
    return value.rstrip("/")


def _sm4_key(value: str) -> bytes:
    try:
        key = bytes.fromhex(value)
    except ValueError:
        key = b""
    if len(key) != _SM4_KEY_BYTES:
        raise ConfigurationError("sm4_key must be 32 hexadecimal digits")
    return key
