"""Quizzes: attempts, fresh variants, what counts as learned, who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.bridge import learning
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.models.learn import (
    Given,
    Question,
    QuizAttempt,
    QuizChoice,
    QuizPreference,
    QuizResult,
    ReviewCard,
)
from clearbar.web.practice.queries.learn_acts import acts
from clearbar.web.practice.queries.learned import learned
from tests.web.conftest import NOW
from tests.web.practice.learning import best, bring_questions, take, worst

LogIn = Callable[[str], Client]
ABOUT, WHAT = "standard", "choose.seen"


@pytest.fixture
def asked(book: Version, now: datetime) -> Version:
    """The house, with questions about its book."""
    assert bring_questions(book) > 50
    return book


def later(monkeypatch: pytest.MonkeyPatch, now: datetime, **by: float) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(**by))


def test_a_quiz_is_passed_and_learned_and_comes_again(asked: Version, log_in: LogIn) -> None:
    attempt = take(log_in("finn"), ABOUT, WHAT, best)
    assert attempt.passed and attempt.credit == 1.0
    found = learned(["finn", "gwen"])
    assert {key for key in found} == {("finn", WHAT)} and found["finn", WHAT].passed
    card = ReviewCard.objects.get(person="finn")
    assert card.standard == WHAT and card.due is not None and card.times == 1
    page = log_in("finn").get(f"/practice/quiz/{attempt.pk}/").content.decode()
    assert "The book says" in page and "Passed" in page


def test_who_fails_waits_a_day_and_is_asked_in_other_words(
    asked: Version, log_in: LogIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    finn = log_in("finn")
    first = take(finn, ABOUT, WHAT, worst)
    assert not first.passed and first.credit == 0
    page = finn.get(f"/practice/quiz/?{ABOUT}={WHAT}").content.decode()
    assert "You can try again from Thursday, 19 November" in page
    assert finn.post(f"/practice/quiz/?{ABOUT}={WHAT}").status_code == 409
    later(monkeypatch, now, hours=13)  # 0:00 of the next day in Berlin
    second = take(log_in("finn"), ABOUT, WHAT, worst)
    assert second.number == 2 and shown(first).isdisjoint(shown(second)), "each question is new, or drawn anew"


def shown(attempt: QuizAttempt) -> set[tuple[str, tuple[str, ...]]]:
    """Each question of an attempt with its choices as they were shown."""
    found = set()
    for item in attempt.items:
        question = learning.read(Question.objects.get(pk=int(item)).body)
        variant = learning.variant(question, attempt.seed, attempt.number - 1)
        found.add((question.id, tuple(one.id for one in variant.choices)))
    return found


def test_attempts_end_and_a_coach_gives_another(
    asked: Version, log_in: LogIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(3):
        later(monkeypatch, now, days=day)
        take(log_in("finn"), ABOUT, WHAT, worst)
    later(monkeypatch, now, days=9)
    finn, cora = log_in("finn"), log_in("cora")
    assert "All attempts are used" in finn.get(f"/practice/quiz/?{ABOUT}={WHAT}").content.decode()
    assert finn.post(f"/practice/quiz/?{ABOUT}={WHAT}").status_code == 409
    given = {"about": ABOUT, "what": WHAT}
    for other in ("finn", "gwen", "lea", "olga", "hugo", "ada", "rita", "otto"):
        assert log_in(other).post("/practice/learning/finn/another/", given).status_code == 403, other
    assert "Give another attempt" in cora.get("/practice/learning/finn/").content.decode()
    assert cora.post("/practice/learning/finn/another/", given).status_code == 302
    assert cora.post("/practice/learning/finn/another/", given, follow=True).content.decode().count("left already") == 1
    assert take(finn, ABOUT, WHAT, best).passed
    assert finn.post(f"/practice/quiz/?{ABOUT}={WHAT}").status_code == 409


def test_what_was_handed_in_stays(asked: Version, log_in: LogIn) -> None:
    finn = log_in("finn")
    attempt = take(finn, ABOUT, WHAT, worst)
    assert finn.post(f"/practice/quiz/{attempt.pk}/1/", {"choice": "x"})["Location"] == f"/practice/quiz/{attempt.pk}/"
    assert finn.post(f"/practice/quiz/{attempt.pk}/").status_code == 302
    assert QuizResult.objects.count() == 1 and ReviewCard.objects.get().times == 1
    assert Given.objects.filter(credit__gt=0).count() == 0


def test_what_is_left_open_counts_as_not_known(asked: Version, log_in: LogIn) -> None:
    finn = log_in("finn")
    key = finn.post(f"/practice/quiz/?{ABOUT}={WHAT}")["Location"].split("/")[3]
    assert finn.post(f"/practice/quiz/?{ABOUT}={WHAT}")["Location"].split("/")[3] == key, "begun twice is begun once"
    assert finn.post(f"/practice/quiz/{key}/1/", {}).status_code == 422
    assert finn.post(f"/practice/quiz/{key}/1/", {"choice": "none of these"}).status_code == 422
    finn.post(f"/practice/quiz/{key}/")
    attempt = QuizAttempt.objects.get()
    assert attempt.credit == 0 and not attempt.passed
    assert "Not answered." in finn.get(f"/practice/quiz/{key}/").content.decode()


def test_a_changed_standard_asks_anew_and_its_attempts_begin_anew(
    asked: Version, log_in: LogIn, cast: dict[str, Person]
) -> None:
    finn = log_in("finn")
    take(finn, ABOUT, WHAT, best)
    card = ReviewCard.objects.get()
    files = {
        name: text.replace("Within five minutes of coming in", "Within four minutes of coming in")
        for name, text in asked.files.items()
    }
    newer = publish(scope=scope_of(cast["ada"], NOW.date()), files=files, at=NOW)
    assert newer.editions[WHAT] != asked.editions[WHAT]
    bring_questions(newer)
    bring_questions(newer)
    renewed = ReviewCard.objects.get()
    assert renewed.edition == newer.editions[WHAT] and renewed.memory == "" and renewed.due == NOW != card.due
    assert learned(["finn"]) == {}
    live = Question.objects.filter(standard=WHAT, state="live")
    assert live and {one.edition for one in live} == {newer.editions[WHAT]}
    assert "your attempts begin anew" in finn.get(f"/practice/quiz/{QuizAttempt.objects.get().pk}/").content.decode()
    assert take(finn, ABOUT, WHAT, best).number == 1


def test_a_step_and_a_journey_ask_about_each_of_their_standards(asked: Version, log_in: LogIn) -> None:
    attempt = take(log_in("finn"), "journey", "put-right", best)
    rows = {one.standard for one in Question.objects.filter(pk__in=[int(key) for key in attempt.items])}
    assert rows == set(QuizResult.objects.values_list("standard", flat=True)) and len(rows) == 5
    assert {standard for _, standard in learned(["finn"])} == rows
    step = take(log_in("gwen"), "step", "choose-glasses/greet", best)
    assert {one.standard for one in step.results.all()} == {"choose.seen", "choose.first-answer"}
    assert log_in("gwen").get("/practice/quiz/?step=greet&journey=choose-glasses").status_code == 200
    for wrong in ("step=nowhere", "journey=no", "standard=overall", "standard=none.such"):
        assert log_in("gwen").get(f"/practice/quiz/?{wrong}").status_code == 404, wrong


def test_one_failed_standard_of_a_passed_journey_is_not_learned(asked: Version, log_in: LogIn) -> None:
    QuizChoice.the()
    QuizChoice.objects.update(pass_mark=50)
    attempt = take(
        log_in("finn"), "journey", "put-right",
        lambda question, variant: (worst if question.standard == "right.way" else best)(question, variant),
    )  # fmt: skip
    assert attempt.passed
    assert not learned(["finn"])["finn", "right.way"].passed and learned(["finn"])["finn", "right.choice"].passed


def test_only_the_person_and_their_coach_see_how_it_went(asked: Version, log_in: LogIn) -> None:
    attempt = take(log_in("finn"), ABOUT, WHAT, worst)
    for who in ("gwen", "cora", "lea", "hugo", "ada", "otto", "olga", "rita"):
        assert log_in(who).get(f"/practice/quiz/{attempt.pk}/").status_code == 404, who
        assert log_in(who).get(f"/practice/quiz/{attempt.pk}/1/").status_code == 404, who
    signs = {who: log_in(who).get("/practice/learning/finn/").status_code for who in (
        "finn", "cora", "gwen", "lea", "hugo", "ada", "otto", "olga", "rita",
    )}  # fmt: skip
    assert signs == {"finn": 200, "cora": 200} | dict.fromkeys(
        ("gwen", "lea", "hugo", "ada", "otto", "olga", "rita"), 403
    )
    assert log_in("nobody").get("/practice/learning/finn/").status_code == 302


def test_repeated_failure_is_told_to_the_person_and_their_coach_with_training_first(
    asked: Version, log_in: LogIn, now: datetime, monkeypatch: pytest.MonkeyPatch, cast: dict[str, Person]
) -> None:
    finn = log_in("finn")
    take(finn, ABOUT, WHAT, worst)
    assert not [one for one in acts(scope_of(cast["cora"], house_today(now)), now) if "Finn" in one.says]
    later(monkeypatch, now, days=1)
    finn = log_in("finn")
    take(finn, ABOUT, WHAT, worst)
    page = log_in("cora").get("/practice/learning/finn/").content.decode()
    assert "not passed in 2 attempts" in page and "First, train" in page
    assert "not passed in 2 attempts" in finn.get("/practice/learning/").content.decode()
    told = [one for one in acts(scope_of(cast["cora"], house_today(now)), now) if "Finn" in one.says]
    assert len(told) == 1 and "train it first" in told[0].says
    for other in ("lea", "hugo", "olga", "gwen"):
        assert not [one for one in acts(scope_of(cast[other], house_today(now)), now) if "Finn" in one.says], other


def test_the_clock_is_hidden_by_ones_own_choice_and_nobody_can_tell(asked: Version, log_in: LogIn) -> None:
    finn, gwen = log_in("finn"), log_in("gwen")
    keys = {}
    for who, client in (("finn", finn), ("gwen", gwen)):
        keys[who] = client.post(f"/practice/quiz/?{ABOUT}={WHAT}")["Location"]
    assert "data-seconds" in finn.get(keys["finn"]).content.decode()
    finn.post("/practice/quiz/clock/", {"clock": "no", "about": ABOUT, "what": WHAT})
    assert "data-seconds" not in finn.get(keys["finn"]).content.decode()
    assert "data-seconds" in gwen.get(keys["gwen"]).content.decode()
    assert QuizPreference.objects.get().no_clock
    finn.post("/practice/quiz/clock/", {"clock": "yes", "about": ABOUT, "what": WHAT})
    told = Line.objects.filter(verb="chose for themself").values_list("actor", "fields", "sealed")
    assert [*told] == [("finn", [], None), ("finn", [], None)], "which of the two was chosen stands nowhere"
    assert not {"millis", "seconds", "began"} & {field.name for field in Given._meta.fields}, "no time is kept"


def test_audit_lines_hold_no_answer_in_clear(asked: Version, log_in: LogIn) -> None:
    take(log_in("finn"), ABOUT, WHAT, best)
    for line in Line.objects.filter(subject="finn"):
        assert set(line.fields) <= {"about", "what", "number"}, line.verb
