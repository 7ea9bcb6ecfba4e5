"""`python -m bench.talkers DATA N`: a house in which N people rehearse; prints the session and talk of each as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Makes the house."""
    data, people = Path(sys.argv[1]).absolute(), int(sys.argv[2])
    os.environ["CLEARBAR_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clearbar.web.site.settings")
    from clearbar.web.site.folder import make_folder

    make_folder(data)
    import django

    django.setup()
    print(json.dumps(_fill(people)))


def _fill(people: int) -> list[tuple[str, int]]:
    from django.db import transaction
    from django.utils import timezone
    from tests.web.conftest import move_in, publish_demo
    from tests.web.practice.rehearsals import HINGE, TEXT

    from clearbar.web.book.queries import newest
    from clearbar.web.people.scope import scope_of
    from clearbar.web.practice.actions import rehearse_texts
    from clearbar.web.site import first_run

    first_run.make_ready(timezone.now())
    cast = move_in()
    publish_demo(cast["ada"])
    scope = scope_of(cast["lea"], timezone.localdate())
    text = TEXT.replace("patience: -1}", "patience: 0}").replace("patience: 6", "patience: 10")
    made = rehearse_texts.write(scope=scope, name=HINGE, text=text, at=timezone.now())
    rehearse_texts.make_live(scope=scope, scenario=made, at=timezone.now())
    version = newest()
    assert version
    with transaction.atomic():
        return [_one(number, version.pk) for number in range(people)]


def _one(number: int, version: int) -> tuple[str, int]:
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone
    from tests.web.conftest import SINCE

    from clearbar.model.scenario import Mood
    from clearbar.web.people.models import Membership, Person, User
    from clearbar.web.people.scope import scope_of
    from clearbar.web.practice.actions.rehearse import Start, begin
    from clearbar.web.practice.models.rehearse import Pinned
    from clearbar.web.practice.queries.talks import scenario_of

    person = Person.objects.create(id=f"p{number}", name=f"Person {number}")
    Membership.objects.create(person=person, team_id="north" if number % 2 else "south", since=SINCE)
    user = User(username=f"p{number}", person=person, password="!")
    user.save()
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    pinned, now = Pinned.objects.get(), timezone.now()
    made = begin(
        scope=scope_of(person, now.date()), pinned=pinned, scenario=scenario_of(pinned.pk),
        start=Start(Mood.CALM, number), version=version, at=now,
    )  # fmt: skip
    return str(session.session_key), made.pk


if __name__ == "__main__":
    main()
