"""A QR code is drawn module by module as the standard's encoder says."""

from __future__ import annotations

import re

import segno

from yibao.platform.documents.qr import QUIET_MODULES, qr_png, qr_svg

ADDRESS = "https://ybt.example/verify/ABCDEFGHJKLMNPQR"
_STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def drawn_modules(svg: str) -> set[tuple[int, int]]:
    """Follow the pen of the SVG path and return the dark modules as (row, column)."""
    path = re.search(r' d="([^"]+)"', svg)
    assert path is not None
    dark, x, y = set(), 0.0, 0.0
    for verb, first, second in _STEP.findall(path[1]):
        if verb == "M":
            x, y = float(first), float(second)
        elif verb == "m":
            x, y = x + float(first), y + float(second or 0)
        else:
            row, start = int(y) - QUIET_MODULES, int(x) - QUIET_MODULES
            dark |= {(row, start + step) for step in range(int(first))}
            x += float(first)
    return dark


def test_the_drawn_modules_are_those_of_the_encoded_address() -> None:
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    expected = {(r, c) for r, row in enumerate(matrix) for c, dark in enumerate(row) if dark}
    assert drawn_modules(qr_svg(ADDRESS)) == expected
    assert drawn_modules(qr_svg(ADDRESS + "2")) != expected


def test_a_picture_stands_alone_and_is_drawn_the_same_each_time() -> None:
    assert 'xmlns="http://www.w3.org/2000/svg"' in qr_svg(ADDRESS)
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)
    assert qr_png(ADDRESS).startswith(b"\x89PNG")
