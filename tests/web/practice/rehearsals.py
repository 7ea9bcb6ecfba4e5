"""Rehearsals for tests: scenarios of the demo that people may rehearse, and ways through one of them."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import rehearse_texts
from clearbar.web.practice.models.rehearse import Rehearsal, ScenarioText
from tests.web.conftest import DEMO_BOOK, NOW

HINGE = "loose-hinge"
"""A customer of these tests, whose ways of saying things have no word in common."""
TEXT = """# An invented customer of an invented optician.
scenario: loose-hinge
title: The hinge that came loose
journey: put-right
customer:
  name: Mr Okoro
  who: He teaches music and wears his glasses all day.
  wants: His glasses back by Friday.
  hides: He sat on them on the bus.
  uncovered_by: ask-happened
  mood: calm
  patience: 6
moods: [angry, hurried]
opening: Hello. This hinge is loose again.
opening_in_mood:
  angry: Loose again. For the third time.
intents:
  ask-happened: [What happened to them?, Tell me how it came about.]
  two-ways: [You can choose between a repair today and a new frame., We either mend it now or replace it.]
  blame: [That is your own fault., You must have bent them carelessly.]
  policy: [Our policy does not cover hinges.]
scenes:
  counter:
    hears:
      - {intent: blame, says: I did not ask whose doing it was., patience: -4}
      - {intent: policy, says: I asked for help and get a rule., patience: -3}
      - {intent: ask-happened, says: "I sat on them, on the bus.", patience: 1, go: told}
      - {intent: two-ways, says: Then mend it today., patience: 1, go: glad}
    otherwise: {says: I do not follow., patience: -1}
  told:
    hears:
      - {intent: blame, says: I knew that you would say so., patience: -4}
      - {intent: two-ways, says: Then mend it today., patience: 1, go: glad}
    otherwise: {says: And the hinge?, patience: -1}
ends:
  glad: {says: Thank you. Until Friday., outcome: good}
  leaves: {says: I will try elsewhere., outcome: bad}
gives_up: leaves
stakes:
  - standard: right.no-blame
    better: [ask-happened]
    worse: [blame]
    why: Nobody who sat on their glasses wants to be told so.
    example: What happened to them?
  - standard: right.choice
    better: [two-ways]
    worse: [policy]
    why: A choice is worth more than a remedy.
    example: You can choose between a repair today and a new frame.
exemplary:
  - customer: Hello. This hinge is loose again.
  - staff: What happened to them?
  - customer: I sat on them, on the bus.
  - staff: You can choose between a repair today and a new frame.
  - customer: Then mend it today.
"""
GOOD = ("What happened to them?", "You can choose between a repair today and a new frame.")
"""What clears both standards at stake, and ends well."""
BAD = ("That is your own fault.", "That is your own fault.")
"""What misses both, and uses up all patience."""


def text_of(name: str = HINGE) -> str:
    return TEXT if name == HINGE else Path(DEMO_BOOK / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")


def offer(by: Person, *names: str) -> list[ScenarioText]:
    """Lets people rehearse these scenarios of the demo."""
    scope, made = scope_of(by, NOW.date()), []
    for name in names or (HINGE,):
        made.append(rehearse_texts.write(scope=scope, name=name, text=text_of(name), at=NOW))
        rehearse_texts.make_live(scope=scope, scenario=made[-1], at=NOW)
    return made


def start(client: Client, scenario: str = HINGE, **told: str) -> Rehearsal:
    """Begins a rehearsal as a page does."""
    answer = client.post(f"/practice/rehearse/scenario/{scenario}/", {"mood": "calm", "way": "chat", **told})
    assert answer.status_code == 302, answer.content.decode()
    key = re.search(r"/practice/talk/(\d+)/", answer["Location"])
    assert key, answer["Location"]
    return Rehearsal.objects.get(pk=int(key[1]))


def say(client: Client, one: Rehearsal, text: str, said: int | None = None) -> int:
    """Says a line as the page does; the status of the answer."""
    number = Rehearsal.objects.get(pk=one.pk).said if said is None else said
    return client.post(f"/practice/talk/{one.pk}/", {"said": number, "text": text}).status_code


def rehearse(client: Client, lines: tuple[str, ...] = GOOD, scenario: str = HINGE, **told: str) -> Rehearsal:
    """A whole rehearsal; it must have ended."""
    one = start(client, scenario, **told)
    for line in lines:
        assert say(client, one, line) == 302
    found = Rehearsal.objects.get(pk=one.pk)
    assert found.ended_at, found.turns
    return found
