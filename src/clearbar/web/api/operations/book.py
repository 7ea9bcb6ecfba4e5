"""The book."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse
from ninja import Path, Query
from pydantic import Field

from clearbar.model.book import Book
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call
from clearbar.web.api.problems import Problem
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import BookOut, BookStandards, Paged, VersionOut, VersionPage
from clearbar.web.api.v1 import get
from clearbar.web.book import queries
from clearbar.web.book.models import Version

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


@get("/book", Right.BOOK_READ, "Book", BookStandards)
def read_book(request: Call) -> Any:
    """The book that holds, standard by standard."""
    del request
    version, book = queries.newest(), queries.current()
    if version is None or book is None:
        raise Problem("missing", "No book was published yet.")
    said = {"number": version.number, "version": book.version, "organisation": book.organisation}
    return said | {"language": book.language, "standards": list(_standards(book))}


@get("/book/versions", Right.BOOK_READ, "Book", VersionPage)
def list_versions(request: Call, wanted: Query[Paged]) -> Any:
    """The published versions, in their order."""
    of = f"{request.auth.token.pk} versions"
    found, after = page(Version.objects.all(), of=of, cursor=wanted.cursor, limit=wanted.limit, order="number")
    return {"items": [_told(one) for one in found], "next": after}


@get("/book/versions/{number}", Right.BOOK_READ, "Book", BookOut)
def read_version(request: Call, number: Path[Number]) -> Any:
    """A version with its files."""
    del request
    found = _version(number)
    return _told(found) | {"files": found.files}


@get("/book/versions/{number}/zip", Right.BOOK_READ, "Book", None)
def download_version(request: Call, number: Path[Number]) -> HttpResponse:
    """A version as a zip of its YAML files: what `clearbar lint` and the page of import read."""
    del request
    found, packed = _version(number), BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        for name, text in sorted(found.files.items()):
            zipped.writestr(ZipInfo(name, found.published_at.timetuple()[:6]), text)
    headers = {"Content-Disposition": f'attachment; filename="book-{found.number}.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)


def _version(number: int) -> Version:
    found = Version.objects.filter(number=number).first()
    if found is None:
        raise Problem("missing")
    return found


def _told(one: Version) -> dict[str, Any]:
    return {name: getattr(one, name) for name in VersionOut.model_fields}


def _standards(book: Book) -> Iterator[dict[str, Any]]:
    for placed in book.placed():
        one = placed.standard
        yield {
            "standard": one.id,
            "edition": one.edition,
            "journey": placed.journey.id if placed.journey else None,
            "step": placed.step.id if placed.step else None,
            "promise": one.promise,
            "dimension": one.dimension.value if one.dimension else None,
            "scale": one.scale.value,
            "bar": int(one.bar),
            "target": one.target,
            "levels": {str(int(level)): text for level, text in one.levels.items()},
            "owner": one.owner,
        }
