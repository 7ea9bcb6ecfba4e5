"""Reads of what colleagues and vendors say of a manager: guarded, and only from five of them on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce

from clearbar.model.book import Source
from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.model.question import FLOOR
from clearbar.web.bridge import asking, pulsing
from clearbar.web.ledger.models import Rating
from clearbar.web.people.scope import Scope

SPEAK = {Source.COLLEAGUE: "Colleagues", Source.VENDOR: "Vendors"}


@dataclass(frozen=True)
class Rated:
    """What one kind of people says of a manager: how often the bar was cleared, in words; empty where too few said
    anything."""

    who: str
    clearance: str


def rated(scope: Scope, person: str) -> list[Rated] | None:
    """What colleagues and vendors said; None where the reader may not know: it is for the manager and their coach, as
    everybody's figures are."""
    if not asking.is_heard():
        return [Rated(who, "") for who in SPEAK.values()]
    sources = ", ".join(f"'{one.value}'" for one in SPEAK)
    quoted = person.replace("'", "''")
    where = f"person = '{quoted}' and source in ({sources})"
    try:
        answer = asking.ask(scope, "clearance", by=("person", "source"), where=where)
    except EvidenceFault:
        return [Rated(who, "") for who in SPEAK.values()]
    except QuestionFault:
        return None
    told = {
        str(row.keys["source"]): pulsing.in_words((row.figures["clearance"],))[0]
        for row in answer.rows
        if "clearance" in row.figures
    }
    return [Rated(who, told.get(one.value, "") if _enough(person, one) else "") for one, who in SPEAK.items()]


def _enough(person: str, source: Source) -> bool:
    """Whether five different people said something: one who answers five times is one."""
    rows = Rating.objects.filter(person=person, source=source.value, setting="live")
    return rows.values(who=Coalesce(F("rater"), F("customer"), F("response"))).distinct().count() >= FLOOR
