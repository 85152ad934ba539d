"""Typesetting a template with data, by typst.

The data reach the template as JSON, through ``json(bytes(sys.inputs.data))``: a text in them is a
value and never markup, whatever signs it holds. Equal template and data give equal bytes, because
the only clock is ``data["created_at"]``.

A compiler belongs to one thread ("Already borrowed" otherwise) and is kept: a page takes about
10 ms with a kept compiler and 35 ms with a new one. Typst forgets what it has not used for some
documents, so that the memory of a process stays bounded however many it makes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

import msgspec
import typst

from yibao.platform.documents.fonts import font_book
from yibao.platform.documents.printable import printable_tree

# ISO 19005-2 level A: fonts inside, text that can be searched and read aloud. What archives accept.
ARCHIVE_STANDARD: Literal["a-2a"] = "a-2a"
PIXELS_PER_INCH = 144.0

_kept = threading.local()


def render(template: Traversable | Path, data: Mapping[str, object]) -> bytes:
    """Return the PDF (PDF/A-2a) of ``template`` filled with ``data``.

    ``data`` holds what JSON holds, and dates; ``created_at`` must be a datetime with a time zone:
    it becomes the date of the file. Templates are files on disk and may import their neighbours.

    Raises:
        ValueError: ``created_at`` is missing or has no time zone.
        typst.TypstError: the template is wrong; no data can cause it.
    """
    path = Path(str(template))
    made = _compiler(path.parent).compile(
        input=path,
        format="pdf",
        sys_inputs=_inputs(data),
        pdf_standards=[ARCHIVE_STANDARD],
        timestamp=_timestamp(data),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no document")
    return made


def render_pages(
    template: Traversable | Path,
    data: Mapping[str, object],
    *,
    pixels_per_inch: float = PIXELS_PER_INCH,
) -> list[bytes]:
    """Return each page as a PNG picture, for browsers that cannot show a PDF. Raises as render."""
    path = Path(str(template))
    made = _compiler(path.parent).compile(
        input=path,
        format="png",
        ppi=pixels_per_inch,
        sys_inputs=_inputs(data),
        timestamp=_timestamp(data),
    )
    return [page for page in (made if isinstance(made, list) else [made]) if page is not None]


def _inputs(data: Mapping[str, object]) -> dict[str, str]:
    plain = msgspec.to_builtins(dict(data), str_keys=True)
    return {"data": msgspec.json.encode(printable_tree(plain)).decode()}


def _timestamp(data: Mapping[str, object]) -> int:
    created_at = data.get("created_at")
    if not isinstance(created_at, datetime) or created_at.tzinfo is None:
        raise ValueError("a document needs created_at, a datetime with a time zone")
    return int(created_at.timestamp())


def _compiler(root: Path) -> typst.Compiler:
    """Return this thread's compiler for the templates in the folder ``root``."""
    compilers: dict[Path, typst.Compiler] = _kept.__dict__.setdefault("compilers", {})
    if root not in compilers:
        compilers[root] = typst.Compiler(
            root=root, font_paths=font_book(), ignore_system_fonts=True
        )
    return compilers[root]
