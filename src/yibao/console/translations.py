"""Compiling our Chinese words for the register pages: ``python -m yibao.console.translations``.

The library of the registers ships none. gettext's own compiler is not needed on any machine: the
format of a compiled file is a table of sorted strings (GNU gettext manual, chapter 10.3).
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCE, COMPILED = FOLDER / "django.po", FOLDER / "django.mo"
_MAGIC = 0x950412DE


def compile_po(text: str) -> bytes:
    """Return the compiled form of a translation file.

    Raises ValueError for a line that is neither comment, keyword nor string.
    """
    messages = sorted(_messages(text).items())
    keys = [key.encode() for key, _ in messages]
    values = [value.encode() for _, value in messages]
    head = 7 * 4
    start = head + 16 * len(messages)
    tables, strings = b"", b""
    for column in (keys, values):
        for entry in column:
            tables += struct.pack("<II", len(entry), start + len(strings))
            strings += entry + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, len(messages), head, head + 8 * len(messages), 0, start)
    return header + tables + strings


def _messages(text: str) -> dict[str, str]:
    """Return what is translated; a plural's key holds both forms, as the compiled file wants it."""
    messages: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts = _parts(block)
        if "msgid" not in parts:
            continue
        key = parts["msgid"]
        if "msgid_plural" in parts:
            key = f"{key}\0{parts['msgid_plural']}"
        messages[key] = parts.get("msgstr", "") or parts.get("msgstr[0]", "")
    return messages


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    keyword = ""
    for line in block.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        if name:
            keyword, parts[name] = name, ""
        if not rest.startswith('"') or not keyword:
            raise ValueError(f"cannot read the line {line!r}")
        parts[keyword] += ast.literal_eval(rest)
    return parts


if __name__ == "__main__":
    COMPILED.write_bytes(compile_po(SOURCE.read_text(encoding="utf-8")))
