"""Books to begin with: they can be read, break no rule, and are whole."""

from __future__ import annotations

import pytest
import yaml

from clearbar import checks
from clearbar.model.book import Dimension, Source
from clearbar.standards import TRADES, lint, read_book, starter


def files(trade: str, organisation: str | None = None) -> dict[str, bytes]:
    return {name: text.encode() for name, text in starter(trade, organisation).items()}


def test_there_is_a_book_for_each_of_five_trades() -> None:
    assert TRADES == ("shop", "clinic-reception", "hotel", "service-desk", "contact-centre")


@pytest.mark.parametrize("trade", TRADES)
def test_a_starter_breaks_no_rule(trade: str) -> None:
    linted = lint(files(trade), checks.kinds())
    assert not linted.findings, "\n".join(map(str, linted.findings))
    assert not linted.allowed, "a starter needs no exception"


@pytest.mark.parametrize("trade", TRADES)
def test_a_starter_has_all_that_a_survey_and_a_review_need(trade: str) -> None:
    book = read_book(files(trade), checks.kinds())
    assert len(book.journeys) >= 2 and book.overall.question
    standards = [placed.standard for placed in book.placed()][:-1]
    assert len(standards) >= 6
    assert {standard.dimension for standard in standards} == set(Dimension)
    for standard in standards:
        assert standard.question and standard.levels and standard.target
        assert Source.CHECK in standard.measured_by or len(standard.measured_by) >= 2


@pytest.mark.parametrize("trade", TRADES)
def test_invented_quotes_say_so(trade: str) -> None:
    book = read_book(files(trade), checks.kinds())
    assert all(journey.quote.startswith("(invented)") for journey in book.journeys)
    assert starter(trade)["book.yaml"].startswith("# An invented")


def test_the_hotel_speaks_three_languages_with_the_same_ids() -> None:
    book = read_book(files("hotel"), checks.kinds())
    assert sorted(book.spoken) == ["de", "nl"]
    editions = [placed.standard.edition for placed in book.placed()]
    for tag in book.spoken:
        spoken = book.in_language(tag)
        assert [placed.standard.edition for placed in spoken.placed()] == editions
        pairs = zip(book.placed(), spoken.placed(), strict=True)
        assert all(one.standard.promise != other.standard.promise for one, other in pairs)


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill & Söhne: #1",
        "{a: b}",
        "- x",
        "'",
        '"',
        "two\nlines",
        "\ttab",
        "null",
        "bell\x07 rings",
    ],
)
def test_any_name_of_an_organisation_is_a_name_and_nothing_else(name: str) -> None:
    book = read_book(files("shop", name), checks.kinds())
    assert book.organisation == " ".join(name.replace("\x07", " ").split())
    assert (
        yaml.safe_load(starter("shop", name)["book.yaml"]).keys() == yaml.safe_load(starter("shop")["book.yaml"]).keys()
    )


@pytest.mark.parametrize("name", ["", "  ", None])
def test_no_name_leaves_the_one_to_be_written_over(name: str | None) -> None:
    assert read_book(files("shop", name), checks.kinds()).organisation == "Your shop"


@pytest.mark.parametrize("trade", TRADES)
def test_the_question_of_the_whole_asks_for_what_the_whole_promises(trade: str) -> None:
    """A promise of two things beside a question about one is judged by half of itself."""
    overall = read_book(files(trade), checks.kinds()).overall
    assert overall.question == f"Would you{overall.promise.removeprefix('You would').removesuffix('.')}?"


def test_a_trade_without_a_book_is_refused() -> None:
    with pytest.raises(KeyError):
        starter("smithy")
