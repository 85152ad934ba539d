"""Making every text printable: no empty boxes on an official paper, no invisible signs in it.

About one name in some thousands holds a character that common fonts lack. A box in its place would
make the paper worthless, so the character's number in Unicode is printed instead, ``〔U+20BB7〕``,
which names it beyond doubt and which an officer can complete by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from yibao.platform.documents.fonts import printable_characters

_LINE_END = "\n"
_SPACES = {"Zs", "Zl", "Zp"}
# Invisible signs: zero-width ones, and those that turn the direction and make a text look different
# from what it says; control characters; halves of surrogate pairs; variants of a glyph.
_DROPPED = {"Cc", "Cf", "Cs"}


def printable(text: str) -> str:
    """Return ``text`` as it can be printed; a rare character becomes ``〔U+20BB7〕``.

    Line ends stay, other white space becomes a blank, invisible signs are dropped.
    """
    covered = printable_characters()
    return "".join(
        character if character == _LINE_END else _shown(character, covered) for character in text
    )


def unprintable_in(text: str) -> list[str]:
    """Return the characters that ``printable`` has to name by number, each once, in order."""
    covered = printable_characters()
    return [c for c in dict.fromkeys(text) if c != _LINE_END and len(_shown(c, covered)) > 1]


def printable_tree(value: object) -> object:
    """Return JSON-like data with every text in it made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): printable_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable_tree(item) for item in value]
    return value


def _shown(character: str, covered: frozenset[int]) -> str:
    category = unicodedata.category(character)
    if category in _SPACES or character == "\t":
        # The ideographic space has a width that tables and signatures rely on.
        return character if character == "\u3000" else " "
    code = ord(character)
    if category in _DROPPED or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    return character if code in covered else f"〔U+{code:04X}〕"
