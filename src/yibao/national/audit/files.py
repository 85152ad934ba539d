"""A message that lies in a file: whole, or its input alone, or the data of that."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from yibao.national.audit.exact import text_of
from yibao.national.audit.wire import AuditRequest, many, read_audit
from yibao.national.errors import FileMissing, FileUnreadable, MessageTooLarge

_MOST_BYTES = 32 * 1024 * 1024


def read(path: Path) -> AuditRequest:
    """Read a message from a file, or from standard input where the path is ``-``.

    Raises:
        FileMissing, FileUnreadable, MessageTooLarge, MessageUnreadable, NodeAbsent.
    """
    raw = _content(path)
    try:
        found = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise FileUnreadable(file=path.name[:50], problem=_problem(raw)) from None
    if "input" in found:
        return read_audit(found["input"])
    return read_audit(raw if "data" in found else b'{"data":' + raw + b"}")


def institution_of(request: AuditRequest) -> str:
    """Return the institution of the present encounter, as the message names it."""
    for patient in many(request.patients):
        for encounter in many(patient.encounters):
            if text_of(encounter.encounter_id) == text_of(patient.current_encounter):
                return text_of(encounter.institution_id)
    return ""


def _content(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise MessageTooLarge(most=_MOST_BYTES // 2**20)
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise FileMissing(file=path.name[:50]) from None
    except OSError as error:
        raise FileUnreadable(file=path.name[:50], problem=error.strerror or "") from None


def _problem(raw: bytes) -> str:
    """Return what is wrong, and in which line."""
    try:
        json.loads(raw)
    except json.JSONDecodeError as error:
        return f"第{error.lineno}行不是有效的JSON"
    except (UnicodeDecodeError, RecursionError):
        return "应为UTF-8编码的JSON"
    return "最外层应为一个JSON对象"
