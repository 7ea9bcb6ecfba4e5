"""Rows of tables: what a cell may say, what is refused with which reason, and which ids come out."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clearbar.engines import RATINGS
from clearbar.intake import given_ratings
from clearbar.intake.tables.reasons import CODES, Reason
from clearbar.model.book import Book, Setting, Source
from clearbar.model.conversation import Conversation, GivenRating
from clearbar.model.evidence import Rating
from tests.intake.tables_samples import KEY, NOW, as_csv, good, one, read, why


def test_a_row_with_the_least_becomes_a_whole_rating() -> None:
    row = one(good())
    assert list(row) == RATINGS.names
    assert row | {"rating": "", "response": ""} == {
        "rating": "", "interaction": "i-1", "standard": "overall", "edition": "e-overall", "response": "",
        "source": "customer", "setting": "live", "rater": None, "person": None, "team": None, "site": None,
        "customer": None, "channel": None, "topic": None, "rated_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
        "day": 20260302, "week": 202610, "level": 4, "expected": None, "desired": None, "millis": None,
        "censored": False, "instrument": "", "inclusion": None, "disputed": False,
    }  # fmt: skip
    assert len(row["rating"]) == len(row["response"]) == 32


def test_every_column_of_the_evidence_can_be_given() -> None:
    given = good(
        rating="r-1", edition="e-overall", response="a-1", setting="walk", rater="c-1", person="p-1", team="t-1",
        site="s-1", customer="c-2", channel="shop", topic="returns", expected="3", desired="5", millis="1500",
        censored="yes", instrument="csat-1", inclusion="0,25", disputed="true", day="20260302", week="2026-W10",
    )  # fmt: skip
    row = one(given)
    texts = (
        "rating",
        "edition",
        "response",
        "setting",
        "rater",
        "person",
        "team",
        "site",
        "customer",
        "channel",
        "topic",
    )
    assert {name: row[name] for name in texts} == {name: given[name] for name in texts}
    assert [row[name] for name in ("level", "expected", "desired", "millis", "inclusion")] == [4, 3, 5, 1500, 0.25]
    assert row["censored"] is True and row["disputed"] is True and row["instrument"] == "csat-1"
    assert (row["day"], row["week"]) == (20260302, 202610)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("4", 4),
        ("4.0", 4),
        ("4,0", 4),
        ("04", 4),
        (" 4 ", 4),
        ("+4", 4),
        ("good", 4),
        ("Poor", 1),
        ("EXEMPLARY", 5),
        ("٤", 4),
    ],
)
def test_a_level_is_a_number_or_a_name(text: str, level: int) -> None:
    assert one(good(level=text))["level"] == level


@pytest.mark.parametrize("text", ["0", "6", "4.5", "4,5", "-1", "1e0", "five", "4 of 5", "★★★★", "true", "yes", "NaN"])
def test_what_is_no_level_is_refused(text: str) -> None:
    assert why(good(level=text)) == [("level", "CI002")]


@pytest.mark.parametrize(
    ("text", "level"), [("4", 4), ("2", 2), ("true", 4), ("No", 2), ("MET", 4), ("missed", 2), ("yes", 4), ("FALSE", 2)]
)
def test_a_yes_no_standard_has_two_levels_and_words_for_them(text: str, level: int) -> None:
    assert one(good(standard="return.label", level=text))["level"] == level


@pytest.mark.parametrize("text", ["1", "3", "5", "poor"])
def test_a_level_that_a_yes_no_standard_lacks_is_refused(text: str) -> None:
    assert why(good(standard="return.label", level=text)) == [("level", "CI003")]


def test_expected_and_desired_are_levels_too() -> None:
    assert why(good(expected="0", desired="6")) == [("expected", "CI002"), ("desired", "CI002")]
    assert why(good(standard="return.label", level="yes", expected="3")) == [("expected", "CI003")]


@pytest.mark.parametrize("column", ["level", "standard", "source"])
def test_what_every_rating_needs_is_missed(column: str) -> None:
    assert why(good(**{column: " "}) | {"site": "s"}) == [(column, "CI001")]


CASES = [
    ({"standard": "return.nothing"}, ("standard", "CI004")),
    ({"standard": "return.old"}, ("standard", "CI005")),
    ({"edition": "e-none"}, ("edition", "CI005")),
    ({"edition": "e-label"}, ("edition", "CI005")),
    ({"source": "boss"}, ("source", "CI006")),
    ({"setting": "dream"}, ("setting", "CI006")),
    ({"millis": "-1"}, ("millis", "CI015")),
    ({"millis": "long"}, ("millis", "CI015")),
    ({"millis": str(2**53 + 1)}, ("millis", "CI015")),
    ({"inclusion": "0"}, ("inclusion", "CI015")),
    ({"inclusion": "1.1"}, ("inclusion", "CI015")),
    ({"inclusion": "nan"}, ("inclusion", "CI015")),
    ({"censored": "maybe"}, ("censored", "CI016")),
    ({"disputed": "2"}, ("disputed", "CI016")),
    ({"site": "x" * 201}, ("site", "CI017")),
    ({"rater": "a\x00b"}, ("rater", "CI017")),
    ({"person": "a\nb"}, ("person", "CI017")),
    ({"team": "a\u202eb"}, ("team", "CI017")),
    ({"interaction": ""}, ("rating", "CI018")),
]


@pytest.mark.parametrize(("change", "told"), CASES)
def test_what_is_wrong_is_told_with_its_column_and_code(change: dict[str, str], told: tuple[str, str]) -> None:
    assert why(good(**change)) == [told]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    row = good(level="9", source="boss", rated_at="soon", millis="x", inclusion="7")
    assert set(why(row)) >= {("source", "CI006"), ("rated_at", "CI007"), ("inclusion", "CI015")}


def test_an_edition_that_is_known_can_be_named() -> None:
    assert one(good(standard="return.old", edition="e-old-1"))["edition"] == "e-old-1"


def test_good_rows_stay_beside_bad_ones_and_places_are_told() -> None:
    rows, refused, _ = read(as_csv([good(interaction=f"i-{i}", level=str(i)) for i in range(8)]))
    assert [row["level"] for row in rows] == [1, 2, 3, 4, 5]
    assert [(one.row, one.line, one.value) for one in refused] == [(1, 2, "0"), (7, 8, "6"), (8, 9, "7")]


def test_words_of_a_customer_are_never_told() -> None:
    said = "They were rude and nobody helped me at all"
    _, refused, _ = read(as_csv([good(interaction=i, level=said, rater=said * 9) for i in range(2)]))
    assert {(one.column, one.value) for one in refused} == {("rater", "")}
    _, (found,), _ = read(as_csv([good(level=said)]))
    assert (found.column, found.value) == ("level", f"(a text of {len(said)} characters)")


# Times


@pytest.mark.parametrize("column", ["standard", "source", "setting", "rated_at", "day", "zone", "level", "censored"])
@pytest.mark.parametrize("value", ["rae@customer.example", "+442079460000", "Call Rae Invented at once", "+44 20 79"])
def test_what_slips_into_a_column_that_is_told_is_not_told_if_it_may_name_somebody(column: str, value: str) -> None:
    _, refused, _ = read(as_csv([good(**{column: value})]))
    assert refused and all(one.value in {"", f"(a text of {len(value)} characters)"} for one in refused)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("source", "Rae Invented", False),
        ("standard", "020 7946 0000", False),
        ("standard", "02079460000", False),
        ("standard", "return.no-blaim", True),
        ("level", "very good", True),
        ("level", "11", True),
        ("rated_at", "2026-03-02 10:00:00", True),
        ("day", "20261399", True),
        ("millis", "-3", True),
    ],
)
def test_a_value_that_names_nobody_is_told(column: str, value: str, told: bool) -> None:
    _, refused, _ = read(as_csv([good(**{column: value})]))
    assert [one.value for one in refused] == [value if told else f"(a text of {len(value)} characters)"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T10:00:00Z", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02 10:00+01:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T10:00:00.250-0500", datetime(2026, 3, 2, 15, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_needs_no_zone_and_its_day_is_that_of_utc(text: str, moment: datetime) -> None:
    row = one(good(rated_at=text))
    assert (row["rated_at"], row["day"]) == (moment, 20260302)


def test_a_time_without_a_zone_is_refused() -> None:
    assert why(good(rated_at="2026-03-02 10:00:00")) == [("rated_at", "CI008")]


@pytest.mark.parametrize("where", ["column", "map"])
def test_a_zone_places_a_time_and_tells_the_local_day(where: str) -> None:
    """Half past midnight in Auckland, where it is thirteen hours later than in UTC."""
    row = good(rated_at="2026-03-02 00:30:00")
    if where == "column":
        found = one(row | {"zone": "Pacific/Auckland"}, "zone: Europe/Amsterdam\n")
    else:
        found = one(row, "zone: Pacific/Auckland\n")
    assert found["rated_at"] == datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
    assert (found["day"], found["week"]) == (20260302, 202610)


def test_a_zone_also_tells_the_day_of_a_time_with_an_offset() -> None:
    assert one(good(rated_at="2026-03-01T11:30:00Z", zone="Pacific/Auckland"))["day"] == 20260302


def test_an_unknown_zone_is_refused() -> None:
    assert ("zone", "CI009") in why(good(rated_at="2026-03-02 00:30:00", zone="Mars/Olympus"))


def test_a_local_time_that_never_was_is_refused_and_of_two_the_first_is_taken() -> None:
    """In Amsterdam clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October."""
    zone = "zone: Europe/Amsterdam\n"
    assert why(good(rated_at="2026-03-29 02:30:00"), zone) == [("rated_at", "CI010")]
    assert one(good(rated_at="2026-10-25 02:30:00"), zone)["rated_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    both = [good(interaction="a", rated_at="2026-10-25 02:30:00"), good(interaction="b", rated_at="02.03.2026 10:00")]
    rows, _, _ = read(as_csv(both), how=zone + "date_order: dmy\n")
    assert rows[0]["rated_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["02/03/2026 10:00", "2.3.2026", "02-03-2026 10:00:00", "25/12/2025 09:00", "2/3/26 9:05 PM"]
)
def test_a_date_of_unknown_order_is_refused_and_never_guessed(text: str) -> None:
    assert why(good(rated_at=text), "zone: UTC\n") == [("rated_at", "CI011")]


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("02/03/2026 10:00", "dmy", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("02/03/2026 10:00", "mdy", datetime(2026, 2, 3, 10, tzinfo=UTC)),
        ("2/3/26 9:05 PM", "mdy", datetime(2026, 2, 3, 21, 5, tzinfo=UTC)),
        ("2/3/2026 12:00:01 am", "dmy", datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC)),
        ("2026/03/02 10:00:30.5", "dmy", datetime(2026, 3, 2, 10, 0, 30, 500_000, tzinfo=UTC)),
    ],
)
def test_a_map_tells_the_order_of_a_date(text: str, order: str, moment: datetime) -> None:
    assert one(good(rated_at=text), f"zone: UTC\ndate_order: {order}\n")["rated_at"] == moment


@pytest.mark.parametrize("text", ["31/02/2026 10:00", "1/13/2026 10:00", "02/03/2026 25:00", "2/3/2026 13:00 PM"])
def test_a_date_that_no_calendar_has_is_refused(text: str) -> None:
    assert why(good(rated_at=text), "zone: UTC\ndate_order: dmy\n") == [("rated_at", "CI007")]


@pytest.mark.parametrize(
    "text", ["soon", "10:00", "1772442000", "46083.4", "2026-13-01T10:00:00Z", "2026-03-02T24:00:01Z"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert why(good(rated_at=text)) == [("rated_at", "CI007")]


@pytest.mark.parametrize(
    ("text", "numbers"), [("1772442000", "epoch_s"), ("1772442000000", "epoch_ms"), ("1772442000.0", "epoch_s")]
)
def test_a_map_tells_what_a_number_is_as_a_time(text: str, numbers: str) -> None:
    assert one(good(rated_at=text), f"time_numbers: {numbers}\n")["rated_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_days_of_a_workbook_can_be_numbers() -> None:
    """Day 46083 is 2 March 2026: days are counted from 31 December 1899, with a 29 February 1900 that never was."""
    row = one(good(rated_at="46083.4166666667"), "time_numbers: excel\nzone: UTC\n")
    assert row["rated_at"] == datetime(2026, 3, 2, 10, tzinfo=UTC)
    day = one(good(rated_at="46083"), "time_numbers: excel\n")
    assert (day["rated_at"], day["day"]) == (None, 20260302)


PLACEHOLDERS = [
    "1980-01-01", "1980-01-01T00:00:00Z", "1979-12-31T19:00:00-05:00", "1970-01-01 00:00:00",
    "1970-01-01T01:00:00+01:00",
    "1900-01-01", "0001-01-01T00:00:00", "9999-12-31 23:59:59", "1899-12-30 00:00:00",
]  # fmt: skip


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_no_date(text: str) -> None:
    assert why(good(rated_at=text)) == [("rated_at", "CI012")]
    row = one(good(rated_at=text, day="19800101", week="202610"))
    assert (row["rated_at"], row["day"], row["week"]) == (None, None, 202610)


@pytest.mark.parametrize("text", ["1985-06-01T10:00:00Z", "2300-01-01T10:00:00Z", "1066-10-14T09:00:00Z"])
def test_a_year_that_no_rating_can_have_is_refused(text: str) -> None:
    assert why(good(rated_at=text)) == [("rated_at", "CI013")]


def test_what_lies_ahead_of_the_clock_by_more_than_a_day_is_refused() -> None:
    near, far = NOW + timedelta(hours=23), NOW + timedelta(hours=25)
    assert one(good(rated_at=near.isoformat()))["rated_at"] == near
    assert why(good(rated_at=far.isoformat())) == [("rated_at", "CI013")]
    assert why(good(rated_at="", day="2026-12-24")) == [("day", "CI013")]
    assert why(good(rated_at="", week="2027-W20")) == [("week", "CI013")]


@pytest.mark.parametrize(
    ("given", "day", "week"),
    [
        ({"day": "20260302"}, 20260302, 202610),
        ({"day": "2026-03-02"}, 20260302, 202610),
        ({"day": "20260302.0"}, 20260302, 202610),
        ({"week": "202610"}, None, 202610),
        ({"week": "2026-W10"}, None, 202610),
        ({"rated_at": "2026-03-02"}, 20260302, 202610),
        ({"day": "20210101"}, 20210101, 202053),
    ],
)
def test_a_day_or_a_week_is_enough(given: dict[str, str], day: int | None, week: int) -> None:
    row = one(good(**{"rated_at": ""} | given))
    assert (row["rated_at"], row["day"], row["week"]) == (None, day, week)


def test_times_that_contradict_each_other_are_refused() -> None:
    assert why(good(day="20260310")) == [("day", "CI014")]
    assert why(good(week="202612")) == [("week", "CI014")]
    assert one(good(day="20260301", rated_at="2026-03-02T03:00:00Z"))["day"] == 20260301


# Ids


def conversation(**more: Any) -> Conversation:
    given = GivenRating("overall", Source.CUSTOMER, 4, at=datetime(2026, 3, 2, 9, tzinfo=UTC), **more)
    return Conversation("i-1", (), datetime(2026, 3, 2, 9, tzinfo=UTC), ratings=(given,))


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        {}, {"rater": "c-9"}, {"instrument": 'say "ü"\\'}, {"rating": "r-9"}, {"response": "a-9"},
        {"setting": "rehearsal"}, {"rater": "c-9", "instrument": "x", "response": "a", "rating": "r"},
    ],
)  # fmt: skip
def test_a_rating_has_the_same_id_and_content_whichever_road_it_came_by(
    book: Book, given: dict[str, str], anonymous: bool
) -> None:
    words = {**given, **({"setting": Setting(given["setting"])} if "setting" in given else {})}
    (other,) = given_ratings(conversation(**words, anonymous=anonymous), book, lambda: "drawn", KEY)
    assert isinstance(other, Rating)
    row = one(good(anonymous=str(anonymous), **given))
    expected = asdict(other)
    if "response" not in given:
        assert len(row["response"]) == 32
        expected["response"] = row["response"]
    assert row == expected


def test_an_anonymous_rating_keeps_the_week_only() -> None:
    row = one(good(anonymous="yes", rater="c-1", customer="c-1", person="p-1"))
    assert [row[name] for name in ("interaction", "rater", "customer", "rated_at", "day")] == [None] * 5
    assert (row["week"], row["person"]) == (202610, "p-1")
    assert one(good(rater="c-1"), "constants: {anonymous: 'true'}\n")["rated_at"] is None


def test_what_one_rater_says_of_one_interaction_is_one_response_that_cannot_be_traced() -> None:
    rows, _, _ = read(as_csv([
        good(rater="a"), good(rater="a", standard="return.no-blame"), good(rater="b"),
        good(rater="a", interaction="i-2"),
        good(rater="a", source="reviewer"), good(rater="a", rating="r", interaction=""),
        good(rater="a", rating="s", interaction=""),
    ]))  # fmt: skip
    ids = [row["response"] for row in rows]
    assert ids[0] == ids[1] and len(set(ids)) == 6
    assert len({row["rating"] for row in rows}) == 7


def test_every_reason_has_its_words_and_every_word_a_reason() -> None:
    assert [reason.code for reason in Reason if reason] == list(CODES)
    assert json.dumps(CODES)
