"""Small real files, made here so that nobody wonders where they come from."""

from __future__ import annotations

import struct
import zlib


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0" * 2)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )


def jpeg(width: int = 2, height: int = 2, *, marker: int = 0xC0, before: bytes = b"") -> bytes:
    application = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + application + before + frame + b"\xff\xd9"


def webp_lossy(width: int = 2, height: int = 2) -> bytes:
    body = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height)
    return _webp(b"VP8 ", body)


def webp_lossless(width: int = 2, height: int = 2) -> bytes:
    return _webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def webp_extended(width: int = 2, height: int = 2) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return _webp(b"VP8X", b"\0\0\0\0" + sizes)


def _webp(kind: bytes, body: bytes) -> bytes:
    content = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(content)) + content


def pdf(catalogue: bytes = b"", *, stream: bytes | None = None) -> bytes:
    extra = b""
    if stream is not None:
        folded = zlib.compress(stream)
        extra = b"2 0 obj << /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(
            folded
        )
        extra += folded + b"\nendstream\nendobj\n"
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog " + catalogue + b" >> endobj\n" + extra
        + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    )  # fmt: skip


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
