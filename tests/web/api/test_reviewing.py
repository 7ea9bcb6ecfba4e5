"""What holds for reviews on pages holds for those that come by the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import scope_of
from clearbar.web.reviews.actions import disputes
from clearbar.web.reviews.models import Card, Choice, Conflict
from tests.web.api.conftest import Program
from tests.web.api.test_road import answer
from tests.web.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("book", "now")]
Made = Callable[..., Program]


def test_a_reviewer_of_one_team_does_not_rate_another_by_naming_their_own(program: Made) -> None:
    Grant.objects.filter(person="rita").update(team="south")
    rita = program("rita")
    assert rita.post("/ratings", answer(2, source="reviewer", person="finn", team="south")).status_code == 403
    assert rita.post("/ratings", answer(2, source="reviewer", person="otto", team="south")).status_code == 201


@pytest.mark.parametrize(("who", "source"), [("rita", "reviewer"), ("cora", "coach"), ("gwen", "peer")])
def test_nobody_rates_where_something_of_their_own_hangs_on_it(program: Made, who: str, source: str) -> None:
    sent = answer(2, source=source, person="finn")
    assert program(who).post("/ratings", sent).status_code == 201
    Conflict.objects.create(reviewer=who, person="finn", reason="Kin.", by="lea", at=NOW)
    assert program(who).post("/ratings", sent).status_code == 403


def test_a_leader_whose_pay_hangs_on_the_ratings_of_their_team_gives_none(program: Made) -> None:
    Grant.objects.create(person_id="lea", role=Role.REVIEWER, team_id="north")
    sent = answer(2, source="reviewer", person="finn")
    assert program("lea").post("/ratings", sent).status_code == 201
    Choice.objects.update_or_create(pk=1, defaults={"pay": True})
    assert program("lea").post("/ratings", sent).status_code == 403


def test_a_mark_of_a_card_is_changed_within_its_days_only(program: Made, book: Version) -> None:
    rita = program("rita")
    sent = _reviewed(rita)
    Card.objects.create(
        kind=Card.Kind.WATCHED, interaction="i-1", rater="rita", person="finn", source="reviewer", version=book,
        begun_at=NOW, changed_at=NOW, submitted_at=NOW, response=sent["response"],
    )  # fmt: skip
    assert _revised(rita, sent, 3) == 201
    Rating.objects.update(rated_at=NOW - timedelta(days=8))
    assert _revised(rita, sent, 4) == 409
    assert Rating.objects.get().level == 3


def test_a_mark_that_is_disputed_is_no_longer_its_raters_to_change(program: Made, cast: dict[str, Person]) -> None:
    rita = program("rita")
    sent = _reviewed(rita)
    assert _revised(rita, sent, 3) == 201
    scope = scope_of(cast["finn"], NOW.date())
    disputes.open_dispute(scope=scope, rating=Rating.objects.get(), level=5, reason="No.", at=NOW)
    assert _revised(rita, sent, 4) == 409
    assert Rating.objects.get().level == 3


def _reviewed(rita: Program) -> Any:
    Interaction.objects.create(id="i-1", person="finn", team="north", site="s-north", at=NOW)
    return rita.post("/ratings", answer(2, source="reviewer", person="finn", interaction="i-1")).json()


def _revised(rita: Program, sent: Any, level: int) -> int:
    [rating] = sent["ratings"]
    told = {"level": level, "reason": "I had misread it."}
    return int(rita.post(f"/ratings/{rating}/revisions", told).status_code)
