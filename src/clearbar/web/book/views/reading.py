"""Pages that everybody reads: the book that holds, its versions, and all that carries the id of a standard."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clearbar.model.book import Book
from clearbar.web.book import queries
from clearbar.web.book.models import Version
from clearbar.web.book.permits import may_write
from clearbar.web.book.queries import standing
from clearbar.web.bridge import books, pictures
from clearbar.web.bridge.drafting import outline_of
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.queries import language_of


def languages_of(book: Book) -> list[str]:
    """The languages that a book is written in, its own first."""
    return [book.language, *book.spoken]


def in_readers_words(request: Asked, book: Book) -> Book:
    """The book in the language that the reader asked for, has, or that the house has."""
    asked = request.GET.get("language", "")
    return book.in_language(asked if asked in languages_of(book) else language_of(request.user.person))


@allowed()
def book(request: Asked) -> HttpResponse:
    """The book that holds, drawn."""
    version = queries.newest()
    writes = may_write(request.scope)
    shown: dict[str, Any] = {"version": version, "writes": writes, "draft": queries.draft() if writes else None}
    if version is None:
        return render(request, "book/book.html", shown)
    whole = books.read(version.files)
    said = in_readers_words(request, whole)
    shown |= {"book": said, "languages": languages_of(whole), "by": queries.names_of([version.by]).get(version.by, "")}
    return render(request, "book/book.html", shown)


@allowed()
def versions(request: Asked) -> HttpResponse:
    """Every version: who published it, when and why."""
    found = list(Version.objects.order_by("-number"))
    names = queries.names_of(one.by for one in found)
    told = [{"version": one, "by": names.get(one.by, "somebody who left")} for one in found]
    return render(request, "book/versions.html", {"versions": told})


@allowed()
def version(request: Asked, number: int) -> HttpResponse:
    """One version: what changed with it, in words, and its files."""
    found = get_object_or_404(Version, number=number)
    shown = {
        "version": found,
        "by": queries.names_of([found.by]).get(found.by, "somebody who left"),
        "changes": queries.changed_in(found, language_of(request.user.person)),
        "files": sorted(found.files),
    }
    return render(request, "book/version.html", shown)


@allowed()
def packed(request: Asked, number: int) -> HttpResponse:
    """The files of a version in one."""
    del request
    found = get_object_or_404(Version, number=number)
    return download(books.pack(found.files), f"book-{number}.zip", "application/zip")


@allowed()
def file(request: Asked, number: int, name: str) -> HttpResponse:
    """One file of a version, byte by byte as it came."""
    del request
    found = get_object_or_404(Version, number=number)
    if name not in found.files:
        raise Http404
    return download(found.files[name].encode(), name.rpartition("/")[2], "application/yaml")


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be kept."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allowed()
def standard(request: Asked, id: str) -> HttpResponse:
    """Everything that carries the id of a standard."""
    version = queries.newest()
    timeline = queries.timeline(id)
    if version is None or not timeline:
        raise Http404
    whole = books.read(version.files)
    said = in_readers_words(request, whole)
    placed = said.find(id)
    shown = {"id": id, "version": version, "book": said, "languages": languages_of(whole), "placed": placed,
             "timeline": timeline, "editions": sum(bool(edition) for _, edition in timeline),
             "heard": standing.heard_of(id), "happened": standing.happened_to(id),
             "writes": may_write(request.scope), "has_draft": _drafted(id)}  # fmt: skip
    if placed:
        shown |= {
            "figure": standing.figure_of(placed.standard, said),
            "findings": standing.findings_of(version, id),
            "guards": [one.standard for one in said.placed() if one.standard.pairs_with == id],
            "pair": said.find(placed.standard.pairs_with) if placed.standard.pairs_with else None,
            "levels": [(level, said.level_names[level], text) for level, text in placed.standard.levels.items()],
        }
    return render(request, "book/standard.html", shown)


def _drafted(id: str) -> bool:
    """Whether there is a draft that has this standard."""
    draft = queries.draft()
    things = (one for journey in outline_of(draft.files) for one in journey.walk()) if draft else ()
    return any((one.kind, one.id) == ("standard", id) for one in things)


def charts_style(request: HttpRequest) -> HttpResponse:
    """The style sheet of charts."""
    del request
    answer = HttpResponse(pictures.style(), content_type="text/css")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
