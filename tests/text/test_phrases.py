from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clearbar.text.fold import Folded, Joined, fold
from clearbar.text.phrases import Phrase, Phrases, PhraseText


def found(phrase: str, text: str) -> list[str]:
    spans = list(Phrase(phrase).spans(Folded(text)))
    assert [(start, end) for _, start, end in Phrases([phrase]).find(Folded(text))] == spans
    return [text[start:end] for start, end in spans]


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
        ("cafe", "Le café, les cafés", ["café"]),
        ("cafe", "Le cafe\u0301", ["cafe\u0301"]),
        ("événement", "un evenement", ["evenement"]),
        ("ёлка", "наша елка", ["елка"]),
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


@given(letters, letters, letters)
def test_a_phrase_that_was_planted_is_found_where_it_was_planted(before: str, phrase: str, after: str) -> None:
    if not fold(phrase).strip() or "\0" in phrase or unicodedata.category(fold(phrase).strip()[0])[0] == "M":
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


@given(
    st.lists(st.text("ab é'", min_size=1, max_size=4).filter(lambda one: bool(one.strip())), min_size=1, max_size=6),
    st.lists(st.text("abA é\u0301’\0\n", max_size=12), max_size=5),
)
def test_many_phrases_in_many_texts_are_found_as_one_by_one(phrases: list[str], texts: list[str]) -> None:
    single = {
        (which, index, start, end)
        for which, text in enumerate(texts)
        for index, phrase in enumerate(phrases)
        for start, end in Phrase(phrase).spans(Folded(text))
    }
    together = list(Phrases(phrases).find_in(Joined(texts)))
    assert len(together) == len(single)
    assert set(together) == single
    first = {
        (index, which, start, end) for which, index, start, end in Phrases(phrases).find_in(Joined(texts), once=True)
    }
    assert first == {min((i, w, s, e) for w, i, s, e in single if i == index) for index in {one[1] for one in single}}


def test_a_phrase_inside_another_is_found_too() -> None:
    text = "Is there anything else I can help you with?"
    found = list(Phrases(["anything else", "else I can", "help", "anything else i can help"]).find(Folded(text)))
    assert sorted(text[start:end] for _, start, end in found) == [
        "anything else",
        "anything else I can help",
        "else I can",
        "help",
    ]


@pytest.mark.parametrize("text", ["thank   you, I'm", "thank\tyou, I'm", "thank\x1fyou, i`m bo", "THANK\r\nYOU, I`M"])
def test_what_folding_changes_is_folded_in_joined_texts_too(text: str) -> None:
    places = Phrases(["thank you", "i'm"]).find_in(Joined(["x", text, "x  y"]))
    you = text.lower().index("you") + 3
    assert places == [(1, 0, 0, you), (1, 1, you + 2, you + 5)]


def test_no_phrase_is_no_place() -> None:
    assert list(Phrases([]).find(Folded("anything"))) == []
    assert list(Phrases(["a"]).find_in(Joined([]))) == []
    assert list(Phrases(["a b"]).find_in(Joined(["a", "b", "a\0b"]))) == []


def test_half_a_character_is_passed_over() -> None:
    assert list(Phrases(["help me"]).find_in(Joined(["\ud800 help me"]))) == [(0, 0, 2, 9)]
