"""One case with all that belongs to it, unsealed for who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearbar.text.zones import local_date
from clearbar.web.audit.seals import unseal_all
from clearbar.web.book.queries import current
from clearbar.web.followup.models.recovery import GONE, Case, CaseMessage, CaseOffer, CaseTurn, State
from clearbar.web.followup.models.recovery_rules import OfferKind
from clearbar.web.followup.models.recovery_turns import TURNS, Turn
from clearbar.web.followup.queries.recovery import clock_of, names_of
from clearbar.web.followup.queries.recovery_permits import leads, limit_of, may_decide
from clearbar.web.followup.queries.recovery_sent import not_delivered
from clearbar.web.followup.queries.recovery_who import keeps_away, second_persons
from clearbar.web.people.models import Organisation, Site, Team
from clearbar.web.people.scope import Scope


@dataclass(frozen=True)
class Said:
    """A message, or a turn, as the page tells it."""

    number: int
    at: datetime
    what: str
    words: str
    ours: bool
    lost: bool = False


@dataclass(frozen=True)
class Offered:
    """An offer, and whether who looks may decide it."""

    offer: CaseOffer
    by: str
    decided_by: str
    decidable: bool


@dataclass(frozen=True)
class Shown:
    """What the page of a case shows."""

    case: Case
    words: str
    wish: str
    contact: str
    gone: bool
    """Whether the customer's words and contact were erased."""
    place: str
    owner: str
    person: str
    standard: str
    clock: str
    late: bool
    timezone: str
    history: list[Said]
    offers: list[Offered]
    can: frozenset[str]
    """What can be done now, by the names of turns."""
    silent_by: str
    may_agree: bool
    decides: bool
    """Whether an offer waits for who looks."""
    alone: bool
    """Whether nobody else here could agree."""


def shown(scope: Scope, case: Case, now: datetime) -> Shown:
    """A case for somebody who may read it. Whom it is about is told to who leads the team, and to that person."""
    sealed = [case.words, case.wish, case.contact]
    words, wish, contact = unseal_all([(case.subject, one) for one in sealed])
    offers = list(case.offers.select_related("kind", "case"))
    names = names_of(
        [case.owner, case.person, case.silent_by, *(one.by for one in offers), *(one.decided_by for one in offers)]
    )
    told = [
        Offered(one, names.get(one.by, ""), names.get(one.decided_by, ""), _decidable(scope, one)) for one in offers
    ]
    site = Site.objects.filter(pk=case.site or "").first()
    team = Team.objects.filter(pk=case.team or "").first()
    leading = leads(scope, case.team)
    tells_person = leading or case.person == scope.person
    zone = site.timezone if site else Organisation.the().timezone
    today = local_date(now, zone)
    return Shown(
        case=case,
        words=str(words or ""),
        wish=str(wish or ""),
        contact=str(contact or ""),
        gone=case.subject.startswith(GONE),
        place=" · ".join(one.name for one in (team, site) if one),
        owner=names.get(case.owner, ""),
        person=names.get(case.person or "", "") if tells_person else "",
        standard=_name_of(case.standard),
        clock=clock_of(case, now),
        late=case.due is not None and case.due < now,
        timezone=zone,
        history=_history(case),
        offers=told,
        decides=any(one.decidable for one in told),
        can=frozenset(turn.name for turn in TURNS[State(case.state)]),
        silent_by=names.get(case.silent_by, ""),
        may_agree=leading and not keeps_away(case, scope.person, today),
        alone=not second_persons(case, today) - {scope.person},
    )  # fmt: skip


def _decidable(scope: Scope, offer: CaseOffer) -> bool:
    waits = offer.state == CaseOffer.State.ASKED
    return waits and may_decide(scope, offer.kind, offer.amount, offer.case, offer.by)


def _name_of(standard: str) -> str:
    book = current() if standard else None
    placed = book.find(standard) if book else None
    return placed.standard.name if placed else standard


_TOLD = {Turn.ANSWER, Turn.HEAR}
"""Turns that are told by their message."""


def _history(case: Case) -> list[Said]:
    """What was said and done, in the order in which it came."""
    messages, turns = list(case.messages.all()), [one for one in case.turns.all() if one.turn not in _TOLD]
    opened = unseal_all([(case.subject, one.words) for one in messages])
    reasons = unseal_all([(case.subject, one.reason) for one in turns])
    names = names_of([*(one.by for one in messages), *(one.by for one in turns), *(one.about for one in turns)])
    lost = not_delivered(messages)
    said = [_message(one, words, names, one.pk in lost) for one, words in zip(messages, opened, strict=True)]
    done = [_turn(one, reason, names) for one, reason in zip(turns, reasons, strict=True)]
    return sorted([*done, *said], key=lambda one: one.number)


def _message(message: CaseMessage, words: Any, names: dict[str, str], lost: bool) -> Said:
    who = names.get(message.by, "Somebody") if message.ours else "The customer"
    way = CaseMessage.Way(message.way).label
    what = f"{who} answered {way}" if message.ours else f"{who} said {way}"
    return Said(message.number, message.at, what, str(words or ""), message.ours, lost)


def _turn(turn: CaseTurn, reason: Any, names: dict[str, str]) -> Said:
    who = names.get(turn.by, "By itself")
    about = names.get(turn.about, turn.about)
    what = {
        Turn.OPEN: f"Opened, and given to {about or 'nobody yet'}",
        Turn.HAND: f"{who} handed it over to {about}" if turn.by in names else f"Given to {about}",
        Turn.WEIGH: f"{who} set its severity to {about}",
        Turn.LATE: "Others were told that it is late",
        Turn.NO_WAY: f"{who} said that there is no way to reply",
        Turn.GIVE_UP: f"{who} closed it without a way to reply; nobody else here could agree",
        Turn.AGREE: f"{who} agreed that there is no way to reply",
        Turn.DISAGREE: f"{who} did not agree that there is no way to reply",
        Turn.CLOSE: f"{who} closed it",
        Turn.REOPEN: f"{who} opened it again",
        Turn.SORT: f"{who} said what it came from",
        Turn.OFFER: f"{who} noted an offer",
    }.get(Turn(turn.turn), turn.turn)
    return Said(turn.number, turn.at, what, str(reason or ""), True)


@dataclass(frozen=True)
class Allowed:
    """A kind of offer, and up to what somebody may offer it without asking; empty where they ask first."""

    kind: OfferKind
    says: str


def allowed_offers(scope: Scope, team: str | None) -> list[Allowed]:
    """What somebody may offer for a case of a team, in words."""
    return [Allowed(one, _limit(scope, one, team)) for one in OfferKind.objects.filter(in_use=True)]


def _limit(scope: Scope, kind: OfferKind, team: str | None) -> str:
    limit = limit_of(scope, kind, team)
    if limit is None:
        return "ask a leader first"
    if not kind.has_amount:
        return "without asking"
    if limit.is_infinite():
        return "any amount without asking"
    return f"up to {limit:.2f} {kind.currency} in one case without asking"
