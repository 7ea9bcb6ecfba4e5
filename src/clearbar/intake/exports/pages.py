"""Pages of an API as people keep them: one JSON object, pages after each other, JSON lines, or one long array.

A file is read piece by piece: what is kept at one time is one record, or one page of at most 16 MiB of text. A page
that is larger is walked through, its lists record by record.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.system import Source
from clearbar.model.evidence import Rejection

CHUNK = 1 << 20
LARGEST = 16 << 20
"""Characters of one record. Also what a page may have before it is walked through."""

_BLANK = " \t\r\n"
_DEEPEST = 6
"""Wrappers such as `data` → `payload` around the records of a page."""


@dataclass(frozen=True)
class Found:
    """One record of an export: the key of the page's list that it stood in (empty where it stood in none)."""

    place: Place
    key: str
    record: Mapping[str, Any]


class _Broken(Exception):
    """The text is no JSON from `line` on."""

    def __init__(self, line: int, large: bool = False) -> None:
        self.line, self.large = line, large
        super().__init__(line)


def records(source: Source, keys: frozenset[str]) -> Iterator[Found | Rejection]:
    """Every record of a file. `keys` are the names of a page's members that hold records, or wrap what does.

    An object with an `id` is a record, whatever its members are called. What is no JSON is told with its line; after
    a broken line of JSON lines reading goes on.
    """
    with source.open() as stream:
        text = _Text(stream)
        walk = _walk(text)
        while True:
            try:
                line, key, value = next(walk)
            except StopIteration:
                if text.is_blank:
                    yield Place(source.name, 1).rejection("CX005", "the file is empty", "was it cut off?")
                return
            except UnicodeDecodeError:
                hint = "unpack it if it is packed; else save it as UTF-8"
                yield Place(source.name, text.lines()).rejection("CX006", "the file is not UTF-8", hint)
                return
            except _Broken as broken:
                yield _told(Place(source.name, broken.line), broken)
                if not text.next_line(broken.line):
                    return
                walk = _walk(text)
            else:
                if not key or key in keys:
                    yield from _unwrapped(Place(source.name, line), key, value, keys)


def _told(place: Place, broken: _Broken) -> Rejection:
    if broken.large:
        error = Unusable("CX013", f"one record has more than {LARGEST:,} characters")
    else:
        error = Unusable("CX005", "the file is not JSON from here on", "was it cut off? Take the export again")
    return error.at(place)


def _unwrapped(place: Place, key: str, value: Any, keys: frozenset[str], depth: int = 0) -> Iterator[Found | Rejection]:
    if isinstance(value, list):
        for one in value:
            yield from _unwrapped(place, key, one, keys, depth + 1)
    elif isinstance(value, dict):
        within = [] if "id" in value or depth > _DEEPEST else [one for one in value if one in keys]
        if within:
            for one in within:
                yield from _unwrapped(place, one, value[one], keys, depth + 1)
        elif "id" in value or not _empty_page(value):
            yield Found(place, key, value)
    elif value is not None and not key:
        yield place.rejection("CX007", "a value stands where a record should", "expected an object or a list of them")


def _empty_page(value: Mapping[str, Any]) -> bool:
    """Whether an object only tells of a page that nothing more comes."""
    return not any(isinstance(one, (dict, list)) for one in value.values()) and "count" in value


Walked = tuple[int, str, Any]
"""The line where a value begins, the key that it stood at, and the value."""


def _walk(text: _Text) -> Iterator[Walked]:
    """Values after each other; an array at the top one by one."""
    while text.skip(_BLANK + ","):
        line = text.lines()
        if text.peek() == "[":
            yield from _elements(text, "")
            continue
        try:
            value = text.value()
        except _Broken as broken:
            if text.peek() != "{":
                raise
            yield from _members(text, broken)
        else:
            yield line, "", value


def _elements(text: _Text, key: str) -> Iterator[Walked]:
    text.pass_over("[")
    while text.skip(_BLANK) and text.peek() != "]":
        line = text.lines()
        yield line, key, text.value()
        if text.skip(_BLANK) and text.peek() != "]":
            text.pass_over(",")
    text.pass_over("]")


def _members(text: _Text, broken: _Broken) -> Iterator[Walked]:
    """The members of a page that is too large to be read whole, or that breaks off: what comes before is not lost.
    `broken` is raised again for an object that is no page."""
    text.pass_over("{")
    while text.skip(_BLANK) and text.peek() != "}":
        key = text.value()
        if not isinstance(key, str):
            raise _Broken(text.lines())
        text.skip(_BLANK)
        text.pass_over(":")
        text.skip(_BLANK)
        yield from _member(text, key, broken)
        if text.skip(_BLANK) and text.peek() != "}":
            text.pass_over(",")
    text.pass_over("}")


def _member(text: _Text, key: str, whole: _Broken) -> Iterator[Walked]:
    if text.peek() == "[":
        yield from _elements(text, key)
        return
    line = text.lines()
    try:
        value = text.value()
    except _Broken as broken:
        if text.peek() != "{":
            raise
        yield from _members(text, broken)
    else:
        if key == "id":  # no page, but a record
            raise whole
        yield line, key, value


class _Text:
    """A window on the text of a file. `at` is where reading stands in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.json = json.JSONDecoder()
        self.text = ""
        self.at = 0
        self.ended = False
        self.passed = False  # whether anything but blanks was there
        self.line, self.until = 1, 0  # the line of a place in the window: where lines have been counted to

    def lines(self) -> int:
        """The line that reading stands in."""
        self.line += self.text.count("\n", self.until, self.at)
        self.until = self.at
        return self.line

    def fill(self) -> bool:
        """Reads on; false at the end of the file."""
        if self.ended:
            return False
        chunk = self.stream.read(max(CHUNK, len(self.text) - self.at))
        self.lines()
        self.text = self.text[self.at :] + self.decoder.decode(chunk, final=not chunk)
        self.at = self.until = 0
        self.ended = not chunk
        return True

    def skip(self, blanks: str) -> bool:
        """Passes over blanks; false at the end of the file."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in blanks:
                self.at += 1
            if self.at < len(self.text):
                self.passed = True
                return True
            if not self.fill():
                return False

    @property
    def is_blank(self) -> bool:
        """Whether the file has ended and held nothing."""
        return self.ended and not self.passed

    def peek(self) -> str:
        """The character where reading stands."""
        return self.text[self.at : self.at + 1]

    def pass_over(self, mark: str) -> None:
        """Passes over one character, which must be `mark`."""
        if self.peek() != mark:
            raise _Broken(self.lines())
        self.at += 1

    def value(self) -> Any:
        """The value that begins here, however many pieces of the file it takes."""
        while True:
            try:
                value, end = self.json.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                if self.ended or isinstance(error, RecursionError) or self._broken(error):
                    raise _Broken(self.lines()) from None
                if len(self.text) - self.at > LARGEST:
                    raise _Broken(self.lines(), large=True) from None
            else:
                if end < len(self.text) or self.ended:  # a number may go on in the next piece
                    self.at = end
                    return value
            self.fill()

    def _broken(self, error: ValueError) -> bool:
        """Whether it is broken, rather than not read far enough: text on a further line follows the fault."""
        at = error.pos if isinstance(error, json.JSONDecodeError) else self.at
        return "\n" in self.text[at:].strip()

    def next_line(self, line: int) -> bool:
        """Goes to the line after `line`, if it looks like another one of JSON lines."""
        while self.lines() <= line:
            end = self.text.find("\n", self.at)
            if end < 0:
                self.at = len(self.text)
                if not self.fill():
                    return False
            else:
                self.at = end + 1
        return self.skip(_BLANK) and self.peek() == "{"
