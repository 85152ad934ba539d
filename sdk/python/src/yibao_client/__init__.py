"""Client of the signed API, version 1, of yibao (医保便民服务平台).

from yibao_client import Client, Credentials

with Client(Credentials.from_file("credentials.json")) as client:
    answer = client.call("an.operation", subject={...}, answers={...})
"""

from __future__ import annotations

from .answers import Answer, ServiceBody, UploadedFile
from .canonical import answer_text, canonical_text
from .client import Client
from .credentials import Credentials
from .errors import (
    AnswerNotGenuine,
    ApiError,
    ConfigurationError,
    ErrorDetail,
    NetworkFailure,
    YibaoError,
)
from .explain import SignatureExplanation, explain_signature
from .retries import Retries
from .session import Session

__all__ = [
    "Answer",
    "AnswerNotGenuine",
    "ApiError",
    "Client",
    "ConfigurationError",
    "Credentials",
    "ErrorDetail",
    "NetworkFailure",
    "Retries",
    "ServiceBody",
    "Session",
    "SignatureExplanation",
    "UploadedFile",
    "YibaoError",
    "answer_text",
    "canonical_text",
    "explain_signature",
]
