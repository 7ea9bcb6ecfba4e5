"""The first steps: what is still to be done until the first real answer, read off what is there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from clearbar.model.book import Level, Setting
from clearbar.web.book import queries as book
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Membership, Organisation, Site
from clearbar.web.surveys.models import Way

UNNAMED = str(Organisation._meta.get_field("name").default)


@dataclass(frozen=True)
class Step:
    """One step: what it is called, and what has been done, in words; empty where nothing has."""

    key: str
    title: str
    said: str

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return bool(self.said)


@dataclass(frozen=True)
class First:
    """The first rating: how many ratings there are, and what it said, where that may be shown."""

    count: int
    marks: tuple[tuple[str, int, str], ...] = ()
    """Promise, level, and the level's name."""


def first_steps() -> list[Step]:
    """The steps, in order."""
    poster = first_poster()
    rated = _live().exists()
    return [
        Step("name", "Say whose house this is", _named()),
        Step("book", "Pick a book to begin with", _published()),
        Step("people", "Add people", _staffed()),
        Step("poster", "Print the QR poster", f"“{poster.name}” is ready" if poster else ""),
        Step("rating", "See the first rating", "It came" if rated else ""),
    ]


def first_poster() -> Way | None:
    """The poster that was made first."""
    return Way.objects.select_related("survey").filter(kind=Way.Kind.POSTER).order_by("pk").first()


def first_rating() -> First | None:
    """The first rating there is, with what was said beside it; None before it comes.

    What was said anonymously, or of a person, is not shown here: it waits until five have spoken.
    """
    count = _live().count()
    told = _live().filter(person=None, source="customer").exclude(rated_at=None)
    first = told.order_by("rated_at").first()
    if first is None:
        return First(count) if count else None
    published = book.current()
    marks = []
    for one in told.filter(response=first.response):
        found = published.find(one.standard) if published else None
        promise = found.standard.promise if found else one.standard
        marks.append((promise, one.level, Level(one.level).name.lower()))
    return First(count, tuple(sorted(marks)))


def is_begun() -> bool:
    """Whether Home has something to show, or somebody said that it may."""
    return Organisation.the().ready_at is not None or _live().exists()


def _live() -> QuerySet[Rating]:
    """What was said of service; nobody's rehearsals."""
    return Rating.objects.filter(setting=Setting.LIVE.value)


def _named() -> str:
    house = Organisation.the()
    return "" if house.name == UNNAMED else f"{house.name}, {house.timezone}"


def _published() -> str:
    version = book.newest()
    return f"Version {version.number} holds" if version else ""


def _staffed() -> str:
    persons = Membership.objects.values("person").distinct().count()
    sites = Site.objects.count()
    if not persons:
        return ""
    return f"{persons} {'person' if persons == 1 else 'people'} at {sites} {'site' if sites == 1 else 'sites'}"
