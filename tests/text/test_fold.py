from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearbar.text import fold as module
from clearbar.text.fold import Folded, clusters, fold

letters = st.text(
    st.one_of(
        st.characters(), st.sampled_from("aAéßİǰΣςй\u0301\u0323\u0345 \t\n\u0f73ﬁ’—\u00ad\u200b谢가각がक\u0940ש\u05b8")
    ),
    max_size=20,
)


ACCENTS = (
    *(range(0x300, 0x370), range(0x483, 0x48A), range(0x1AB0, 0x1B00)),
    *(range(0x1DC0, 0x1E00), range(0x20D0, 0x2100), range(0xFE20, 0xFE30)),
)
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def slowly(text: str) -> str:
    """The definition, letter by letter, with the names of letters from Unicode's own tables."""
    text = "".join("\ufffd" if unicodedata.category(one) == "Cs" else one for one in text)
    text = unicodedata.normalize("NFKD", text.translate(module._SAME))
    text = unicodedata.normalize("NFKD", text.casefold().translate(module._SAME))
    kept, accented = "", False
    for one in text:
        if accented and any(ord(one) in block for block in ACCENTS):
            continue
        accented = one.isalpha() and unicodedata.name(one, "").startswith(SCRIPTS)
        kept += one
    return kept


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Café", "CAFE\u0301"),
        ("naïve Ångström", "NAIVE ANGSTROM"),
        ("Straße", "STRASSE"),
        ("ΕΥΧΑΡΙΣΤΏ ΣΑΣ", "ευχαριστω σας"),
        ("ёлка", "ЕЛКА"),
        ("oﬃce", "office"),
        ("it’s “fine”—really", 'it\'s "fine"-really'),
        ("a\u00a0b", "a b"),
        ("a\tb\nc", "a b c"),
        ("❤\ufe0f", "❤"),
        ("\u200eשלום\u200f", "שלום"),
    ],
)
def test_texts_that_differ_in_nothing_a_reader_looks_for_fold_to_the_same(text: str, same: str) -> None:
    assert fold(text) == fold(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [("की", "क"), ("が", "か"), ("שָׁלוֹם", "שלום"), ("كَتَبَ", "كتب"), ("ที่", "ท"), ("ø", "o"), ("in", "on")],
)
def test_marks_that_are_no_accents_tell_words_apart(text: str, other: str) -> None:
    assert fold(text) != fold(other)


@given(letters)
@example("e\u200b\u0301")
@example("\u0345\u0301a\u0345\u0301")
@example("1\u0301")
def test_a_text_folds_as_the_definition_says(text: str) -> None:
    names = [unicodedata.name(one, "") for one in text if not one.isascii()]
    odd = [
        name for name in names if not name or name.startswith("COPTIC") or (name.startswith(SCRIPTS) and "SIGN" in name)
    ]
    if not odd and all(ord(one) < 0x10000 for one in text):
        assert fold(text) == slowly(text)


@given(letters)
@example("\u0f73\u0f71")
@example("e\u200b\u0301")
def test_a_text_folds_to_the_folds_of_its_clusters(text: str) -> None:
    spans = list(clusters(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert "".join(fold(text[start:end]) for start, end in spans) == fold(text)


@given(letters)
def test_texts_that_unicode_calls_the_same_fold_to_the_same(text: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(letters)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(letters)
def test_every_folded_letter_was_written_somewhere(text: str) -> None:
    folded = Folded(text)
    places = [folded.written(at, at + 1) for at in range(len(folded.folded))]
    assert "  " not in folded.folded
    assert places == sorted(places)
    for at, (start, end) in enumerate(places):
        assert 0 <= start < end <= len(text)
        assert folded.folded[at] in fold(text[start:end])
