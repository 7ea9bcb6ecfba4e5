"""What people plant in their answers and must not: found however it is written, and nothing else is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clearbar.text.redact import BEFORE_STORAGE, ON_DISPLAY, WORDS, Kind, redact, storable
from tests.conftest import work

ALL = frozenset(Kind)

# Numbers that their issuers publish as examples, or that have long served for tests.
CARDS = [
    "4111 1111 1111 1111", "4012 8888 8888 1881", "4222 2222 2222 2", "5555 5555 5555 4444", "5105 1051 0510 5100",
    "2223 0031 2200 3222", "3782 822463 10005", "3714 496353 98431", "6011 1111 1111 1117", "3056 930902 5904",
    "3530 1113 3330 0000", "6200 0000 0000 0005", "6759 6498 2643 8453", "6304 0000 0000 0000",
]  # fmt: skip
IBANS = [
    "GB82 WEST 1234 5698 7654 32", "DE89 3704 0044 0532 0130 00", "NL91 ABNA 0417 1643 00", "NO93 8601 1117 947",
    "FR14 2004 1010 0505 0001 3M02 606", "BE68 5390 0754 7034", "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
]  # fmt: skip
HEALTH = [
    "943 476 5919", "943 476 5870", "450 557 7104",  # United Kingdom
    "1EG4-TE5-MK73", "1EG4-TE5-MK72",  # United States
    "A123456780",  # Germany
    "2 55 08 14 168 025 38", "1 84 12 76 451 089 46",  # France
    "85.07.30-033 28", "17.07.30-033 84",  # Belgium, born before and after 2000
    "RSSMRA85T10A562S",  # Italy
    "756.9217.0769.85",  # Switzerland
]  # fmt: skip
BESIDE = [
    ("BSN 111222333", "111222333"), ("my burgerservicenummer is 1112.22.333", "1112.22.333"),
    ("SVNR 1237 010180", "1237 010180"), ("Medicare card 2123 45670 1", "2123 45670 1"),
    ("PESEL: 44051401359", "44051401359"), ("44051401359 is my pesel", "44051401359"),
]  # fmt: skip
"""Numbers that count beside a word only."""

HARMLESS = [
    "order 4505577104", "Order number: 943 476 5919", "bestelnummer 9434765919", "Rechnung Nr. A123456780",
    "#9434765919",
    "ticket no. 943-476-5919", "order 026-1234567-1234567", "parcel 00340434161094042557", "UPS 1Z999AA10123456784",
    "order 2026-0000451", "invoice INV-2026-004411", "booking ref X7K9QP", "IMEI 490154203237518 is 15 digits",
    "it cost 1,234.56 and 99.95", "€ 4.111,11 for 11 nights", "£12 345 678", "from 12.03.2026 to 14.05.2026",
    "2026-03-02 10:15:00", "2026-03-02T10:15:00.123456Z", "20260302101500", "1767225600", "1767225600123",
    "at 10:15, 11:30 and 14:45", "open 9-17, 10-16", "scores: 5 4 4 5 3 5 5 4", "IBAN please?", "GB82 West side",
    "111222333", "978-3-16-148410-0", "EAN 4006381333931", "barcode 4006381333931",
    "a@b", "@home", "me @ work", "192.168.100.200", "1.2.3.4.5", "v10.11.12-13", "room 1012, floor 3", "4111 1111",
    "4111 1111 1111 1112", "GB82 WEST 1234 5698 7654 33", "943 476 5918", "A123456781", "1EG4-TE5-MK7S",
    "2 55 08 14 168 025 39", "85.07.30-033 29", "RSSMRA85T10A562T", "756.9217.0769.86", "BSN 111222334",
    "SVNR 1238 010180", "Medicare 2123 45671 1", "PESEL 44051401358",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "number"), [
    *((Kind.CARD, one) for one in CARDS), *((Kind.IBAN, one) for one in IBANS), *((Kind.HEALTH, one) for one in HEALTH),
])  # fmt: skip
def test_a_number_is_taken_out_and_its_place_is_told(kind: Kind, number: str) -> None:
    text = f"I wrote {number}, and waited."
    found = redact(text)
    assert found.text == f"I wrote {WORDS[kind]}, and waited."
    (one,) = found.found
    assert (one.kind, text[one.start : one.end]) == (kind, number)


@pytest.mark.parametrize(("text", "number"), BESIDE)
def test_a_number_that_many_pass_for_is_taken_out_beside_its_name(text: str, number: str) -> None:
    assert redact(text).text == text.replace(number, "[health number]")
    assert redact(number).text == number


@pytest.mark.parametrize("text", HARMLESS)
def test_orders_prices_dates_and_times_are_left_alone(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize("text", [text for text in HARMLESS if "order 4505577104" not in text])
def test_and_nobody_is_reached_by_them_either(text: str) -> None:
    assert Kind.EMAIL not in {one.kind for one in redact(text, kinds=ON_DISPLAY).found}


@pytest.mark.parametrize("text", [
    "2026-03-02 10:15:00", "it cost 1,234.56", "12.03.2026", "10:15, 11:30", "order 2026-0000451", "room 1012",
    "192.168.100.200",
])  # fmt: skip
def test_dates_prices_and_orders_are_no_telephones(text: str) -> None:
    assert redact(text, kinds=ON_DISPLAY, region=["GB", "DE", "US", "NL"]).text == text


@pytest.mark.parametrize("between", ["", " ", "-", ".", "\u00a0", "\u202f", "\u2011", "\u2013", " - ", "\u200b", "\n"])
@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "943 476 5919", "NL91 ABNA 0417 1643 00"])
def test_the_separators_do_not_matter(number: str, between: str) -> None:
    assert redact(number.replace(" ", between)).text in {WORDS[kind] for kind in BEFORE_STORAGE}


@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u0966", "\U0001d7ce"])
def test_digits_of_other_scripts_are_digits(zero: str) -> None:
    digits = str.maketrans({str(i): chr(ord(zero) + i) for i in range(10)})
    assert redact("4111 1111 1111 1111".translate(digits)).text == "[card number]"
    assert redact("943 476 5919".translate(digits)).text == "[health number]"


@pytest.mark.parametrize(
    "text", ["ann.lee+x@mail.example.org", "MAILTO:ann@example.com", "jürgen@bücher.example", "ann＠example.com"]
)
def test_addresses_are_taken_out_where_they_are_shown(text: str) -> None:
    assert redact(f"({text}).", kinds=ON_DISPLAY).text.endswith("[e-mail address]).")
    assert redact(text).text == text


def test_telephones_are_read_as_in_their_countries() -> None:
    text = "020 7946 0958, +31 20 794 0958"
    assert redact(text, kinds={"phone"}).text == "[phone number], [phone number]"
    assert redact("030 23125 000", kinds={"phone"}, region="DE").text == "[phone number]"
    assert redact("(415) 555-2671", kinds={"phone"}, region=("GB", "US")).text == "[phone number]"
    assert redact("(415) 555-2671", kinds={"phone"}).text == "(415) 555-2671"


def test_what_stands_around_a_card_stays() -> None:
    assert redact("take 4111 1111 1111 1111 03/27 123").text == "take [card number] 03/27 123"
    assert redact("Visa4111111111111111!").text == "Visa[card number]!"
    assert redact("2 x 4111111111111111 1 x").text == "2 x [card number] 1 x"
    assert redact("943 476 5919 943 476 5870").text == "[health number] [health number]"


def test_an_unknown_kind_or_country_is_refused() -> None:
    with pytest.raises(ValueError, match="passport"):
        redact("", kinds={"passport"})
    with pytest.raises(ValueError, match="'UK'"):
        redact("", region="UK")


def test_only_the_kinds_that_were_asked_for_are_taken_out() -> None:
    text = "4111111111111111 ann@example.com 943 476 5919"
    assert redact(text, kinds={Kind.EMAIL}).text == "4111111111111111 [e-mail address] 943 476 5919"
    assert redact(text, kinds=()).text == text


PIECES = st.sampled_from(
    [*CARDS, *IBANS, *HEALTH, *(text for text, _ in BESIDE), *HARMLESS, *WORDS.values(), "+", "NHS "]
)
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    st.text("0123456789 -.+()@ab\n\u00a0", max_size=80),
    st.lists(st.one_of(PIECES, st.text(" -.0123456789A@+", max_size=4)), max_size=8).map("".join),
)


@settings(max_examples=150)
@given(TEXTS, st.sampled_from([BEFORE_STORAGE, ON_DISPLAY, ALL]))
@example("\ud800 4111111111111111 \x00", ALL)
def test_nothing_raises_and_a_second_redaction_changes_nothing(text: str, kinds: frozenset[Kind]) -> None:
    found = redact(text, kinds=kinds)
    assert redact(found.text, kinds=kinds) == type(found)(found.text, ())
    told, at = "", 0
    for one in found.found:
        assert at <= one.start < one.end <= len(text)
        told, at = told + text[at : one.start] + WORDS[one.kind], one.end
    assert told + text[at:] == found.text


@settings(max_examples=100)
@given(
    st.text(),
    st.sampled_from([*CARDS, *IBANS, *HEALTH]),
    st.text(),
    st.sampled_from([" ", "-", "\u00a0", "", "\uff0e"]),
)
def test_what_was_planted_is_not_in_the_output(before: str, number: str, after: str, between: str) -> None:
    planted = number.replace(" ", between)
    said = redact(f"{before}; {planted}; {after}").text
    assert planted not in said or planted in before + after


PROSE = "Please call 020 7946 0958, order 12345, ann@x.org. 4111 1111 1111 1111; 943 476 5919 "


@pytest.mark.parametrize("text", [
    PROSE, "1", "1 2 3 4 5 6 7 8 9 0 ", "(((+1-2.3)/4 ", "943 476 5919 ", "GB82", "a.b@c", "4111 ", "漢字４１", "A1",
])  # fmt: skip
def test_a_hundred_thousand_characters_made_to_keep_a_reader_busy_do_not(text: str) -> None:
    kinds = ALL if text == PROSE else BEFORE_STORAGE
    long = (text * (100_000 // len(text) + 1))[:100_000]
    assert work(lambda: redact(long, kinds=kinds)) < 1500


def test_what_may_be_kept_has_no_number_of_a_card_and_keeps_who_to_call() -> None:
    said = storable("  Charge 4111 1111 1111 1111, or call me: ada@example.org\n")
    assert said == "Charge [card number], or call me: ada@example.org"
