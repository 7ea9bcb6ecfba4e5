"""Writes of peer reviews: asked, declined, taken back, given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import IntegrityError, transaction

from clearbar.model.book import Journey, Source
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.followup.models.peers import PEER_TURNS, PeerInvitation
from clearbar.web.followup.queries.peers_permits import askable
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment, Interaction
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Membership
from clearbar.web.people.scope import Scope


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@dataclass(frozen=True)
class OneOfMine:
    """An interaction of one's own: one that is kept (`id`), or one that just happened through a `channel`. Of the
    latter, `once` tells one sending of a form from another."""

    id: str = ""
    channel: str = ""
    journey: Journey | None = None
    once: str = ""


@transaction.atomic
def invite(*, scope: Scope, colleague: str, mine: OneOfMine, words: str, at: datetime) -> PeerInvitation:
    """Asks a colleague at one's site to look at one interaction. Raises Refused where they were asked already."""
    demand(colleague in {one.pk for one in askable(scope, today_of(scope.person, at))})
    interaction = own_interaction(scope, mine, at)
    said = storable(words)
    try:
        with transaction.atomic():
            kept = PeerInvitation.objects.create(
                person_id=scope.person, colleague_id=colleague, interaction=interaction.id,
                journey=mine.journey.id if mine.journey else "", at=at,
                sealed=seal(scope.person, {"words": said}) if said else None,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("They were asked to look at this one already.") from clash
    _line(scope, "asked a peer", kept, at)
    tell(
        [colleague], "A colleague asks you to look at their work", _ASKED, path=f"/followup/peers/{kept.pk}/",
        name=f"peer:{kept.pk}", at=at, topic=Topic.RECOGNITION,
    )  # fmt: skip
    return kept


def own_interaction(scope: Scope, mine: OneOfMine, at: datetime) -> Interaction:
    """The interaction that somebody means: one that is kept, or a new one where it just happened. Part of an act."""
    if mine.id:
        found = Interaction.objects.filter(id=mine.id, person=scope.person).first()
        demand(found is not None)
        return found  # type: ignore[return-value]  # demand raised for None
    there = Membership.objects.filter(Membership.on(today_of(scope.person, at)), person=scope.person)
    place = there.select_related("team__site").first()
    topics = mine.journey.topics if mine.journey else ()
    known = {
        "person": scope.person, "team": place.team_id if place else None, "site": place.team.site_id if place else None,
        "timezone": place.team.site.timezone if place else "UTC", "channel": mine.channel or None,
        "topic": topics[0] if len(topics) == 1 else None, "at": at, "source": "own",
    }  # fmt: skip
    once = sha256(f"{scope.person}:{mine.once or token_hex(16)}".encode()).hexdigest()
    return Interaction.objects.get_or_create(id=f"own-{once[:24]}", defaults=known)[0]


@transaction.atomic
def decline(*, scope: Scope, invitation: PeerInvitation, at: datetime) -> None:
    """Says no, and owes nobody a reason. Raises Refused where it is over."""
    demand(invitation.colleague_id == scope.person)
    _turn(invitation, "decline", ended_at=at)
    _line(scope, "declined", invitation, at)


@transaction.atomic
def take_back(*, scope: Scope, invitation: PeerInvitation, at: datetime) -> None:
    """Takes an invitation of one's own back. Raises Refused where it is over."""
    demand(invitation.person_id == scope.person)
    _turn(invitation, "take back", ended_at=at)
    _line(scope, "took back", invitation, at)


@transaction.atomic
def rate(
    *,
    scope: Scope,
    invitation: PeerInvitation,
    scorecard: Scorecard,
    marks: Mapping[str, Mapping[str, Any]],
    at: datetime,
) -> str:
    """What the colleague saw, as ratings of source peer; the id of the response. Raises Refused where the invitation is
    over."""
    demand(invitation.colleague_id == scope.person)
    interaction = Interaction.objects.filter(id=invitation.interaction).first()
    if interaction is None:
        raise Refused("This interaction is no longer kept.")
    response = token_hex(16)
    _turn(invitation, "rate", ended_at=at, response=response)
    answer = answer_about(interaction, Source.PEER, scope.person, scorecard, at)
    ledger.keep_answer(answer=answer, marks=marks_of(scorecard, marks), actor=scope.person, response=response)
    for line in scorecard.lines:
        if text := marks.get(line.standard, {}).get("comment"):
            ledger.keep_comment(
                response=response, kind=Comment.Kind.REVIEW, text=text, week=answer.week, standard=line.standard,
                person=invitation.person_id,
            )  # fmt: skip
    _line(scope, "gave a peer review", invitation, at)
    tell(
        [invitation.person_id], "A colleague looked at your work, as you asked", _RATED,
        path=f"/reviews/of/{response}/", name=f"peer rated:{invitation.pk}", at=at, topic=Topic.RECOGNITION,
    )  # fmt: skip
    return response


def marks_of(scorecard: Scorecard, marks: Mapping[str, Mapping[str, Any]]) -> list[Mark]:
    """The levels that were given, line by line."""
    return [
        Mark(line.standard, line.edition, marks[line.standard]["level"])
        for line in scorecard.lines
        if marks.get(line.standard, {}).get("level")
    ]


def answer_about(interaction: Interaction, source: Source, rater: str, scorecard: Scorecard, at: datetime) -> Answer:
    """An answer about an interaction, without its marks. Who was asked chose nothing by chance: the probability is
    unknown."""
    return Answer(
        source=source, at=at, timezone=interaction.timezone, instrument=scorecard.instrument,
        interaction=interaction.id, rater=rater, person=interaction.person, team=interaction.team,
        site=interaction.site, customer=interaction.customer, channel=interaction.channel, topic=interaction.topic,
    )  # fmt: skip


def _turn(invitation: PeerInvitation, act: str, **said: object) -> None:
    after = PEER_TURNS[invitation.state].get(act)
    mine = PeerInvitation.objects.filter(pk=invitation.pk, state=invitation.state)
    if after is None or not mine.update(state=after, **said):
        raise Refused("This invitation is over.")
    invitation.refresh_from_db()


def _line(scope: Scope, verb: str, invitation: PeerInvitation, at: datetime) -> None:
    values = {"state": invitation.state, "interaction": invitation.interaction}
    record(
        actor=scope.person, verb=verb, thing=("peer review", invitation.pk), at=at, subject=invitation.person_id,
        values=values,
    )  # fmt: skip


_ASKED = "They want to learn from how you see one interaction of theirs. You can say no, and owe nobody a reason."
_RATED = "Its page says what they saw. You can answer every mark."
