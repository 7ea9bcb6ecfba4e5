"""`python -m tests.web.filling DATA --ratings N --posters N`: a house in a data folder, for servers that are real.

Prints the posters' addresses as JSON. The database is the one that CLEARBAR_DATABASE_URL names, if any.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clearbar.model.book import Book


def main() -> None:
    """Makes the house."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.filling", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--ratings", type=int, default=0)
    parser.add_argument("--posters", type=int, default=0)
    asked = parser.parse_args()
    os.environ["CLEARBAR_DATA"] = str(asked.data.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "clearbar.web.site.settings"
    from clearbar.web.site.folder import make_folder

    make_folder(asked.data.absolute())
    import django

    django.setup()
    print(json.dumps(_fill(asked.ratings, asked.posters)))


def _fill(ratings: int, posters: int) -> list[str]:
    from clearbar.web.book import queries
    from clearbar.web.people.models import Person
    from clearbar.web.people.scope import scope_of
    from clearbar.web.site import actions, first_run
    from tests.web.conftest import NOW, move_in, publish_demo

    first_run.make_ready(NOW)
    if not Person.objects.exists():
        publish_demo(move_in()["ada"])
    book = queries.current()
    assert book
    for start in range(0, ratings, 10_000):
        _rate(book, start, min(10_000, ratings - start))
    scope = scope_of(Person.objects.get(pk="ada"), NOW.date())
    return [actions.make_poster(scope=scope, name=f"Till {i}", at=NOW).address for i in range(posters)]


def _rate(book: Book, start: int, count: int) -> None:
    from clearbar.model.book import Source
    from clearbar.web.ledger.answers import Answer, Mark
    from clearbar.web.ledger.models import Rating
    from tests.web.conftest import NOW

    rows = []
    for i in range(start, start + count):
        at = NOW - timedelta(minutes=i % 40_000)
        team = "north" if i % 2 else "south"
        answer = Answer(
            source=Source.CUSTOMER, at=at, timezone="Europe/Berlin", instrument="link/en/1", team=team,
            site=f"s-{team}", person="finn" if i % 2 else "otto", inclusion=1.0,
        )  # fmt: skip
        rows += answer.ratings((Mark("overall", book.overall.edition, 1 + i % 5),), f"r{i}")
    Rating.objects.bulk_create(rows, batch_size=2_000)


if __name__ == "__main__":
    main()
