"""Reads of the pulse of staff: whether one has answered, and what a quarter told that is over.

Nothing is told of a quarter that still runs: the difference of two days would be the answer of whoever came in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from hmac import new
from typing import Any

from django.db.models import Count, Q

from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.web.bridge import asking, pulsing
from clearbar.web.bridge.pulsing import PulseSums
from clearbar.web.followup import quarters
from clearbar.web.followup.models.pulse import PulseAnswer, PulseMark, PulseSalt
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Team
from clearbar.web.people.scope import Scope

ASKS = {
    "fair": "Are you treated fairly here?",
    "learning": "Are you learning?",
    "time": "Do you have the time to serve well?",
}
QUESTIONS = tuple(ASKS)
SALT_OF = "pulse-"
"""With the quarter after it: whose the quarter's salt is, for backups."""
WELL = 4
"""From this level on an answer counts as yes: mostly, or fully."""


def mark_of(quarter: int, person: str) -> str:
    """The mark of a person in a quarter; empty where the quarter has no salt, which nobody can have answered then."""
    secret = PulseSalt.objects.filter(quarter=quarter).values_list("secret", flat=True).first()
    return new(secret.encode(), person.encode(), sha256).hexdigest() if secret else ""


def has_answered(person: str, quarter: int) -> bool:
    """Whether somebody has answered in the quarter that runs."""
    mark = mark_of(quarter, person)
    return bool(mark) and PulseMark.objects.filter(hash=mark).exists()


@dataclass(frozen=True)
class Line:
    """One group in a quarter: the share that said yes to each question, in words, with what customers said of it beside
    it; empty where that may not be shown, or nothing was said."""

    name: str
    shares: tuple[str, ...]
    clearance: str

    @property
    def said(self) -> list[tuple[str, str]]:
        """Each question with its share."""
        return list(zip(ASKS.values(), self.shares, strict=True))


@dataclass(frozen=True)
class Quarter:
    """What a quarter told."""

    quarter: int
    called: str
    house: Line | None
    teams: tuple[Line, ...] = field(default=())
    hid: bool = False
    """Whether the reader's teams have answers that are not shown."""


def told(scope: Scope, now: datetime, most: int = 4) -> list[Quarter]:
    """The quarters that are over and in which somebody answered, the newest first: the house, and the reader's teams in
    the order of the alphabet."""
    runs = quarters.quarter_of(house_today(now))
    over = PulseAnswer.objects.filter(quarter__lt=runs).values_list("quarter", flat=True).distinct()
    return [_quarter(scope, one) for one in sorted(over, reverse=True)[:most]]


def _quarter(scope: Scope, quarter: int) -> Quarter:
    seen = pulsing.pulse(_sums(quarter))
    called = quarters.called(quarter)
    if seen.house is None:
        return Quarter(quarter, called, None)
    beside = _clearance(scope, quarter)
    readable = Team.objects.all() if scope.readable_teams is None else Team.objects.filter(pk__in=scope.readable_teams)
    teams = tuple(
        Line(team.name, tuple(pulsing.in_words(seen.teams[team.pk])), beside.get(team.pk, ""))
        for team in readable
        if team.pk in seen.teams
    )
    hid = any(team.pk not in seen.teams for team in readable)
    house = Line("The house", tuple(pulsing.in_words(seen.house)), beside.get("", ""))
    return Quarter(quarter, called, house, teams, hid)


def _sums(quarter: int) -> dict[str, PulseSums]:
    yes = {f"{name}_yes": Count("pk", filter=Q(**{f"{name}__gte": WELL})) for name in QUESTIONS}
    rows = PulseAnswer.objects.filter(quarter=quarter).values("team").annotate(n=Count("pk"), **yes).order_by("team")
    counted: list[dict[str, Any]] = [dict(one) for one in rows]
    return {one["team"]: PulseSums(one["n"], tuple(one[name] for name in yes)) for one in counted}


def _clearance(scope: Scope, quarter: int) -> Mapping[str, str]:
    """What customers said of the same quarter, by team, and of the house under the empty name."""
    if not asking.is_heard():
        return {}
    first, last = quarters.weeks(quarter)
    where = f"source = 'customer' and week >= {first} and week <= {last}"
    found: dict[str, str] = {}
    try:
        house = asking.ask_house("clearance", where=where)
        teams = asking.ask(scope, "clearance", by=("team",), where=where)
    except (QuestionFault, EvidenceFault):
        return {}
    for answer in (house, teams):
        for row in answer.rows:
            if "clearance" in row.figures:
                found[str(row.keys.get("team") or "")] = pulsing.in_words((row.figures["clearance"],))[0]
    return found
