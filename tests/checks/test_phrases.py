from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clearbar.checks.phrases import Folded, Phrase, PhraseText, _clusters, fold


def found(phrase: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Phrase(phrase).spans(Folded(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "as_written"),
    [
        ("thank you", "Well, THANK  \n you!", ["THANK  \n you"]),
        ("I'm sorry", "I’m sorry. i`m SORRY", ["I’m sorry", "i`m SORRY"]),
        ('the "best"', "The “best” one", ["The “best”"]),
        ("check-in", "Check–in and check‑in", ["Check–in", "check‑in"]),
        ("straße", "Die STRASSE", ["STRASSE"]),
        ("strasse", "an der Straße, bitte", ["Straße"]),
        ("café", "Le CAFE\u0301 est là", ["CAFE\u0301"]),
        ("cafe", "Le café", []),
        ("cafe", "Le cafe\u0301", []),
        ("office", "our oﬃce now", ["oﬃce"]),
        ("ok", "ＯＫ then", ["ＯＫ"]),
        ("good day", "good\u00a0day", ["good\u00a0day"]),
        ("unsubscribe", "un\u00adsub\u200bscribe", ["un\u00adsub\u200bscribe"]),
        ("sorry", "sorrying xsorry sorry_ sorry2 é", []),
        ("sorry", "sorry,sorry", ["sorry", "sorry"]),
        ("can", "can't", ["can"]),
        ("100%", "is 100% sure, 1100%", ["100%"]),
        ("a.b", "axb a.b", ["a.b"]),
        ("谢谢", "非常谢谢您", ["谢谢"]),
        ("か", "がか", ["か"]),
        ("σας", "ΕΥΧΑΡΙΣΤΩ ΣΑΣ", ["ΣΑΣ"]),
        ("a a", "a a a a a", ["a a", "a a"]),
        ("a a", "xa a a", ["a a"]),
        ("no no yes", "no no no yes", ["no no yes"]),
        ("नमस्ते", "नमस्ते जी", ["नमस्ते"]),
        ("क", "की", []),
    ],
)
def test_a_phrase_is_found_as_a_reader_finds_it(phrase: str, text: str, as_written: list[str]) -> None:
    assert found(phrase, text) == as_written


letters = st.text(
    st.one_of(st.characters(), st.sampled_from("aAéßİ\u0301\u0323\u0345 \u0f73ﬁ’—\u00ad\u200b谢가각が")), max_size=20
)


@given(letters)
@example("\u0f73\u0f71")
@example("e\u200b\u0301")
def test_a_text_folds_to_the_folds_of_its_clusters(text: str) -> None:
    spans = list(_clusters(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert "".join(fold(text[start:end]) for start, end in spans) == fold(text)


@given(letters)
def test_texts_that_unicode_calls_the_same_fold_to_the_same(text: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(letters, letters, letters)
def test_a_phrase_that_was_planted_is_found_where_it_was_planted(before: str, phrase: str, after: str) -> None:
    if not fold(phrase).strip() or unicodedata.category(fold(phrase).strip()[0])[0] == "M":
        return
    planted = phrase.strip()
    text = f"{before} | {planted} | {after}"
    spans = list(Phrase(planted).spans(Folded(text)))
    start = len(before) + 3
    assert any(begin <= start and end >= start + len(planted.rstrip("\u00ad\u200b")) for begin, end in spans) or any(
        fold(text[begin:end]).split() == fold(planted).split() for begin, end in spans
    )
    for begin, end in spans:
        assert 0 <= begin < end <= len(text)
        assert " ".join(fold(planted).split()) in " ".join(fold(text[begin:end]).split())


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", "\u00a0\u00ad"])
def test_a_phrase_has_a_visible_character(empty: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(PhraseText).validate_python(empty)
