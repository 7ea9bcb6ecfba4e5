"""What counts as a change of instrument, and what does not."""

from __future__ import annotations

from clearbar.stats.instruments import Changed, Happened, Used, changed

WEEKS = {202601 + i: 40 for i in range(20)}


def test_a_form_in_the_place_of_another_is_one_break() -> None:
    used = [Used("instrument", "a", 202601, 202610, 400), Used("instrument", "b", 202611, 202620, 400)]
    (found,) = changed(WEEKS, used, [])
    assert found == Changed(202611, ("instrument a ends", "instrument b begins"))


def test_a_form_that_was_always_there_is_none() -> None:
    assert changed(WEEKS, [Used("instrument", "a", 202601, 202620, 800)], []) == ()


def test_a_form_of_few_is_none() -> None:
    used = [Used("instrument", "a", 202601, 202620, 740), Used("instrument", "rare", 202611, 202620, 60)]
    assert changed(WEEKS, used, []) == ()


def test_a_form_that_chance_did_not_draw_at_first_is_none() -> None:
    few = dict.fromkeys(WEEKS, 5)
    used = [Used("instrument", "a", 202601, 202620, 70), Used("instrument", "b", 202602, 202620, 30)]
    assert changed(few, used, []) == ()
    later = [used[0], Used("instrument", "b", 202611, 202620, 20)]
    assert [one.week for one in changed(few, later, [])] == [202611]


def test_a_new_edition_is_a_break_and_a_new_standard_is_none() -> None:
    used = [
        Used("edition", "w1", 202601, 202609, 180, "warm"),
        Used("edition", "w2", 202610, 202620, 220, "warm"),
        Used("edition", "f1", 202605, 202620, 320, "fast"),
    ]
    assert changed(WEEKS, used, []) == (Changed(202610, ("edition w2 begins",)),)


def test_events_count_where_they_concern_a_fifth_of_the_ratings() -> None:
    told = [Happened("bar changed", 20260302, 200), Happened("wording changed", 20260302, 100)]
    assert changed(WEEKS, [], told) == (Changed(202610, ("bar changed",)),)


def test_an_event_in_a_silent_week_stands_at_the_next_one_heard() -> None:
    silent = {week: n for week, n in WEEKS.items() if week not in (202610, 202611)}
    assert changed(silent, [], [Happened("bar changed", 20260302, 800)])[0].week == 202612


def test_nothing_begins_before_the_second_week() -> None:
    assert changed(WEEKS, [], [Happened("bar changed", 20250102, 800), Happened("bar changed", 20260101, 800)]) == ()
    assert changed({}, [], [Happened("bar changed", 20260302, 5)]) == ()
