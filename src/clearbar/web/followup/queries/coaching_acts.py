"""What waits for somebody in their coachings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.people.acts import Act
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

State = Coaching.State


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What they are to do in coachings, as the person and as the coach, the oldest first. Nothing of it tells of a
    standard or a figure: these lines stand on pages that others may look at, too."""
    found = queries.waiting(scope)
    others = {one.coach if one.person == scope.person else one.person for one in found}
    names = dict(Person.objects.filter(pk__in=others).values_list("pk", "name"))
    told: list[Act] = []
    for one in found:
        is_own = one.person == scope.person
        other = names.get(one.coach if is_own else one.person, queries.NAMELESS)
        for says, link in _of_person(one, other) if is_own else _of_coach(one, other):
            told.append(Act(says, reverse("coaching_one", args=[one.pk]), link))
        for says, link in _of_both(one, other, scope.person, now):
            told.append(Act(says, reverse("coaching_one", args=[one.pk]), link))
    return told


def _of_person(one: Coaching, coach: str) -> Iterator[tuple[str, str]]:
    if one.state == State.BEGUN:
        yield f"A coaching with {coach} begins with how you rate yourself.", "Rate yourself first"
    elif one.state == State.RATED:
        yield f"You have seen how you and the evidence differ. {coach} sees it when you show it.", "Look and show it"


def _of_coach(one: Coaching, person: str) -> Iterator[tuple[str, str]]:
    if one.state == State.ASKED:
        yield f"{person} asks you for a coaching.", "Read and answer"


def _of_both(one: Coaching, other: str, me: str, now: datetime) -> Iterator[tuple[str, str]]:
    if one.state == State.SHARED:
        yield f"Talk with {other} about what you both can see now.", "Go on"
    elif one.state == State.PROPOSED and one.proposed_by != me:
        yield f"{other} proposed what to do.", "Say yes, or propose something else"
    elif one.state == State.AGREED:
        today = today_of(one.person, now)
        if any(_has_come(each.by, each.kept_at, today) for each in one.commitments.all()):
            yield f"A day that you and {other} agreed on has come.", "Say whether it was done"
        if one.check_on and one.check_on <= today:
            yield f"Today you and {other} look again.", "Look at what changed"


def _has_come(by: date, kept_at: datetime | None, today: date) -> bool:
    return kept_at is None and by <= today
