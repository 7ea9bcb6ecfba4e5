from __future__ import annotations

from pathlib import Path

import pyphen
import pytest

from clearbar.text.syllables import syllables

TABLE = (Path(__file__).parent / "syllables_en.txt").read_text(encoding="utf-8").split()
COUNTED = list(zip(TABLE[::2], map(int, TABLE[1::2]), strict=True))


def test_fewer_than_one_english_word_in_a_hundred_is_miscounted() -> None:
    wrong = [word for word, count in COUNTED if syllables(word, "en") != count]
    assert len(COUNTED) > 500
    assert len(wrong) < len(COUNTED) / 100, wrong


def test_hyphenation_alone_counts_too_few() -> None:
    """The reason for the rules beside it; if this fails, they may go."""
    plain = pyphen.Pyphen(lang="en_US")
    alone = [len(plain.positions(word)) + 1 for word, _ in COUNTED]
    wrong = sum(one != count for one, (_, count) in zip(alone, COUNTED, strict=True))
    assert wrong > len(COUNTED) / 10
    assert sum(alone) < 0.95 * sum(count for _, count in COUNTED)


@pytest.mark.parametrize(
    ("language", "table"),
    [
        (
            "de",
            "aber 2 Straße 2 Verständnis 3 Bestellung 3 möglich 2 Entschuldigung 4 Rechnungsnummer 4 Kunde 2 Museum 3",
        ),
        ("de", "Leute 2 Häuser 2 Information 5 natürlich 3 ich 1 Rückerstattung 4 Idee 2 beantworten 4 bearbeitet 4"),
        ("es", "pedido 3 gracias 2 pregunta 3 país 2 información 4 quiero 2 guerra 2 agua 2 muy 1 aeropuerto 5 ayer 2"),
        ("es", "siguiente 3 ciudad 2 reina 2 guía 2 queja 2 llegué 2 bilingüe 3 día 2 leer 2"),
        ("nl", "bestelling 3 mevrouw 2 alstublieft 3 leeuw 1 mooie 2 rekening 3 zeeën 2 ideeën 3 factuur 2 nieuwe 2"),
    ],
)
def test_other_languages_with_rules_of_their_own(language: str, table: str) -> None:
    parts = table.split()
    assert [(word, syllables(word, language)) for word in parts[::2]] == [
        (word, int(count)) for word, count in zip(parts[::2], parts[1::2], strict=True)
    ]


def test_parts_of_a_word_are_counted_one_by_one() -> None:
    assert syllables("check-in", "en") == 2
    assert syllables("CHECK-IN", "en-GB") == 2
    assert syllables("don’t", "en") == 1


def test_a_language_without_patterns_has_no_count() -> None:
    assert syllables("merhaba", "tr") is None
    assert syllables("", "en") == 1
