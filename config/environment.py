"""Typed settings from the environment. A value that cannot be right stops the start, by name.

Every variable is listed in ``docs/reference/settings.md``; a secret ``X`` may come from a file
named by ``X_FILE`` instead.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "YIBAO_"


class SettingWrong(Exception):
    """A setting cannot be right; the message names the variable and what is expected."""


def text(name: str, default: str) -> str:
    """Return the variable, the content of ``<name>_FILE``, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, default)
    if name in os.environ:
        raise SettingWrong(f"{name} and {name}_FILE are both set; keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingWrong(f"{name}_FILE cannot be read: {error.strerror}.") from error


def switch(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable; anything but ``1``, ``0``, ``true``, ``false`` is refused."""
    value = text(name, str(default)).lower()
    if value in {"1", "true"}:
        return True
    if value in {"0", "false"}:
        return False
    raise SettingWrong(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole-number variable of at least ``least``."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise SettingWrong(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value)


def secret_of(path: Path) -> str:
    """Return the secret that a file keeps (mode 0600), making it at the first start.

    Two processes may start at once: the file appears whole, and the first one's stays.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Database:
    """Where PostgreSQL is: a host name, or the folder of its socket."""

    name: str
    user: str
    password: str
    host: str
    port: str

    @classmethod
    def from_url(cls, url: str) -> Database:
        """Read ``postgresql://user:password@host:port/name?host=/socket/folder``."""
        parts = urlsplit(url)
        if parts.scheme not in {"postgresql", "postgres"}:
            raise SettingWrong("DATABASE_URL must start with postgresql://.")
        socket = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return cls(
            name=unquote(parts.path.lstrip("/")) or "yibao",
            user=unquote(parts.username or "postgres"),
            password=unquote(parts.password or ""),
            host=unquote(socket.get("host", "")) or parts.hostname or "",
            port=str(parts.port or ""),
        )

    def to_django(self, name: str) -> dict[str, object]:
        """Return the settings of one Django connection to the database ``name``."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # The hot path repeats a few dozen statements: let the driver prepare them.
            "OPTIONS": {"prepare_threshold": 3, "application_name": "yibao"},
        }


def unknown_variables(known: frozenset[str]) -> list[str]:
    """Return the variables with our prefix that nobody reads: most likely a spelling mistake."""
    names = {name.removesuffix("_FILE") for name in os.environ if name.startswith(PREFIX)}
    return sorted(names - known)
