"""Home before anything was heard."""

from __future__ import annotations

from clearbar.web.boards.queries.home.told import Told
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope


def set_up(*, has_book: bool) -> Told:
    """For an administrator whose house is not ready."""
    book = "The book is published." if has_book else "No book is published yet: it says what good service is here."
    return Told(
        (
            "Clearbar runs, and nobody has been heard yet.",
            book,
            "Set-up leads from here to the first rating in about a quarter of an hour.",
        ),
        "Go on with set-up",
        "/setup/begin/",
    )


def waiting(scope: Scope, *, has_book: bool) -> Told:
    """For everybody else, and for a house that is ready and has heard nothing."""
    asks = scope.has(Role.LEADER, Role.ADMINISTRATOR)
    first = "Nobody has been heard yet, so there is no figure to show."
    if not has_book:
        said = ("No book is published yet: it says what good service is here.", "Figures begin with it.")
        return Told((first, *said), "Write the book" if asks else "See the book", "/book/")
    if asks:
        said = ("The book is published, and its promises wait for an answer.", "The first five answers make a figure.")
        return Told((first, *said), "Ask the first customers", "/surveys/")
    said = (
        "The book is published: it says what customers are promised.",
        "What they say of your work will be told to you first.",
    )
    return Told((first, *said), "Read what is promised", "/book/")
