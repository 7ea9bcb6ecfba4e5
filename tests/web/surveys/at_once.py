"""Sends the same answers from many threads at once to a database of its own, and prints what was counted as JSON.

Run as `python -m tests.web.surveys.at_once` with CLEARBAR_DATA (and CLEARBAR_DATABASE_URL) set.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
THREADS, ROUNDS = 6, 8


def main() -> None:
    """Makes a house, asks, and answers: personal links and the tokens of scans."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from clearbar.web.book.actions import publish
    from clearbar.web.ledger.models import Rating
    from clearbar.web.people.days import house_today
    from clearbar.web.people.models import Grant, Person, Role
    from clearbar.web.people.scope import scope_of
    from clearbar.web.surveys.actions import Ask, invite
    from clearbar.web.surveys.models import Contact, Said, Survey, Way
    from tests.web.surveys.conftest import WELL, hidden

    call_command("migrate", verbosity=0)
    now = timezone.now()
    ada = Person.objects.create(name="Ada")
    Grant.objects.create(person=ada, role=Role.ADMINISTRATOR)
    folder = Path(__file__).parents[3] / "examples" / "demo" / "book"
    files = {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*.yaml")}
    publish(scope=scope_of(ada, house_today(now)), files=files, at=now)
    survey = Survey.objects.create(name="S", journey="choose-glasses", languages=["en"], standards=["choose.seen"])
    way = Way.objects.create(survey=survey, kind="poster", name="P", address="abc")
    barrier, told = Barrier(THREADS), Counter[str]()

    def post(path: str, fields: dict[str, str], source: str) -> str:
        barrier.wait()
        page = Client(REMOTE_ADDR=source, SERVER_NAME="localhost").post(path, fields).content
        connection.close()
        return "again" if b"already counted" in page else "counted" if b"is counted" in page else page.decode()[-300:]

    def asked(number: int) -> str:
        barrier.wait()
        made = invite(scope=None, survey=survey, ask=Ask(to=f"c{number}@example.test"), now=now)
        connection.close()
        return "asked" if made.link else "spared"

    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(ROUNDS):
            link = "/s/" + invite(scope=None, survey=survey, ask=Ask(), now=now).link.rpartition("/s/")[2]
            for path in (link, f"/q/{way.address}/"):
                fields = hidden(Client(SERVER_NAME="localhost").get(path).content) | WELL
                sources = [f"10.0.{number}.{at}" for at in range(THREADS)]
                told.update(pool.map(post, [path] * THREADS, [fields] * THREADS, sources))
            told.update(pool.map(asked, [number] * THREADS))
    said = {"said": Said.objects.count(), "ratings": Rating.objects.filter(standard="overall").count()}
    print(json.dumps({**told, **said, "contacts": Contact.objects.count(), "vendor": connection.vendor}))


if __name__ == "__main__":
    main()
