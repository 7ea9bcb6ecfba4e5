"""A book as it is written: every standard, journey and text with its place. This is what rules read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from clearbar.model.book import Book, Journey, Standard, Step
from clearbar.model.lint import Finding, Heard
from clearbar.standards.languages import is_spoken
from clearbar.standards.read import BOOK_FILE, Readable
from clearbar.text.allowances import Suppression
from clearbar.text.tree import Node


@dataclass(frozen=True)
class Passage:
    """One text of a book in one language. `key` is what it says: `promise`, `levels.good`, `title`, …

    `standard` is the id of the standard that it belongs to, empty outside of standards. `raw` is the text as typed,
    with its quotes and line breaks.
    """

    text: str
    language: str
    key: str
    file: str
    line: int
    column: int
    raw: str = ""
    standard: str = ""

    def finding(self, code: str, message: str, hint: str = "", *, at: int = 0, length: int = 1) -> Finding:
        """A finding about `length` characters of the text from `at` on."""
        line, column = self.place(at, length)
        return Finding(self.file, line, column, code, message, hint, self.standard)

    def place(self, at: int, length: int = 1) -> tuple[int, int]:
        """Line and column of a part of the text; where typing hides it (folded lines, escapes), of the text."""
        part = self.text[at : at + length]
        before = self.text.count(part, 0, at) if part else 0
        index = -1
        for _ in range(before + 1):
            index = self.raw.find(part, index + 1) if part else -1
            if index < 0:
                return self.line, self.column
        lines = self.raw[:index].split("\n")
        return self.line + len(lines) - 1, len(lines[-1]) + (self.column if len(lines) == 1 else 1)


@dataclass(frozen=True)
class WrittenStep:
    """A step where it stands."""

    step: Step
    file: str
    line: int
    column: int

    def finding(self, code: str, message: str, hint: str = "") -> Finding:
        """A finding about the step."""
        return Finding(self.file, self.line, self.column, code, message, hint)


@dataclass(frozen=True)
class WrittenStandard:
    """A standard where it stands, in its step and journey. Its passages are those of all languages."""

    standard: Standard
    step: Step
    journey: Journey
    file: str
    node: Node
    passages: tuple[Passage, ...]

    def finding(self, code: str, key: str, message: str, hint: str = "") -> Finding:
        """A finding about the value of `key` (`target`, `check`, `levels.good`); where it is not written, about the
        standard's id."""
        return Finding(self.file, *self.place(key), code, message, hint, self.standard.id)

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of the value of `key`, or of the id."""
        parts = tuple(key.split("."))
        inside = self.node.value if isinstance(self.node.value, dict) else {}
        return self.node.place(parts) if parts[0] in inside else self.node.place(("id",))

    def said(self, language: str, *keys: str) -> Iterator[Passage]:
        """Its passages in a language: those of `keys` (`levels` means each level), or all of them."""
        for one in self.passages:
            if one.language == language and (not keys or one.key.partition(".")[0] in keys):
                yield one


@dataclass(frozen=True)
class WrittenJourney:
    """A journey where it stands: the file, its steps and their standards."""

    journey: Journey
    file: str
    node: Node
    steps: tuple[WrittenStep, ...]
    standards: tuple[WrittenStandard, ...]

    def finding(self, code: str, key: str, message: str, hint: str = "") -> Finding:
        """A finding about the value of a key of the journey; where it is not written, about the journey's id."""
        inside = self.node.value if isinstance(self.node.value, dict) else {}
        return Finding(self.file, *self.node.place((key if key in inside else "journey",)), code, message, hint)


@dataclass(frozen=True)
class Written:
    """A whole book as it is written.

    `heard` is what evidence tells of each standard, None without evidence. `texts` and `trees` are its files.
    `suppressions` are the comments that let findings stand; `rules` the codes that there are, `ran` those that were
    looked for, and `spent` the (file, line, code) of suppressions that a finding was allowed by, known once the other
    rules have run.
    """

    book: Book
    journeys: tuple[WrittenJourney, ...]
    passages: tuple[Passage, ...]
    texts: Mapping[str, str]
    trees: Mapping[str, Node]
    heard: Mapping[str, Heard] | None = None
    suppressions: tuple[Suppression, ...] = ()
    rules: frozenset[str] = frozenset()
    ran: frozenset[str] = frozenset()
    spent: frozenset[tuple[str, int, str]] = frozenset()

    @property
    def standards(self) -> Iterator[WrittenStandard]:
        """Every standard of every journey, in order."""
        for journey in self.journeys:
            yield from journey.standards

    def heard_of(self, standard: str) -> Heard | None:
        """What evidence tells of a standard; None without evidence, or where it is silent."""
        return (self.heard or {}).get(standard)

    def said(self, languages: Collection[str], *keys: str) -> Iterator[Passage]:
        """Every text of the book in one of `languages` (`en` means `en-GB`, too): those of `keys`, or all."""
        for one in self.passages:
            known = one.language in languages or one.language.partition("-")[0] in languages
            if known and (not keys or one.key.partition(".")[0] in keys):
                yield one


def written(readable: Readable, heard: Mapping[str, Heard] | None = None) -> Written:
    """The book as it is written, from what was read."""
    journeys: list[WrittenJourney] = []
    passages: list[Passage] = []
    in_order = iter(readable.book.journeys)  # as the files are
    for file, node in readable.trees.items():
        found = tuple(_passages(readable, file, node))
        passages += found
        if file != BOOK_FILE:
            journeys.append(_journey(next(in_order), file, node, found))
    return Written(readable.book, tuple(journeys), tuple(passages), readable.texts, readable.trees, heard)


def _journey(journey: Journey, file: str, node: Node, passages: tuple[Passage, ...]) -> WrittenJourney:
    steps: list[WrittenStep] = []
    standards: list[WrittenStandard] = []
    for step, at in zip(journey.steps, _items(node, "steps"), strict=True):
        steps.append(WrittenStep(step, file, *at.place(("step",))))
        for standard, inside in zip(step.standards, _items(at, "standards"), strict=True):
            own = tuple(one for one in passages if one.standard == standard.id)
            standards.append(WrittenStandard(standard, step, journey, file, inside, own))
    return WrittenJourney(journey, file, node, tuple(steps), tuple(standards))


def _items(node: Node, key: str) -> list[Node]:
    inside = node.value.get(key) if isinstance(node.value, dict) else None
    return inside.value if inside and isinstance(inside.value, list) else []


def _passages(readable: Readable, file: str, node: Node) -> Iterator[Passage]:
    """Every text of a file, in every language that it stands in."""
    for standard, key, tag, inside in _texts(node, "", "", readable.book.language):
        raw = readable.texts[file][inside.start : inside.end]
        yield Passage(str(inside.value), tag, key, file, inside.line, inside.column, raw, standard)


def _texts(node: Node, standard: str, key: str, language: str) -> Iterator[tuple[str, str, str, Node]]:
    """The standard, key, language and node of each text below a node."""
    if isinstance(node.value, list):
        for inside in node.value:
            yield from _texts(inside, standard, "", language)
    elif isinstance(node.value, dict) and is_spoken(key):
        for tag, inside in node.value.items():
            yield standard, key, tag, inside
    elif isinstance(node.value, dict):
        given = node.value.get("id")
        own = str(given.value) if given else standard
        for name, inside in node.value.items():
            yield from _texts(inside, own, f"levels.{name}" if key == "levels" else name, language)
    elif node.value is not None and is_spoken(key):
        yield standard, key, language, node
