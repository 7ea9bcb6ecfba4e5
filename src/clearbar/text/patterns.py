"""Patterns that people write themselves, in the syntax of RE2: they take linear time, so none can hang a check.

A pattern matches the text as it was written, upper and lower case alike. RE2 has no lookaround and no back references;
a pattern that needs them is refused, and so is one that matches nothing at all, because it would match everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import re2
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

MAX_PATTERNS = 100
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which UTF-8 has no bytes for."""
_MEMORY = 1 << 20
"""Bytes that one compiled pattern may take: `(a{1000}){1000}` is refused here."""


def _options(memory: int = _MEMORY) -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options


def _compiles(pattern: str) -> str:
    try:
        compiled = re2.compile(pattern, _options())
    except re2.error as error:
        raise PydanticCustomError(
            "pattern", "this is no pattern that RE2 knows: {why}", {"why": _why(error, pattern)}
        ) from None
    if compiled.search(""):
        raise PydanticCustomError("pattern", "the pattern matches an empty text, so it would match everywhere")
    return pattern


def _why(error: re2.error, pattern: str) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if "(?" in pattern and "perl operator" in text:
        return f"{text}; lookaround (?=, ?!, ?<) is not there: write what must be found"
    return text


PatternText = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_compiles)]
"""A setting that is a pattern."""


class Patterns:
    """Some patterns, ready to be searched for."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """`patterns` as checked by `PatternText`, at most `MAX_PATTERNS`."""
        self.patterns = tuple(patterns)
        self._compiled = [re2.compile(pattern, _options()) for pattern in self.patterns]
        self._any = _either(self.patterns)

    def find_in(self, texts: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
        """Every match in every text: (index of the text, index of the pattern, start, end in that text)."""
        for which, text in enumerate(texts if self.patterns else ()):
            readable = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
            if self._any and not self._any.search(readable):
                continue
            for index, compiled in enumerate(self._compiled):
                for found in compiled.finditer(readable):
                    if found.end() > found.start():
                        yield which, index, found.start(), found.end()


def _either(patterns: Sequence[str]) -> Any:
    """One pattern that matches where any does, so that most texts are passed once. None where they cannot be joined:
    a quotation that stays open would swallow the next one."""
    if len(patterns) < 2 or any(r"\Q" in pattern for pattern in patterns):
        return None
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re2.compile(joined, _options(_MEMORY * len(patterns)))
