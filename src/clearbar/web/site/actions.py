"""Writes of the set-up: each is an act of another app, in the order of a first quarter of an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction

from clearbar.model.book import Audience, Source
from clearbar.web.audit.actions import record
from clearbar.web.book import actions as book_actions
from clearbar.web.book import queries as book
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.ledger import leases
from clearbar.web.people.access import demand
from clearbar.web.people.actions import house, persons, places
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Organisation, Role, Site, Team
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.actions import making
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.wording import askable, default_standards


def choose_book(*, scope: Scope, trade: str, at: datetime) -> Version:
    """Publishes the starter book of a trade, under the organisation's name, as the first version. Raises
    ValidationError where a draft was begun: publishing would end it."""
    if book.draft() is not None:
        raise ValidationError("Somebody has begun a draft. Publish it or throw it away first.")
    files = books.starter(trade, Organisation.the().name)
    return book_actions.publish(scope=scope, files=files, at=at, reason="A book to begin with")


@transaction.atomic
def add_first_people(*, scope: Scope, site: str, team: str, names: Sequence[str], at: datetime) -> Team:
    """A site with one team and its people, who are in it from today on."""
    own = Organisation.the()
    kept = places.keep_site(scope=scope, at=at, name=site, timezone=own.timezone, language=own.language)
    made = places.keep_team(scope=scope, at=at, name=team, site=kept)
    today = house_today(at)
    for name in names:
        person = persons.add_person(scope=scope, at=at, name=name)
        places.join(scope=scope, person=person, team=made, since=today, at=at)
    return made


@transaction.atomic
def make_poster(*, scope: Scope, name: str, at: datetime) -> Way:
    """A survey on the first journey of customers, for the first site, and a poster that leads to it."""
    published = book.current()
    if published is None:
        raise ValueError("there is no book yet")
    journey = next((one for one in published.journeys if one.audience is Audience.CUSTOMER), None)
    survey = Survey.objects.filter(audience=Survey.Audience.CUSTOMER, open=True).order_by("pk").first()
    if survey is None:
        asked = default_standards(askable(journey, Source.CUSTOMER)) if journey else []
        values = {
            "name": journey.title[:80] if journey else "The whole visit",
            "journey": journey.id if journey else "",
            "audience": Source.CUSTOMER.value,
            "site": Site.objects.order_by("pk").first(),
            "standards": asked,
            "languages": [Organisation.the().language],
        }
        survey = making.save(scope=scope, survey=None, values=values, now=at)
    return making.add_way(scope=scope, survey=survey, kind=Way.Kind.POSTER, name=name, now=at)


def finish(*, scope: Scope, at: datetime) -> None:
    """Says that Home may be shown, whatever steps are left."""
    house.change_organisation(scope=scope, at=at, ready_at=at)


def send_trial(*, scope: Scope, to: str, at: datetime) -> str:
    """Sends one mail at once; empty when the server took it, otherwise why it did not, in words."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    text = "This is a trial: Clearbar can send mail. Nothing else is to be done."
    try:
        EmailMessage("Clearbar can send mail", text, to=[to]).send()
    except SMTPRecipientsRefused as fault:
        code, said = next(iter(fault.recipients.values()), (0, b""))
        return f"The mail server refused this address: {code} {_words(said)}"
    except SMTPResponseException as fault:
        return f"The mail server refused: {fault.smtp_code} {_words(fault.smtp_error)}"
    except SMTPException as fault:
        return f"The mail server does not speak as expected: {fault}"
    except OSError as fault:
        return f"The mail server cannot be reached: {fault.strerror or fault}"
    with transaction.atomic():
        record(actor=scope.person, verb="sent a trial mail", thing=("mail", "trial"), at=at)
    return ""


@transaction.atomic
def retry_job(*, scope: Scope, name: str, at: datetime) -> bool:
    """Lets a job that was given up come again; whether there was one."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    found = leases.retry(name, at)
    if found:
        record(actor=scope.person, verb="asked again for", thing=("job", name[:128]), at=at)
    return found


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
