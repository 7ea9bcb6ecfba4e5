"""Whose figures are whose, and which are nobody's: on pages, in files, behind filters and on the way down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from clearbar.model.book import Book, Source
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries import about
from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger.actions import keep_answer, keep_comment
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

OF_FINN = (
    "/persons/finn/",
    "/ratings/?person=finn",
    "/board/person/finn/file.csv",
    "/board/person/finn/file.xlsx",
)
MAY_READ_FINN = {
    "finn": True, "cora": True,  # finn himself, and who coaches his team
    "gwen": False, "otto": False, "lea": False, "hugo": False, "ada": False, "rita": False, "olga": False,
}  # fmt: skip


def text(page: bytes) -> str:
    """What a page says, without its tags."""
    bare = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split())


def csv_rows(client: Client, address: str) -> list[str]:
    """The lines of a file with figures, without notes."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:200]
    return [line for line in answer.content.decode("utf-8-sig").splitlines() if re.search(r",0\.\d+,", line)]


def test_a_persons_page_files_and_ratings_are_for_them_and_their_coach(log_in: LogIn, heard: Version) -> None:
    for path in OF_FINN:
        found = {name: log_in(name).get(path).status_code for name in MAY_READ_FINN}
        assert found == {name: 200 if may else 404 for name, may in MAY_READ_FINN.items()}, path


def test_a_leader_reads_persons_only_where_the_organisation_switched_that_on(log_in: LogIn, heard: Version) -> None:
    assert log_in("lea").get("/persons/finn/").status_code == 404
    Organisation.objects.update(individual_view=True)
    assert log_in("lea").get("/persons/finn/").status_code == 200
    assert log_in("lea").get("/persons/otto/").status_code == 404
    assert log_in("ada").get("/persons/finn/").status_code == 404


def test_a_team_whose_customers_are_four_has_no_figure_and_nor_has_its_file(log_in: LogIn, heard: Version) -> None:
    client = log_in("olga")
    assert "4 of 4" not in text(client.get("/team/south/").content)
    answer = client.get("/board/team/south/file.csv")
    assert answer.status_code == 200
    assert not re.search(r"customer,\d", answer.content.decode())


def test_a_group_too_small_takes_another_with_it_so_that_it_does_not_follow(log_in: LogIn, heard: Version) -> None:
    client = log_in("hugo")
    client.post("/house/", {"skip": "yes"})
    page = client.get("/look/house/all/sites/").content
    shown = re.findall(r'<th scope="row"[^>]*>(\w+ shop)<', page.decode())
    assert "South shop" not in shown
    assert len(shown) == 1
    assert "withheld" in text(page)
    file = client.get("/look/house/all/sites/file.csv").content.decode()
    assert [name for name in ("North shop", "East shop", "South shop") if name in file] == shown
    assert "withheld" in file


def test_a_filter_that_leaves_four_customers_shows_no_figure_and_the_rest_shows_none_either(
    log_in: LogIn, heard: Version, cast: dict[str, Person]
) -> None:
    everything = about.house(scope_of(cast["hugo"], NOW.date()))
    assert len(everything.ask("clearance", Chosen("all"), by=("source",))) >= 1
    for channel in ("phone", "chat"):
        assert len(everything.ask("clearance", Chosen("all", channel=channel), "standard = 'overall'")) == 0
    client = log_in("ada")
    for channel in ("phone", "chat", "phone' or '1'='1"):
        for path in ("/house/", "/analyst/clearance/"):
            page = client.get(path, {"channel": channel})
            assert page.status_code == 200
            assert not re.search(r"\b(2 of 4|34 of 44)\b", text(page.content))
        assert client.get("/analyst/clearance/file.csv", {"channel": channel}).status_code == 404


def test_a_team_of_one_person_is_that_person(log_in: LogIn, heard: Version) -> None:
    assert "of 4" not in text(log_in("ada").get("/team/south/").content)
    assert "of 16" not in text(log_in("gwen").get("/team/north/").content)  # all that is not hers is finn's


def test_whoever_belongs_elsewhere_does_not_read_a_team(log_in: LogIn, heard: Version) -> None:
    for path in ("/board/team/north/file.csv", "/look/team/north/weeks/file.csv"):
        found = {name: log_in(name).get(path).status_code for name in ("finn", "cora", "rita", "otto", "olga")}
        assert found == {"finn": 200, "cora": 200, "rita": 404, "otto": 404, "olga": 404}, path


def test_the_way_down_ends_at_ratings_about_oneself(log_in: LogIn, heard: Version) -> None:
    assert "is yours to read" in text(log_in("hugo").get("/ratings/?standard=overall").content)
    own = text(log_in("gwen").get("/ratings/?standard=overall").content)
    assert own.count("On the whole") == 8
    assert "Finn" not in own
    coached = text(log_in("cora").get("/ratings/?standard=overall").content)
    assert coached.count("about Finn Frontline") == 16
    assert coached.count("about Gwen Frontline") == 8
    assert "Otto" not in coached
    beyond = log_in("cora").get("/ratings/?standard=overall&team=south").content
    assert "On the whole" not in text(beyond)


def test_who_gave_no_name_has_a_week_and_no_hour(log_in: LogIn, heard: Version) -> None:
    page = text(log_in("finn").get("/me/").content)
    assert "in the week of 9 November 2026" in page
    assert "10 November 2026" in page  # who gave one has a day
    assert not re.search(r"\b1[5-7]:\d\d\b", page)
    assert "Reviewers (Rita Reviewer)" in page
    assert "c-finn" not in page


def test_what_colleagues_say_of_a_manager_is_read_from_five_people_on(
    log_in: LogIn, heard: Version, standards: Book
) -> None:
    def say(who: str) -> None:
        about = Answer(Source.COLLEAGUE, NOW - timedelta(days=7), "Europe/Berlin", "i/1", rater=who, person="lea")
        marks = [Mark("overall", standards.overall.edition, 2)]
        said = keep_answer(answer=about, marks=marks, actor="test")
        keep_comment(response=said, kind=Comment.Kind.OPEN, text=f"Words of {who}", week=about.week, person="lea")
        mirror_new(now=NOW)

    for number in (1, 1, 2, 3, 4):
        say(f"someone-{number}")
    pages = [("lea", "/me/"), ("lea", "/ratings/?person=lea"), ("cora", "/persons/lea/"), ("cora", "/ratings/")]
    for name, path in pages:
        assert "Words of someone" not in text(log_in(name).get(path).content), (name, path)
    say("someone-5")
    for name, path in pages:
        assert "Words of someone-1" in text(log_in(name).get(path).content), (name, path)


def test_sites_are_compared_by_who_reads_every_team_alone(log_in: LogIn, heard: Version) -> None:
    expected = {"ada": 200, "hugo": 200, "lea": 404, "cora": 404, "rita": 404, "finn": 404, "olga": 404}
    for path in ("/look/house/all/sites/", "/look/house/all/sites/file.csv"):
        assert {name: log_in(name).get(path).status_code for name in expected} == expected
    assert "There is none like that" in text(log_in("finn").get("/house/?site=s-north").content)


def test_whom_one_coaches_stands_in_the_order_of_the_alphabet_without_figures(log_in: LogIn, heard: Version) -> None:
    page = text(log_in("cora").get("/team/").content)
    names = re.findall(r"(Ada Administrator|Bo the agent|Finn Frontline|Gwen Frontline|Lea Leader)", page)
    assert names == ["Ada Administrator", "Bo the agent", "Finn Frontline", "Gwen Frontline", "Lea Leader"]
    assert "%" not in page
    assert "Finn" not in text(log_in("lea").get("/team/").content)
