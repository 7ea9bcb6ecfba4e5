"""What a leader guesses before looking, once for each month, beside what customers say."""

from __future__ import annotations

import pytest

from clearbar.web.audit.models import Line
from clearbar.web.boards.models import Guess
from clearbar.web.boards.queries.guesses import month, newest_month
from clearbar.web.book.models import Version
from tests.web.boards.test_dignity import LogIn, text

pytestmark = pytest.mark.django_db


def test_a_leader_guesses_before_looking_and_is_asked_once(log_in: LogIn, heard: Version) -> None:
    client = log_in("hugo")
    asked = text(client.get("/house/").content)
    assert "Before you look at November 2026" in asked
    assert " of 44" not in asked
    assert "Open November 2026" in text(client.get("/").content)
    assert client.post("/house/", {"share": "80"}).status_code == 302
    page = text(client.get("/house/").content)
    assert "you guessed 80 of 100" in page
    assert "Before you look" not in page
    assert Line.objects.filter(verb="guessed", actor="hugo").count() == 1
    client.post("/house/", {"share": "10"})
    assert Guess.objects.get().share == 80


def test_who_would_rather_not_guess_goes_on_and_is_not_asked_again(log_in: LogIn, heard: Version) -> None:
    client = log_in("lea")
    assert "Before you look" in text(client.get("/team/north/").content)
    assert client.post("/team/north/", {"skip": "yes"}).status_code == 302
    assert "Before you look" not in text(client.get("/team/north/").content)
    assert "you guessed" not in text(client.get("/team/north/").content)
    assert Guess.objects.get().share is None


@pytest.mark.parametrize("typed", ["", "101", "-1", "many"])
def test_a_guess_that_cannot_be_is_told_at_the_field_and_kept(log_in: LogIn, heard: Version, typed: str) -> None:
    page = log_in("hugo").post("/house/", {"share": typed}).content.decode()
    assert "rite a " in page[page.index('class="faults"') :]
    assert f'value="{typed}"' in page or typed == ""
    assert not Guess.objects.exists()


def test_only_who_leads_it_is_asked(log_in: LogIn, heard: Version) -> None:
    for name, path in (("ada", "/house/"), ("lea", "/house/"), ("cora", "/team/north/"), ("hugo", "/team/north/")):
        client = log_in(name)
        assert "Before you look" not in text(client.get(path).content), name
        client.post(path, {"share": "50"})
    assert not Guess.objects.exists()


def test_a_month_has_the_weeks_whose_thursday_lies_in_it() -> None:
    november = month("2026-11")
    assert (november.first, november.last) == (202645, 202648)
    assert newest_month([202551, 202601]) == month("2026-01")
    assert (month("2026-01").first, month("2026-01").last) == (202601, 202605)  # the first is a Thursday
    assert newest_month([]) is None
