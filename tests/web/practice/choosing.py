"""Choosing for tests: a place that people try for, candidates, and ways through it."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.test import Client

from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import choose as actions
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.choose_words import CONSENT, QUESTIONS
from clearbar.web.practice.models.choose import START_TRAITS, Candidate, Interview, Opening
from clearbar.web.practice.models.rehearse import ScenarioText
from clearbar.web.practice.queries.held import held
from tests.web.conftest import NOW
from tests.web.practice.rehearsals import BAD, GOOD, offer

UNTIL = date(2026, 12, 24)
TODAY = NOW.date()
NAME, CONTACT = "Zuleika Quenneville", "zuleika@elsewhere.example"


def switch_on(by: Person) -> None:
    scope = scope_of(by, TODAY)
    actions.switch(scope=scope, is_on=True, traits=START_TRAITS, erases=False, at=NOW)


def open_place(by: Person, team: str | None = "north", until: date = UNTIL, days: int = 180) -> Opening:
    """A place with the scenario of these tests; it is switched on before."""
    text = ScenarioText.objects.filter(name="loose-hinge").first() or offer(by)[0]
    text.refresh_from_db()
    now = held()
    assert now and text.live
    place = actions.Place(
        title="At the counter", team=team, first=text.live.pk, further=None, journey=text.live.journey,
        version=now.key, questions=QUESTIONS, consent=CONSENT, days=days, open_until=until, seeds=(11, 12),
    )  # fmt: skip
    return actions.open_place(scope=scope_of(by, TODAY), place=place, at=NOW)


def invite(by: Person, opening: Opening, name: str = NAME) -> tuple[Candidate, str]:
    """A candidate with the address of their link."""
    scope = scope_of(by, TODAY)
    one = actions.invite(scope=scope, opening=opening, name=name, contact=CONTACT, at=NOW, today=TODAY)
    return one, f"/practice/try/{actions.new_link(scope=scope, candidate=one, at=NOW)}/"


def agree(client: Client, link: str) -> None:
    page = client.get(link).content.decode()
    read = re.search(r'name="read" value="(\w{64})"', page)
    assert read, page
    assert client.post(link, {"act": "agree", "agrees": "yes", "read": read[1]}).status_code == 302


def talk(client: Client, link: str, number: int, lines: tuple[str, ...]) -> None:
    for said, line in enumerate(lines):
        sent = {"act": "say", "stage": f"{number}-0", "said": said, "text": line}
        assert client.post(link, sent).status_code == 302


def try_twice(
    client: Client, link: str, first: tuple[str, ...] = BAD, again: tuple[str, ...] = GOOD
) -> None:  # fmt: skip
    """The whole way of a candidate up to the thanks."""
    agree(client, link)
    talk(client, link, 1, first)
    assert client.post(link, {"act": "read"}).status_code == 302
    talk(client, link, 2, again)
    assert "Thank you" in client.get(link).content.decode()


def interview(by: Person, one: Candidate, marks: dict[str, tuple[int, int]], people: dict[str, Person]) -> None:
    """Both interviews of a candidate, who has agreed."""
    Candidate.objects.filter(pk=one.pk, consented_at=None).update(consented_at=NOW)
    choose_decide.ask_raters(scope=scope_of(by, TODAY), candidate=one, persons=list(marks), at=NOW)
    for rater, levels in marks.items():
        row = Interview.objects.get(candidate=one, rater=rater)
        choose_decide.mark(
            scope=scope_of(people[rater], TODAY), interview=row, marks=levels, notes={"0": f"Heard by {rater}."}, at=NOW
        )


def decide(by: Person, one: Candidate, taken: bool, at: datetime = NOW) -> None:
    decision = "taken" if taken else "not"
    choose_decide.decide(
        scope=scope_of(by, TODAY), candidate=one, decision=decision, reason="Said why in a sentence.", at=at
    )
