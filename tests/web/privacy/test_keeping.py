"""How long things are kept: each kind by its span, and never more than that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.people.holding import holders
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.privacy.actions.keeping import choose, forget
from clearbar.web.privacy.queries.keeping import keepings
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

DEFAULTS = {
    "conversations": 730, "comments": 1095, "customers": 1095, "invitations": 365, "wishes": 365, "drafts": 180,
    "disputes": 1095, "rehearsals": 730, "answers": 730, "guesses": 730, "sheets": 1095, "earlier": 365, "calls": 90,
    "audit": None,
}  # fmt: skip
"""Written by hand: what each kind is kept by default, in days."""


def talk(days: int, id_: str) -> Interaction:
    words = [{"role": "customer", "author": None, "text": "words"}]
    return Interaction.objects.create(
        id=id_, customer="c-1", at=NOW - timedelta(days=days), messages=words, recording="https://r.example/1"
    )


def test_the_kinds_of_the_house_and_their_defaults(db: None) -> None:
    told = {one.kind: one.default for one in keepings()}
    assert DEFAULTS.items() <= told.items()
    assert len(told) == sum(len(holder.kinds) for _, holder in holders()), "a kind has the key of another"


def test_words_go_when_their_time_is_over_and_not_a_day_before(cast: dict[str, Person]) -> None:
    old, young = talk(731, "old"), talk(729, "young")
    forget(now=NOW)
    old.refresh_from_db()
    young.refresh_from_db()
    assert old.messages is None and old.recording == "" and young.messages and young.recording
    assert old.customer == "c-1"


def test_more_rows_than_fit_into_one_transaction_go_all(cast: dict[str, Person]) -> None:
    Interaction.objects.bulk_create(
        Interaction(id=f"t-{n}", at=NOW - timedelta(days=900), messages=[]) for n in range(1_203)
    )
    assert forget(now=NOW) == 1_203 and forget(now=NOW) == 0
    assert Line.objects.get(kind="kept data").verb == "forgot 1203 rows in time"


def test_what_is_kept_without_end_is_not_touched(cast: dict[str, Person]) -> None:
    scope = scope_of(cast["ada"], NOW.date())
    talk(5_000, "old")
    assert choose(scope=scope, days={"conversations": None, "customers": None}, at=NOW) == 2
    forget(now=NOW)
    assert Interaction.objects.get(id="old").messages and Interaction.objects.get(id="old").customer


def test_who_a_customer_was_goes_from_ratings_as_well_and_the_evidence_is_told(cast: dict[str, Person]) -> None:
    Rating.objects.create(
        rating="r1", standard="a", edition="e", response="x", source="customer", customer="c-1", week=202001, level=3,
        revision=1, mirrored=1,
    )  # fmt: skip
    Comment.objects.create(response="x", kind="open", week=202001, text="words")
    forget(now=NOW)
    kept = Rating.objects.get()
    assert kept.customer is None and kept.revision == 2 and not Comment.objects.exists()


def test_only_an_administrator_chooses(cast: dict[str, Person], log_in: LogIn) -> None:
    for name in ("lea", "hugo", "cora", "finn"):
        with pytest.raises(PermissionDenied):
            choose(scope=scope_of(cast[name], NOW.date()), days={"comments": 30}, at=NOW)
    ada = log_in("ada")
    sent = {one.kind: one.days or "" for one in keepings()}
    assert ada.post("/privacy/keeping/", sent | {"comments": "29"}).status_code == 422
    assert ada.post("/privacy/keeping/", sent | {"comments": "400"}).status_code == 302
    assert next(one for one in keepings() if one.kind == "comments").days == 400
    assert Line.objects.filter(verb="chose to keep 400 days", thing="comments").count() == 1
