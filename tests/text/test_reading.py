from __future__ import annotations

import pytest

from clearbar.text.reading import GRADED, grade

PLAIN = "Thank you for your message. We will send the money back today."
HEAVY = (
    "Reimbursement notwithstanding, the aforementioned cancellation necessitates additional documentation "
    "substantiating eligibility for compensation under applicable regulations."
)


def test_english_is_the_formula_of_kincaid_and_others() -> None:
    """Counted by hand: 12 words in 2 sentences; mes-sage, mo-ney and to-day have two syllables: 15."""
    assert grade(PLAIN, "en") == pytest.approx(0.39 * 12 / 2 + 11.8 * 15 / 12 - 15.59)


def test_german_is_the_fourth_formula_of_bamberger_and_vanecek() -> None:
    """7 words in 2 sentences, of which Be-stel-lung and ver-schie-den have three syllables."""
    text = "Ihre Bestellung ist da. Wir sind verschieden."
    assert grade(text, "de-AT") == pytest.approx(0.2656 * 7 / 2 + 0.2744 * 100 * 2 / 7 - 1.693)


def test_spanish_is_the_formula_of_crawford() -> None:
    """6 words in 1 sentence; 2 + 3 + 2 + 1 + 2 + 2 syllables."""
    text = "Nuestro pedido llega en cinco días."
    assert grade(text, "es") == pytest.approx(-0.205 * 100 / 6 + 0.049 * 100 * 12 / 6 - 3.407)


def test_long_words_and_sentences_ask_for_more_school() -> None:
    plain, heavy = grade(PLAIN, "en"), grade(HEAVY, "en")
    assert plain is not None and heavy is not None
    assert plain < 4 < 16 < heavy


def test_numbers_addresses_and_codes_are_left_out() -> None:
    assert grade(PLAIN + " W4923227.", "en") == grade(PLAIN, "en")
    assert grade("See shop@example.com and 12.50 now.", "en") == grade("See and now.", "en")


@pytest.mark.parametrize("language", ["nl", "fr", "it", "xx", ""])
def test_a_language_without_a_formula_has_no_grade(language: str) -> None:
    assert grade(PLAIN, language) is None


@pytest.mark.parametrize("language", sorted(GRADED))
def test_a_text_without_words_has_no_grade(language: str) -> None:
    assert grade("", language) is None
    assert grade("12 34 !!! 5", language) is None
