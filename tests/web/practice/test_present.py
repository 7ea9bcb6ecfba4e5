"""Lessons, people's own words, huddles and the plan: as the pages tell them, and who may do what."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.model.lesson import Medium
from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import unseal
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.bridge import books
from clearbar.web.ledger.jobs import work
from clearbar.web.ledger.models import Comment, Happened, Rating
from clearbar.web.people.models import Membership, Person, Role, Team
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import present as actions
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.models.learn import Given, Question
from clearbar.web.practice.models.present import CriticalHere, HuddleHeld, LessonEdit, LessonRead, TaughtHow
from clearbar.web.practice.queries import present as queries
from clearbar.web.practice.queries import present_huddle
from clearbar.web.practice.queries.present_acts import acts
from clearbar.web.practice.queries.present_known import known_of
from clearbar.web.practice.queries.present_plan import planned
from clearbar.web.reviews.actions.choices import mark_critical
from tests.web.conftest import NOW, SINCE
from tests.web.practice.rehearsals import offer
from tests.web.practice.test_sign import republish

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FIT = "/practice/lessons/collect-glasses/fit/"
Log = Callable[[str], Client]


def text(client: Client, path: str, **further: object) -> str:
    found = client.get(path, **further)  # type: ignore[arg-type]
    assert found.status_code == 200, found.status_code
    return found.content.decode()


def taught(person: str) -> set[str | None]:
    return set(Happened.objects.filter(kind="taught", person=person).values_list("standard", flat=True))


def test_before_a_book_is_published_the_pages_say_what_will_be_there(log_in: Log) -> None:
    assert "nothing to read yet" in text(log_in("finn"), "/practice/lessons/")
    assert "no huddle yet" in text(log_in("finn"), "/practice/huddle/")
    assert log_in("finn").get(FIT).status_code == 404
    assert "Once the book is published" in text(log_in("cora"), "/practice/plan/")


def test_the_library_leads_to_what_i_perform_and_have_not_read(book: Version, log_in: Log, now: datetime) -> None:
    Duty.objects.create(team_id="south", journey="choose-glasses")
    page = text(log_in("finn"), "/practice/lessons/")
    assert "Next to read: " in page and "Making and inspecting the order" in page
    assert page.index("Collect an order") < page.index("Other journeys") < page.index("Choose glasses with advice")


def test_a_page_that_was_read_is_an_event_once_and_the_way_leads_on(book: Version, log_in: Log, now: datetime) -> None:
    client = log_in("finn")
    assert "I have read this" in text(client, FIT)
    for _ in range(2):
        done = client.post(f"{FIT}read/")
        assert done.status_code == 302 and done["Location"] == "/practice/lessons/collect-glasses/leave/"
    assert taught("finn") == {"collect.fit"} and LessonRead.objects.count() == 1
    assert Line.objects.filter(verb="taught", subject="finn").count() == 1
    assert "You have read this as it stands today" in text(client, FIT)
    assert not taught("gwen")


def test_a_changed_standard_is_to_be_read_again_and_others_are_not(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    client = log_in("finn")
    client.post(f"{FIT}read/")
    client.post("/practice/lessons/collect-glasses/leave/read/")
    republish(cast["ada"], "You leave when they sit and you see, not before.", "You leave when you see, not before.")
    assert "I have read this" in text(client, FIT)
    assert "You have read this" in text(client, "/practice/lessons/collect-glasses/leave/")
    scope = scope_of(cast["finn"], TODAY)
    left = {one.step for one in queries.unread(scope)}
    assert "fit" in left and "leave" not in left


def test_what_waits_is_told_with_its_next_step(book: Version, cast: dict[str, Person]) -> None:
    found = acts(scope_of(cast["finn"], TODAY), NOW)
    assert len(found) == 1 and found[0].says.startswith("13 pages wait for you to read")
    assert found[0].address == "/practice/lessons/choose-glasses/greet/"
    assert [one.link for one in acts(scope_of(cast["cora"], TODAY), NOW)][-1] == "Hold the huddle"
    assert acts(scope_of(cast["hugo"], TODAY), NOW) == []  # in no team


HOTEL_DE = "Nach höchstens fünf Minuten haben Sie Ihren Schlüssel in der Hand."


@pytest.fixture
def hotel(cast: dict[str, Person]) -> Version:
    """A book that speaks English, German and Dutch."""
    return publish(scope=scope_of(cast["ada"], TODAY), files=books.starter("hotel"), at=NOW)


def test_a_lesson_speaks_the_person_s_language_where_the_book_has_it(
    hotel: Version, cast: dict[str, Person], log_in: Log
) -> None:
    book = books.read(hotel.files)
    journey = book.journeys[0]
    path = f"/practice/lessons/{journey.id}/{journey.steps[0].id}/"
    client = log_in("finn")
    assert HOTEL_DE not in text(client, path)
    assert HOTEL_DE in text(client, path, headers={"accept-language": "fr, de-AT;q=0.8, en;q=0.5"})
    Person.objects.filter(pk="finn").update(language="de")
    page = text(client, path, headers={"accept-language": "en"})
    assert HOTEL_DE in page and "Was Sie tun" in page and 'lang="de"' in page
    dutch = text(client, f"{path}?language=nl")
    assert "Wat we beloven" in dutch and HOTEL_DE not in dutch
    assert HOTEL_DE in text(client, f"{path}?language=xx")  # unknown: their own


# people's own words


def write(client: Client, **words: str) -> int:
    return client.post(
        "/practice/words/collect.fit/", {"why": "", "example": "", "question": "", "note": ""} | words
    ).status_code


def test_a_coach_s_own_words_stand_in_the_lesson_for_everybody(book: Version, log_in: Log, now: datetime) -> None:
    assert write(log_in("cora"), why="A pair that slips is a pair in a drawer.", example="Once, eleven times.") == 302
    page = text(log_in("otto"), FIT)
    assert "A pair that slips is a pair in a drawer." in page and "An example of ours" in page
    assert "this is what they meet" not in page


def test_words_for_an_earlier_wording_are_shown_to_who_writes_and_to_nobody_else(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    write(log_in("cora"), why="A pair that slips is a pair in a drawer.")
    republish(cast["ada"], "You leave when they sit and you see, not before.", "You leave when you see, not before.")
    assert "in a drawer" not in text(log_in("finn"), FIT)
    page = text(log_in("lea"), "/practice/words/collect.fit/")
    assert "Written for the earlier wording" in page and "in a drawer" in page
    assert "in a drawer" not in re.findall(r'<textarea name="why".*?</textarea>', page, re.DOTALL)[0]
    write(log_in("lea"), why="It still holds: a drawer.")
    assert "It still holds" in text(log_in("finn"), FIT) and LessonEdit.objects.count() == 2
    assert "Written for the earlier wording" not in text(log_in("lea"), "/practice/words/collect.fit/")


def test_empty_words_take_them_away_and_the_audit_names_fields_only(book: Version, log_in: Log, now: datetime) -> None:
    write(log_in("cora"), note="A secret of the class.")
    write(log_in("cora"))
    assert not LessonEdit.objects.exists()
    lines = Line.objects.filter(verb="wrote a lesson")
    assert lines.count() == 2
    assert all("secret" not in json.dumps(unseal(one.subject, one.sealed), default=str) for one in lines)


def test_words_in_one_language_are_not_shown_in_another(hotel: Version, log_in: Log) -> None:
    journey = books.read(hotel.files).journeys[0]
    standard = journey.steps[0].standards[0].id
    client = log_in("lea")
    client.post(f"/practice/words/{standard}/?language=de", {"why": "Weil der Tag lang war."})
    path = f"/practice/lessons/{journey.id}/{journey.steps[0].id}/"
    assert "Weil der Tag lang war." in text(client, f"{path}?language=de")
    assert "Weil der Tag" not in text(client, f"{path}?language=en")


@pytest.mark.parametrize("who", ["finn", "otto", "rita"])
def test_who_does_not_present_writes_and_plans_nothing(who: str, book: Version, log_in: Log) -> None:
    client = log_in(who)
    for path in ("/practice/words/collect.fit/", "/practice/plan/", f"{FIT}films/"):
        assert client.get(path).status_code == client.post(path).status_code == 403
    assert text(client, FIT) and "words/" not in text(client, FIT)
    assert client.post("/practice/huddle/", {"persons": [who]}).status_code == 403


def test_actions_ask_for_themselves(book: Version, cast: dict[str, Person]) -> None:
    finn, cora = (scope_of(cast[who], TODAY) for who in ("finn", "cora"))
    found = books.read(book.files).find("collect.fit")
    assert found
    south = Team.objects.get(pk="south")
    with pytest.raises(PermissionDenied):
        actions.write_lesson(scope=finn, standard=found.standard, language="en", words={"why": "x"}, at=NOW)
    with pytest.raises(PermissionDenied):
        actions.hold_huddle(scope=cora, team=south, standard=found.standard, persons=["otto"], at=NOW, today=TODAY)
    for team in (south, None):
        with pytest.raises(PermissionDenied):
            actions.choose_how(
                scope=cora, role=Role.FRONTLINE, team=team, standard="collect.fit", media=[Medium.PAGE], every=7, at=NOW
            )


# what is printed


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads a PDF with pdftotext")
@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("kit", "For you who lead the class"),
        ("poster", "What you can expect from us"),
        ("pocket", "Does this customer hold"),
    ],
)
def test_papers_are_pdfs(what: str, says: str, book: Version, log_in: Log) -> None:
    found = log_in("olga").get(f"/practice/print/collect-glasses/{what}.pdf")
    assert (
        found["Content-Type"] == "application/pdf" and f"{what}-collect-glasses-en.pdf" in found["Content-Disposition"]
    )
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=found.content, capture_output=True, check=True)
    assert says in " ".join(read.stdout.decode().split())


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads a PDF with pdftotext")
def test_a_scenario_that_people_rehearse_is_a_sheet_of_the_kit(
    book: Version, cast: dict[str, Person], log_in: Log
) -> None:
    def kit() -> str:
        found = log_in("lea").get("/practice/print/put-right/kit.pdf?step=ask")
        read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=found.content, capture_output=True, check=True)
        return " ".join(read.stdout.decode().split())

    assert "Mr Okoro" not in kit()
    offer(cast["ada"])
    told = kit()
    assert "The hinge that came loose" in told and "He sat on them on the bus." in told


def test_the_kit_is_for_who_presents_since_it_says_what_customers_hide(book: Version, log_in: Log) -> None:
    step = "/practice/lessons/put-right/ask/"
    for who, opens in (("finn", False), ("rita", False), ("cora", True), ("lea", True), ("ada", True)):
        status = {what: log_in(who).get(f"/practice/print/put-right/{what}.pdf").status_code for what in (
            "kit", "poster", "pocket",
        )}  # fmt: skip
        assert status == {"kit": 200 if opens else 403, "poster": 200, "pocket": 200}, who
        for page in ("/practice/lessons/", step):
            assert ("kit.pdf" in log_in(who).get(page).content.decode()) == opens, (who, page)


@pytest.mark.parametrize(
    "path", ["nowhere/kit.pdf", "collect-glasses/book.pdf", "collect-glasses/kit.pdf?step=nowhere"]
)
def test_papers_of_nothing_are_not_found(path: str, book: Version, log_in: Log) -> None:
    assert log_in("lea").get(f"/practice/print/{path}").status_code == 404


def test_a_computer_that_cannot_draw_says_so(book: Version, log_in: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(name: str) -> None:
        raise OSError(f"no {name}")

    monkeypatch.setattr("clearbar.flow.teach.present.import_module", lacking)
    found = log_in("finn").get("/practice/print/collect-glasses/poster.pdf")
    assert found.status_code == 503 and b"cannot draw a PDF yet" in found.content


# the huddle


def test_the_huddle_has_one_standard_one_story_and_one_question(book: Version, log_in: Log, now: datetime) -> None:
    page = text(log_in("finn"), "/practice/huddle/")
    for heading in ("One standard", "One story", "One question"):
        assert page.count(heading) == 1
    assert "Note it" not in page and "Note it" in text(log_in("cora"), "/practice/huddle/")


def test_who_was_there_was_taught_and_tomorrow_it_is_another_s_turn(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    team, content = Team.objects.get(pk="north"), books.read(book.files)
    first = present_huddle.huddle_of(team, content, TODAY)
    assert first
    standard = first.placed.standard.id
    sent = {"persons": ["finn", "gwen"]}
    done = log_in("cora").post(f"/practice/huddle/?team=north&standard={standard}", sent)
    assert done.status_code == 302
    assert taught("finn") == taught("gwen") == {standard} and not taught("cora")
    assert HuddleHeld.objects.get().by == "cora"
    again = present_huddle.huddle_of(team, content, TODAY)
    assert again and again.held and again.placed.standard.id == standard
    tomorrow = present_huddle.huddle_of(team, content, TODAY + timedelta(days=1))
    assert tomorrow and tomorrow.placed.standard.id != standard and tomorrow.held is None


def test_nobody_is_noted_who_is_not_of_the_team(book: Version, log_in: Log, now: datetime) -> None:
    answer = log_in("cora").post("/practice/huddle/?team=north", {"persons": ["otto"]})
    assert answer.status_code == 422 and not taught("otto") and not HuddleHeld.objects.exists()
    assert log_in("cora").post("/practice/huddle/?team=north", {}).status_code == 422
    assert log_in("cora").get("/practice/huddle/?team=south").status_code == 403
    assert log_in("olga").get("/practice/huddle/?team=north").status_code == 403


def test_over_many_days_each_standard_of_the_team_has_its_huddle(book: Version, cast: dict[str, Person]) -> None:
    team, content, scope = Team.objects.get(pk="north"), books.read(book.files), scope_of(cast["cora"], TODAY)
    held = []
    for number in range(16):
        day = TODAY + timedelta(days=number)
        found = present_huddle.huddle_of(team, content, day)
        assert found
        held.append(found.placed.standard.id)
        actions.hold_huddle(scope=scope, team=team, standard=found.placed.standard, persons=[], at=NOW, today=day)
    assert len(set(held[:14])) == 14 == len([one for one in content.placed() if one.journey])


def say(book: Version, number: int, words: str, level: int, **about: object) -> None:
    """A customer says something of the fitting, weeks ago."""
    placed = books.read(book.files).find("collect.fit")
    assert placed
    row = {
        "rating": f"r{number}", "standard": "collect.fit", "edition": placed.standard.edition, "response": f"a{number}",
        "source": "customer", "level": level, "week": 202640, "team": "south",
    }  # fmt: skip
    Rating.objects.create(**row | about)  # type: ignore[arg-type]
    Comment.objects.create(response=f"a{number}", kind=Comment.Kind.OPEN, text=words, week=202640)


def stories(book: Version) -> list[str]:
    placed = books.read(book.files).find("collect.fit")
    assert placed
    return [one.text for one in present_huddle.voices(placed, Team.objects.get(pk="north"), TODAY)]


def test_a_story_of_a_customer_needs_five_voices_and_tells_of_nobody(book: Version, log_in: Log, now: datetime) -> None:
    for number in range(4):
        say(book, number, f"They sat at once, thought {number}.", 5)
    page = text(log_in("finn"), "/practice/huddle/?team=north&standard=collect.fit")
    assert "thought" not in page and "Two customers, two days." in page
    say(book, 4, "They sat. Call me on +49 30 12345678 or write to ann@example.org.", 5)
    page = text(log_in("finn"), "/practice/huddle/?team=north&standard=collect.fit")
    assert "A customer told us:" in page
    assert not any("12345678" in one or "ann@example.org" in one for one in stories(book))


@pytest.mark.parametrize(
    ("words", "level", "about"),
    [
        ("Finn was wonderful.", 5, {}),
        ("I waited for nothing.", 1, {"team": "north"}),
        ("I waited for nothing.", 1, {"person": "gwen"}),
        ("This week's news.", 5, {"week": 202647}),
        ("A disputed one.", 5, {"disputed": True}),
        ("From a rehearsal.", 5, {"setting": "rehearsal"}),
        ("By a reviewer.", 5, {"source": "reviewer"}),
        ("Of earlier words.", 5, {"edition": "earlier"}),
        ("Long. " * 80, 5, {}),
    ],
)
def test_what_would_shame_or_name_somebody_is_no_story(
    words: str, level: int, about: dict[str, object], book: Version
) -> None:
    for number in range(5):
        say(book, number, f"They sat at once, thought {number}.", 5)
    say(book, 9, words, level, **about)
    assert sorted(stories(book)) == [f"They sat at once, thought {number}." for number in range(5)]


def test_a_complaint_about_another_team_is_told_as_nobody_s_here(book: Version) -> None:
    for number in range(5):
        say(book, number, f"Nothing was set, thought {number}.", 1)
    assert len(stories(book)) == 5


def test_words_of_an_answer_that_was_better_or_worse_elsewhere_are_not_told_of_this_standard(book: Version) -> None:
    say(book, 1, "The workshop was bad.", 4)
    Rating.objects.create(
        rating="x", standard="other", edition="e", response="a1", source="customer", level=5, week=202640
    )
    assert stories(book) == []


# the plan


def lines(book: Version, role: Role = Role.FRONTLINE, team: str | None = "north") -> dict[str, object]:
    return {one.placed.standard.id: one for one in planned(books.read(book.files), role, team)}


def test_the_plan_proposes_and_people_change_it_freely(book: Version, log_in: Log, now: datetime) -> None:
    client = log_in("cora")
    page = text(client, "/practice/plan/")
    assert page.count("as the book says, every") == 14 and "Nobody can tell yet" in page
    sent = {"standard": "collect.fit", "act": "keep", "ways": ["huddle", "class"], "every": "7"}
    done = client.post("/practice/plan/?role=frontline&team=north", sent)
    assert done.status_code == 302 and done["Location"].endswith("#collect.fit")
    page = text(client, "/practice/plan/?role=frontline&team=north")
    assert "huddle, class; every week" in page and "chosen by Cora Coach on 18 November 2026" in page
    assert "Proposed:" in page
    client.post("/practice/plan/?role=frontline&team=north", {"standard": "collect.fit", "act": "back"})
    assert not TaughtHow.objects.exists()


def test_a_team_s_choice_holds_before_the_house_s(book: Version, cast: dict[str, Person]) -> None:
    hugo, cora = (scope_of(cast[who], TODAY) for who in ("hugo", "cora"))
    about = {"role": Role.FRONTLINE, "standard": "collect.fit", "at": NOW}
    actions.choose_how(scope=hugo, team=None, media=[Medium.POSTER], every=180, **about)  # type: ignore[arg-type]
    for team, every in (("north", 180), ("south", 180), (None, 180)):
        assert lines(book, team=team)["collect.fit"].every == every  # type: ignore[attr-defined]
    north = Team.objects.get(pk="north")
    actions.choose_how(scope=cora, team=north, media=[Medium.CLASS], every=7, **about)  # type: ignore[arg-type]
    for team, every in (("north", 7), ("south", 180), (None, 180)):
        assert lines(book, team=team)["collect.fit"].every == every  # type: ignore[attr-defined]


def test_wrong_choices_keep_what_was_typed(book: Version, log_in: Log, now: datetime) -> None:
    client = log_in("cora")
    answer = client.post("/practice/plan/?team=north", {"standard": "collect.fit", "act": "keep", "every": "30"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Tick one way at least." in page and "<details open" in page
    assert '<option value="30" selected' in page
    assert client.post("/practice/plan/?team=north", {"standard": "nothing"}).status_code == 404
    assert client.get("/practice/plan/?role=administrator").status_code == 404
    assert client.get("/practice/plan/?team=south").status_code == 403
    sent = {"standard": "collect.fit", "act": "keep", "ways": ["page"], "every": "7"}
    assert client.post("/practice/plan/?team=", sent).status_code == 403  # not for the whole house


def test_what_is_critical_to_reviews_is_heard_here(book: Version, cast: dict[str, Person], now: datetime) -> None:
    hugo = scope_of(cast["hugo"], TODAY)
    mark_critical(scope=hugo, standard="collect.leave", why="It is the law.", at=NOW)
    while work(lambda: NOW):
        pass
    assert CriticalHere.objects.get().why == "It is the law."
    found = lines(book)["collect.leave"].proposed  # type: ignore[attr-defined]
    assert found.matters and "a miss is critical" in found.reason
    mark_critical(scope=hugo, standard="collect.leave", why="", at=NOW + timedelta(minutes=1))
    while work(lambda: NOW + timedelta(minutes=2)):
        pass
    assert not CriticalHere.objects.exists()


@pytest.mark.parametrize(("persons", "known"), [(4, False), (5, True)])
def test_quiz_answers_count_from_five_people_on(persons: int, known: bool, book: Version) -> None:
    content = books.read(book.files)
    placed = content.find("collect.fit")
    assert placed
    asked = Question.objects.create(
        name="q", standard="collect.fit", edition=placed.standard.edition, kind="single", language="en", body={}, at=NOW
    )
    for number in range(20):
        Given.objects.create(
            person=f"p{number % persons}", question=asked, seed="s", variant=0, answer=[], credit=number % 2, at=NOW
        )
    wrong = known_of(content)["collect.fit"].wrong
    assert (wrong is not None) == known
    if wrong:
        assert (wrong.hits, wrong.n) == (10, 20)


def test_only_the_people_of_a_team_are_asked_who_was_there(book: Version, cast: dict[str, Person], log_in: Log) -> None:
    Membership.objects.create(person=cast["otto"], team_id="north", since=SINCE, until=SINCE)
    page = text(log_in("lea"), "/practice/huddle/?team=north")
    named = re.findall(r'name="persons" value="([^"]+)"', page)
    assert set(named) == {"ada", "cora", "finn", "gwen", "lea"}
