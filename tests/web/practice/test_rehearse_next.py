"""Which scenario comes next, and why: the weakest of one's own standards, nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from clearbar.flow.rehearse.weakest import weak_first
from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current
from clearbar.web.bridge import mirroring
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import rehearse_texts
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.queries.rehearse_acts import acts
from clearbar.web.practice.queries.rehearse_next import next_scenario
from clearbar.web.practice.queries.talks import offered
from tests.web.conftest import NOW
from tests.web.practice.rehearsals import BAD, GOOD, TEXT, offer, rehearse, start

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]

OTHER = (
    TEXT.replace("loose-hinge", "other-one").replace("The hinge that came loose", "Another one")
    .replace("put-right", "collect-glasses").replace("right.no-blame", "collect.fit")
    .replace("right.choice", "collect.leave")
)  # fmt: skip


@pytest.fixture
def people(cast: dict[str, Person], book: Version, now: datetime) -> dict[str, Person]:
    """Two scenarios, of two journeys."""
    del book, now
    offer(cast["lea"])
    scope = scope_of(cast["lea"], NOW.date())
    made = rehearse_texts.write(scope=scope, name="other-one", text=OTHER, at=NOW)
    rehearse_texts.make_live(scope=scope, scenario=made, at=NOW)
    return cast


def chosen(person: Person) -> tuple[str, str]:
    scope, book = scope_of(person, NOW.date()), current()
    assert book
    found = next_scenario(scope, book, offered(scope, book))
    assert found
    return found.offered.pinned.scenario, found.why


def test_where_nothing_is_known_what_was_never_rehearsed_comes(people: dict[str, Person], log_in: LogIn) -> None:
    assert chosen(people["finn"])[1].endswith("which you have not rehearsed yet.")
    rehearse(log_in("finn"), GOOD, scenario="other-one")
    assert chosen(people["finn"])[0] == "loose-hinge"


def test_what_was_missed_comes_before_what_was_never_rehearsed(people: dict[str, Person], log_in: LogIn) -> None:
    rehearse(log_in("finn"), BAD)
    scenario, why = chosen(people["finn"])
    assert scenario == "loose-hinge" and "which you cleared in 0 of 1; likely between " in why
    assert chosen(people["gwen"])[1].endswith("have not rehearsed yet."), "another's talks say nothing of hers"


def test_live_figures_of_oneself_count_and_a_colleagues_do_not(people: dict[str, Person], log_in: LogIn) -> None:
    del log_in
    book = current()
    placed = book.find("collect.leave") if book else None
    assert placed
    for number in range(8):
        for person, level in (("finn", 2), ("gwen", 4)):
            answer = Answer(
                source=Source.REVIEWER, at=NOW, timezone="Europe/Berlin", instrument="review/x", rater="rita",
                interaction=f"{person}-{number}", person=person, team="north", site="s-north",
            )  # fmt: skip
            ledger.keep_answer(
                answer=answer, marks=[Mark("collect.leave", placed.standard.edition, level)], actor="rita"
            )
    mirroring.mirror_new(now=NOW)
    scenario, why = chosen(people["finn"])
    assert scenario == "other-one" and "which you cleared in 0 of 8; likely between " in why
    assert "0 of 8" not in chosen(people["gwen"])[1]


def test_scenarios_of_journeys_that_one_performs_come_first(people: dict[str, Person]) -> None:
    Duty.objects.create(team_id="north", journey="put-right")
    Duty.objects.create(team_id="south", journey="collect-glasses")
    assert chosen(people["finn"])[0] == "loose-hinge" and chosen(people["otto"])[0] == "other-one"
    scope, book = scope_of(people["finn"], NOW.date()), current()
    assert book
    assert [(one.pinned.scenario, one.is_mine) for one in offered(scope, book)] == [
        ("loose-hinge", True), ("other-one", False)
    ]  # fmt: skip


def test_the_weakest_is_the_one_that_is_believed_to_be_lowest() -> None:
    """One miss in one talk says less than eight in ten."""
    found = weak_first({"a": (0, 1), "b": (2, 10), "c": (9, 10), "d": (8, 9)})
    assert [one.standard for one in found][-2:] in (["c", "d"], ["d", "c"])
    assert found[0].standard in {"a", "b"} and all(one.low <= one.value <= one.high for one in found)
    assert weak_first({}) == ()


def test_acts_tell_what_waits(people: dict[str, Person], log_in: LogIn) -> None:
    start(log_in("finn"), way="sheet", partner="gwen")
    one = rehearse(log_in("finn"))
    log_in("finn").post(f"/practice/talk/{one.pk}/see/")
    log_in("finn").post(f"/practice/talk/{one.pk}/ask/", {"person": "gwen"})
    told = [act.says for act in acts(scope_of(people["gwen"], NOW.date()), NOW)]
    assert told[0] == "Finn Frontline rehearses face to face and asks you to play the customer."
    assert told[1] == "Finn Frontline asks for your view of a rehearsal."
    assert told[2].startswith("Rehearse “") and len(told) == 3
    another = rehearse(log_in("finn"))
    mine = acts(scope_of(people["finn"], NOW.date()), NOW)
    assert mine[0].address == f"/practice/talk/{another.pk}/feedback/"
    assert acts(scope_of(people["hugo"], NOW.date()), NOW) == [], "who serves nobody rehearses nothing"
