"""A rehearsal: every line once, whatever windows and wires do; scored when it ends, and only as a rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened, Job, Rating
from clearbar.web.people.models import Person
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.practice.queries.rehearsed import rehearsed
from tests.web.conftest import NOW
from tests.web.practice.rehearsals import BAD, GOOD, HINGE, offer, rehearse, say, start

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]


@pytest.fixture
def finn(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Client:
    """Frontline, with a scenario to rehearse."""
    del book, now
    offer(cast["lea"])
    return log_in("finn")


def staff_lines(one: Rehearsal) -> list[str]:
    return [turn["text"] for turn in Rehearsal.objects.get(pk=one.pk).turns if turn["role"] == "staff"]


def test_the_customer_speaks_first_and_answers_each_line(finn: Client) -> None:
    one = start(finn)
    assert [turn["role"] for turn in one.turns] == ["customer"]
    assert say(finn, one, GOOD[0]) == 302
    page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
    assert GOOD[0] in page and "I sat on them, on the bus." in page
    assert "The customer is patient" in page and "(7 of 10)" in page


def test_a_rehearsal_that_ends_leaves_check_ratings_of_setting_rehearsal_once(finn: Client) -> None:
    one = rehearse(finn)
    rows = list(Rating.objects.all())
    assert {row.standard for row in rows} >= {"right.no-blame", "right.choice"}
    assert {(row.source, row.setting, row.person, row.team, row.site) for row in rows} == {
        ("check", "rehearsal", "finn", "north", "s-north")
    }
    assert {row.interaction for row in rows} == {f"rehearsal-{one.pk}"}
    assert {row.instrument for row in rows} == {f"rehearsal/{HINGE}/{one.pinned_id[:12]}"}
    assert {row.response for row in rows} == {one.response} and one.response
    assert {row.level for row in rows if row.standard in one.pinned.stakes} == {4}
    events = list(Happened.objects.filter(kind="rehearsed").values_list("person", "standard"))
    assert sorted(events) == [("finn", "right.choice"), ("finn", "right.no-blame")]
    before = len(rows)
    assert say(finn, one, "One more thing.") == 409
    assert say(finn, one, GOOD[-1], said=len(GOOD) - 1) == 302
    assert Rating.objects.count() == before


def test_what_blames_the_customer_misses_the_standard_and_ends_badly(finn: Client) -> None:
    one = rehearse(finn, BAD)
    assert one.end == "leaves"
    levels = dict(Rating.objects.values_list("standard", "level"))
    assert levels["right.no-blame"] == 2 and levels["right.choice"] == 2


def test_news_of_ratings_are_not_told_for_rehearsals(finn: Client) -> None:
    """Hooks of the house hear of service; who practised when is nobody's business."""
    rehearse(finn)
    assert not Job.objects.filter(name__contains="rated").exists()


def test_the_same_line_sent_twice_is_kept_once(finn: Client) -> None:
    one = start(finn)
    assert [say(finn, one, GOOD[0], said=0), say(finn, one, GOOD[0], said=0)] == [302, 302]
    assert staff_lines(one) == [GOOD[0]]


def test_two_windows_neither_lose_nor_double_a_line(finn: Client) -> None:
    one = start(finn)
    assert say(finn, one, GOOD[0], said=0) == 302
    answer = finn.post(f"/practice/talk/{one.pk}/", {"said": 0, "text": "Our policy does not cover hinges."})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Something was said in another window meanwhile" in page
    assert "Our policy does not cover hinges.</textarea>" in page, "what was typed stays"
    assert 'name="said" value="1"' in page, "and can be said now"
    assert staff_lines(one) == [GOOD[0]]
    assert say(finn, one, "Our policy does not cover hinges.", said=1) == 302
    assert staff_lines(one) == [GOOD[0], "Our policy does not cover hinges."]


def test_two_lines_at_the_very_same_moment_keep_one_of_them(finn: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second arrives while the first's answer is worked out: both saw the same talk."""
    from clearbar.web.practice.views import talk

    one, answers = start(finn), talk.customers.answers

    def slow(*told: object) -> object:
        answer = answers(*told)  # type: ignore[arg-type]

        def told_late(*args: object) -> object:
            monkeypatch.setattr(talk.customers, "answers", answers)
            assert say(finn, one, "Tell me how it came about.", said=0) == 302
            return answer(*args)  # type: ignore[arg-type]

        return told_late

    monkeypatch.setattr(talk.customers, "answers", slow)
    assert say(finn, one, GOOD[0], said=0) == 409
    assert staff_lines(one) == ["Tell me how it came about."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_empty_or_endless_line_is_refused_and_kept_in_its_field(finn: Client, text: str) -> None:
    one = start(finn)
    answer = finn.post(f"/practice/talk/{one.pk}/", {"said": 0, "text": text})
    assert answer.status_code == 422 and text.strip() in answer.content.decode()
    assert staff_lines(one) == []


def test_card_and_health_numbers_never_reach_the_database(finn: Client) -> None:
    one = start(finn)
    assert say(finn, one, "What happened to them? My own is 4111 1111 1111 1111.") == 302
    assert say(finn, one, "What happened to them? My own is 4111 1111 1111 1111.", said=0) == 302, "sent twice"
    [kept] = staff_lines(one)
    assert "4111" not in kept and "[card number]" in kept


def test_no_word_of_a_talk_reaches_the_audit_trail(finn: Client) -> None:
    rehearse(finn)
    assert Line.objects.filter(kind="rehearsal").count() >= len(GOOD)
    assert not Line.objects.filter(verb="said a line in").exclude(sealed=None).exists()


def test_staff_text_is_shown_as_text(finn: Client) -> None:
    one = start(finn)
    assert say(finn, one, "<script>alert(1)</script> What happened to them?") == 302
    page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_again_from_a_line_is_another_attempt_that_stands_before_it(finn: Client) -> None:
    one = rehearse(finn, BAD)
    answer = finn.post(f"/practice/talk/{one.pk}/again/", {"line": 1})
    again = Rehearsal.objects.exclude(pk=one.pk).get()
    assert answer["Location"] == f"/practice/talk/{again.pk}/"
    assert (again.parent_id, again.line, again.said) == (one.pk, 1, 1)
    assert staff_lines(again) == [BAD[0]] and again.ended_at is None
    assert again.turns == one.turns[:3]
    assert say(finn, again, GOOD[1]) == 302
    assert staff_lines(again) == [BAD[0], GOOD[1]] and staff_lines(one) == list(BAD)


@pytest.mark.parametrize("line", ["2", "-1", "x", ""])
def test_there_is_no_again_from_a_line_that_was_not_said(finn: Client, line: str) -> None:
    one = rehearse(finn, BAD)
    assert finn.post(f"/practice/talk/{one.pk}/again/", {"line": line}).status_code in {302, 404}
    assert Rehearsal.objects.count() == 1


def test_a_talk_that_was_stopped_counts_for_nothing(finn: Client) -> None:
    one = start(finn)
    say(finn, one, GOOD[0])
    assert finn.post(f"/practice/talk/{one.pk}/stop/").status_code == 302
    assert say(finn, one, GOOD[1]) == 409
    assert not Rating.objects.exists() and rehearsed(["finn"]) == {}


def test_what_was_rehearsed_counts_whole_talks_alone_and_knows_the_bar(finn: Client, log_in: LogIn) -> None:
    first, second = rehearse(finn, BAD), rehearse(finn)
    finn.post(f"/practice/talk/{first.pk}/again/", {"line": 0})
    again = Rehearsal.objects.get(line=0)
    for line in GOOD:
        say(finn, again, line)
    assert Rehearsal.objects.get(pk=again.pk).ended_at
    start(finn)
    found = rehearsed(["finn", "gwen"])
    assert set(found) == {("finn", "put-right")}
    counted = found["finn", "put-right"]
    assert (counted.times, counted.at_bar, counted.scenarios) == (2, 1, 1)
    assert counted.last == second.ended_at
    del log_in


def test_the_scenario_that_was_begun_goes_on_when_its_text_changes(finn: Client, cast: dict[str, Person]) -> None:
    from clearbar.web.people.scope import scope_of
    from clearbar.web.practice.actions import rehearse_texts
    from clearbar.web.practice.models.rehearse import ScenarioText

    one, scope = start(finn), scope_of(cast["lea"], NOW.date())
    text = ScenarioText.objects.get()
    changed = text.text.replace("I sat on them, on the bus.", "A tram ran over them.")
    rehearse_texts.change(scope=scope, scenario=text, text=changed, changed=text.changed, at=NOW)
    rehearse_texts.make_live(scope=scope, scenario=text, at=NOW)
    assert say(finn, one, GOOD[0]) == 302
    assert "on the bus" in Rehearsal.objects.get(pk=one.pk).turns[-1]["text"]
    assert say(finn, newer := start(finn), GOOD[0]) == 302
    assert "tram" in Rehearsal.objects.get(pk=newer.pk).turns[-1]["text"]
    assert newer.pinned_id != one.pinned_id


def test_the_first_and_the_best_attempt_are_told_in_words(finn: Client) -> None:
    first, best = rehearse(finn, BAD), rehearse(finn)
    Rehearsal.objects.filter(pk=first.pk).update(ended_at=NOW - timedelta(days=1))
    page = " ".join(finn.get("/practice/rehearse/").content.decode().split())
    n = len(best.shown)
    assert f"Your first attempt, 17 November: {n - 2} of {n} cleared." in page
    assert f"Your best, 18 November: {n} of {n} cleared." in page


def test_a_best_attempt_that_began_again_from_a_line_says_so(finn: Client) -> None:
    first = rehearse(finn, BAD)
    Rehearsal.objects.filter(pk=first.pk).update(ended_at=NOW - timedelta(days=1))
    finn.post(f"/practice/talk/{first.pk}/again/", {"line": 0})
    for line in GOOD:
        say(finn, Rehearsal.objects.get(line=0), line)
    page = " ".join(finn.get("/practice/rehearse/").content.decode().split())
    assert "cleared (begun again from a line)." in page
