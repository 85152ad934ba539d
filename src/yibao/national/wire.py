"""The national envelope: what every call comes in and every answer leaves in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Raw, Struct, field

from yibao.national.errors import MessageUnreadable, NodeAbsent
from yibao.platform import clock

MESSAGE_ID = "msgid"
SUCCESS, FAILURE = 0, -1
_NO_INPUT = Raw(b"")


class Envelope(Struct, gc=False):
    """报文头. ``infver`` is 1.0.0 or V1.0, both mean the same; unknown members are ignored."""

    service: Any = field(name="infno", default=None)
    message_id: Any = field(name=MESSAGE_ID, default=None)
    institution: Any = field(name="fixmedins_code", default=None)
    version: Any = field(name="infver", default=None)
    operator: Any = field(name="opter", default=None)
    body: Raw = field(name="input", default=_NO_INPUT)


class Answer(Struct, frozen=True, gc=False):
    """答复报文."""

    code: int = field(name="infcode")
    reference: str = field(name="inf_refmsgid")
    received_at: str = field(name="refmsg_time")
    answered_at: str = field(name="respond_time")
    error: str = field(name="err_msg", default="")
    warning: str = field(name="warn_msg", default="")
    output: Any = field(default_factory=dict)


_DECODER = msgspec.json.Decoder(Envelope)
_ENCODER = msgspec.json.Encoder()


def read(body: bytes) -> Envelope:
    """Read the envelope; the input stays as it is.

    Raises:
        MessageUnreadable: it is no JSON object.
        NodeAbsent: there is no input.
    """
    try:
        envelope = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MessageUnreadable(place="最外层应为一个JSON对象") from None
    if not bytes(envelope.body).lstrip().startswith(b"{"):
        raise NodeAbsent(label="交易输入", place="input")
    return envelope


def reference(region: str, now: datetime) -> str:
    """Return a new 接收方报文ID: region, time to the second, ten random digits."""
    return f"{region[:6]}{_stamp(now)[:14]}{secrets.randbelow(10**10):010d}"


def encode(
    *,
    number: str,
    received: datetime,
    output: object = None,
    error: str = "",
    warning: str = "",
) -> bytes:
    """Return the bytes of an answer under its ``number``; an ``error`` makes it a failure."""
    return _ENCODER.encode(
        Answer(
            code=FAILURE if error else SUCCESS,
            reference=number,
            received_at=_stamp(received),
            answered_at=_stamp(clock.now()),
            error=error,
            warning=warning,
            output={} if output is None else output,
        )
    )


def _stamp(instant: datetime) -> str:
    """Return yyyyMMddHHmmssSSS in China's time."""
    local = instant.astimezone(clock.CHINA)
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"
