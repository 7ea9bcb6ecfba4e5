"""Writes of versions: what is published stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from clearbar.web.audit.actions import record
from clearbar.web.book import queries
from clearbar.web.book.models import Draft, Version
from clearbar.web.book.owners import NO_PERSON, is_somebody
from clearbar.web.book.permits import may_write
from clearbar.web.bridge import books, drafting
from clearbar.web.ledger import jobs
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

FAULTS_FIRST = "The draft has faults. Mend them first; they are listed below."
REASON_WANTED = "Say why this may stand, or mend it."


@transaction.atomic
def publish(
    *, scope: Scope, files: books.Files, at: datetime, reason: str = "", accepted: Sequence[Sequence[str]] = ()
) -> Version:
    """Publishes these files as the next version, those beside a book left out; the draft ends. Raises BookFault where
    they are no book.

    `accepted` are findings that are let stand: [code, place, reason] each.
    """
    demand(may_write(scope))
    book = books.read(files)
    books.keep_editions(book)
    number = (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version.objects.create(
        number=number,
        files=books.own(files),
        version=book.version,
        published_at=at,
        by=scope.person,
        reason=reason,
        accepted=[list(one) for one in accepted],
        editions={placed.standard.id: placed.standard.edition for placed in book.placed()},
    )
    Draft.objects.all().delete()
    values = {"number": number, "version": book.version, "reason": reason}
    record(actor=scope.person, verb="published", thing=("book", number), at=at, subject=scope.person, values=values)
    jobs.publish("book published", name=str(number), at=at, number=number)
    return version


def publish_draft(*, scope: Scope, token: str, at: datetime, reason: str, reasons: Mapping[str, str]) -> Version:
    """Publishes the draft. `reasons` say why each finding may stand, by its key.

    Raises ValidationError where the draft changed since `token`, has faults, or a finding has no reason; those come by
    the finding's key.
    """
    demand(may_write(scope))
    found = queries.draft()
    if found is None or found.token != token:
        raise ValidationError(queries.meanwhile(found, token))
    told = queries.told(found.files)  # before the transaction: it takes longer than others should wait
    _bar(told, reasons)
    _bar_names(found.files)
    accepted = [[one.code, one.place, reasons[one.key].strip()] for one in told]
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(pk=found.pk, changed=found.changed).first()
        if held is None:
            raise ValidationError(queries.meanwhile(queries.draft(), token))
        return publish(scope=scope, files=held.files, at=at, reason=reason, accepted=accepted)


def _bar_names(files: books.Files) -> None:
    """A version is kept for good, and so would be the name of a person in it."""
    owners = {placed.standard.owner for placed in books.read(files).placed()}
    if named := sorted(one for one in owners if is_somebody(one)):
        raise ValidationError(f"{', '.join(named)}: {NO_PERSON}")


def _bar(told: Sequence[drafting.Told], reasons: Mapping[str, str]) -> None:
    if any(one.is_fault for one in told):
        raise ValidationError(FAULTS_FIRST)
    without = [one for one in told if not reasons.get(one.key, "").strip()]
    if without:
        raise ValidationError({one.key: REASON_WANTED for one in without})
