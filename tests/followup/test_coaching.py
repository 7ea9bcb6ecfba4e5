"""What a coaching is prepared from, and which evidence is fresh."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clearbar.followup.coaching import comparable, fresh, prepare
from clearbar.model.coaching import Seen

AGREED, WEEK = 20261102, 202645


def seen(
    rating: str, level: int = 2, *, day: int | None = 20261020, interaction: str | None = "", source: str = "reviewer",
    words: bool = True, happened: int | None = None, week: int = 202643,
) -> Seen:  # fmt: skip
    of = f"i-{rating}" if interaction == "" else interaction
    return Seen(rating, of, source, level, 4, day, week, "e", happened, words)


RATINGS = st.builds(
    Seen,
    rating=st.uuids().map(str),
    interaction=st.sampled_from(["a", "b", "c", "d", None]),
    source=st.sampled_from(["customer", "reviewer", "self", "check"]),
    level=st.integers(1, 5),
    bar=st.just(4),
    day=st.none() | st.integers(20261025, 20261110),
    week=st.integers(202643, 202647),
    edition=st.just("e"),
    happened=st.none() | st.integers(20261025, 20261110),
    words=st.booleans(),
)


def test_two_that_show_it_and_one_that_shows_it_done_well() -> None:
    own = [seen("a", 3, day=20261001), seen("b", 1), seen("c", 2, day=20261021), seen("d", 4), seen("e", 5)]
    found = prepare(own, [seen("other", 5)])
    assert [one.rating for one in found.shows] == ["c", "b"]
    assert found.well is not None and found.well.rating == "e" and not found.borrowed
    assert found.interactions == {"i-c", "i-b", "i-e"}


def test_words_that_are_kept_go_before_newer_ones_without() -> None:
    own = [seen("silent", day=20261030, words=False), seen("a", day=20261001), seen("b", day=20261002)]
    assert [one.rating for one in prepare(own).shows] == ["b", "a"]


def test_somebody_elses_is_borrowed_only_where_there_is_none_of_their_own() -> None:
    other = seen("other", 5)
    found = prepare([seen("a"), seen("b")], [replace(other, words=False, rating="silent"), other])
    assert found.borrowed and found.well == other
    assert prepare([seen("a")], [replace(other, words=False)]).well is None


def test_what_names_no_interaction_and_what_one_says_of_oneself_is_not_laid_out() -> None:
    found = prepare([seen("a", interaction=None), seen("b", source="self"), seen("c", 5, source="self")])
    assert found.shows == () and found.well is None


def test_fresh_is_what_happened_later_and_was_not_laid_out() -> None:
    every = [
        seen("before", day=20261101),
        seen("that day", day=AGREED),
        seen("after", day=20261103, happened=20261103),
        seen("late rating", day=20261104, happened=20261020),
        seen("laid out", day=20261104, interaction="used"),
        seen("oneself", day=20261105, source="self"),
        seen("nameless then", day=None, interaction=None, week=WEEK - 1),
        seen("nameless that week", day=None, interaction=None, week=WEEK),
        seen("nameless after", day=None, interaction=None, week=WEEK + 1),
    ]
    before, after = fresh(every, day=AGREED, week=WEEK, used={"used"})
    assert [one.rating for one in before] == ["before", "nameless then"]
    assert [one.rating for one in after] == ["after", "nameless after"]


@given(st.lists(RATINGS, max_size=30))
def test_no_rating_stands_on_both_sides_and_none_of_what_was_laid_out_is_fresh(every: list[Seen]) -> None:
    laid = prepare(every)
    before, after = fresh(every, day=AGREED, week=WEEK, used=laid.interactions)
    assert not {one.rating for one in before} & {one.rating for one in after}
    assert not {one.interaction for one in after} & laid.interactions
    assert all(one.source != "self" for one in (*before, *after))
    assert all((one.day or 99999999) > AGREED and (one.happened or 99999999) > AGREED for one in after)


@given(st.lists(RATINGS, max_size=30))
def test_what_is_laid_out_is_theirs_below_the_bar_and_each_interaction_once(every: list[Seen]) -> None:
    found = prepare(every)
    assert len(found.shows) <= 2 and len({one.interaction for one in found.shows}) == len(found.shows)
    assert all(not one.clears and one in every for one in found.shows)
    assert found.well is None or (
        found.well.clears and found.well.interaction not in {s.interaction for s in found.shows}
    )


@given(st.lists(RATINGS, max_size=20), st.lists(RATINGS, max_size=20))
def test_only_who_speaks_on_both_sides_is_compared(before: list[Seen], after: list[Seen]) -> None:
    was, now, left = comparable(before, after)
    if before and after:
        assert {one.source for one in was} == {one.source for one in now}
    assert len(was) + len(now) + left == len(before) + len(after)
