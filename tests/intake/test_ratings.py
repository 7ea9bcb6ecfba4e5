from __future__ import annotations

import itertools
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.intake import check_rating, given_ratings, last_said
from clearbar.model.book import Book, Level, Setting, Source
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation, GivenRating, Message, Participant, Role
from clearbar.model.evidence import Rating, Rejection

KEY = b"a secret of this organisation"
SUNDAY_NIGHT = datetime(2027, 1, 3, 23, 30, tzinfo=UTC)


def message(author: str | None, role: Role = Role.AGENT, public: bool = True) -> Message:
    return Message(role, "", SUNDAY_NIGHT, author, public)


def conversation(*ratings: GivenRating, **more: Any) -> Conversation:
    fields: dict[str, Any] = {
        "channel": "chat",
        "topic": "billing",
        "site": "s01",
        "timezone": "Europe/Amsterdam",
        "customer": "c-9",
        "participants": (Participant("p-1", Role.AGENT, "t-1"), Participant("p-2", Role.AGENT, "t-2")),
    }
    said = (message("c-9", Role.CUSTOMER), message("p-1"), message("p-2"), message("p-2"))
    return Conversation("i-1", said, SUNDAY_NIGHT, ratings=ratings, **fields | more)


def rows(one: Conversation, book: Book, key: bytes = KEY) -> list[Rating | Rejection]:
    numbers = itertools.count(1)
    return list(given_ratings(one, book, lambda: f"new-{next(numbers)}", key))


def row(one: Conversation, book: Book, key: bytes = KEY) -> Rating:
    (only,) = rows(one, book, key)
    assert isinstance(only, Rating), only
    return only


def rating(**more: Any) -> GivenRating:
    return GivenRating(**{"standard": "overall", "source": Source.CUSTOMER, "level": 4} | more)


def test_a_row_has_what_the_conversation_knows(book: Book) -> None:
    given_rating = rating(
        rater="c-9", expected=3, desired=5, inclusion=0.3, instrument="en-1", rating="r", response="a"
    )
    assert row(conversation(given_rating), book) == Rating(
        rating="r",
        interaction="i-1",
        standard="overall",
        edition="e-overall",
        response="a",
        source="customer",
        setting="live",
        rater="c-9",
        person="p-2",
        team="t-2",
        site="s01",
        customer="c-9",
        channel="chat",
        topic="billing",
        rated_at=SUNDAY_NIGHT,
        day=20270104,
        week=202701,
        level=4,
        expected=3,
        desired=5,
        millis=None,
        censored=False,
        instrument="en-1",
        inclusion=0.3,
    )


def test_day_and_week_are_local_to_the_site(book: Book) -> None:
    local = row(conversation(rating()), book)
    without_site = row(conversation(rating(), timezone="UTC", site=None), book)
    assert (local.day, local.week) == (20270104, 202701)
    assert (without_site.day, without_site.week) == (20270103, 202653)


def test_a_rating_may_say_when_it_was_given(book: Book) -> None:
    at = datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    told = row(conversation(rating(at=at)), book)
    assert (told.rated_at, told.day) == (at, 20260702)


@pytest.mark.parametrize(
    ("given_person", "owner", "person", "team"),
    [("p-1", "p-9", "p-1", "t-1"), (None, "p-9", "p-9", None), (None, None, "p-2", "t-2")],
)
def test_the_person_is_given_or_owns_or_served_most(
    book: Book, given_person: str | None, owner: str | None, person: str, team: str | None
) -> None:
    told = row(conversation(rating(person=given_person), owner=owner), book)
    assert (told.person, told.team) == (person, team)


def test_notes_and_unknown_authors_do_not_make_the_person(book: Book) -> None:
    said = (message("p-1", public=False), message("p-1", public=False), message(None), message(None), message("p-2"))
    assert row(replace(conversation(rating()), messages=said), book).person == "p-2"
    assert row(replace(conversation(rating()), messages=said[:1]), book).person is None


def test_an_anonymous_rating_keeps_the_week_only(book: Book) -> None:
    told = row(conversation(rating(anonymous=True, rater="c-9")), book)
    assert (told.rated_at, told.day, told.rater, told.interaction, told.customer) == (None,) * 5
    assert (told.week, told.site, told.person, told.level) == (202701, "s01", "p-2", 4)


def test_an_anonymous_rating_cannot_be_linked_without_the_key(book: Book) -> None:
    secret = rating(anonymous=True, rater="c-9", rating="export-77", response="export-7")
    told, other_key = row(conversation(secret), book), row(conversation(secret), book, b"another")
    text = repr(asdict(told))
    assert not any(name in text for name in ("i-1", "c-9", "export-7"))
    assert (told.rating, told.response) != (other_key.rating, other_key.response)
    assert told == row(conversation(secret), book)
    plain = row(conversation(rating(rater="c-9")), book)
    hidden = row(conversation(rating(rater="c-9", anonymous=True)), book)
    assert plain.rating != hidden.rating
    assert hidden.rating != row(conversation(rating(rater="c-9", anonymous=True)), book, b"another").rating


def test_an_id_is_the_same_each_time_and_known_from_outside(book: Book) -> None:
    told = row(conversation(rating(rater=None, instrument='a"b')), book)
    joined = b'["i-1", "overall", "customer", null, "live", "a\\"b"]'
    assert told.rating == blake2b(joined, digest_size=16).hexdigest()


parts = st.tuples(st.sampled_from(["overall", "return.no-blame"]), st.none() | st.text(max_size=3), st.text(max_size=3))


@given(st.lists(parts, min_size=2, max_size=6, unique=True))
def test_different_ratings_have_different_ids(book: Book, made: list[tuple[str, str | None, str]]) -> None:
    given_some = [rating(standard=standard, rater=rater, instrument=name) for standard, rater, name in made]
    ids = [one.rating for one in rows(conversation(*given_some), book) if isinstance(one, Rating)]
    assert len(set(ids)) == len(made)


def responses(book: Book, *ratings: GivenRating) -> list[str]:
    return [one.response for one in rows(conversation(*ratings), book) if isinstance(one, Rating)]


def test_ratings_of_one_answer_share_a_response_and_anonymous_ones_stand_apart(book: Book) -> None:
    told = responses(
        book,
        rating(rater="c-9"),
        rating(rater="c-9", standard="return.no-blame"),
        rating(rater="q-1", source=Source.REVIEWER),
        rating(rater="c-9", instrument="second"),
        rating(rater="c-9", anonymous=True),
    )
    assert told == ["new-1", "new-1", "new-2", "new-3", "new-4"]


def test_a_given_response_holds_for_the_whole_answer(book: Book) -> None:
    second = rating(standard="return.no-blame", response="given")
    assert responses(book, rating(), second, rating(rater="other")) == ["given", "given", "new-1"]


def test_an_anonymous_rating_does_not_share_a_given_response_with_a_named_one(book: Book) -> None:
    told = responses(book, rating(response="given"), rating(response="given", anonymous=True), rating(anonymous=True))
    assert told[0] == "given"
    assert told[1] == told[2] != "given"


def test_a_standard_may_be_rated_whatever_the_topic(book: Book) -> None:
    assert row(conversation(rating(standard="return.no-blame"), topic="billing"), book).edition == "e-blame"


@pytest.mark.parametrize(
    ("given_rating", "code", "says"),
    [
        (rating(standard="return.noblame"), "CC015", "did you mean `return.no-blame`?"),
        (rating(standard="zzz"), "CC015", "an id of the book, or `overall`"),
        (rating(standard="return.label", level=5), "CC016", "ratings[0].level"),
        (rating(standard="return.label", level=3), "CC016", "write true or 4"),
        (rating(standard="return.label", expected=5), "CC016", "ratings[0].expected"),
        (rating(level=0), "CC007", "ratings[0].level"),
        (rating(desired=6), "CC007", "ratings[0].desired"),
        (rating(inclusion=0.0), "CC013", "null means unknown"),
        (rating(inclusion=1.5), "CC013", "ratings[0].inclusion"),
        (rating(inclusion=float("nan")), "CC013", "ratings[0].inclusion"),
    ],
)
def test_a_rating_that_cannot_be_used_says_why(book: Book, given_rating: GivenRating, code: str, says: str) -> None:
    good = rating()
    rejected, kept = rows(conversation(given_rating, good), book)
    assert isinstance(rejected, Rejection)
    assert isinstance(kept, Rating)
    (fault,) = rejected.faults
    assert fault.code == code
    assert says in str(fault)
    assert str(fault).startswith("interaction i-1 CC0")


def test_all_faults_of_a_rating_are_told_at_once(book: Book) -> None:
    bad = rating(standard="zzz", level=7, inclusion=2)
    one = replace(conversation(bad), messages=())
    (rejected,) = given_ratings(one, book, lambda: "x", KEY, file="day.jsonl", line=3)
    assert isinstance(rejected, Rejection)
    assert sorted(fault.code for fault in rejected.faults) == ["CC007", "CC013", "CC014", "CC015"]
    assert str(rejected.faults[0]).startswith("day.jsonl:3:1 CC007")


@pytest.mark.parametrize("level", [2, 4])
def test_a_yes_no_standard_has_two_levels(book: Book, level: int) -> None:
    assert row(conversation(rating(standard="return.label", level=level)), book).level == level


def test_an_empty_key_is_refused(book: Book) -> None:
    with pytest.raises(ValueError, match="empty"):
        rows(conversation(rating(anonymous=True)), book, b"")


def test_a_key_may_be_longer_than_the_hash_takes(book: Book) -> None:
    secret = conversation(rating(anonymous=True))
    assert row(secret, book, b"k" * 100).rating != row(secret, book, b"k" * 101).rating


def test_a_reading_becomes_a_row(book: Book) -> None:
    placed = book.find("return.label")
    assert placed is not None
    one = conversation(topic="returns")
    reading = Reading(Level.UNDERPERFORMING, "too late", (), "p-1", 5000, True)
    told = check_rating(one, placed, reading, "check:first_response/1:0a", "run-1", last_said(one))
    assert told is not None
    assert (told.source, told.setting, told.rater, told.inclusion) == ("check", "live", None, 1.0)
    assert (told.person, told.team, told.level, told.millis, told.censored) == ("p-1", "t-1", 2, 5000, True)
    assert (told.edition, told.day, told.week, told.rated_at) == ("e-label", 20270104, 202701, SUNDAY_NIGHT)
    assert told == check_rating(one, placed, reading, "check:first_response/1:0a", "run-1", last_said(one))
    newer = check_rating(one, placed, reading, "check:first_response/2:0a", "run-1", last_said(one))
    assert newer is not None
    assert newer.rating != told.rating


def test_a_reading_that_knows_nobody_falls_to_who_served(book: Book) -> None:
    reading = Reading(Level.GOOD, "")
    told = check_rating(conversation(), book.find("overall"), reading, "check:x/1:0", "r", SUNDAY_NIGHT)  # type: ignore[arg-type]
    assert told is not None
    assert told.person == "p-2"


def test_what_does_not_apply_is_no_row(book: Book) -> None:
    placed = book.find("overall")
    assert placed is not None
    assert check_rating(conversation(), placed, Reading(None, "no"), "check:x/1:0", "r", SUNDAY_NIGHT) is None


def test_the_last_word_is_the_last_message_or_when_it_was_seen() -> None:
    later = datetime(2027, 2, 1, tzinfo=UTC)
    assert last_said(replace(conversation(), seen_at=later)) == SUNDAY_NIGHT
    assert last_said(replace(conversation(), seen_at=later, messages=())) == later


def test_a_rating_in_rehearsal_is_another_rating(book: Book) -> None:
    live, rehearsed = rows(conversation(rating(), rating(setting=Setting.REHEARSAL)), book)
    assert isinstance(live, Rating)
    assert isinstance(rehearsed, Rating)
    assert live.rating != rehearsed.rating
    assert rehearsed.setting == "rehearsal"


def test_a_check_reads_where_the_ratings_of_its_conversation_say_that_it_took_place(book: Book) -> None:
    placed = book.find("return.no-blame") or next(iter(book.placed()))
    there, here = rating(setting=Setting.REHEARSAL), rating(setting=Setting.LIVE)

    def setting(*given: GivenRating) -> str:
        told = check_rating(conversation(*given), placed, Reading(Level.GOOD, "so"), "check:x/1:0", "r", SUNDAY_NIGHT)
        assert told
        return told.setting

    assert setting(there) == setting(there, there) == "rehearsal"
    assert setting() == setting(here) == setting(there, here) == "live"
