"""A small invented shop to rehearse in: a book, three scenarios, and what agents say in them."""

from __future__ import annotations

from pathlib import Path

from clearbar import checks
from clearbar.flow.rehearse.scenarios import read_scenario_texts
from clearbar.model.book import Book
from clearbar.model.scenario import Scenario
from clearbar.standards import read_book

BOOK = """\
organisation: Larch & Daughters
value: You leave lighter than you came
overall: {promise: You would come back., bar: good, target: 85%}
"""
JOURNEY = """\
journey: return
title: Bring something back
for: customer
customer_wants: my money back without an argument
steps:
  - step: ask
    title: Saying what is wrong
    standards:
      - id: return.sorry
        name: saying sorry
        dimension: courtesy
        promise: Somebody is sorry that it went wrong.
        do: Say that you are sorry before you ask anything.
        levels: {good: sorry was said, underperforming: it was not}
        target: 80%
      - id: return.no-blame
        name: no blame
        dimension: courtesy
        promise: Nobody asks whose fault it is.
        levels: {good: nobody asked, underperforming: you were blamed}
        target: 50%
        check: {kind: forbidden_phrases, none_of: [your own fault]}
      - id: return.refund
        name: the money
        dimension: outcome
        promise: You get your money back.
        levels: {good: you did, underperforming: you did not}
"""
_SCENARIO = """\
scenario: {id}
title: {title}
journey: return
customer:
  name: {name}
  who: Bought {thing} last week.
  wants: The money back.
  hides: The bill is lost.
  uncovered_by: ask-bill
  mood: calm
  patience: 6
moods: [angry, hurried]
most_turns: 8
opening: "{opening}"
intents:
  say-sorry:
    - I am so sorry about that.
    - I apologise, that must be annoying.
    - Sorry to hear that this happened to you.
  ask-bill:
    - Do you still have the bill?
    - May I see the receipt, please?
  give-refund:
    - I will pay you the full price back today.
    - You get your money back right now.
    - I refund the whole amount to your card.
  blame:
    - That is your own fault.
    - You must have dropped it yourself.
scenes:
  start:
    hears:
      - intent: blame
        says: Excuse me?
        patience: -4
      - intent: say-sorry
        says: Thank you. So what can you do about it?
        patience: 1
        go: remedy
      - intent: give-refund
        says: Well, that is quick.
        go: done
    otherwise: {{says: I would like to know what you will do., patience: -2}}
  remedy:
    hears:
      - intent: ask-bill
        says: I am afraid the bill is lost.
      - intent: give-refund
        says: That is kind of you.
        go: done
    otherwise: {{says: And my money?, patience: -2}}
ends:
  done: {{says: Goodbye., outcome: good}}
  gone: {{says: I am leaving., outcome: bad}}
gives_up: gone
stakes:
  - standard: return.sorry
    better: say-sorry
    worse: blame
    why: A customer who is heard is half content.
  - standard: return.refund
    better: give-refund
exemplary:
  - customer: "{opening}"
  - staff: I am so sorry about that.
  - customer: Thank you. So what can you do about it?
  - staff: You get your money back right now.
"""
OPENINGS = {
    "kettle": "The kettle that I bought leaks.",
    "lamp": "This lamp flickers all evening.",
    "chair": "The chair wobbles badly.",
}
FILES = {
    f"{thing}.yaml": _SCENARIO.format(
        id=f"broken-{thing}", title=f"A broken {thing}", name="Kim", thing=f"a {thing}", opening=opening
    )
    for thing, opening in OPENINGS.items()
}
GOOD = ("I am so sorry about that. Do you still have the bill?", "You get your money back right now.")
RUDE = ("That is your own fault.",)
CURT = ("You get your money back right now.",)
"""Ends well, without a word of sorrow."""


def lines(good: tuple[str, ...] = GOOD, **other: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What an agent says, by opening: `good`, but in the scenarios named otherwise."""
    return {opening: other.get(thing, good) for thing, opening in OPENINGS.items()}


def book() -> Book:
    """The book."""
    files = {"book.yaml": BOOK.encode(), "journeys/return.yaml": JOURNEY.encode()}
    return read_book(files, checks.kinds())


def scenarios() -> tuple[Scenario, ...]:
    """The scenarios, in the order of their names."""
    return read_scenario_texts(FILES, book())


def write(folder: Path) -> Path:
    """The book with its scenarios beside it."""
    (folder / "journeys").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "journeys" / "return.yaml").write_text(JOURNEY, encoding="utf-8")
    for name, text in FILES.items():
        (folder / "scenarios" / name).write_text(text, encoding="utf-8")
    return folder
