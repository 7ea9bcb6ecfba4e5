"""Writes of whole files of people."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from secrets import token_hex

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from clearbar.web.audit.actions import Act, record, record_all
from clearbar.web.people.access import demand
from clearbar.web.people.models import Grant, Membership, Person, Role, Site, Team, Upload, User
from clearbar.web.people.rolls.house import House
from clearbar.web.people.rolls.plan import Plan, plan
from clearbar.web.people.rolls.reading import read
from clearbar.web.people.rolls.rows import Reader, named
from clearbar.web.people.scope import Scope

UPLOAD_LASTS = timedelta(days=1)


@transaction.atomic
def keep_upload(*, scope: Scope, name: str, content: bytes, at: datetime) -> Upload:
    """Keeps the rows of a file until its sender has looked at them. Raises ValidationError where it is no table."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    rows, _ = named(table := read(content))
    if not rows:
        raise ValidationError("The file names its columns, but has no row beneath.")
    Upload.objects.filter(at__lt=at - UPLOAD_LASTS).delete()
    Upload.objects.filter(by=scope.person).delete()
    kept = Upload.objects.create(pk=token_hex(16), by=scope.person, at=at, name=name[:120], rows=table)
    record(actor=scope.person, verb="sent a file of people", thing=("upload", kept.pk), at=at)
    return kept


def plan_of(upload: Upload, today: date) -> Plan:
    """What a file would change today."""
    rows, unknown = named([(line, cells) for line, cells in upload.rows])
    made = plan([Reader(line, cells).read() for line, cells in rows], House.now(), today)
    if unknown:
        made.notes.insert(0, f"Not read, since no column of ours is called so: {', '.join(unknown)}.")
    return made


@transaction.atomic
def take_over(*, scope: Scope, upload: Upload, today: date, at: datetime) -> Plan:
    """Does what a file says, all of it or nothing, and forgets the file. Raises ValidationError while it has faults."""
    demand(scope.over(Role.ADMINISTRATOR, None) and upload.by == scope.person)
    if Upload.objects.select_for_update().filter(pk=upload.pk).first() is None:
        raise ValidationError("This file was taken over already.")  # by a second click, at the same time
    made = plan_of(upload, today)
    if made.faults:
        raise ValidationError("Some rows must be mended first. Nothing was taken over.")
    _write(made)
    acts = [Act("added", ("site", one.pk)) for one in made.sites]
    acts += [Act("added", ("team", one.pk)) for one in made.teams]
    acts += [Act("imported", ("person", id), id, values) for id, values in made.told.items()]
    record_all(actor=scope.person, at=at, acts=acts)
    record(actor=scope.person, verb="took over a file of people", thing=("upload", upload.pk), at=at)
    upload.delete()
    return made


def _write(made: Plan) -> None:
    Site.objects.bulk_create(made.sites)
    Team.objects.bulk_create(made.teams)
    Person.objects.bulk_create(made.persons)
    Person.objects.bulk_update(made.edited.values(), ["name", "kind", "language"], batch_size=200)
    Membership.objects.bulk_create(made.memberships)
    Membership.objects.bulk_update(made.moved.values(), ["until", "shift"], batch_size=200)
    Grant.objects.bulk_create(made.grants)
    _write_emails(made.emails)


def _write_emails(emails: dict[str, str]) -> None:
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    held = {one.person_id: one for one in User.objects.filter(person__in=emails)}
    for id, user in held.items():
        user.email = emails[id]
    # An address may move from one person to another in one file, so all of them are cleared first.
    User.objects.filter(person__in=held).update(email="")
    User.objects.bulk_update(held.values(), ["email"], batch_size=200)
    User.objects.bulk_create(
        User(
            username=f"{id}-{token_hex(4)}" if id.lower() in taken else id,
            person_id=id,
            email=email,
            password=make_password(None),
        )
        for id, email in emails.items()
        if id not in held
    )
