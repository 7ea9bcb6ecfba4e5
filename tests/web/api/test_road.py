"""A program sends what customers said, and reads figures of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.ledger.models import Interaction, Rating
from tests.web.api.conftest import Program
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def answer(level: int, **further: Any) -> dict[str, Any]:
    return {
        "source": "customer", "at": "2026-11-17T10:00:00+01:00", "site": "s-north", "team": "north", "person": "finn",
        "instrument": "survey/1", "inclusion": 1.0, "marks": [{"standard": "overall", "level": level, "expected": 4}],
    } | further  # fmt: skip


def test_ratings_that_a_program_sends_are_figures_when_they_are_mirrored(
    program: Callable[..., Program], book: Version, now: object
) -> None:
    del book, now
    house = program()
    for number, level in enumerate((5, 4, 4, 2, 1)):
        served = "finn" if number % 2 else "gwen"  # a team of one would be withheld
        sent = house.post("/ratings", answer(level, customer=f"c-{number}", person=served))
        assert sent.status_code == 201, sent.content
    mirror_new(now=NOW)
    asked = house.get("/measures/clearance", by="team")
    assert asked.status_code == 200, asked.content
    [row] = asked.json()["rows"]
    assert (row["team"], row["n"], row["hits"]) == ("north", 5, 3)
    assert Line.objects.filter(verb="rated", actor=house.token.pk).count() == 5


def test_who_sent_a_rating_reads_and_revises_it(program: Callable[..., Program], book: Version, now: object) -> None:
    del book, now
    house, other = program(), program()
    sent = house.post("/ratings", answer(2)).json()
    [rating] = sent["ratings"]
    assert house.get(f"/ratings/{rating}").json()["level"] == 2
    assert other.get(f"/ratings/{rating}").status_code == 404
    assert other.post(f"/ratings/{rating}/revisions", {"level": 5, "reason": "misread"}).status_code == 404
    revised = house.post(f"/ratings/{rating}/revisions", {"level": 3, "reason": "misread the card"})
    assert (revised.status_code, revised.json()["level"], revised.json()["revision"]) == (201, 3, 2)
    assert Rating.objects.get().revisions.get().was == {"level": 2}


def test_an_anonymous_answer_leaves_no_time_and_no_id_behind(
    program: Callable[..., Program], book: Version, now: object
) -> None:
    del book, now
    house = program()
    sent = house.post("/ratings", answer(4, anonymous=True, interaction="i-1", rater="c-9", customer="c-9"), "key-1")
    assert sent.json() == {"response": None, "ratings": [], "kept": 1}
    kept = Rating.objects.get()
    assert (kept.rated_at, kept.day, kept.interaction, kept.rater, kept.customer) == (None,) * 5
    assert house.get("/ratings").json()["items"] == []


def test_a_conversation_is_kept_without_card_numbers_and_read_without_addresses(
    program: Callable[..., Program], book: Version, now: object
) -> None:
    del book, now
    house = program()
    conversation = {
        "interaction": "T-17", "channel": "chat", "topic": "returns", "site": {"id": "s-north"}, "owner": "finn",
        "customer": "c-1", "participants": [{"id": "finn", "role": "agent", "team": "north"}],
        "messages": [
            {"role": "agent", "author": "finn", "at": "2026-11-17T10:01:00+01:00", "text": "Gladly."},
            {"role": "customer", "author": "c-1", "at": "2026-11-17T10:00:00+01:00",
             "text": "My card is 4111 1111 1111 1111, write to jo@example.test"},
        ],
        "ratings": [{"standard": "overall", "source": "customer", "level": "good", "instrument": "csat/1"}],
    }  # fmt: skip
    sent = house.post("/conversations", conversation)
    assert sent.status_code == 201, sent.content
    assert sent.json() == {"interaction": "T-17", "messages": 2, "redacted": 1, "ratings": 1}
    kept = Interaction.objects.get()
    assert (kept.person, kept.team, kept.seconds, kept.source) == ("finn", "north", 60, "api")
    assert kept.messages and kept.messages[0]["text"] == "My card is [card number], write to jo@example.test"
    assert Rating.objects.get().interaction == "T-17"
    assert house.get("/conversations/T-17").status_code == 404, "the house reads nobody's own conversations"
    told = program("finn").get("/conversations/T-17").json()
    assert told["messages"][0]["text"] == "My card is [card number], write to [e-mail address]"
    assert program("gwen").get("/conversations/T-17").status_code == 404
    longer = conversation | {
        "messages": [*conversation["messages"], {"role": "customer", "at": "2026-11-17T10:09:00+01:00", "text": "Ta"}],
        "ratings": [],
    }
    assert house.post("/conversations", longer).json()["messages"] == 3
    changed = longer | {"messages": longer["messages"][1:]}
    assert house.post("/conversations", changed).status_code == 409


def test_the_book_is_read_as_standards_as_files_and_as_a_zip(program: Callable[..., Program], book: Version) -> None:
    from io import BytesIO
    from zipfile import ZipFile

    house = program()
    told = house.get("/book").json()
    assert told["standards"][-1]["standard"] == "overall" and len(told["standards"]) > 5
    assert house.get("/book/versions").json()["items"][0]["number"] == 1
    assert house.get("/book/versions/1").json()["files"] == book.files
    zipped = ZipFile(BytesIO(house.get("/book/versions/1/zip").content))
    assert {name: zipped.read(name).decode() for name in zipped.namelist()} == book.files


def test_a_person_is_added_read_and_ended(program: Callable[..., Program], now: object) -> None:
    del now
    house = program()
    added = house.post("/persons", {"name": "Nora New", "team": "north", "shift": "early"})
    assert added.status_code == 201, added.content
    person = added.json()["person"]
    assert added.json()["memberships"] == [{"team": "north", "shift": "early", "since": "2026-11-18", "until": None}]
    assert person in [one["person"] for one in house.get("/persons", team="north").json()["items"]]
    ended = house.post(f"/persons/{person}/end", {"on": "2026-12-31"}).json()
    assert (ended["left_on"], ended["memberships"][0]["until"]) == ("2026-12-31", "2026-12-31")
    assert program("cora").post("/persons", {"name": "No"}).status_code == 403


def test_somebody_is_asked_after_a_ticket_closes_and_the_link_is_told_once_more_to_the_same_key(
    program: Callable[..., Program], book: Version, now: object
) -> None:
    from clearbar.web.api.models import Once
    from clearbar.web.surveys.models import Survey

    del book, now
    house = program()
    survey = Survey.objects.create(name="After a visit", languages=["en"], standards=[])
    assert [one["survey"] for one in house.get("/surveys").json()["items"]] == [survey.pk]
    body = {"survey": survey.pk, "to": "jo@example.test", "person": "finn", "team": "north", "inclusion": 1}
    first = house.post("/invitations", body, "ticket-17")
    assert first.status_code == 201, first.content
    assert first.json()["asked"] and "/s/" in first.json()["link"]
    again = house.post("/invitations", body, "ticket-17")
    assert again.json() == first.json() and again["Idempotency-Replayed"] == "true"
    token = first.json()["link"].split("/s/")[1].strip("/")
    kept = Once.objects.get()
    assert token.encode() not in bytes(kept.answer or b"") and "ticket-17" not in kept.name
    assert house.post("/invitations", body, "ticket-18").json()["reason"] == "they were asked not long ago"
    assert program("finn").post("/invitations", body).status_code == 404
