"""Whatever people write, the rules about words read it to the end and point into the file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar import checks
from clearbar.standards import RULES, lint
from tests.standards.rules.book import files

WORDS = [code for code in RULES if RULES[code].languages or code in {"CB114", "CB115", "CB116"}]
PIECES = [
    "within",
    "2",
    "minutes",
    "nobody",
    "and",
    "you",
    "must",
    "be",
    "closed",
    "RMA",
    "(",
    ")",
    ",",
    ".",
    "?",
    "'",
    '"',
]
PIECES += [
    "binnen",
    "twee",
    "minuten",
    "wird",
    "beantwortet",
    "promptly",
    "friendly",
    "…",
    "–",
    "%",
    "≤",
    "\n",
    "\u0301",
    "猫",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8))
written = texts.map(" ".join).map(str.strip).filter(bool)


@settings(max_examples=150)
@given(written, written, st.sampled_from(["en", "de", "nl-BE", "fr", "es", "ja"]))
def test_any_text_is_read_to_its_end(promise: str, level: str, language: str) -> None:
    levels = {"good": level, "underperforming": promise}
    case = {"book": {"language": language}, "standard": {"promise": promise, "do": level, "levels": levels}}
    made = files(case)
    for one in lint(made, checks.kinds(), wanted=WORDS).findings:
        lines = made[one.file].decode().split("\n")
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
