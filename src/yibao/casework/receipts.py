"""Keeping the outcome of an application so that the same request gets the same answer again."""

from __future__ import annotations

from typing import Any

import msgspec

from yibao.casework.submission import CaseReceipt, Outcome

_encoder = msgspec.json.Encoder(decimal_format="string")


def pack(outcome: Outcome) -> bytes:
    """Return the outcome as bytes to be kept."""
    return _encoder.encode({"result": outcome.result, "receipt": outcome.receipt})


def unpack(packed: bytes, result_type: Any) -> Outcome:
    """Return the outcome that was kept, typed as the service declares."""
    kept = msgspec.json.decode(packed, type=dict[str, msgspec.Raw])
    result = msgspec.json.decode(kept["result"], type=result_type | None)
    receipt = msgspec.json.decode(kept["receipt"], type=CaseReceipt | None)
    return Outcome(result, receipt)
