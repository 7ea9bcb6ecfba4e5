"""Opening cases, and hearing what the customer says then."""

from __future__ import annotations

from datetime import date, datetime
from secrets import token_hex
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from clearbar.text.redact import storable
from clearbar.text.zones import local_date
from clearbar.web.audit.actions import SYSTEM
from clearbar.web.audit.seals import of_customer, seal
from clearbar.web.followup.actions.recovery_turns import TURNS, Refused, Turn, run, taken_up, turned, wind
from clearbar.web.followup.models.recovery import CameBy, Case, CaseMessage, Severity, State
from clearbar.web.followup.queries.recovery_mark import mark_of
from clearbar.web.followup.queries.recovery_sent import answered_at, was_answered
from clearbar.web.followup.queries.recovery_who import can_act, owner_for
from clearbar.web.ledger.models import Rating
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import announce, tell
from clearbar.web.people.models import Organisation, Person, Site, Team

__all__ = ["TURNS", "Refused", "Told", "Turn", "arrived_after_all", "came_back", "customer_said", "open_case"]

LONGEST = 21_000
"""Letters of a customer's words that are kept: all of a mail that was read, with its subject."""
OVERALL = "overall"


class Told(TypedDict, total=False):
    """What is known of a complaint. Only `came_by` and some words or a wish have to be there.

    `words` say what happened, `wish` what would make it right; `contact` is an e-mail address or whatever else reaches
    them. `customer` is the pseudonym that interactions know; `subject` the one that a contact was sealed for before.
    """

    came_by: str
    words: str
    wish: str
    contact: str
    site: str | None
    team: str | None
    person: str | None
    standard: str
    severity: str
    response: str | None
    interaction: str | None
    finding: str
    customer: str | None
    subject: str
    language: str


@transaction.atomic
def open_case(*, at: datetime, actor: str, **told: Unpack[Told]) -> Case:
    """Opens a case, with an owner and a clock at once; once for each `response`, whoever asks again gets the same.

    `actor` is the person who wrote it down, or "system" for what came by itself. Whoever lets people open cases asks
    first whether they may.
    """
    response = told.get("response")
    kept = Case.objects.filter(response=response).first() if response else None
    if kept:
        return kept
    case = _case(told, at)
    try:
        with transaction.atomic():
            wind(case, at)
            values = {name: getattr(case, name) for name in ("came_by", "severity", "site", "team", "owner")}
            turned(case, Turn.OPEN, by=actor, at=at, about=case.owner, values=values)
    except IntegrityError:
        found = Case.objects.filter(response=response).first() if response else None
        if found is None:
            raise
        return found
    tell_owner(case, at, "A customer waits for an answer", "A case was opened and is yours to answer.", "opened")
    announce(
        "A customer waits for an answer", "A case was opened, and who owns it was told.",
        path=f"/followup/cases/{case.pk}/", name=f"case:{case.pk}", at=at, topic=Topic.CASE, team=case.team,
    )  # fmt: skip
    return case


def _case(told: Told, at: datetime) -> Case:
    team = Team.objects.select_related("site").filter(pk=told.get("team") or "").first()
    site = Site.objects.filter(pk=told.get("site") or "").first() or (team.site if team else None)
    house = Organisation.the()
    customer, person = told.get("customer") or None, told.get("person") or None
    subject = (not customer and told.get("subject")) or of_customer(customer or f"c-{token_hex(8)}")
    severity = told.get("severity", "")
    contact = (told.get("contact") or "").strip()
    today = local_date(at, site.timezone if site else house.timezone)
    return Case(
        severity=severity if severity in Severity.values else Severity.ORDINARY,
        came_by=CameBy(told["came_by"]),
        subject=subject,
        customer=customer,
        words=sealed(subject, told.get("words") or ""),
        wish=sealed(subject, told.get("wish") or ""),
        contact=seal(subject, contact[:300]) if contact else None,
        reached=mark_of(contact),
        language=told.get("language") or (site.language if site else house.language),
        site=site.pk if site else None,
        team=team.pk if team else None,
        person=person if person and Person.objects.filter(pk=person).exists() else None,
        standard=told.get("standard") or "",
        response=told.get("response") or None,
        interaction=told.get("interaction") or None,
        finding=told.get("finding") or "",
        owner=owner_for(team.pk if team else None, today, but=[person]),
        opened_at=at,
        since=at,
        before=level_of(told.get("response")),
    )


@transaction.atomic
def customer_said(
    *, case: Case, words: str, at: datetime, way: str = CaseMessage.Way.MAIL, message_id: str | None = None,
    actor: str = "",
) -> Case:  # fmt: skip
    """Keeps what the customer says about a case, and puts it before its owner: it waits for an answer again, also
    where it was closed. The same `message_id` is heard once."""
    if message_id and CaseMessage.objects.filter(message_id=message_id[:200]).exists():
        return Case.objects.get(pk=case.pk)
    kept = taken_up(case, Turn.HEAR)
    CaseMessage.objects.create(
        case=kept, number=kept.version + 1, way=way, ours=False, words=sealed(kept.subject, words), by="", at=at,
        message_id=message_id[:200] if message_id else None,
    )  # fmt: skip
    reopen(kept, Turn.HEAR, by=actor or kept.subject, at=at)
    return kept


def reopen(case: Case, turn: Turn, *, by: str, at: datetime, reason: str = "") -> None:
    """Lets a case wait for an answer again. One that waits already keeps the clock that runs."""
    waits = case.owed and not case.is_over
    _open(case, turn, by, at, reason)
    if not waits:  # on the state that the turn led to
        wind(case, at)
        case.save()
    name = f"heard-{case.version}"
    tell_owner(case, at, "A customer waits for an answer", "There is news in a case of yours: please read it.", name)


def _open(case: Case, turn: Turn, by: str, at: datetime, reason: str = "") -> None:
    was_over = case.is_over
    if was_over:
        case.reopened += 1
        case.closed_at, case.closed_by, case.approved_by, case.silent_by, case.alone = None, "", "", "", False
    if not can_act(case.owner, today_of(case, at)):
        case.owner = owner_for(case.team, today_of(case, at), but=[case.person])
    turned(case, turn, by=by, at=at, reason=reason, values={"reopened": was_over})


@transaction.atomic
def came_back(*, case: Case, letter: str, at: datetime) -> None:
    """A letter of a case is known not to have arrived, which its owner is told once for each `letter`. Where no other
    answer arrived, the customer has none: the case waits for one again, by the clock that ran before, also where it was
    closed."""
    kept = Case.objects.select_for_update().get(pk=case.pk)
    if kept.answered_at is not None and Turn.LOSE in TURNS[State(kept.state)] and not was_answered(kept):
        kept.answered_at = kept.in_time = None
        kept.owed = True
        _open(kept, Turn.LOSE, SYSTEM, at)
        run(kept)
        kept.save()
    text = "A letter of a case of yours did not arrive: please reach the customer otherwise."
    tell_owner(kept, at, "A letter did not arrive", text, f"bounce-{letter}")


def arrived_after_all(*, case: Case) -> None:
    """Somebody says that a report of a lost answer was wrong: what was answered counts again. In the transaction of
    that decision."""
    kept = Case.objects.select_for_update().get(pk=case.pk)
    if kept.answered_at is None and (at := answered_at(kept)):
        kept.answered_at, kept.in_time = at, at <= kept.answer_due
        kept.save()


def sealed(subject: str, words: str) -> bytes | None:
    """Words as they are kept; None for none."""
    told = storable(words[:LONGEST])
    return seal(subject, told) if told else None


def level_of(response: str | None) -> int | None:
    """The level of the whole in a response."""
    if not response:
        return None
    return Rating.objects.filter(response=response, standard=OVERALL).values_list("level", flat=True).first()


def today_of(case: Case, at: datetime) -> date:
    """The day that it is at the case's site."""
    zone = Site.objects.filter(pk=case.site).values_list("timezone", flat=True).first() if case.site else None
    return local_date(at, zone or Organisation.the().timezone)


def tell_owner(case: Case, at: datetime, subject: str, text: str, what: str) -> None:
    """Tells the owner of a case, in words that name nobody."""
    if case.owner:
        path, name = f"/followup/cases/{case.pk}/", f"case-{what}:{case.pk}"
        tell([case.owner], subject, text, path=path, name=name, at=at, topic=Topic.CASE)
