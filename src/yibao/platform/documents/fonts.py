"""The packaged Chinese fonts, so that a document looks the same on every machine.

Noto Serif SC and Noto Sans SC, regular weight, from the package ``pylopdf-fonts-zh-cn``. They hold
some 30,900 signs, but not every rare character that stands in a name: see ``printable``.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"
_SEGMENTED_COVERAGE = 12  # format of the table that reaches beyond U+FFFF


def font_files() -> tuple[Path, Path]:
    """Return the files of the serif and of the sans-serif font."""
    return pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()


@cache
def font_book() -> typst.Fonts:
    """Return the fonts as the typesetter wants them; neither system nor built-in fonts are in it.

    Takes about 5 ms, once per process; the files are mapped into memory, not copied.
    """
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[font_files()[0].parent],
    )


@cache
def printable_characters() -> frozenset[int]:
    """Return every code point that a packaged font can print. Takes about 30 ms, once."""
    return frozenset().union(*(_covered_by(path.read_bytes()) for path in font_files()))


def _covered_by(font: bytes) -> set[int]:
    """Read the character map of an OpenType font (ISO/IEC 14496-22, table ``cmap``, format 12)."""
    start = _table_at(font, b"cmap")
    covered: set[int] = set()
    (count,) = struct.unpack_from(">H", font, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * record)
        table = start + int(offset)
        if struct.unpack_from(">H", font, table)[0] == _SEGMENTED_COVERAGE:
            (groups,) = struct.unpack_from(">I", font, table + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, table + 16 + 12 * group)
                covered.update(range(first, last + 1))
    return covered


def _table_at(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * record)
        if tag == name:
            return int(offset)
    raise ValueError("the font has no character map")
