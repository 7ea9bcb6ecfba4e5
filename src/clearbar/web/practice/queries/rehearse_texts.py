"""Reads of scenario texts: what is wrong with one, and which scenarios come with the trades of starter books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.book import Book
from clearbar.model.errors import ScenarioFault
from clearbar.web.bridge import books, rehearsing
from clearbar.web.practice.models.rehearse import ScenarioText

NEW = """# A new scenario. The page about scenarios says what each line means.
scenario: {name}
title: The situation in a few words
journey: {journey}
customer:
  name: Sam
  who: Who they are, and what brings them.
  wants: What they want, and say.
  hides: What they tell only when somebody asks.
  mood: calm
  patience: 6
opening: The first thing that they say.
intents:
  greet: [Good morning. How can I help?, "Hello, what can I do for you?"]
  goodbye: ["Thank you, goodbye.", Have a nice day.]
scenes:
  begin:
    hears:
      - intent: greet
        says: What they answer.
      - intent: goodbye
        go: done
    otherwise:
      says: Pardon? I did not follow.
ends:
  done: {{says: Goodbye., outcome: good}}
  gone: {{says: I will try elsewhere., outcome: bad}}
gives_up: gone
stakes:
{stakes}"""


@dataclass(frozen=True)
class Told:
    """One thing that is wrong with a text (a fault bars it from being played), or unwise about it."""

    is_fault: bool
    line: int
    code: str
    message: str
    hint: str


def told(scenario: ScenarioText, book: Book | None) -> list[Told]:
    """All that is wrong with a text, or unwise about it, in the order of its lines."""
    try:
        linted = rehearsing.linted({scenario.file: scenario.text}, book)
    except ScenarioFault as fault:
        return [Told(True, one.line, one.code, one.message, one.hint) for one in fault.faults]
    return [Told(False, one.line, one.code, one.message, one.hint) for one in linted.findings]


def near(text: str, found: Sequence[Told], around: int = 1) -> list[tuple[int, str, str]]:
    """The lines that something is told of, each with its number and a mark for it, with a line before and after."""
    lines = text.splitlines()
    marked = {one.line: "!" if one.is_fault else "?" for one in sorted(found, key=lambda one: one.is_fault)}
    wanted = {line + away for line in marked if line for away in range(-around, around + 1)}
    return [(line, marked.get(line, ""), lines[line - 1]) for line in sorted(wanted) if 1 <= line <= len(lines)]


def begun(name: str, book: Book | None) -> str:
    """A text to begin with: a scenario of the first journey that puts its first standards to the test."""
    journey = book.journeys[0] if book and book.journeys else None
    standards = [one.id for step in journey.steps for one in step.standards][:1] if journey else []
    stakes = "\n".join(f"  - {{standard: {one}, better: [greet]}}" for one in standards) or "  []"
    return NEW.format(name=name, journey=journey.id if journey else "journey", stakes=stakes)


def offered_starters(book: Book | None) -> list[tuple[str, int]]:
    """The trades whose scenarios fit the book that holds, each with how many of them are not here yet."""
    there = set(ScenarioText.objects.values_list("name", flat=True))
    found = []
    for trade in books.TRADES if book else ():
        new = [name for name in fitting(trade, book) if name not in there]
        if new:
            found.append((trade, len(new)))
    return found


def fitting(trade: str, book: Book | None) -> dict[str, str]:
    """The scenarios of a trade that the book has the journeys and standards of, by name."""
    found = {}
    for file, text in rehearsing.starters(trade).items():
        try:
            rehearsing.read(file, text, book)
        except ScenarioFault:
            continue
        found[file.rpartition("/")[2].rpartition(".")[0]] = text
    return found
