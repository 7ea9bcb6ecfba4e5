"""Boards of many people tell of teams at first, and of names once a team is chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from clearbar.web.people.models import Membership, Person, Team
from clearbar.web.practice.queries.by_team import MOST_NAMED, by_team
from tests.web.conftest import SINCE

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
BOARDS = ("/practice/ready/", "/practice/aware/")


@pytest.fixture
def many(cast: dict[str, Person]) -> None:
    people = [Person(id=f"p{number}", name=f"Colleague {number}") for number in range(MOST_NAMED)]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(person=one, team_id="south", since=SINCE) for one in people)


@pytest.mark.usefixtures("book", "now", "many")
@pytest.mark.parametrize("board", BOARDS)
def test_a_board_of_many_people_names_teams_and_each_team_names_its_people(log_in: Log, board: str) -> None:
    hugo = log_in("hugo")
    page = hugo.get(board).content.decode()
    assert "Finn Frontline" not in page and "Colleague 7" not in page
    assert "?team=north" in page and "?team=south" in page
    north = hugo.get(board, {"team": "north"}).content.decode()
    assert "Finn Frontline" in north and "Colleague 7" not in north and "All teams" in north
    south = hugo.get(board, {"team": "south"}).content.decode()
    assert "Colleague 7" in south and "Finn Frontline" not in south


@pytest.mark.usefixtures("book", "now", "many")
def test_a_team_counts_people_however_many_journeys_each_performs(log_in: Log) -> None:
    page = log_in("hugo").get("/practice/ready/")
    south = Membership.objects.filter(team="south").count()
    assert [(one.team.pk, one.done, one.of) for one in page.context["counts"]][1] == ("south", 0, south)


@pytest.mark.usefixtures("book", "now", "many")
@pytest.mark.parametrize("board", BOARDS)
def test_nobody_chooses_a_team_that_is_not_theirs(log_in: Log, board: str) -> None:
    assert log_in("lea").get(board, {"team": "north"}).status_code == 200
    assert log_in("lea").get(board, {"team": "south"}).status_code == 404
    assert log_in("hugo").get(board, {"team": "nowhere"}).status_code == 404
    assert log_in("finn").get(board, {"team": "north"}).status_code == 403


@pytest.mark.usefixtures("book", "now")
@pytest.mark.parametrize("board", BOARDS)
def test_a_board_of_few_people_names_them_at_once(log_in: Log, board: str) -> None:
    page = log_in("hugo").get(board).content.decode()
    assert "Finn Frontline" in page and "?team=" not in page


def test_who_works_in_two_teams_counts_in_both_and_a_team_of_which_nothing_is_asked_is_left_out() -> None:
    teams = [Team(id=one, name=one) for one in ("a", "b", "c")]
    found = by_team(teams, [(("a",), 1, 2), (("a", "b"), 0, 3), (("elsewhere",), 9, 9)])
    assert [(one.team.pk, one.done, one.of) for one in found] == [("a", 1, 5), ("b", 0, 3)]
