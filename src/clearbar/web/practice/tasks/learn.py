"""What comes by itself: a book that was published brings its questions, and renews what it changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.ledger.jobs import task
from clearbar.web.practice.actions.cards import renew
from clearbar.web.practice.actions.questions import keep_made


@task("questions of the book", hears=("book published",))
def questions_of_the_book(*, now: datetime, number: int, topic: str = "") -> None:
    """Makes the questions of a version, puts away those of editions that are gone, and renews cards. Bears being done
    twice; of a version that is not the newest any more it does nothing."""
    del topic
    version = Version.objects.order_by("-number").first()
    if version is None or version.number != number:
        return
    book = books.read(version.files)
    keep_made(book=book, at=now)
    renew(book=book, at=now)


@task("questions kept up", every=timedelta(days=1))
def kept_up(*, now: datetime) -> None:
    """The same for a house that had its book before there were questions."""
    version = Version.objects.order_by("-number").first()
    if version is not None:
        questions_of_the_book(now=now, number=version.number)
