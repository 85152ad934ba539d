from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.kernel.errors import DomainError
from yibao.platform.files import api, image_size
from yibao.platform.files.content_types import content_type_of
from yibao.platform.files.errors import (
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,
    HeicNotAccepted,
    ImageBroken,
    ImageTooLarge,
    PdfEncrypted,
    PdfUnfoldsTooFar,
    PdfWithActions,
)
from yibao.platform.files.tests import samples

MakeImage = Callable[..., bytes]

IMAGES: list[MakeImage] = [
    samples.png,
    samples.jpeg,
    samples.webp_lossy,
    samples.webp_lossless,
    samples.webp_extended,
]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (samples.png(), "image/png"),
        (samples.jpeg(), "image/jpeg"),
        (samples.webp_lossy(), "image/webp"),
        (samples.webp_lossless(), "image/webp"),
        (samples.webp_extended(), "image/webp"),
        (samples.pdf(), "application/pdf"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, content_type: str) -> None:
    assert api.check(content) == content_type


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileEmpty):
        api.check(b"")


def test_a_file_over_the_limit_is_refused(settings: Any) -> None:
    settings.FILE_BYTES = 2 * 1024 * 1024
    with pytest.raises(FileTooLarge, match="超过2MB"):
        api.check(samples.png() + bytes(2 * 1024 * 1024))


def test_a_heic_photograph_is_refused_with_advice() -> None:
    with pytest.raises(HeicNotAccepted) as caught:
        api.check(samples.HEIC)
    assert "兼容性最佳" in str(caught.value.to_dict()["fix"])


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a\x01\0\x01\0",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04",
        b"MZ\x90\0",
        b"junk%PDF-1.7",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x18ftypavif",
        b"\x89PN",
        b"x",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(FileTypeUnknown):
        content_type_of(content)


@pytest.mark.parametrize("make", IMAGES)
def test_an_image_may_be_as_large_as_a_telephone_takes_it(make: MakeImage) -> None:
    api.check(make(9000, 6000))


@pytest.mark.parametrize("make", IMAGES)
def test_an_image_that_would_fill_the_memory_is_refused(make: MakeImage) -> None:
    with pytest.raises(ImageTooLarge, match="16000×15000"):
        api.check(make(16000, 15000))


def test_a_long_thin_image_is_refused() -> None:
    with pytest.raises(ImageTooLarge):
        api.check(samples.png(1, image_size.LONGEST_SIDE + 1))
    api.check(samples.png(1, image_size.LONGEST_SIDE))


def test_an_image_without_size_is_refused() -> None:
    for content in (samples.png(0, 5), samples.jpeg(5, 0), samples.webp_lossy(0, 0)):
        with pytest.raises(ImageBroken):
            api.check(content)


def test_the_size_of_a_jpeg_is_found_behind_other_segments() -> None:
    thumbnail = b"\xff\xff\xe1\x00\x09" + b"Exif\0\0\0" + b"\xff\xc4\x00\x04ab"
    with pytest.raises(ImageTooLarge):
        api.check(samples.jpeg(16000, 15000, marker=0xC2, before=thumbnail))


@given(st.sampled_from(IMAGES), st.data())
def test_a_damaged_image_is_accepted_or_refused_but_never_a_crash(
    make: MakeImage, data: st.DataObject
) -> None:
    content = bytearray(make())
    cut = data.draw(st.integers(1, len(content)))
    place = data.draw(st.integers(0, cut - 1))
    content[place] = data.draw(st.integers(0, 255))
    try:
        api.check(bytes(content[:cut]))
    except DomainError as error:
        assert error.code.startswith("files.")


@pytest.mark.parametrize(
    "catalogue",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction<</S/J#61vaScript/J#53(x)>>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/Names << /EmbeddedFiles 5 0 R >>",
        b"/AcroForm << /XFA 7 0 R >>",
        b"/A << /S /SubmitForm >>",
        b"/RichMedia 1 0 R",
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(catalogue: bytes) -> None:
    with pytest.raises(PdfWithActions):
        api.check(samples.pdf(catalogue))
    with pytest.raises(PdfWithActions):
        api.check(samples.pdf(stream=b"5 0 << " + catalogue + b" >>"))


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(PdfEncrypted):
        api.check(samples.pdf(b"/Encrypt 9 0 R"))


@pytest.mark.parametrize(
    "catalogue",
    [b"/JSpecial 1", b"/Launcher 2", b"/EncryptMetadata true", b"/Title (JavaScript)"],
)
def test_a_pdf_with_names_that_only_begin_alike_passes(catalogue: bytes) -> None:
    api.check(samples.pdf(catalogue))


def test_a_pdf_whose_stream_unfolds_without_end_costs_little() -> None:
    api.check(samples.pdf(stream=bytes(200_000_000)))


def test_a_pdf_that_unfolds_beyond_every_scan_is_refused() -> None:
    with pytest.raises(PdfUnfoldsTooFar):
        api.check(samples.pdf(stream=bytes(300_000_000)))


@pytest.mark.parametrize("before", [40_000_000, (1 << 20) - 3, (2 << 20) - 64])
def test_an_action_behind_megabytes_of_nothing_is_found(before: int) -> None:
    hidden = bytes(before) + b"<< /S /J#61vaScript /JS (app.alert) >>"
    with pytest.raises(PdfWithActions):
        api.check(samples.pdf(stream=hidden))


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "part",
    [b"stream\n", b"stream\nendstream\n", b"stream\n" + zlib.compress(b"") + b"endstream ", b"#4"],
)
def test_a_pdf_made_to_keep_the_scan_busy_is_looked_through_once(part: bytes) -> None:
    api.check(samples.pdf() + part * (4_000_000 // len(part)))


@pytest.mark.parametrize("part", [b"\xff", b"\xff\xe1\0\2"])
def test_a_jpeg_made_to_keep_the_scan_busy_is_refused(part: bytes) -> None:
    with pytest.raises(ImageBroken):
        api.check(samples.jpeg(before=part * (2_000_000 // len(part))))


def test_compressed_pictures_in_a_pdf_are_not_taken_for_actions() -> None:
    noise = random.Random(7).randbytes(200_000)
    api.check(samples.pdf().replace(b"trailer", b"stream\n/JS " + noise + b"\nendstream\ntrailer"))
