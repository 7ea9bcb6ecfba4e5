"""Pictures are known by their content, drawn anew, and served as files that nothing runs."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from django.http import HttpRequest, HttpResponse
from PIL import Image

from clearbar.web.ledger.pictures import MOST_BYTES, NoPicture, as_file, drawn_anew

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **further: object) -> bytes:
    """Left half red, right half blue."""
    drawn = Image.new("RGB", size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    written = BytesIO()
    drawn.save(written, kind, **further)  # type: ignore[arg-type]
    return written.getvalue()


def with_place() -> bytes:
    """As a telephone writes it that was held upright: turned, with its place and its maker."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Telephone of Jo"
    exif.get_ifd(GPS).update({1: "N", 2: (53.0, 33.0, 0.0), 3: "E", 4: (9.0, 59.0, 0.0)})
    return picture(exif=exif, comment=b"taken by Jo")


def test_place_maker_and_comment_are_gone_and_the_picture_stands_as_it_was_held() -> None:
    sent = with_place()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS), "there is a place to take out"
    kept = drawn_anew(sent)
    seen = Image.open(BytesIO(kept.content))
    assert not dict(seen.getexif()) and b"Exif" not in kept.content
    assert b"Jo" not in kept.content and "comment" not in seen.info and "icc_profile" not in seen.info
    assert (kept.width, kept.height) == seen.size == (40, 60)
    top, bottom = seen.convert("RGB").getpixel((20, 5)), seen.convert("RGB").getpixel((20, 55))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2] and bottom[2] > 200 > 60 > bottom[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_stays_of_its_kind(kind: str) -> None:
    kept = drawn_anew(picture(kind))
    assert kept.kind == kind and Image.open(BytesIO(kept.content)).format == kind


def test_text_in_a_png_is_gone_and_its_transparency_stays() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Jo")
    written = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 100)).save(written, "PNG", pnginfo=told)
    kept = drawn_anew(written.getvalue())
    seen = Image.open(BytesIO(kept.content))
    assert seen.info == {} and seen.getpixel((1, 1)) == (255, 0, 0, 100)


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that say they are as large as this."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "no picture"),
        (SVG, "no picture"),
        (b"GIF89a" + b"\0" * 100, "no picture"),
        (b"<html><script>alert(1)</script>", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (picture("TIFF"), "no picture"),
        (picture("BMP"), "no picture"),
        (picture("WEBP")[:-30], "damaged|no picture"),
        (picture("PNG")[:-30], "damaged"),
        (b"\xff" * (MOST_BYTES + 1), "larger than 8 MB"),
        (png_that_says(7000, 6000), "40 million"),
        (png_that_says(60_000, 60_000), "million|no picture"),
    ],
    ids=lambda one: one[:12].hex() if isinstance(one, bytes) else one,
)
def test_what_is_no_picture_too_large_or_damaged_is_refused_and_said_why(sent: bytes, why: str) -> None:
    with pytest.raises(NoPicture, match=why):
        drawn_anew(sent)


def test_a_page_that_begins_like_a_picture_is_kept_as_its_pixels_only() -> None:
    kept = drawn_anew(picture() + SVG)
    assert b"script" not in kept.content


def test_a_picture_is_served_as_a_file_that_nothing_runs() -> None:
    from csp.middleware import CSPMiddleware

    response = CSPMiddleware(lambda _: HttpResponse()).process_response(HttpRequest(), as_file(b"x", "PNG", "walk-1"))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'attachment; filename="walk-1.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    assert response["Content-Security-Policy"] == policy
