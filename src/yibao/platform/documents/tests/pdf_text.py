"""A small reader of the PDF files that our typesetter writes: enough for tests, no more.

It follows pages to their fonts and turns glyph numbers back into characters by the tables that
every reader uses for searching and copying (ToUnicode), so what it finds can be found by others.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
# A font, a string in hexadecimal digits, or the brackets of a string of bytes; an escape sequence
# is passed over as one.
_TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\\[0-7]{1,3}|\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, without white space."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type ?/Page\b", body)]
    return [_text_of_page(page, objects) for page in pages]


def text_of(pdf: bytes) -> str:
    """Return the text of the whole document, without white space."""
    return "".join(pages_of(pdf))


def font_names(pdf: bytes) -> set[str]:
    """Return the names of the fonts that the document uses, without the mark of a subset."""
    return {name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", pdf)}


def has_font_programs(pdf: bytes) -> bool:
    """Tell whether each font that is described is inside the file."""
    described = len(re.findall(rb"/Type/FontDescriptor", pdf))
    return 0 < described == len(re.findall(rb"/FontFile3", pdf))


def _text_of_page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        name: _characters(objects[_reference(objects[int(number)], b"ToUnicode")])
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    content = _inflated(objects[_reference(page, b"Contents")])
    text = "".join(fonts[font].get(glyph, "") for font, glyph in _glyphs(content))
    return "".join(text.split())


def _glyphs(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield font and number of every glyph that is shown. Brackets within a string are paired."""
    font, depth, start = b"", 0, 0
    for token in _TOKEN.finditer(content):
        if token[0] == b"(":
            start = token.end() if depth == 0 else start
            depth += 1
        elif token[0] == b")":
            depth -= 1
            if depth == 0:
                plain = _ESCAPE.sub(_unescaped, content[start : token.start()])
                yield from ((font, number) for number in _numbers(plain))
        elif token[1] and depth == 0:
            font = token[1]
        elif token[2] and depth == 0:
            plain = bytes.fromhex(token[2].decode())
            yield from ((font, number) for number in _numbers(plain))


def _numbers(plain: bytes) -> list[int]:
    return [int.from_bytes(plain[at : at + 2]) for at in range(0, len(plain), 2)]


def _characters(table: bytes) -> dict[int, str]:
    return {
        int(glyph, 16): bytes.fromhex(character.decode()).decode("utf-16-be")
        for glyph, character in _MAPPED.findall(_inflated(table))
    }


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    if found is None:
        raise LookupError(key)
    return int(found[1])


def _inflated(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        raise LookupError("stream")
    return zlib.decompress(found[1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code[:1].isdigit():
        return bytes([int(code, 8)])
    return _NAMED.get(code, code)
