"""What is due for one person among many cards: the contest, and what runs in it.

A house of a book with about two hundred standards, and persons who have learned all of them: a card for each, so many
that there are a million. One of ten cards is due. Each read asks for another person, so that nothing of them is in any
memory of ours. On SQLite as a house has it, and on a PostgreSQL of the tests.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.child import Clock
from bench.contest import Contest, Target
from bench.place import Place, many
from bench.spawn import call

COPIES = 14
"""Of the demo's book, side by side, each with its own ids."""
READS = 200
PROMISED_SECONDS = 0.2


def contests(place: Place) -> list[Contest]:
    """On both databases."""
    cards = 10**6 if place.small >= 10**6 else 10**5
    promised = Target(seconds=PROMISED_SECONDS) if cards == 10**6 else Target()
    return [
        Contest(
            f"due-{database}",
            f"what is due for one person among {many(cards)} cards: {name}",
            [("Clearbar", partial(call, "bench.due:due", cards=cards, database=database))],
            "A person opens *Due today*: their cards that are due, questions in their language not asked "
            "of late, and what is shown of them. Each read is of another person; the seconds are those of the slowest "
            "hundredth.",
            rounds=1,
            target=promised,
        )
        for database, name in (("sqlite", "SQLite"), ("postgres", "PostgreSQL"))
    ]


def due(clock: Clock, cards: int, database: str) -> dict[str, Any]:
    """Many persons ask, one after the other; the clock gets the slowest hundredth of the pages."""
    with TemporaryDirectory() as folder:
        set_up(Path(folder) / "house", database, "bench_due")
        persons, now = _fill(cards)
        found: dict[str, Any] = {}
        for what, said in (("items", " without its page"), ("page", "")):
            times = sorted(_timed(_asks(persons, now, what)))
            slowest = times[int(0.99 * (len(times) - 1))]
            found |= {f"median ms{said}": 1000 * median(times), f"slowest ms{said}": 1000 * slowest}
        with clock:
            pass
        clock.seconds = found["slowest ms"] / 1000
        return found


def set_up(data: Path, database: str, name: str) -> None:
    """An empty house in this folder, on SQLite or on a new database of PostgreSQL with this name."""
    os.environ["CLEARBAR_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")
    if database == "postgres":
        from tests.web.postgres import new_database

        os.environ["CLEARBAR_DATABASE_URL"] = new_database(name)
    from clearbar.web.site.folder import make_folder

    make_folder(data)
    import django

    django.setup()
    from django.utils import timezone

    from clearbar.web.site import first_run

    first_run.make_ready(timezone.now())


def _fill(cards: int) -> tuple[list[str], datetime]:
    """The house; some of its persons, and the time when it was made."""
    from django.utils import timezone
    from tests.web.conftest import SINCE, move_in

    from clearbar.web.book.actions import publish
    from clearbar.web.people.models import Membership, Person, User
    from clearbar.web.people.scope import scope_of
    from clearbar.web.practice.tasks.learn import questions_of_the_book

    now = timezone.now()
    ada = move_in()["ada"]
    version = publish(scope=scope_of(ada, now.date()), files=_large_book(), at=now)
    questions_of_the_book(now=now, number=version.number)
    editions = [(one, edition) for one, edition in version.editions.items() if one != "overall"]
    people = [Person(id=f"b{i}", name=f"Colleague {i}") for i in range(cards // len(editions))]
    Person.objects.bulk_create(people, batch_size=1000)
    Membership.objects.bulk_create((Membership(person=one, team_id="north", since=SINCE) for one in people), 1000)
    asked = people[:: max(1, len(people) // READS)][:READS]
    User.objects.bulk_create(User(username=one.pk, person=one, password="!") for one in asked)
    _keep_cards([one.pk for one in people], editions, now)
    return [one.pk for one in asked], now


def _large_book() -> dict[str, str]:
    from tests.web.conftest import DEMO_BOOK

    found = {}
    for file in sorted(DEMO_BOOK.rglob("*.yaml")):
        name, text = file.relative_to(DEMO_BOOK).as_posix(), file.read_text(encoding="utf-8")
        if "/" not in name:
            found[name] = text
            continue
        for copy in range(COPIES):
            found[name.replace(".yaml", f"-{copy}.yaml")] = _copied(text, copy)
    return found


def _copied(text: str, copy: int) -> str:
    """A journey with ids of its own. Standards are named by a dot, the journey by its first line."""
    first = re.search(r"^journey: *(\S+)|^id: *(\S+)", text, re.M)
    own = (first[1] or first[2]) if first else ""
    standards = set(re.findall(r"\bid: *([a-z-]+\.[a-z-]+)", text))
    for one in sorted(standards, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.-]){re.escape(one)}(?![\w.-])", f"{one}-{copy}", text)
    return re.sub(rf"(?m)^((?:journey|id): *){re.escape(own)}\s*$", rf"\g<1>{own}-{copy}", text)


def _keep_cards(persons: list[str], editions: list[tuple[str, str]], now: datetime) -> None:
    """A card for each person and standard, of which one in ten is due."""
    from django.db import connection, transaction

    from clearbar.web.bridge import learning
    from clearbar.web.practice.models.learn import ReviewCard

    then = now - timedelta(days=30)
    memory = {edition: learning.again("", 1.0, edition=edition, at=then).card for _, edition in editions}
    names = ("key", "person", "standard", "edition", "memory", "times", "due", "last_at")
    table = connection.ops.quote_name(ReviewCard._meta.db_table)
    sql = f"insert into {table} ({', '.join(names)}) values ({', '.join(['%s'] * len(names))})"
    at = connection.ops.adapt_datetimefield_value

    def rows(first: int, some: list[str]) -> Iterable[tuple[object, ...]]:
        for i, person in enumerate(some, first):
            for j, (standard, edition) in enumerate(editions):
                days = -((i + j) % 30) if (i + j) % 10 == 0 else (i + j) % 60 + 1
                due_at = at(now + timedelta(days=days, seconds=-1))
                key = 1 + (i * len(editions) + j) * 7_919
                yield key, person, standard, edition, memory[edition], 1, due_at, at(then)

    for first in range(0, len(persons), 200):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, list(rows(first, persons[first : first + 200])))


def _asks(persons: Iterable[str], now: datetime, what: str) -> Iterable[Callable[[], None]]:
    from django.test import Client

    from clearbar.web.people.models import Person, User
    from clearbar.web.practice.queries.due import due_items

    for person in persons:
        if what == "items":
            asker = Person.objects.get(pk=person)

            def ask(asker: Person = asker) -> None:
                assert due_items(asker, now)
        else:
            client = Client()
            client.force_login(
                User.objects.get(person=person), backend="allauth.account.auth_backends.AuthenticationBackend"
            )

            def ask(client: Client = client) -> None:
                answer = client.get("/practice/due/", headers={"host": "localhost"})
                assert answer.status_code == 200 and b'name="card"' in answer.content

        yield ask


def _timed(asks: Iterable[Callable[[], None]]) -> Iterable[float]:
    for place, ask in enumerate(asks):
        began = time.perf_counter()
        ask()
        if place:  # the first one reads the book and loads templates
            yield time.perf_counter() - began
