"""Whom the house chooses: places of team north, and candidates who have come further and less far."""

from __future__ import annotations

from django.test import Client

from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.models.choose import Candidate, Interview
from tests.web.conftest import NOW
from tests.web.practice.choosing import UNTIL, agree, decide, invite, open_place, switch_on, try_twice
from tests.web.practice.rehearsals import BAD, GOOD
from tests.web.world.house import WORDS, World


def places(world: World) -> None:
    """Choosing is on. Of the one who tried, rita and cora have sent what they heard, and lea has decided; of the one
    who has agreed, cora is still to hear; the third has not opened the link yet."""
    switch_on(world.cast["ada"])
    lea, name = world.cast["lea"], WORDS["name-of-candidate"]
    place = open_place(lea)
    tried, link = invite(lea, place, name)
    try_twice(Client(), link, (WORDS["tried-by-candidate"], *BAD), GOOD)
    _heard(world, tried, "rita", "cora")
    decide(lea, tried, taken=True)
    agreed, link = invite(lea, open_place(lea), name)
    agree(Client(), link)
    _heard(world, agreed, "rita")
    new, link = invite(lea, place, name)
    key, token = {"key": place.pk}, {"token": link.rstrip("/").rpartition("/")[2]}
    for row in ("opening", "opening-edit", "opening-close", "impact", "candidate-new"):
        world.kwargs[row] = key
    for row in ("candidate-link", "candidate-withdrew"):
        world.kwargs[row] = {"key": new.pk}
    waits = Interview.objects.get(candidate=agreed, rater="cora")
    world.kwargs |= {
        "candidate": {"key": tried.pk}, "candidate-decide": {"key": tried.pk}, "candidate@agreed": {"key": agreed.pk},
        "candidate-raters": {"key": agreed.pk},
        "interview": {"key": waits.pk}, "try-out": token, "try-withdraw": token,
    }  # fmt: skip
    world.typed |= {
        "opening-new@north": {"title": "At the till", "team": "north", "open_until": f"{UNTIL}"},
        "opening-new@house": {"title": "Anywhere", "team": "-", "open_until": f"{UNTIL}"},
        "opening-edit": {"title": "At the desk"},
        "candidate-new": {"name": "Nico New"},
        "candidate-raters": {"one": "rita", "other": "lea"},
        "candidate-decide": {"decision": "not", "reason": "Somebody else went further."},
        "interview": {f"mark{place}": "3" for place in range(len(place.questions))},
        "choosing-switch": {"is_on": "on"},
        "try-out": {"act": "agree", "agrees": "yes"},
    }


def _heard(world: World, one: Candidate, *sent: str) -> None:
    """rita and cora are asked to speak with somebody; these have sent what they heard."""
    choose_decide.ask_raters(scope=world.scope("lea"), candidate=one, persons=["rita", "cora"], at=NOW)
    for name in sent:
        row = Interview.objects.get(candidate=one, rater=name)
        marks, notes = [4] * len(row.candidate.opening.questions), {"0": WORDS["heard-of-candidate"]}
        choose_decide.mark(scope=world.scope(name), interview=row, marks=marks, notes=notes, at=NOW)
