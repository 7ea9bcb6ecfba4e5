"""A token sees what its person may see, and lists come whole and in pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clearbar.model.book import Source
from clearbar.web.book import queries
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger.actions import keep_answer
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.models import Membership, Person
from tests.web.api.conftest import Program
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def rated(person: str, source: Source = Source.CUSTOMER, rater: str = "c-1", level: int = 4) -> None:
    team = Membership.objects.filter(person=person).values_list("team_id", flat=True).first()
    about = Answer(source, NOW, "Europe/Berlin", "i/1", person=person, team=team, rater=rater, customer=rater)
    book = queries.current()
    edition = book.overall.edition if book else "e1"
    keep_answer(answer=about, marks=[Mark("overall", edition, level)], actor="test")


SEES = {
    "ada": {"ada"}, "lea": {"lea"}, "hugo": {"hugo"}, "cora": {"cora", "ada", "lea", "finn", "gwen", "bot"},
    "rita": {"rita"}, "finn": {"finn"}, "otto": {"otto"}, "olga": {"olga"},
}  # fmt: skip
"""Written by hand: of whom each reads single ratings."""


def test_a_token_reads_the_ratings_that_its_person_may_read(
    program: Callable[..., Program], cast: dict[str, Person]
) -> None:
    for person in cast:
        rated(person)
    for name, sees in SEES.items():
        assert {one["person"] for one in program(name).get("/ratings").json()["items"]} == sees, name


def test_who_was_served_is_told_to_nobody_and_who_rated_where_they_do_so_by_name(
    program: Callable[..., Program],
) -> None:
    rated("finn")
    rated("finn", Source.REVIEWER, "rita")
    told = program("finn").get("/ratings").json()["items"]
    assert {one["rater"] for one in told} == {None, "rita"} and "c-1" not in str(told)


def test_an_anonymous_answer_is_told_when_the_evidence_holds_it_and_not_the_minute_it_came(
    program: Callable[..., Program], book: object
) -> None:
    del book
    placed = queries.current()
    assert placed
    about = Answer(Source.CUSTOMER, NOW, "Europe/Berlin", "i/1", person="finn", team="north", anonymous=True)
    keep_answer(answer=about, marks=[Mark("overall", placed.overall.edition, 2)], actor="test")
    mirror_new(now=NOW)
    told = [program(name).get("/ratings").json()["items"] for name in ("finn", "cora")]
    one = program("finn").get(f"/ratings/{Rating.objects.get().rating}")
    assert told == [[], []] and one.status_code == 404
    mirror_new(now=NOW + timedelta(days=14))
    assert len(program("finn").get("/ratings").json()["items"]) == 1


def test_what_colleagues_say_of_a_manager_is_told_from_five_people_on(
    program: Callable[..., Program], book: object
) -> None:
    del book
    for number in (1, 1, 2, 3, 4):
        rated("lea", Source.COLLEAGUE, f"someone-{number}")
        rated("lea", Source.VENDOR, f"someone-{number}")
    rated("lea", Source.CUSTOMER)
    mirror_new(now=NOW)
    for name in ("lea", "cora"):
        assert {one["source"] for one in program(name).get("/ratings").json()["items"]} == {"customer"}, name
    rated("lea", Source.VENDOR, "someone-5")
    mirror_new(now=NOW)
    for name in ("lea", "cora"):
        assert {one["source"] for one in program(name).get("/ratings").json()["items"]} == {"customer", "vendor"}, name


def test_a_list_in_pages_is_the_whole_list_once(program: Callable[..., Program]) -> None:
    for _ in range(23):
        rated("finn")
    finn, seen, cursor = program("finn"), list[str](), ""
    while True:
        query: dict[str, Any] = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        page = finn.get("/ratings", **query).json()
        seen += [one["rating"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert len(seen) == 23 and set(seen) == set(Rating.objects.values_list("rating", flat=True))
    assert finn.get("/ratings", cursor=cursor, level="x").status_code == 422
    assert finn.get("/ratings", cursor=cursor, week_from=202601).status_code == 404, "a cursor of another list"
    assert program("gwen").get("/ratings", cursor=cursor).status_code == 404, "a cursor of another token"
    assert finn.get("/ratings", cursor=cursor[:-2] + "xx").status_code == 404, "a cursor that was changed"


def test_the_order_of_a_list_is_not_the_order_in_which_it_came(program: Callable[..., Program]) -> None:
    came = []
    for _ in range(12):
        rated("finn")
        came.append(Rating.objects.exclude(rating__in=came).get().rating)
    told = [one["rating"] for one in program("finn").get("/ratings").json()["items"]]
    assert sorted(told) == sorted(came) and told != came


def test_an_interaction_tells_its_person_and_length_to_those_only_who_may_know(
    program: Callable[..., Program],
) -> None:
    Interaction.objects.create(
        id="i-1", site="s-north", team="north", person="finn", at=NOW, seconds=90, messages=[], customer="c-1"
    )
    told = {name: program(name).get("/interactions").json()["items"] for name in ("finn", "cora", "lea", "", "otto")}
    assert [(one["person"], one["seconds"]) for one in told["finn"] + told["cora"]] == [("finn", 90)] * 2
    assert [(one["person"], one["seconds"]) for one in told["lea"] + told[""]] == [(None, None)] * 2
    assert told["otto"] == [] and "c-1" not in str(told)


PERSONS = {"": 10, "ada": 10, "hugo": 10, "lea": 6, "cora": 6, "finn": 6, "olga": 3}
"""Written by hand: how many persons each may know. Colleagues of a team know each other."""


def test_a_token_knows_the_persons_of_the_teams_that_it_may_read(program: Callable[..., Program]) -> None:
    for name, count in PERSONS.items():
        assert len(program(name).get("/persons", limit=200).json()["items"]) == count, name
    assert program("finn").get("/persons/otto").status_code == 404
    assert program("finn").get("/persons/gwen").json()["name"] == "Gwen Frontline"


def test_figures_of_groups_come_within_the_scope_of_a_token(program: Callable[..., Program], book: object) -> None:
    from clearbar.web.bridge.mirroring import mirror_whole

    del book
    for number in range(8):
        for person in ("finn", "gwen", "otto", "olga", "rita"):
            rated(person, rater=f"c-{number}")
    mirror_whole()

    def teams(name: str) -> set[str]:
        return {row["team"] for row in program(name).get("/measures/clearance", by="team").json()["rows"]}

    assert teams("") == {"north", "south"} and teams("lea") == {"north"} and teams("otto") == {"south"}
    assert program("lea").get("/measures/clearance", where="person = 'finn'").status_code == 403
    assert program("").get("/measures/clearance", by="person").json()["rows"] == []
    assert program("cora").get("/measures/clearance", where="person = 'finn'").json()["rows"][0]["n"] == 8
    refused = program("lea").get("/measures/clearance", where="evil(")
    assert refused.status_code == 400 and refused.json()["errors"][0]["place"] == "query.where"
    assert program("lea").get("/measures/nothing").status_code == 422
