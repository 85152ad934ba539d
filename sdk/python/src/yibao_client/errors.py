"""What can go wrong when a channel calls the platform.

YibaoError
├── ConfigurationError   the credentials, an argument or this machine is not as it must be
├── NetworkFailure       no answer arrived, after every attempt
├── AnswerNotGenuine     an answer arrived that the platform did not sign for this call
└── ApiError             the platform answered that it will not do it, and says why

No message holds a name, a number of a certificate or any other part of a body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class YibaoError(Exception):
    """Root of everything that this package raises on purpose."""


class ConfigurationError(YibaoError):
    """The credentials, an argument or this machine is not as it must be; repeating cannot help."""


class NetworkFailure(YibaoError):
    """No answer arrived. The platform may or may not have acted: repeat with the same number."""

    def __init__(self, reason: str, *, request: str = "", permanent: bool = False) -> None:
        repeat = (
            f" Call again with request={request!r}: it cannot be done twice." if request else ""
        )
        super().__init__(f"{reason}.{repeat}")
        self.reason = reason
        self.request = request
        self.permanent = permanent


class AnswerNotGenuine(YibaoError):
    """An answer arrived that the platform did not sign for this call. Do not act on it."""

    def __init__(self, reason: str, *, status: int) -> None:
        super().__init__(f"answer with HTTP status {status} is not genuine: {reason}")
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One reason of a refusal. ``code`` is stable for ever; ``message`` and ``fix`` are for people.

    ``at`` is the path of the field, such as ``answers.starts_on``; empty when no field is meant.
    """

    code: str
    message: str
    at: str = ""
    retryable: bool = False
    fix: str = ""

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> ErrorDetail:
        """Read one element of ``errors``; what a later server adds is ignored."""
        return cls(
            code=str(data.get("code") or ""),
            message=str(data.get("message") or ""),
            at=str(data.get("at") or ""),
            retryable=data.get("retryable") is True,
            fix=str(data.get("fix") or ""),
        )

    def __str__(self) -> str:
        place = f" [{self.at}]" if self.at else ""
        return f"{self.code}{place}: {self.message}{self.fix}"


class ApiError(YibaoError):
    """The platform will not do it; ``errors`` holds every reason, ``request_id`` finds the call."""

    def __init__(self, status: int, errors: tuple[ErrorDetail, ...], request_id: str) -> None:
        sentences = "; ".join(str(error) for error in errors) or "no reason given"
        super().__init__(f"HTTP {status}, call {request_id}: {sentences}")
        self.status = status
        self.errors = errors
        self.request_id = request_id

    @property
    def retryable(self) -> bool:
        """True when every reason may pass by itself."""
        return bool(self.errors) and all(error.retryable for error in self.errors)
