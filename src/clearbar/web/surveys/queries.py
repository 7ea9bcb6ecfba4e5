"""Reads of surveys. What is told of answers has five people at least behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from clearbar.model.book import Book, Journey
from clearbar.text.zones import day_and_week
from clearbar.web.people.models import Person, Role
from clearbar.web.people.scope import Scope
from clearbar.web.surveys.models import Invite, Said, Survey
from clearbar.web.surveys.rights import usable

FEWEST = 5
"""So many answers stand behind any figure at least, and behind what it leaves out."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True)
class Heard:
    """What is told of a survey's answers. A number is None where it is above none and below five. `through` says that
    only weeks that are over are counted, as in every anonymous survey: the count itself must tell no hour."""

    asked: int
    answers: int | None
    by_way: Mapping[str, int | None]
    first: Share | None
    recommended: Share | None
    through: bool


def surveys(scope: Scope) -> list[Survey]:
    """The surveys that somebody may use."""
    return list(Survey.objects.filter(usable(scope)).select_related("site", "team").order_by("-open", "name"))


def survey(scope: Scope, number: int) -> Survey | None:
    """One of them; None where there is none, or it is not theirs."""
    found = Survey.objects.filter(usable(scope), pk=number)
    return found.select_related("site", "team__site").first()


def heard(survey: Survey, now: datetime) -> Heard:
    """How many were asked and answered, by which way, and what they said of themselves."""
    said = Said.objects.filter(survey=survey)
    if survey.anonymous:
        said = said.filter(week__lte=last_whole_week(now))
    counts = dict(said.values_list("way").annotate(count=Count("pk")).order_by("way"))
    visits = said.aggregate(first=Count("pk", Q(visit="first")), all=Count("pk", ~Q(visit="")))
    words = said.aggregate(yes=Count("pk", Q(recommended=True)), all=Count("pk", ~Q(recommended=None)))
    return Heard(
        asked=Invite.objects.filter(survey=survey).count(),
        answers=_told(sum(counts.values())),
        by_way=_apart(counts),
        first=_share(visits["first"], visits["all"]),
        recommended=_share(words["yes"], words["all"]),
        through=survey.anonymous,
    )


def last_whole_week(now: datetime) -> int:
    """The newest ISO week that is over everywhere on earth."""
    return day_and_week(now - timedelta(days=7, hours=12), "UTC")[1]


def journey_of(survey: Survey, book: Book) -> Journey | None:
    """The journey that a survey asks about."""
    return next((one for one in book.journeys if one.id == survey.journey), None)


def _told(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST else None


def _apart(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts by way. Where just one of them is too small, the next one is withheld with it: the whole less the
    others would tell it."""
    told = {way: _told(count) for way, count in counts.items()}
    if list(told.values()).count(None) == 1 and len(told) > 1:
        least = min((way for way in told if told[way]), key=lambda way: counts[way])
        told[least] = None
    return told


def _share(part: int, whole: int) -> Share | None:
    """A share, where five stand behind it."""
    return Share(part, whole) if whole >= FEWEST else None


def managers_to_ask_about(survey: Survey) -> list[tuple[str, str]]:
    """The managers of whom colleagues or vendors may be asked, with their names; nobody where customers are asked."""
    if survey.audience == Survey.Audience.CUSTOMER:
        return []
    lead = Person.objects.filter(left_on=None, grants__role__in=(Role.LEADER, Role.COACH)).distinct()
    return list(lead.values_list("id", "name"))
