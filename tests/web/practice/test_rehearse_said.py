"""What is said of a rehearsal, by whom, before and after the checks; who reads it, and who never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.queries import Search, lines, shown
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role
from clearbar.web.practice.holding import Practice
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal
from clearbar.web.practice.queries.rehearsed import rehearsed
from tests.web.conftest import SINCE
from tests.web.practice.rehearsals import BAD, offer, rehearse, start

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]


@pytest.fixture
def one(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Rehearsal:
    """A rehearsal of Finn's that ended."""
    del book, now
    offer(cast["lea"])
    return rehearse(log_in("finn"))


def fields(client: Client, address: str) -> dict[str, str]:
    """The names of the radio fields of a card, by the standard's name."""
    form = client.get(address).context["card"]
    return {line.standard: field.html_name for line, field, _ in form}


def rate(client: Client, one: Rehearsal, levels: dict[str, int], what: str = "view", comment: str = "") -> int:
    address = f"/practice/talk/{one.pk}/{what}/"
    names = fields(client, address)
    told = {names[standard]: str(level) for standard, level in levels.items()}
    return client.post(address, {**told, "comment": comment}).status_code


def test_one_says_how_it_went_before_one_sees_what_was_seen(one: Rehearsal, log_in: LogIn) -> None:
    finn = log_in("finn")
    address = f"/practice/talk/{one.pk}/feedback/"
    before = finn.get(address).content.decode()
    assert "in your own eyes?" in before and "▲" not in before and "cleared" not in before.lower()
    assert rate(finn, one, {"right.choice": 3}, "feedback", "I rushed.") == 302
    after = " ".join(finn.get(address).content.decode().split())
    assert "<td>average</td><td>good</td>" in after, "mine beside the checks'"
    assert "I rushed." in after and "▲ cleared" in after
    [row] = Rating.objects.filter(source="self")
    assert (row.setting, row.rater, row.person, row.level) == ("rehearsal", "finn", "finn", 3)


def test_who_looked_first_can_no_longer_say_it(one: Rehearsal, log_in: LogIn) -> None:
    finn = log_in("finn")
    finn.post(f"/practice/talk/{one.pk}/see/")
    page = finn.get(f"/practice/talk/{one.pk}/feedback/")
    assert "What was seen in your rehearsal" in page.content.decode()
    finn.post(f"/practice/talk/{one.pk}/feedback/", {"s0-level": "3"})
    assert not Opinion.objects.exists() and not Rating.objects.filter(source="self").exists()


def test_a_card_on_which_nothing_was_marked_is_told_so(one: Rehearsal, log_in: LogIn) -> None:
    answer = log_in("finn").post(f"/practice/talk/{one.pk}/feedback/", {"comment": "Nothing to mark."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a level for at least one standard." in page and "Nothing to mark." in page


def test_feedback_comes_line_by_line_with_an_exemplary_answer(cast: dict[str, Person], book: Version, log_in: LogIn,
                                                              now: datetime) -> None:  # fmt: skip
    del book, now
    offer(cast["lea"])
    finn = log_in("finn")
    one = rehearse(finn, BAD)
    finn.post(f"/practice/talk/{one.pk}/see/")
    page = finn.get(f"/practice/talk/{one.pk}/feedback/").content.decode()
    assert page.count("Again from here") == 2
    assert "What happened to them?" in page, "how it can be said"
    assert "This goes against “putting no blame on you”." in page
    assert "It ended badly for the customer." in page


READERS = {
    "finn": 404, "cora": 200, "gwen": 404, "lea": 404, "hugo": 404, "olga": 404, "otto": 404, "rita": 404, "ada": 404,
    "nobody": 302,
}  # fmt: skip
"""Who reads a talk of Finn's on the page for others; Finn has a page of his own."""


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_talk_is_read_by_the_person_and_their_coach(one: Rehearsal, log_in: LogIn, name: str) -> None:
    client = log_in(name)
    assert client.get(f"/practice/talk/{one.pk}/view/").status_code == READERS[name]
    own = 200 if name == "finn" else 302 if name == "nobody" else 404
    for what in ("", "feedback/"):
        assert client.get(f"/practice/talk/{one.pk}/{what}").status_code == own
    for what in ("", "stop/", "again/", "see/", "ask/"):
        answer = client.post(f"/practice/talk/{one.pk}/{what}", {"said": "0", "text": "x", "line": "0"})
        if name != "finn":
            assert answer.status_code == own
    assert client.get("/practice/rehearse/of/finn/").status_code == (
        302 if name == "nobody" else 200 if name == "cora" else 404
    )


def test_a_coach_finds_whom_they_coach_and_nobody_else_does(one: Rehearsal, log_in: LogIn) -> None:
    del one
    for name in READERS:
        page = log_in(name).get("/practice/rehearse/").content.decode()
        assert ("What Finn Frontline has rehearsed" in page) == (name == "cora"), name


def test_leaders_read_no_talk_even_where_they_see_single_persons(one: Rehearsal, log_in: LogIn) -> None:
    Organisation.objects.update(individual_view=True)
    assert log_in("lea").get(f"/practice/talk/{one.pk}/view/").status_code == 404


def test_a_coach_of_another_team_reads_nothing(one: Rehearsal, log_in: LogIn, cast: dict[str, Person]) -> None:
    Grant.objects.create(person=cast["otto"], role=Role.COACH, team_id="south")
    assert log_in("otto").get(f"/practice/talk/{one.pk}/view/").status_code == 404
    assert log_in("otto").get("/practice/rehearse/of/finn/").status_code == 404


def test_nobody_reads_a_talk_that_goes_on(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    offer(cast["lea"])
    running = start(log_in("finn"))
    assert log_in("cora").get(f"/practice/talk/{running.pk}/view/").status_code == 404


def test_a_coach_marks_before_they_see_and_their_word_goes_before_the_check(one: Rehearsal, log_in: LogIn) -> None:
    cora = log_in("cora")
    assert rehearsed(["finn"])["finn", "put-right"].at_bar == 1
    before = cora.get(f"/practice/talk/{one.pk}/view/").content.decode()
    assert "▲" not in before and "What happened to them?" in before
    assert rate(cora, one, {"right.choice": 2}, comment="You offered too soon.") == 302
    [row] = Rating.objects.filter(source="coach")
    assert (row.setting, row.rater, row.person, row.level) == ("rehearsal", "cora", "finn", 2)
    assert rehearsed(["finn"])["finn", "put-right"].at_bar == 0
    assert "▲ cleared" in cora.get(f"/practice/talk/{one.pk}/view/").content.decode()
    finn = log_in("finn")
    finn.post(f"/practice/talk/{one.pk}/see/")
    page = finn.get(f"/practice/talk/{one.pk}/feedback/").content.decode()
    assert "You offered too soon." in page and "Cora Coach: underperforming" in page


def test_a_colleague_reads_it_once_asked_and_no_longer_when_taken_back(one: Rehearsal, log_in: LogIn) -> None:
    finn, gwen = log_in("finn"), log_in("gwen")
    assert finn.post(f"/practice/talk/{one.pk}/ask/", {"person": "gwen"}).status_code == 302
    assert "Say how you see a rehearsal of Finn" in gwen.get("/practice/rehearse/").content.decode()
    assert gwen.get(f"/practice/talk/{one.pk}/view/").status_code == 200
    finn.post(f"/practice/talk/{one.pk}/ask/", {"person": "gwen", "back": "1"})
    assert gwen.get(f"/practice/talk/{one.pk}/view/").status_code == 404
    finn.post(f"/practice/talk/{one.pk}/ask/", {"person": "gwen"})
    assert rate(gwen, one, {"right.choice": 5}, comment="Well done.") == 302
    [row] = Rating.objects.filter(source="peer")
    assert (row.setting, row.rater, row.level) == ("rehearsal", "gwen", 5)
    page = gwen.get(f"/practice/talk/{one.pk}/view/").content.decode()
    assert "▲" not in page and "Well done." in page, "what the checks saw is for the person and their coach"


@pytest.mark.parametrize("whom", ["finn", "otto", "olga", "bot", "nobody", ""])
def test_only_a_coach_or_a_colleague_at_the_same_site_can_be_asked(one: Rehearsal, log_in: LogIn, whom: str) -> None:
    assert log_in("finn").post(f"/practice/talk/{one.pk}/ask/", {"person": whom}).status_code == 403
    assert not Opinion.objects.exists()


def test_what_was_said_once_stays(one: Rehearsal, log_in: LogIn) -> None:
    cora = log_in("cora")
    rate(cora, one, {"right.choice": 2})
    cora.post(f"/practice/talk/{one.pk}/view/", {"s0-level": "5"})
    assert [row.level for row in Rating.objects.filter(source="coach")] == [2]


def test_comments_are_private_and_lose_their_card_numbers(one: Rehearsal, log_in: LogIn) -> None:
    rate(log_in("cora"), one, {"right.choice": 2}, comment="Card 4111 1111 1111 1111 was read aloud.")
    [opinion] = Opinion.objects.all()
    assert opinion.comment == "Card [card number] was read aloud."
    told = [str(each.values) for each in shown(lines(Search()))]
    assert Line.objects.exists() and not any("read aloud" in each for each in told)


class TestFaceToFace:
    """A colleague plays the customer from a sheet, says what they heard, and rates."""

    @pytest.fixture
    def sheet(self, cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Rehearsal:
        del book, now
        offer(cast["lea"])
        return start(log_in("finn"), way="sheet", partner="gwen")

    def test_the_sheet_is_for_the_player_alone(self, sheet: Rehearsal, log_in: LogIn) -> None:
        page = log_in("gwen").get(f"/practice/sheet/{sheet.pk}/").content.decode()
        for words in ("He sat on them on the bus.", "His glasses back by Friday.", "loose again", "6 of 10"):
            assert words in page
        for name in ("finn", "cora", "lea", "ada", "otto"):
            assert log_in(name).get(f"/practice/sheet/{sheet.pk}/").status_code == 404
        assert "He sat on them" not in log_in("finn").get(f"/practice/talk/{sheet.pk}/").content.decode()

    def test_what_was_heard_gives_feedback_and_people_alone_rate(self, sheet: Rehearsal, log_in: LogIn) -> None:
        gwen = log_in("gwen")
        assert gwen.post(f"/practice/sheet/{sheet.pk}/", {"heard": ["two-ways"], "end": "glad"}).status_code == 302
        found = Rehearsal.objects.get(pk=sheet.pk)
        verdicts = {one["standard"]: one["cleared"] for one in found.shown}
        assert verdicts == {"right.choice": True, "right.no-blame": False} and found.end == "glad"
        assert not Rating.objects.exists(), "there are no words that a check could have read"
        assert rate(gwen, sheet, {"right.choice": 4, "right.no-blame": 4}) == 302
        rows = Rating.objects.values_list("source", "setting", "channel", "rater").distinct()
        assert list(rows) == [("peer", "rehearsal", "visit", "gwen")]
        assert rehearsed(["finn"])["finn", "put-right"].at_bar == 1, "her word goes before the boxes she ticked"
        gwen.post(f"/practice/sheet/{sheet.pk}/", {"heard": ["blame"], "end": "leaves"})
        assert Rehearsal.objects.get(pk=sheet.pk).end == "glad", "once"

    def test_how_it_ended_must_be_said(self, sheet: Rehearsal, log_in: LogIn) -> None:
        answer = log_in("gwen").post(f"/practice/sheet/{sheet.pk}/", {"heard": ["two-ways"]})
        assert answer.status_code == 422 and Rehearsal.objects.get(pk=sheet.pk).ended_at is None

    def test_a_sheet_needs_a_colleague_who_can_be_asked(self, sheet: Rehearsal, log_in: LogIn) -> None:
        finn = log_in("finn")
        for partner in ("", "finn", "otto", "bot"):
            told = {"mood": "calm", "way": "sheet", "partner": partner}
            assert finn.post("/practice/rehearse/scenario/loose-hinge/", told).status_code == 422
        assert Rehearsal.objects.count() == 1


def test_who_works_alone_is_offered_no_sheet_and_can_still_rehearse(
    cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime
) -> None:
    del book, now
    offer(cast["lea"])
    Membership.objects.exclude(person__in=["otto"]).filter(team="south").delete()
    Membership.objects.get_or_create(person=cast["otto"], team_id="south", defaults={"since": SINCE})
    Grant.objects.filter(role="coach").delete()
    otto = log_in("otto")
    assert "Face to face" not in otto.get("/practice/rehearse/scenario/loose-hinge/").content.decode()
    assert otto.post("/practice/rehearse/scenario/loose-hinge/", {"mood": "angry"}).status_code == 302
    assert Rehearsal.objects.get().mood == "angry"


def test_what_was_forgotten_in_time_leaves_pages_that_open(one: Rehearsal, log_in: LogIn) -> None:
    finn, cora = log_in("finn"), log_in("cora")
    running = start(finn)
    assert rate(finn, one, {"right.choice": 3}, "feedback") == 302
    assert rate(cora, one, {"right.choice": 3}) == 302
    Practice().forget("rehearsals", one.begun_at + timedelta(days=1))
    assert Rehearsal.objects.get(pk=one.pk).talk == {}
    for client, address in (
        (finn, "/practice/rehearse/"), (finn, f"/practice/talk/{one.pk}/"), (finn, f"/practice/talk/{running.pk}/"),
        (finn, f"/practice/talk/{one.pk}/feedback/"), (cora, f"/practice/talk/{one.pk}/view/"),
        (cora, "/practice/rehearse/of/finn/"),
    ):  # fmt: skip
        assert client.get(address, follow=True).status_code == 200, address
    assert finn.post(f"/practice/talk/{one.pk}/again/", {"line": "0"}).status_code == 302
    assert "cleared" in finn.get(f"/practice/talk/{one.pk}/feedback/").content.decode(), "what it showed stays"
