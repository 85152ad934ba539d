"""A simple look through a PDF for what would act by itself when somebody opens it.

Not a parser: names are compared wherever they stand, in the open and inside compressed streams,
where newer documents keep their objects. A document that merely mentions such a name is refused
too, which costs its owner a second print.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from yibao.platform.files.errors import PdfEncrypted, PdfUnfoldsTooFar, PdfWithActions

# ISO 32000-2: 12.6.4.5 launch, 12.6.4.17 JavaScript, 12.6.4.12 import data, 12.6.4.11 submit form,
# 13.2 and 13.7 rich media, 7.11.4 embedded files, 12.7.8 XFA forms.
_ACTIONS = re.compile(
    rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|RichMedia|EmbeddedFiles?|XFA)"
    rb"(?![A-Za-z0-9_.#-])"
)
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9_.#-])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_END = b"endstream"
# Scans of fifty pages fit. What unfolds further is refused: a name could hide behind it.
_MOST_UNFOLDED = 256 << 20
_CHUNK = 1 << 20
# The longest name that is looked for, with every character escaped, is shorter.
_OVERLAP = 64


def refuse_actions(content: bytes) -> None:
    """Raise PdfWithActions, PdfEncrypted or PdfUnfoldsTooFar.

    Each byte is looked at once: about 0.1 s for 5 MB, and at most a second for what unfolds.
    """
    outside, streams = _taken_apart(content)
    if _ENCRYPTED.search(outside):
        raise PdfEncrypted
    if _ACTIONS.search(outside):
        raise PdfWithActions
    for unfolded in _unfolded(streams):
        if _ACTIONS.search(_with_plain_names(unfolded)):
            raise PdfWithActions


def _taken_apart(content: bytes) -> tuple[bytes, list[bytes]]:
    """Return what stands outside streams, and the streams.

    Compressed bytes would match by chance. A stream without an end is taken for text as well.
    """
    texts, streams, place = list[bytes](), list[bytes](), 0
    while match := _STREAM.search(content, place):
        end = content.find(_END, match.end())
        if end < 0:
            streams.append(content[match.end() :])
            break
        texts.append(content[place : match.start()])
        streams.append(content[match.end() : end])
        place = end + len(_END)
    return _with_plain_names(b"\n".join([*texts, content[place:]])), streams


def _with_plain_names(text: bytes) -> bytes:
    """Return the text with ``/J#61vaScript`` written ``/JavaScript``."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)


def _unfolded(streams: list[bytes]) -> Iterator[bytes]:
    """Give every deflated stream in pieces that overlap, so that no name falls between two."""
    left = _MOST_UNFOLDED
    for stream in streams:
        for piece in _pieces(stream):
            left -= len(piece)
            if left < 0:
                raise PdfUnfoldsTooFar
            yield piece


def _pieces(stream: bytes) -> Iterator[bytes]:
    unfolding, end = zlib.decompressobj(), b""
    try:
        while piece := unfolding.decompress(stream, _CHUNK):
            yield end + piece
            end, stream = piece[-_OVERLAP:], unfolding.unconsumed_tail
    except zlib.error:
        return  # coded in another way, or damaged from here on
