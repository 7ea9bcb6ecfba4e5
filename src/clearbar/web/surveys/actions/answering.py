"""Keeping answers: the token is spent, the answer kept, and the news told in one transaction, or none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.core import signing
from django.db import transaction

from clearbar.text.zones import day_and_week
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import of_customer, seal
from clearbar.web.audit.tokens import hash_of
from clearbar.web.ledger.actions import keep_answer, keep_comment
from clearbar.web.ledger.answers import Answer
from clearbar.web.ledger.jobs import nudge, publish
from clearbar.web.ledger.models import Asked, Comment, Rating
from clearbar.web.people.access import demand
from clearbar.web.people.models import Organisation, Site
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.given import Given, columns
from clearbar.web.surveys.marks import mark_of
from clearbar.web.surveys.models import Invite, Said, Spent, Survey, Way, Wish
from clearbar.web.surveys.rights import may_use

RIGHT = "clearbar.surveys.right"
RIGHT_LASTS = 24 * 3600
"""Seconds in which who was asked what would make it right may answer that."""


@dataclass(frozen=True)
class Kept:
    """What came of an answer: its response, empty where its token was spent before; the token of the next page."""

    response: str
    right: str = ""


def timezone_of(survey: Survey, site: str | None = None) -> str:
    """The time zone in which an answer's week is told."""
    found = Site.objects.filter(pk=site).first() or survey.site or (survey.team.site if survey.team else None)
    return found.timezone if found else Organisation.the().timezone


@transaction.atomic
def answer_link(*, invite: Invite, given: Given, instrument: str, now: datetime) -> Kept:
    """Keeps the answer of somebody who was asked, once."""
    survey = invite.survey
    timezone = timezone_of(survey, invite.site)
    week = day_and_week(now, timezone)[1] if survey.anonymous else None
    free = Invite.objects.filter(pk=invite.pk, spent=False)
    if not free.update(spent=True, spent_week=week, contact=None):
        return Kept("")
    known = not survey.anonymous
    about = Answer(
        source=survey.source,
        at=now,
        timezone=timezone,
        instrument=instrument,
        interaction=invite.interaction,
        person=invite.person,
        team=invite.team,
        site=invite.site,
        customer=invite.customer,
        channel=invite.channel if known else None,
        topic=invite.topic if known else None,
        inclusion=invite.inclusion,
        anonymous=survey.anonymous,
    )
    kept = _keep(survey, "link", about, given)
    if known:
        Asked.objects.filter(invitation=invitation_of(invite)).update(
            answered=True, response=kept.response, instrument=instrument, mirrored=False
        )
    return kept


@transaction.atomic
def answer_way(
    *, survey: Survey, kind: str, token: str, given: Given, instrument: str, now: datetime, at: datetime | None = None
) -> Kept:
    """Keeps the answer of somebody who came by a poster, a kiosk, another site or a card, once for each token.
    How probable it was that they would come is unknown. `at` is when a card was filled in, where that is not now: its
    token is spent now all the same, and remembered as long as any other."""
    _, made = Spent.objects.get_or_create(hash=hash_of(token), defaults={"week": day_and_week(now, "UTC")[1]})
    if not made:
        return Kept("")
    team = survey.team
    site = survey.site_id or (team.site_id if team else None)
    about = Answer(
        source=survey.source,
        at=at or now,
        timezone=timezone_of(survey),
        instrument=instrument,
        team=team.pk if team else None,
        site=site,
        anonymous=survey.anonymous,
    )
    return _keep(survey, kind, about, given)


@transaction.atomic
def enter_card(
    *, scope: Scope, way: Way, token: str, given: Given, instrument: str, now: datetime, at: datetime
) -> Kept:
    """Keeps a card that somebody typed in, filled in at `at`, once for each token. Who typed it in stands in the audit,
    but for an anonymous survey, where the line would tell when the card came."""
    survey = way.survey
    demand(may_use(scope, survey))
    kept = answer_way(survey=survey, kind=way.kind, token=token, given=given, instrument=instrument, now=now, at=at)
    if kept.response and not survey.anonymous:
        values = {"response": kept.response}
        record(
            actor=scope.person, verb="typed in", thing=(way.kind, way.pk), at=now, subject=scope.person, values=values
        )
    return kept


def _keep(survey: Survey, way: str, about: Answer, given: Given) -> Kept:
    response = keep_answer(answer=about, marks=given.marks, actor=about.customer or survey.audience)
    keep_comment(response=response, kind=Comment.Kind.OPEN, text=given.words, week=about.week, person=about.person)
    told = given.short and not survey.anonymous
    Said.objects.create(
        response=response,
        survey=survey,
        way=way,
        week=about.week,
        visit=given.visit,
        recommended=given.recommended,
        short=given.short,
        told=told,
        **dict(columns(given)),
    )
    if told:
        publish("fell short", name=response, at=about.at, response=response, survey=survey.pk)
    right = signing.dumps([response, survey.pk, about.week], salt=RIGHT) if given.short else ""
    return Kept(response, right)


def opened(token: str, survey: Survey) -> tuple[str, int] | None:
    """The response and week that a token of the second page is for; None where it is none, or too old."""
    try:
        response, number, week = signing.loads(token, salt=RIGHT, max_age=RIGHT_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (response, week) if number == survey.pk else None


@transaction.atomic
def make_right(*, survey: Survey, token: str, words: str, contact: str, now: datetime) -> bool:
    """Keeps what would make it right, and how to reach who said so if they chose it; whether it was kept just now.

    Of an anonymous answer others are told when its week is over, since the hour of the news would be its hour.
    """
    found = opened(token, survey)
    if found is None:
        return False
    response, week = found
    subject = _subject(response)
    wish, made = Wish.objects.get_or_create(
        response=response,
        defaults={"survey": survey, "week": week, "subject": subject, "told": not survey.anonymous},
    )
    if not made:
        return False
    if contact:
        wish.contact, wish.reached = seal(subject, contact), mark_of(contact)
        wish.save(update_fields=["contact", "reached"])
    keep_comment(response=response, kind=Comment.Kind.RIGHT, text=words, week=week)
    values = {"contact": contact} if contact else None
    record(
        actor=survey.audience, verb="asked to make it right", thing=("response", response), at=now,
        subject=subject if contact else "", values=values, anonymous=survey.anonymous,
    )  # fmt: skip
    if not survey.anonymous:
        _tell_wish(wish, now)
    return True


def _tell_wish(wish: Wish, now: datetime) -> None:
    """Tells that somebody wished to be answered. How to reach them stays sealed."""
    contact = bytes(wish.contact).decode() if wish.contact else None
    publish(
        "wished", name=wish.response, at=now, response=wish.response, survey=wish.survey_id, subject=wish.subject,
        contact=contact,
    )  # fmt: skip


def _subject(response: str) -> str:
    """For whom a contact is sealed: the customer where one is known, or a new pseudonym."""
    known = Rating.objects.filter(response=response).exclude(customer=None).values_list("customer", flat=True).first()
    return of_customer(known or f"c-{token_hex(8)}")


def invitation_of(invite: Invite) -> str:
    """The id that an ask has in the evidence."""
    return f"i-{invite.pk:016x}"


def tell_of_past_weeks(*, now: datetime, last: int) -> int:
    """Tells others of those anonymous answers whose week is over (`last` is the newest such week); how many."""
    count = 0
    for said in Said.objects.filter(survey__anonymous=True, short=True, told=False, week__lte=last)[:500]:
        with transaction.atomic():
            publish("fell short", name=said.response, at=now, response=said.response, survey=said.survey_id)
            count += Said.objects.filter(pk=said.pk).update(told=True)
    for wish in Wish.objects.filter(survey__anonymous=True, told=False, week__lte=last)[:500]:
        with transaction.atomic():
            _tell_wish(wish, now)
            count += Wish.objects.filter(pk=wish.pk).update(told=True)
    return count + _asked_of_past_weeks(now, last)


def _asked_of_past_weeks(now: datetime, last: int) -> int:
    """Notes who of those asked anonymously has answered, and forgets in which week. Done at once, the evidence's own
    log would tell the minute."""
    count = 0
    for invite in Invite.objects.filter(survey__anonymous=True, spent=True, spent_week__lte=last)[:500]:
        with transaction.atomic():
            count += Asked.objects.filter(invitation=invitation_of(invite)).update(answered=True, mirrored=False)
            Invite.objects.filter(pk=invite.pk).update(spent_week=None)
    if count:
        nudge("mirror", now)
    return count
