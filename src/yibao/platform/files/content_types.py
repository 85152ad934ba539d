"""What a file is, by its first bytes. Its name and what the browser says are not believed."""

from __future__ import annotations

from yibao.platform.files.errors import FileTypeUnknown, HeicNotAccepted

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
PDF = "application/pdf"

# Major brands of ISO/IEC 23008-12 files: pictures and sequences coded with HEVC.
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


def content_type_of(content: bytes) -> str:
    """Return the media type. Raises HeicNotAccepted, with advice, or FileTypeUnknown."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    # The standard wants the mark at the very start; readers accept it later, which lets a file be
    # two things at once, so we do not.
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise HeicNotAccepted
    raise FileTypeUnknown
