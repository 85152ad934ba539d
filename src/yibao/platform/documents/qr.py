"""QR codes (ISO/IEC 18004), drawn here, without the network and without a picture library."""

from __future__ import annotations

import io

import segno

# Level M restores 15 % of the picture: what a folded or stamped paper loses.
CORRECTION = "m"
QUIET_MODULES = 2
"""Free border in modules. The standard asks for 4; on white paper the rest is there anyway."""


def qr_svg(text: str) -> str:
    """Return the QR code of ``text`` as an SVG that scales to the space it gets."""
    buffer = io.BytesIO()
    _code(text).save(
        buffer, kind="svg", border=QUIET_MODULES, xmldecl=False, nl=False, omitsize=True
    )
    return buffer.getvalue().decode()


def qr_png(text: str, *, pixels_per_module: int = 6) -> bytes:
    """Return the QR code of ``text`` as a PNG, for pages and messages."""
    buffer = io.BytesIO()
    _code(text).save(buffer, kind="png", border=4, scale=pixels_per_module)
    return buffer.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error=CORRECTION)
