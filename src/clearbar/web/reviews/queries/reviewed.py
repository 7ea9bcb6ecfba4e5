"""Reads of one review that was submitted: everything that it says, to those whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from clearbar.model.book import Setting, Source
from clearbar.web.book.queries import newest
from clearbar.web.book.scorecards import Line, Scorecard
from clearbar.web.bridge.checking import Checked, checked
from clearbar.web.ledger.models import Comment, Interaction, Rating, Revision
from clearbar.web.people.scope import Scope
from clearbar.web.reviews import spans
from clearbar.web.reviews.models import Assignment, Card, Choice, Dispute
from clearbar.web.reviews.permits import names
from clearbar.web.reviews.queries.cards import book_of, card_of, card_of_standards, kept_checks
from clearbar.web.reviews.queries.disputes import Deciders, deciders
from clearbar.web.reviews.queries.queue import SPOKEN


@dataclass(frozen=True)
class Change:
    """A level that was changed: when, by whom, why, from which."""

    at: datetime
    by: str
    reason: str
    was: str


@dataclass(frozen=True)
class Mark:
    """What a review says on one standard."""

    line: Line
    rating: Rating | None
    mark: Mapping[str, Any]
    comments: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    check: str = ""
    name: str = field(default="")

    @property
    def given(self) -> str:
        """The level that it gives, in words."""
        return f"{self.rating.level} {self.line.named(self.rating.level)}" if self.rating else "not applicable"

    @property
    def waits(self) -> Dispute | None:
        """Its open dispute."""
        return next((one for one in self.disputes if one.state == Dispute.State.OPEN), None)


@dataclass(frozen=True)
class Reviewed:
    """A submitted review."""

    card: Card
    scorecard: Scorecard
    interaction: Interaction | None
    marks: tuple[Mark, ...]
    rater: str
    person: str
    deciders: Mapping[int, Deciders]
    called: Mapping[str, str]

    def find(self, standard: str) -> Mark | None:
        """What it says on a standard, where that was rated."""
        return next((one for one in self.marks if one.line.standard == standard and one.rating), None)


def reviewed(response: str, scope: Scope) -> Reviewed | None:
    """A review, for those it concerns: the person, who coaches them, who rated, who may decide on it or did; None for
    everybody else, and for who has the same interaction still to rate."""
    live = Rating.objects.filter(response=response, source__in=SPOKEN, setting=Setting.LIVE.value)
    ratings = list(live.exclude(rated_at=None))
    card = Card.objects.filter(response=response, submitted_at__isnull=False).select_related("version").first()
    card = card or _from_elsewhere(response, ratings)
    if card is None:
        return None
    found = list(Dispute.objects.filter(response=response).order_by("opened_at"))
    able = deciders([one for one in found if one.state == Dispute.State.OPEN])
    decides = any(scope.person in one.who for one in able.values()) or any(
        one.decided_by == scope.person for one in found
    )
    own = card.rater == scope.person
    concerned = own or decides or any(one.person in scope.readable_persons for one in ratings if one.person)
    if not concerned or (not own and _has_it_to_rate(scope.person, card)):
        return None
    return _whole(card, ratings, found, able)


def _from_elsewhere(response: str, ratings: list[Rating]) -> Card | None:
    """The card of ratings that were given on none of ours, such as imported ones; None where there is nothing to show.
    It is never saved."""
    version = newest()
    if not ratings or version is None:
        return None
    one = ratings[0]
    return Card(
        kind=Card.Kind.ELSEWHERE, interaction=one.interaction or "", rater=one.rater or "", person=one.person,
        source=one.source, version=version, submitted_at=one.rated_at, response=response,
    )  # fmt: skip


def _scorecard(card: Card, ratings: list[Rating]) -> Scorecard:
    if card.kind == Card.Kind.ELSEWHERE:
        return card_of_standards(card.version, {one.standard for one in ratings})
    return card_of(card.version, card.journey, Source(card.source))


def _has_it_to_rate(person: str, card: Card) -> bool:
    """Whether somebody's second look, or calibration, of the same interaction is still to come: it must stay blind."""
    waiting = Assignment.objects.filter(reviewer=person, interaction=card.interaction, state=Assignment.State.OPEN)
    drafts = Card.objects.filter(rater=person, interaction=card.interaction, submitted_at=None)
    return waiting.exists() or drafts.exists()


def _whole(card: Card, ratings: list[Rating], found: list[Dispute], able: Mapping[int, Deciders]) -> Reviewed:
    scorecard = _scorecard(card, ratings)
    interaction = Interaction.objects.filter(id=card.interaction).first()
    comments = list(Comment.objects.filter(response=card.response))
    revisions = list(Revision.objects.filter(rating__in=ratings).order_by("revision"))
    ids = {card.rater, card.person, *(one.by for one in revisions), *(one.decided_by for one in found)}
    called = names(ids)
    checks = _checks(card, scorecard, interaction)
    marks = tuple(
        Mark(
            line,
            next((one for one in ratings if one.standard == line.standard), None),
            card.marks.get(line.standard, {}),
            _texts(comments, line, Comment.Kind.REVIEW),
            _texts(comments, line, Comment.Kind.QUOTE),
            tuple(
                Change(one.at, called.get(one.by, ""), one.reason, line.named(one.was["level"]))
                for one in revisions
                if one.rating_id in {each.pk for each in ratings if each.standard == line.standard}
                and "level" in one.was
            ),
            tuple(one for one in found if one.standard == line.standard),
            checks.get(line.standard, ""),
        )
        for line in scorecard.lines
    )
    return Reviewed(
        card, scorecard, interaction, marks, called.get(card.rater, ""), called.get(card.person or "", ""), able, called
    )


def _texts(comments: list[Comment], line: Line, kind: Comment.Kind) -> tuple[str, ...]:
    return tuple(spans.displayed(one.text) for one in comments if one.standard == line.standard and one.kind == kind)


def _checks(card: Card, scorecard: Scorecard, interaction: Interaction | None) -> dict[str, str]:
    """What automatic checks read in the same interaction: those kept, else read now. Shown with a submitted review
    only, so that they cannot have coloured it."""
    if interaction is None:
        return {}
    kept = kept_checks(interaction.id)
    read: Mapping[str, Checked] = checked(book_of(card.version), interaction)
    told = {}
    for line in scorecard.lines:
        if line.standard in kept:
            told[line.standard] = line.named(kept[line.standard].level)
        elif line.standard in read:
            one = read[line.standard]
            told[line.standard] = f"{line.named(one.level)}. {one.why}".strip()
    return told


def may_correct(rating: Rating, scope: Scope, now: datetime) -> bool:
    """Whether the one who rated may still change it."""
    days = timedelta(days=Choice.the().edit_days)
    return rating.rater == scope.person and rating.rated_at is not None and rating.rated_at + days >= now
