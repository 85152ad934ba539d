"""How large an image is, from its head, without decoding it.

A picture of a few kilobytes may unfold to gigabytes; whoever shows it later must be safe.
"""

from __future__ import annotations

import struct

from yibao.platform.files.content_types import JPEG, PNG, WEBP
from yibao.platform.files.errors import ImageBroken, ImageTooLarge

LONGEST_SIDE = 20_000
MOST_PIXELS = 60_000_000
"""A telephone of 2026 takes 50 million; decoded they fill 180 MB."""

# Start-of-frame markers of ITU-T T.81: C0 to CF without C4 (Huffman tables), C8 and CC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_SEGMENTS = 10_000
_STANDALONE = frozenset(range(0xD0, 0xDA)) | {0x01}


def refuse_bomb(content: bytes, content_type: str) -> None:
    """Raise ImageTooLarge or ImageBroken if the image is, by its head; others pass."""
    read = _READERS.get(content_type)
    if read is None:
        return
    try:
        width, height = read(content)
    except (struct.error, IndexError, ValueError):
        raise ImageBroken from None
    if width < 1 or height < 1:
        raise ImageBroken
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise ImageTooLarge(
            width=width, height=height, side=LONGEST_SIDE, megapixels=MOST_PIXELS // 1_000_000
        )


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        raise ValueError("no header")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if content[place] != 0xFF:
            raise ValueError("no marker")
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1  # a fill byte
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        elif marker in _STANDALONE:
            place += 2
        else:
            (length,) = struct.unpack_from(">H", content, place + 2)
            place += 2 + max(length, 2)
    raise ValueError("no frame")


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":  # the canvas: 24-bit numbers, less one
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(
            content[27:30], "little"
        )
    if kind == b"VP8L":  # without loss: 14 bits each, less one, after a signature byte
        (bits,) = struct.unpack_from("<I", content, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no known chunk")


_READERS = {JPEG: _jpeg, PNG: _png, WEBP: _webp}
