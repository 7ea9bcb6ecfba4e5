from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from clearbar.text.patterns import Patterns, PatternText

SETTING = TypeAdapter(PatternText)


def found(text: str, *patterns: str) -> list[str]:
    return [text[start:end] for _, _, start, end in Patterns(patterns).find_in([text])]


def test_a_pattern_matches_what_was_written_in_either_case() -> None:
    assert found("é Order  #55, order 7", r"order\s+#?\d+") == ["Order  #55", "order 7"]
    assert found("STRAßE Straße strasse", "straße") == ["STRAßE", "Straße"]


def test_many_patterns_say_which_one_matched_where() -> None:
    texts = ["x 1", "nothing", "x 2 y"]
    assert list(Patterns([r"\d", "y", "z"]).find_in(texts)) == [(0, 0, 2, 3), (2, 0, 2, 3), (2, 1, 4, 5)]
    assert list(Patterns([]).find_in(texts)) == []


def test_a_pattern_with_an_open_quotation_swallows_no_other() -> None:
    assert found("a.b c", r"\Qa.b", "c") == ["a.b", "c"]


def test_no_pattern_can_hang() -> None:
    """Exponential for a searcher that backtracks."""
    assert found("x" * 100_000, "(x+x+)+y") == []


def test_half_a_character_is_passed_over() -> None:
    assert found("\ud800 55", r"\d+") == ["55"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(a", "missing )"),
        ("(?=a)b", "lookaround"),
        ("(?<!a)b", "lookaround"),
        (r"(a)\1", "invalid escape sequence"),
        ("a*", "matches an empty text"),
        ("(a{1000}){1000}", "repetition"),
        ("\ud800", "valid string"),
        ("", "at least 1 character"),
        ("a" * 501, "at most 500 characters"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told(pattern: str, says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SETTING.validate_python(pattern)
    assert says in str(caught.value)
