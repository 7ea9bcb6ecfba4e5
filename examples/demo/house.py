"""`python -m examples.demo.house DATA OUT`: fills the application's data folder with the invented company.

OUT is the folder that `python -m examples.demo` wrote. All names of people are invented, drawn from two short lists.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import django

from clearbar.text.days import day_of, week_of

if TYPE_CHECKING:
    from clearbar.web.ledger.models import Asked

HERE = Path(__file__).parent
SINCE = date(2025, 9, 1)

FIRST = (
    "Ada", "Bram", "Cleo", "Dries", "Edda", "Finn", "Gesa", "Hilde", "Ivo", "Jorun", "Kaisa", "Lars", "Mette",
    "Nuno", "Oona", "Piet", "Runa", "Sanne", "Tove", "Ulla", "Veera", "Wim", "Yara", "Zoe", "Aino", "Bas",
    "Ciska", "Daan", "Eino", "Femke", "Gijs", "Henna", "Ilse", "Joost", "Kirsi", "Lotte", "Marit", "Noor",
    "Otso", "Pia", "Rik", "Saara",
)  # fmt: skip
LAST = (
    "Alderby", "Brackwood", "Cressley", "Dunmere", "Eversby", "Fennick", "Grisholm", "Haverlo", "Islemoor",
    "Jorvald", "Kestrup", "Lindqvar", "Molenaer", "Norrhaven", "Oakhurst", "Pellinck", "Quarrow", "Rustholm",
    "Sandmere", "Tulivaar", "Ulverby", "Vandermoor", "Westrum", "Ysselby", "Zeelander",
)  # fmt: skip


def main() -> None:
    """Fill the folder, and say who may log in."""
    parser = argparse.ArgumentParser(prog="python -m examples.demo.house", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA", help="the application's data folder; made if need be")
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder that `python -m examples.demo` wrote")
    asked = parser.parse_args()
    os.environ["CLEARBAR_DATA"] = str(asked.data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")

    from clearbar.web.site.folder import make_folder

    make_folder(asked.data)
    django.setup()
    if (asked.data / "clearbar.db").exists():
        parser.error(f"{asked.data} holds an application already; the invented company needs a folder of its own")
    fill(asked.out, asked.data / "log-ins.txt", token_urlsafe(6))


def fill(out: Path, log_ins_file: Path, password: str) -> None:
    """The whole house, in the order in which a real one would be set up; who may log in is written to a file."""
    from django.db import transaction
    from django.utils import timezone

    from clearbar.web.bridge.mirroring import mirror_new
    from clearbar.web.people.days import house_today
    from clearbar.web.site.first_run import make_ready
    from examples.demo.following import follow
    from examples.demo.lively import enliven
    from examples.demo.practising import practise

    now = timezone.now()
    make_ready(now)
    people(out)
    last = last_sunday(house_today(now))
    publish_book(now, last)
    take_in(out, now, last)
    beside(out, last)
    log_ins(password)
    enliven(now)
    stage = practise(now)
    mirror_new(now=now)
    with transaction.atomic():
        token = follow(stage)
    mirror_new(now=now)
    told = [f"  {one.role:<14} {one.username:<10} {one.who}; first: {one.first}" for one in LOG_INS]
    shopper = f"  a mystery shopper walks without a log-in: /walks/shop/{token}/"
    log_ins_file.touch(mode=0o600)
    log_ins_file.write_text("\n".join([f"password of all: {password}", *told, shopper, ""]), encoding="utf-8")


def people(out: Path) -> None:
    """Sites, teams, who serves and who reviews in the simulation, with names that nobody has."""
    from clearbar.web.people.models import Membership, Organisation, Person, Site, Team
    from examples.demo.company import SITES
    from examples.demo.hidden import REVIEWERS

    name = "Ferrow & Lind (invented)"
    Organisation.objects.update_or_create(pk=1, defaults={"name": name, "timezone": "Europe/London"})
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    Random(7).shuffle(names)
    for site in SITES:
        Site.objects.create(id=site.id, name=site.id.title(), timezone=site.timezone)
    team_of = dict(sorted(_teams(out / "interactions.jsonl")))
    for team in sorted(set(team_of.values())):
        Team.objects.create(id=team, name=team.replace("-", ", ").title(), site_id=team.rsplit("-", 1)[0])
    persons = [*team_of, *REVIEWERS]
    Person.objects.bulk_create(Person(id=one, name=name) for one, name in zip(persons, names, strict=False))
    Membership.objects.bulk_create(Membership(person_id=one, team_id=team_of[one], since=SINCE) for one in team_of)


def _teams(interactions: Path) -> set[tuple[str, str]]:
    """Everybody who served, with their team."""
    with interactions.open(encoding="utf-8") as lines:
        taking_part = (one for line in lines for one in json.loads(line)["participants"])
        return {(one["id"], one["team"]) for one in taking_part if one["role"] == "agent"}


def publish_book(now: datetime, last: date) -> None:
    """The demo's book as version 1, which held before anybody was served by it."""
    from clearbar.web.book.actions import publish
    from clearbar.web.people.days import house_today
    from clearbar.web.people.models import Grant, Person, Role
    from clearbar.web.people.scope import scope_of

    owner = Person.objects.create(id="p-owner", name="Astrid Ferrow")
    Grant.objects.create(person=owner, role=Role.ADMINISTRATOR)
    book = HERE / "book"
    written = [book / "book.yaml", *sorted((book / "journeys").glob("*.yaml"))]
    files = {file.relative_to(book).as_posix(): file.read_text("utf-8") for file in written}
    today = house_today(now)
    at = now - timedelta(days=(today - _moved(FIRST_DAY, last)).days + 7)
    publish(scope=scope_of(owner, today), files=files, at=at, reason="The first written standards.")


def take_in(out: Path, now: datetime, last: date) -> None:
    """Half a year of visits, calls and chats until last Sunday, with what customers and reviewers said of them."""
    from clearbar.web.book.queries import current
    from clearbar.web.bridge.taking import take

    book = current()
    if book is None:
        raise SystemExit("the book was not published")
    with (out / "interactions.jsonl").open(encoding="utf-8") as lines:
        taken = take(book, (_line_moved(line, last) for line in lines), actor="system", at=now)
    print(f"{taken.interactions} interactions and {taken.ratings} ratings are in the application's ledger")


_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})(?=T)")
FIRST_DAY, LAST_DAY = date(2025, 12, 29), date(2026, 6, 28)
"""The Monday on which the simulation begins, and the Sunday on which it ends."""


def last_sunday(today: date) -> date:
    """The last Sunday that is, or today."""
    return today - timedelta(days=today.isoweekday() % 7)


def _line_moved(line: str, last: date) -> str:
    """A line of the simulation, with its days moved."""
    return _DAY.sub(lambda found: _moved(date.fromisoformat(found[1]), last).isoformat(), line)


def _moved(day: date, last: date) -> date:
    """A day of the simulation moved by whole weeks, so that its last day is that Sunday."""
    return day + (last - LAST_DAY)


def beside(out: Path, last: date) -> None:
    """Who was asked, and what happened to whom."""
    from clearbar.model.evidence import EventKind
    from clearbar.web.ledger.models import Asked, Happened

    with (out / "invitations.csv").open(encoding="utf-8", newline="") as file:
        Asked.objects.bulk_create((_asked(row, last) for row in csv.DictReader(file)), batch_size=2000)
    with (out / "events.csv").open(encoding="utf-8", newline="") as file:
        Happened.objects.bulk_create(
            Happened(
                event=f"e-{number:05}",
                kind=EventKind(row["kind"]).value,
                day=day_of(_moved(date.fromisoformat(row["day"]), last)),
                person=row["person"] or None,
            )
            for number, row in enumerate(csv.DictReader(file))
        )


def _asked(row: dict[str, str], last: date) -> Asked:
    from clearbar.web.ledger.models import Asked

    return Asked(
        invitation=row["invitation"],
        source=row["source"],
        instrument=row["instrument"],
        channel=row["channel"] or None,
        site=row["site"] or None,
        week=week_of(_moved(date.fromisoformat(row["day"]), last)),
        answered=row["answered"] == "yes",
        response=row["response"] or None,
    )


@dataclass(frozen=True)
class LogIn:
    """Somebody who can log in: what they see, and where to look first."""

    role: str
    username: str
    who: str
    first: str


LOG_INS = (
    LogIn("administrator", "owner", "everything that the organisation decides", "Set-up"),
    LogIn("leader", "leader", "the whole house", "Follow-up"),
    LogIn("coach", "coach", "the people on the floor at Alderquay", "Follow-up, Coaching"),
    LogIn("reviewer", "reviewer", "reviews conversations of all sites", "Reviews"),
    LogIn("frontline", "floor", "serves at Alderquay", "My day"),
    LogIn("frontline", "colleague", "serves beside them", "Follow-up"),
)


def log_ins(password: str) -> None:
    """One log-in for each role, and a colleague of who serves."""
    from clearbar.web.people.models import Grant, Membership, Person, Role, User

    floor = Membership.objects.filter(team="alderquay-floor").order_by("person")
    served, coach = floor[0].person, floor[1].person
    people = {
        "owner": Person.objects.get(pk="p-owner"),
        "leader": Person.objects.create(id="p-leader", name="Jens Lind"),
        "coach": coach,
        "reviewer": Person.objects.create(id="p-reviewer", name="Maud Ysselby"),
        "floor": served,
        "colleague": floor[2].person,
    }
    Grant.objects.create(person=people["leader"], role=Role.LEADER)
    Grant.objects.create(person=coach, role=Role.COACH, team_id="alderquay-floor")
    Grant.objects.create(person=people["reviewer"], role=Role.REVIEWER)
    for username, person in people.items():
        User.objects.create_user(username, person, password)


if __name__ == "__main__":
    main()
