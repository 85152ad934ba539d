"""What keyboards and copied cells add to a text: full width, spaces, invisible marks."""

from __future__ import annotations

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))


def half_width(text: str) -> str:
    """Return ``text`` with full-width Latin letters, digits and signs as ASCII.

    Chinese input methods type ``１２３`` as readily as ``123``; a person cannot see the difference.
    Invisible marks, which web pages and spreadsheets leave in copied text, are dropped.
    """
    if text.isascii():
        return text  # nearly every number; the two passes cost more than all else here
    return text.translate(_HALF_WIDTH).translate(_INVISIBLE)


def compact(text: str) -> str:
    """Return ``text`` in half width without any white space, as numbers are compared and stored."""
    return "".join(half_width(text).split())
