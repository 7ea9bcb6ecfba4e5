"""Pictures that people send: known by their content, drawn anew, and served as files that nothing runs.

bytes → is it a picture of a kind we know, of a size we bear → turned as it was held → drawn anew, without what the
camera wrote into it
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from django.http import HttpResponse
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000

MEDIA = MappingProxyType({"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"})
"""The kinds that are taken, and how they are called."""
ENDINGS = MappingProxyType({"JPEG": "jpg", "PNG": "png", "WEBP": "webp"})


class NoPicture(ValueError):
    """What was sent is refused; its words say why, and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture that was drawn anew."""

    content: bytes
    kind: str
    width: int
    height: int

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA[self.kind]


def drawn_anew(sent: bytes) -> Picture:
    """The picture in these bytes, whatever its name said: the first one, if it moves; turned as it was held; without
    place, time, name of the camera or anything else that is no pixel. Raises NoPicture."""
    if len(sent) > MOST_BYTES:
        raise NoPicture(f"The picture is larger than {MOST_BYTES // 1_000_000} MB. Send a smaller one.")
    with _opened(sent) as verified:
        kind = str(verified.format)
        _measure(verified)
        _checked(verified)
    with _opened(sent) as found:
        try:
            turned = ImageOps.exif_transpose(found).convert(_mode(found, kind))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise NoPicture("The picture is damaged. Take it again, or send another one.") from None
    bare = Image.new(turned.mode, turned.size)
    bare.paste(turned)
    written = BytesIO()
    bare.save(written, format=kind, **({"quality": 85} if kind != "PNG" else {"optimize": False}))
    return Picture(written.getvalue(), kind, *bare.size)


POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Of a picture that somebody sent: it may do nothing, wherever it is opened."""


def as_file(picture: bytes, kind: str, name: str) -> HttpResponse:
    """The answer that serves a picture: a file to keep, which no browser takes for anything else or runs. Who may have
    it is asked by the view before."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{ENDINGS[kind]}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(picture, content_type=MEDIA[kind], headers=headers)


def _opened(sent: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `_measure` refuses more than that
            return Image.open(BytesIO(sent), formats=tuple(MEDIA))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NoPicture("This is no picture that can be read. Send a JPEG, PNG or WebP.") from None


def _measure(found: Image.Image) -> None:
    """Before a single pixel is unpacked: a few bytes can say that they are a picture of a gigabyte."""
    if found.width * found.height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise NoPicture(f"The picture has more than {most} million pixels. Send a smaller one.")


def _checked(found: Image.Image) -> None:
    try:
        found.verify()
    except (OSError, ValueError, SyntaxError):
        raise NoPicture("The picture is damaged. Take it again, or send another one.") from None


def _mode(found: Image.Image, kind: str) -> str:
    """With transparency where the kind knows it and the picture has it."""
    return "RGBA" if kind != "JPEG" and found.has_transparency_data else "RGB"
