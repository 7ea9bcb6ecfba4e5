"""Conversations to write questions from: those that an author may read anyway, without numbers, addresses and names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from clearbar.model.conversation import SERVING, Role
from clearbar.text.redact import BEFORE_STORAGE, ON_DISPLAY, redact
from clearbar.web.bridge.checking import conversation_of
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.models import Role as Held
from clearbar.web.people.scope import Scope

NAME = "[name]"
RECENT = timedelta(days=180)
MOST = 60
REGIONS = ("GB", "DE", "ES", "US")
CALIBRATION = "calibration/"
"""How the instrument of a consensus begins."""
_SHARE = (Held.LEADER, Held.COACH)
_WORD = r"[^\W\d_][\w'’-]+"
_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]+)"
_AFTER = re.compile(
    rf"(?P<said>\b(?:[Mm]y name is|[Ii]ch hei(?:ß|ss)e|[Mm]ein Name ist|[Mm]e llamo|[Mm]i nombre es|"
    rf"[Dd]ear|Hi|Hello|Hallo|Hola|Liebe[r]?|Sehr geehrte[r]?|Estimad[oa]|"
    rf"M(?:r|rs|s|iss)\.?|Dr\.?|Herrn?|Frau|Señora?|Sra?\.|Regards,|regards,|Thanks,|Gruß,|Saludos,|I am|I'm|I’m|"
    rf"[Tt]his is)[ \n]+)(?P<name>{_CAPITAL}(?: {_CAPITAL}){{0,2}})"
)
"""Ways in which people give or use a name."""
_NO_NAMES = frozenset(
    {"Mr", "Mrs", "Ms", "Miss", "Dr", "Herr", "Frau", "Sorry", "Glad", "Not", "The", "There", "Team", "All"}
)


def without_names(text: str, known: Iterable[str]) -> str:
    """The text without the names of people who are known here, and those that follow words by which people give or use
    a name. It cannot find them all: who writes the question reads it through."""
    parts = {part for name in known for part in re.findall(_WORD, name) if len(part) > 2}
    words = sorted((one for one in parts if not one.islower()), key=len, reverse=True)  # not the "the" of "Bo the cook"
    if words:
        text = re.sub(rf"\b(?:{'|'.join(map(re.escape, words))})\b", NAME, text)
    text = _AFTER.sub(lambda found: found["said"] + (found["name"] if found["name"] in _NO_NAMES else NAME), text)
    return re.sub(rf"{re.escape(NAME)}(?:[ ,]+{re.escape(NAME)})+", NAME, text)


@dataclass(frozen=True)
class Told:
    """One line to ask about: `who` is customer or staff."""

    who: str
    text: str


@dataclass(frozen=True)
class Offered:
    """A conversation that a question may be written from."""

    id: str
    at: datetime
    about: str
    begins: str
    count: int
    level: int | None = None


def usable(scope: Scope) -> QuerySet[Interaction]:
    """The conversations that somebody may write questions from: of the persons whose figures they may read, and, of the
    teams that they lead or coach, those that were marked in a calibration, which made them common yardsticks. Never
    their own, which are theirs to be told about."""
    found = Interaction.objects.exclude(messages=None).exclude(person=scope.person)
    marked = Rating.objects.filter(instrument__startswith=CALIBRATION).values("interaction")
    shared = Q(id__in=marked)
    if not any(scope.over(role, None) for role in _SHARE):
        shared &= Q(team__in={team for role in _SHARE for team in scope.roles.get(role) or ()})
    return found.filter(Q(person__in=scope.readable_persons) | shared)


def offered(scope: Scope, now: datetime, standard: str = "") -> list[Offered]:
    """What may be chosen from, the newest first; with a `standard`, only what a calibration agreed on a level of it
    for."""
    found = usable(scope)
    levels: dict[str, int] = {}
    if standard:
        agreed = Rating.objects.filter(
            standard=standard, instrument__startswith=CALIBRATION, setting="live", disputed=False
        ).order_by("rated_at")
        levels = {str(one): level for one, level in agreed.values_list("interaction", "level") if one}
        found = found.filter(id__in=levels)
    else:
        found = found.filter(at__gte=now - RECENT)
    names = known_names()
    rows = ((one, lines(one, names)) for one in found.order_by("-at")[:MOST])
    return [
        Offered(one.id, one.at, one.topic or one.channel or "", said[0].text[:140], len(said), levels.get(one.id))
        for one, said in rows
        if len(said) > 1
    ]


def agreed_level(interaction: str, standard: str) -> int | None:
    """The level that a calibration agreed on; None where none did."""
    found = Rating.objects.filter(
        interaction=interaction, standard=standard, instrument__startswith=CALIBRATION, disputed=False
    )
    return found.order_by("-rated_at").values_list("level", flat=True).first()


def known_names() -> list[str]:
    """What people are called here."""
    return list(Person.objects.values_list("name", flat=True))


def lines(interaction: Interaction, names: Iterable[str]) -> list[Told]:
    """The lines of customers and staff that others could see, without numbers, addresses and names."""
    return [
        Told("staff" if one.role in SERVING else "customer", _plain(one.text, names))
        for one in conversation_of(interaction).messages
        if one.public and one.role is not Role.SYSTEM and one.text.strip()
    ]


def _plain(text: str, names: Iterable[str]) -> str:
    found = redact(text, kinds=BEFORE_STORAGE | ON_DISPLAY, region=REGIONS).text
    return without_names(" ".join(found.split()), names)[:1000]
