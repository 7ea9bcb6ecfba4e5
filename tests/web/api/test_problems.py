"""Every refusal has one shape, and says where and why."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from clearbar.web.api.hooks import forget
from clearbar.web.api.models import Once
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Interaction, Rating
from tests.web.api.conftest import Program
from tests.web.api.test_road import answer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert set(said) == {"type", "title", "status", "detail", "errors"} and said["status"] == status
    return dict(said)


def test_a_request_without_a_token_that_holds_is_told_how_to_ask(program: Callable[..., Program]) -> None:
    client = Client()
    for header in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": f"Basic {program().text}"},
                   {"Authorization": "Bearer"}, {"Authorization": "Bearer \udcff"}):  # fmt: skip
        try:
            response = client.get("/api/v1/ratings", headers=header)
        except UnicodeEncodeError:
            continue
        problem(response, 401)
        assert response["WWW-Authenticate"] == 'Bearer realm="Clearbar"'


def test_a_session_of_a_person_opens_no_door_here(log_in: Callable[[str], Client]) -> None:
    problem(log_in("ada").get("/api/v1/ratings"), 401)


def test_what_is_not_there_and_what_is_not_done_so(program: Callable[..., Program]) -> None:
    house = program()
    for path in ("/nothing", "/ratings/r-1", "/", "", "/ratings/", "/openapi.yaml"):
        problem(house.get(path), 404)
    response = house.client.delete("/api/v1/ratings", headers={"Authorization": f"Bearer {house.text}"})
    problem(response, 405)
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_every_fault_of_a_body_is_told_with_its_place(program: Callable[..., Program], book: Version) -> None:
    del book
    sent = {
        "source": "customer", "at": "yesterday", "anonymus": True, "inclusion": 0,
        "marks": [{"standard": "overall", "level": 4}, {"standard": "overall", "level": "4"}],
    }  # fmt: skip
    said = problem(program().post("/ratings", sent), 422)
    places = {one["place"] for one in said["errors"]}
    assert {"body.at", "body.anonymus", "body.inclusion"} <= places
    assert any(place.startswith("body.marks[1].level") for place in places)
    assert "yesterday" not in str(said), "what was sent is not repeated"


def test_a_body_that_is_no_strict_json_is_refused(program: Callable[..., Program]) -> None:
    house = program()
    for raw, why in {
        '{"a": 1, "a": 1}': "twice",
        '{"a": NaN}': "NaN",
        "{": "no JSON",
        "[" * 50 + "]" * 50: "deep",
    }.items():
        said = problem(house.post("/ratings", raw), 400)
        assert why in said["errors"][0]["reason"]


def test_bodies_that_are_too_large_or_no_json(program: Callable[..., Program]) -> None:
    house = program()
    problem(house.post("/ratings", b'{"a": "' + b"x" * 2_000_001 + b'"}'), 413)
    headers = {"Authorization": f"Bearer {house.text}"}
    problem(house.client.post("/api/v1/ratings", {"a": 1}, headers=headers), 415)
    problem(house.client.post("/api/v1/ratings", "a=1", content_type="text/plain", headers=headers), 415)


def test_who_asks_too_often_is_told_when_to_come_back(program: Callable[..., Program], now: object) -> None:
    del now
    house, other = program(per_minute=3), program()
    assert [house.get("/ratings").status_code for _ in range(3)] == [200] * 3
    response = house.get("/ratings")
    problem(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60
    assert other.get("/ratings").status_code == 200


def test_a_minute_later_it_may_ask_again(program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch) -> None:
    house, clock = program(per_minute=1), [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    assert [house.get("/ratings").status_code for _ in range(2)] == [200, 429]
    clock[0] = NOW + timedelta(seconds=60)
    assert house.get("/ratings").status_code == 200


def test_the_same_key_does_the_same_once(program: Callable[..., Program], book: Version, now: object) -> None:
    del book, now
    house, other = program(), program()
    first = house.post("/ratings", answer(4), "order-1")
    again = house.post("/ratings", answer(4), "order-1")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert Rating.objects.count() == 1 and again["Idempotency-Replayed"] == "true"
    said = problem(house.post("/ratings", answer(5), "order-1"), 422)
    assert said["type"] == "/api/#problem-reused"
    assert other.post("/ratings", answer(4), "order-1").status_code == 201 and Rating.objects.count() == 2
    problem(house.post("/ratings", answer(4) | {"person": "unheard-of"}, "order-2"), 409)
    assert house.post("/ratings", answer(4), "order-2").status_code == 201, "a refusal does not use a key up"
    problem(house.post("/ratings", answer(4), "é"), 422)


def test_what_is_kept_for_a_key_goes_after_a_week(program: Callable[..., Program], book: Version, now: object) -> None:
    del book, now
    program().post("/ratings", answer(4), "order-1")
    forget(now=NOW + timedelta(days=7))
    assert Once.objects.count() == 1
    forget(now=NOW + timedelta(days=14))
    assert Once.objects.count() == 0


def test_what_contradicts_what_is_known_is_refused_whole(
    program: Callable[..., Program], book: Version, now: object
) -> None:
    del book, now
    house = program()
    one = {"interaction": "i-1", "at": "2026-11-17T10:00:00Z", "team": "north", "person": "finn"}
    assert house.post("/interactions", {"interactions": [one]}).json() == {"new": 1, "known": 0}
    assert house.post("/interactions", {"interactions": [one]}).json() == {"new": 0, "known": 1}
    other = one | {"person": "gwen"}
    said = problem(house.post("/interactions", {"interactions": [one | {"interaction": "i-2"}, other]}), 409)
    assert said["errors"][0]["place"] == "body.interactions[1]"
    assert Interaction.objects.count() == 1
    for wrong in (
        answer(4, person="unheard-of"), answer(4, team="unheard-of"), answer(4, at="2026-12-01T10:00:00Z"),
        answer(4) | {"marks": [{"standard": "no.such", "level": 4}]},
        answer(4) | {"marks": [{"standard": "overall", "level": 4}] * 2},
    ):  # fmt: skip
        problem(house.post("/ratings", wrong), 409)
    assert not Rating.objects.exists()


def test_nobody_rates_whom_they_may_not(program: Callable[..., Program], book: Version, now: object) -> None:
    del book, now
    cases = {
        ("", "reviewer", "finn"): 403, ("", "self", "finn"): 403, ("", "vendor", "finn"): 201,
        ("finn", "customer", "finn"): 403, ("finn", "self", "finn"): 201, ("finn", "self", "gwen"): 403,
        ("finn", "peer", "gwen"): 201, ("finn", "peer", "finn"): 403, ("finn", "peer", "otto"): 403,
        ("cora", "coach", "finn"): 201, ("cora", "coach", "otto"): 403, ("cora", "coach", "cora"): 403,
        ("rita", "reviewer", "finn"): 201, ("rita", "reviewer", "rita"): 403, ("lea", "reviewer", "finn"): 403,
    }  # fmt: skip
    for (who, source, person), status in cases.items():
        sent = program(who).post("/ratings", answer(4, source=source, person=person))
        assert sent.status_code == status, (who, source, person, sent.content)
    assert set(Rating.objects.exclude(source="vendor").values_list("source", "rater")) == {
        ("self", "finn"), ("peer", "finn"), ("coach", "cora"), ("reviewer", "rita"),
    }  # fmt: skip


def test_what_breaks_is_told_as_a_problem_and_without_its_words(
    program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret stands here")

    house = program()
    monkeypatch.setattr("clearbar.web.api.reading.ratings", broken)
    said = problem(house.get("/ratings"), 500)
    assert "secret" not in str(said) and "secret" not in caplog.text and "RuntimeError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_key_do_it_once(
    program: Callable[..., Program], book: Version, tmp_path: Any
) -> None:
    del book, tmp_path
    house, answers = program(), list[Any]()

    def send() -> None:
        answers.append(house.post("/ratings", answer(4), "order-1"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.status_code for one in answers} == {201} and len({one.content for one in answers}) == 1
    assert Rating.objects.count() == 1
