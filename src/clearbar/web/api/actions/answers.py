"""Answers that programs send: checked against the book and the people, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from clearbar.model.book import Book, Placed, Scale, Setting, Source
from clearbar.web.api.actions.known import Checks, site_of, zone_of
from clearbar.web.api.door import Caller
from clearbar.web.api.models import Wrote
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.shapes import AnswerIn, MarkIn, RevisionIn, level_of
from clearbar.web.book import queries as book_queries
from clearbar.web.ledger.actions import keep_answer, revise
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Rating
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person, Role, Site, Team
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.actions import cards
from clearbar.web.reviews.models import Card, Dispute
from clearbar.web.reviews.permits import Permits, Whom

FOR_THE_HOUSE = frozenset({"customer", "colleague", "vendor", "shopper", "check"})
"""Sources that a token of the house may send: what other systems heard. A review needs a person who stands to it."""
OF_A_PERSON = frozenset({"reviewer", "coach", "peer", "self"})
"""Sources that a token in a person's scope may send: as that person."""


def keep_answers(caller: Caller, answers: Sequence[AnswerIn], now: datetime, place: str = "body") -> dict[str, Any]:
    """Keeps answers with their ratings; what was kept, for the reply. Must be called in a transaction."""
    book = book_queries.current()
    if book is None:
        raise Problem("conflict", "No book was published yet, so that nothing can be rated.")
    kept: list[str] = []
    response = None
    for number, one in enumerate(answers):
        where = place if len(answers) == 1 else f"{place}[{number}]"
        answer, marks = _checked(caller, book, one, where, now)
        response = keep_answer(answer=answer, marks=marks, actor=caller.scope.person)
        if not one.anonymous:
            kept += Rating.objects.filter(response=response).values_list("rating", flat=True)
    if caller.serves_the_house:
        Wrote.objects.bulk_create(Wrote(token=caller.token, rating=rating) for rating in kept)
    known = response if kept and len(answers) == 1 else None
    return {"response": known, "ratings": kept, "kept": sum(len(one.marks) for one in answers)}


def _checked(caller: Caller, book: Book, one: AnswerIn, place: str, now: datetime) -> tuple[Answer, list[Mark]]:
    if one.at > now:
        raise Problem("conflict", reasons=[Reason(f"{place}.at", "lies in the future", "look at your clock")])
    checks = Checks([])
    persons = [(f"{place}.person", one.person)]
    persons += [(f"{place}.marks[{number}].person", mark.person) for number, mark in enumerate(one.marks)]
    checks.known(Person, persons)
    checks.known(Team, [(f"{place}.team", one.team)])
    checks.known(Site, [(f"{place}.site", one.site)])
    marks = [_mark(book, mark, f"{place}.marks[{number}]", checks) for number, mark in enumerate(one.marks)]
    twice = {mark.standard for mark in one.marks if sum(mark.standard == other.standard for other in one.marks) > 1}
    checks.reasons += [
        Reason(f"{place}.marks", f"{name} stands twice", "one mark a standard") for name in sorted(twice)
    ]
    checks.end()
    _may_rate(caller, one)
    answer = _answer(caller, one)
    return answer, [mark for mark in marks if mark]


def _mark(book: Book, mark: MarkIn, place: str, checks: Checks) -> Mark | None:
    found = book.find(mark.standard)
    if found is None:
        hint = "GET /api/v1/book lists them"
        checks.reasons.append(Reason(f"{place}.standard", "is no standard of the book that holds", hint))
        return None
    levels = {name: getattr(mark, name) for name in ("level", "expected", "desired")}
    said = {name: None if value is None else level_of(value) for name, value in levels.items()}
    checks.reasons += _levels(found, said, place)
    return Mark(
        standard=mark.standard,
        edition=found.standard.edition,
        level=said["level"] or 0,
        expected=said["expected"],
        desired=said["desired"],
        millis=mark.millis,
        person=mark.person,
    )


def _levels(found: Placed, said: dict[str, int | None], place: str) -> Iterator[Reason]:
    """A yes/no standard knows two levels."""
    if found.standard.scale is Scale.YES_NO:
        for name, value in said.items():
            if value not in (None, 2, 4):
                yield Reason(f"{place}.{name}", "is no level of a yes/no standard", "4 is met, 2 is missed")


def _may_rate(caller: Caller, one: AnswerIn) -> None:
    """Raises Problem for a source that this caller does not speak for, or somebody whom they may not rate."""
    allowed = FOR_THE_HOUSE if caller.serves_the_house else OF_A_PERSON
    if one.source not in allowed:
        raise Problem("right", f"This token sends ratings of {', '.join(sorted(allowed))}.")
    if caller.serves_the_house:
        return
    rated = {one.person, *(mark.person for mark in one.marks if mark.person)} - {None}
    there = _served(rated, one.at)
    scope, permits = caller.scope, Permits.now()
    fits = {
        "self": rated == {scope.person},
        "peer": scope.person not in rated and _share_a_team(scope.teams, rated, there),
        "coach": bool(rated) and rated <= scope.coached,
        "reviewer": scope.person not in rated and _covers(scope, one.team, rated, there),
    }
    kept_away = one.source != "self" and any(permits.barred(scope, whom) for whom in there)
    if not fits[one.source] or kept_away:
        raise Problem("right", f"In this scope nobody may rate them as {one.source}.")


def _served(persons: set[str | None], at: datetime) -> list[Whom]:
    """Where those who are rated served that day, whatever team the answer names."""
    there = Membership.objects.filter(Membership.on(house_today(at)), person__in=[one for one in persons if one])
    return [Whom(one.person_id, one.team_id, one.team.site_id) for one in there.select_related("team")]


def _share_a_team(teams: frozenset[str], persons: set[str | None], there: Sequence[Whom]) -> bool:
    return bool(persons) and {whom.person for whom in there if whom.team in teams} == persons


def _covers(scope: Scope, team: str | None, persons: set[str | None], there: Sequence[Whom]) -> bool:
    """Whether they review this team, and those rated served in it."""
    return scope.over(Role.REVIEWER, None) or (
        scope.over(Role.REVIEWER, team) and persons <= {whom.person for whom in there if whom.team == team}
    )


def _answer(caller: Caller, one: AnswerIn) -> Answer:
    site = one.site or site_of(one.team)
    return Answer(
        source=Source(one.source),
        setting=Setting(one.setting),
        at=one.at,
        timezone=zone_of(site),
        instrument=one.instrument,
        interaction=one.interaction,
        rater=one.rater if caller.serves_the_house else caller.scope.person,
        person=one.person,
        team=one.team,
        site=site,
        customer=one.customer,
        channel=one.channel,
        topic=one.topic,
        inclusion=one.inclusion,
        anonymous=one.anonymous,
    )


def revise_own(*, caller: Caller, rating: Rating, sent: RevisionIn, now: datetime) -> Rating:
    """Changes a rating that the caller sent. In a transaction."""
    book = book_queries.current()
    found = book.find(rating.standard) if book else None
    said = {"level": level_of(sent.level)}
    if sent.expected is not None:
        said["expected"] = level_of(sent.expected)
    if found and (faults := list(_levels(found, dict(said), "body"))):
        raise Problem("conflict", reasons=faults)
    if Dispute.objects.filter(rating=rating.rating).exclude(state=Dispute.State.WITHDRAWN).exists():
        raise Problem("conflict", "Somebody disputes this rating, or did: it is no longer its rater's to change.")
    try:
        if Card.objects.filter(response=rating.response).exists():
            return cards.correct(
                scope=caller.scope, rating=rating, level=said["level"], reason=sent.reason, at=now
            )  # by the rules of reviews: within their days
        return revise(rating=rating, changes=said, by=caller.scope.person, reason=sent.reason, at=now)
    except ValueError:
        raise Problem("conflict", "An anonymous rating is never changed.") from None
    except cards.Refused as refused:
        raise Problem("conflict", str(refused)) from None
