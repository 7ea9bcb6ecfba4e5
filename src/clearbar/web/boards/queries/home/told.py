"""What Home tells, and sentences that several roles read."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.book import Book
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries import about
from clearbar.web.boards.queries.standing import standing
from clearbar.web.people.scope import Scope

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Told:
    """Three sentences, and one next act with its address."""

    sentences: tuple[str, str, str]
    act: str
    address: str
    when: str = ""


def counted(number: int, one: str, many: str = "") -> str:
    """A count in a sentence: "three answers"."""
    return f"{SMALL[number] if number < len(SMALL) else f'{number:,}'} {one if number == 1 else many or f'{one}s'}"


def of_the_house(scope: Scope, book: Book, chosen: Chosen) -> str:
    """How the whole house stands, in one sentence."""
    return f"In the whole house: {decapitalised(standing(about.house(scope), chosen, book).glance.headline)}."


def decapitalised(sentence: str) -> str:
    """A sentence that goes on behind a colon."""
    return sentence[:1].lower() + sentence[1:]
