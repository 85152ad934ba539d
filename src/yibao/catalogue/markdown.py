"""Markdown as the generated pages need it: tables, code, a note that nobody edits the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

NOTE = "<!-- 本页由 make generate 从代码生成，不要手工修改。 -->"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table; without a row, a line that says so."""
    lines = [_row(row) for row in rows]
    if not lines:
        return ["无。"]
    return [_row(headers), "|" + "---|" * len(headers), *lines]


def code_block(text: str, language: str) -> list[str]:
    """Return a fenced block."""
    return [f"```{language}", *text.splitlines(), "```"]


def json_block(value: object) -> list[str]:
    """Return a value as a fenced block of JSON."""
    return code_block(json.dumps(value, ensure_ascii=False, indent=2), "json")


def page(*parts: Sequence[str]) -> str:
    """Return a page out of parts, an empty line between them, with the note on top."""
    return "\n\n".join(["\n".join(part) for part in ([NOTE], *parts)]) + "\n"


def code(text: object) -> str:
    """Return inline code, or nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())
