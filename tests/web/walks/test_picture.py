"""The journey picture: walks over what customers say and what is promised, of nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from clearbar.web.audit.seals import seal
from clearbar.web.book.models import Version
from clearbar.web.people.models import Person, Site
from clearbar.web.people.scope import scope_of
from clearbar.web.walks.models.walk import Walk, Walking, WalkPhoto, WalkStep
from clearbar.web.walks.queries.picture import met_of
from clearbar.web.walks.queries.walk import StepSeen, WalkSeen, walks_of
from tests.web.boards.conftest import rating
from tests.web.conftest import DEMO_BOOK, NOW
from tests.web.walks.reading import read

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
PATH = "/walks/picture/choose-glasses/"


def walk(site: str = "s-north", week: int = 202646, **steps: tuple[float | None, int | None]) -> Walk:
    """A walk with (seconds waited, feeling) by step; a negative time is a wait that was given up."""
    made = Walk.objects.create(
        journey="choose-glasses", version=1, site_id=site, week=week, by=Walk.By.HOUSE, own=b"sealed"
    )
    for order, (step, (waited, feeling)) in enumerate(steps.items()):
        gave_up = waited is not None and waited < 0
        WalkStep.objects.create(
            walk=made, step=step, order=order, arrived=100 * order, feeling=feeling,
            served=None if waited is None or gave_up else 100 * order + waited,
            gave_up=100 * order - waited if waited is not None and gave_up else None,
        )  # fmt: skip
    return made


@pytest.fixture
def said(book: Version, own_data_folder: Path) -> Version:
    """Twenty customers said of two steps."""
    known = read_book(DEMO_BOOK)
    rows = [
        rating(known, person, place, standard, level, 202645, customer=f"c-{number}-{standard}")
        for number, (person, place) in enumerate([("finn", "north"), ("gwen", "north"), ("otto", "south")] * 7)
        for standard, level in (("choose.seen", 5 if number else 2), ("choose.listened", 2 if number % 3 else 5))
    ]
    mirror(own_data_folder / "evidence", rows, editions_of(known))
    return book


def page(log_in: Log, who: str, path: str = PATH) -> str:
    found = log_in(who).get(path)
    assert found.status_code == 200, found.status_code
    return read(found.content.decode())


def test_one_walk_is_told_over_customers_and_promises(said: Version, log_in: Log, now: datetime) -> None:
    walk(greet=(400, 2), listen=(30, 5))
    told = page(log_in, "lea")
    assert "In one walk it felt best at “Telling what they are for” and worst at “Coming in, or writing to us”" in told
    assert "one wait at “Coming in, or writing to us” was longer than promised" in told
    assert "20 of 21" in told and "2 minutes (the first answer in the chat)" in told
    assert "6:40 minutes" in told and "hollow dots" in told


def test_a_wait_that_was_given_up_is_told_as_one(said: Version, log_in: Log, now: datetime) -> None:
    walk(greet=(-900, 1))
    told = page(log_in, "lea")
    assert "15 minutes, then gave up" in told


def test_nobody_is_named_and_no_walk_can_be_told_from_another(said: Version, log_in: Log, now: datetime) -> None:
    walk(greet=(60, 5), listen=(10, 1))
    walk(greet=(30, 1), listen=(90, 5), week=202644)
    told = page(log_in, "lea")
    assert "1 · 5" in told and "30 seconds · 1 minute" in told
    assert "202644" not in told and "202646" not in told


def test_walks_of_another_site_are_not_seen_by_who_may_not(
    said: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    walk("s-south", greet=(777, 3))
    assert "Nobody has walked this journey here yet" in page(log_in, "finn")
    assert "12:57 minutes" not in page(log_in, "finn")
    assert "12:57 minutes" in page(log_in, "olga") and "12:57 minutes" in page(log_in, "hugo")
    assert log_in("finn").get(f"{PATH}?site=s-south").status_code == 404
    assert len(walks_of(scope_of(cast["lea"], NOW.date()), "choose-glasses")) == 0


def test_one_site_can_be_chosen(said: Version, log_in: Log, now: datetime) -> None:
    walk("s-north", greet=(60, 4))
    walk("s-south", greet=(777, 3))
    told = page(log_in, "hugo", f"{PATH}?site=s-south")
    assert "In one walk" in told and "12:57 minutes" in told and "1 minute ·" not in told


def test_before_anything_was_heard_it_says_what_will_be_here(book: Version, log_in: Log, now: datetime) -> None:
    assert "Nobody has walked" in page(log_in, "finn")
    listed = page(log_in, "finn", "/walks/picture/")
    assert "Choose glasses with advice" in listed and "nobody has walked it yet" in listed
    assert log_in("finn").get("/walks/picture/no-such/").status_code == 404


def test_without_a_book_it_says_what_brings_it(cast: dict[str, Person], log_in: Log, now: datetime) -> None:
    assert "Once a book is published" in page(log_in, "finn", "/walks/picture/")


def test_what_was_met_is_sorted_by_itself() -> None:
    def seen(key: int, steps: Mapping[str, int]) -> WalkSeen:
        found: Sequence[StepSeen] = [
            StepSeen(step, 0, 0.0, None, 10.0, None, None, feeling, {}) for step, feeling in steps.items()
        ]
        return WalkSeen(key, "j", "s", 202646, "house", (), tuple(found))

    both = [seen(1, {"a": 5, "b": 1}), seen(2, {"a": 1, "b": 5})]
    assert met_of(both) == met_of(both[::-1])
    assert [met.feeling for met in met_of(both)["a"]] == [1, 5]


def test_notes_stand_with_the_journey_for_who_leads_there_and_for_nobody_else(
    said: Version, log_in: Log, now: datetime
) -> None:
    held = walk(greet=(60, 4))
    noted = seal(held.subject, "the globe was looked at more than I was")
    WalkStep.objects.filter(walk=held).update(note=noted)
    for who in ("lea", "hugo"):
        assert "the globe was looked at" in page(log_in, who)
    for who in ("finn", "gwen", "cora", "otto", "olga"):
        assert "globe" not in page(log_in, who)


def test_pictures_that_were_sent_stand_with_the_journey_while_they_are_on(
    said: Version, log_in: Log, now: datetime
) -> None:
    held = walk(greet=(60, 4))
    sent, unsent = (
        WalkPhoto.objects.create(walk=held, step="greet", content=b"x", kind="PNG", sent=sent) for sent in (True, False)
    )
    lea = log_in("lea")
    assert "walk-photo" not in lea.get(PATH).content.decode()
    Walking.objects.update_or_create(pk=1, defaults={"photos": True})
    told = lea.get(PATH).content.decode()
    assert f"/walks/photos/{sent.pk}/file/" in told and f"/{unsent.pk}/" not in told
    assert "walk-photo" not in log_in("otto").get(PATH).content.decode()
    Site.objects.filter(pk="s-north").update(is_clinic=True)
    assert "walk-photo" not in lea.get(PATH).content.decode()
