"""Films and sounds as files: kept in the data folder under names of our own, and served as what they are, in parts.

A browser asks for parts of a film to jump within it (RFC 9110, section 14); without that, some play nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

MOST_BYTES = 100_000_000
"""A film of ten minutes in good quality for a phone."""
CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Of what somebody sent: it may do nothing, wherever it is opened."""
_HEADERS = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=86400",
        "Accept-Ranges": "bytes",
    }
)


@dataclass(frozen=True)
class Span:
    """Bytes from `first` to `last`, both included."""

    first: int
    last: int


class Unsatisfiable(ValueError):
    """A part was asked for that the file does not have."""


def span_of(asked: str, size: int) -> Span | None:
    """The part of a file that a Range header asks for; None for the whole file: where nothing is asked, in a way that
    we do not know, or in several parts, which nobody must be given. Raises Unsatisfiable."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or (found[1], found[2]) == ("", ""):
        return None
    if not found[1]:
        length = int(found[2])
        if not length or not size:
            raise Unsatisfiable
        return Span(max(size - length, 0), size - 1)
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Span(first, min(last, size - 1))


def place_of(name: str) -> Path:
    """Where the file of a film lies. `name` is one that we drew."""
    if not re.fullmatch(r"[0-9a-f]{32}", name):
        raise ValueError("not a name of ours")
    return Path(settings.CLEARBAR_DATA) / "media" / name


def films() -> list[Path]:
    """All files that are kept, whole; one that is taken away at this moment may be missing when it is opened."""
    folder = Path(settings.CLEARBAR_DATA) / "media"
    return sorted(one for one in folder.glob("*") if re.fullmatch(r"[0-9a-f]{32}", one.name))


def keep(name: str, chunks: Iterable[bytes]) -> Path:
    """Writes a file, whole or not at all."""
    place = place_of(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{name}.part")
    try:
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    return place


def served(request: HttpRequest, name: str, media: str) -> HttpResponseBase:
    """The file, or the part of it that is asked for. FileNotFoundError where it is gone."""
    place = place_of(name)
    size, mark = place.stat().st_size, f'"{name}"'
    headers = {**_HEADERS, "ETag": mark, "Content-Disposition": "inline"}
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", mark) != mark:
        asked = ""
    try:
        span = span_of(asked, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"}, content_type=media)
    first, last = (span.first, span.last) if span else (0, size - 1)
    if span:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    body = () if request.method == "HEAD" else _read(place, first, last)
    return StreamingHttpResponse(body, status=206 if span else 200, headers=headers, content_type=media)


def _read(place: Path, first: int, last: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
