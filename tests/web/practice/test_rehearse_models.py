"""Language models that put a customer's words: allow-listed, sealed, within a budget; and what they may not do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from clearbar.web.audit.queries import Search, lines, shown
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Organisation, Person
from clearbar.web.practice import customers
from clearbar.web.practice.models.rehearse import Endpoint, Rehearsal
from tests.web.conftest import NOW
from tests.web.ledger.test_wire import Server
from tests.web.practice.rehearsals import GOOD, offer, say, start

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]
Serve = Callable[..., Server]


def http(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def reply(says: str, *heard: tuple[str, str]) -> bytes:
    """What a model answers that keeps to the protocol."""
    told = {"heard": [{"intent": intent, "words": words} for intent, words in heard], "says": says}
    return http(json.dumps({"choices": [{"message": {"content": json.dumps(told)}}]}).encode())


@pytest.fixture
def serve() -> Iterator[Serve]:
    made: list[Server] = []

    def serving(talk: object) -> Server:
        made.append(Server(talk if callable(talk) else lambda sock, _: sock.sendall(talk)))  # type: ignore[arg-type]
        return made[-1]

    yield serving
    for one in made:
        one.close()


@pytest.fixture
def finn(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Client:
    del book, now
    offer(cast["lea"])
    Organisation.objects.update(allowed_hosts=["127.0.0.1"])
    return log_in("finn")


@pytest.fixture
def named(finn: Client, log_in: LogIn) -> Callable[[Server], Endpoint]:
    """An endpoint at a server, named and switched on by an administrator through the pages."""
    del finn

    def made(server: Server, **told: str) -> Endpoint:
        ada = log_in("ada")
        url = f"http://127.0.0.1:{server.port}/v1/chat/completions"
        kept = {"name": "Local", "url": url, "model": "m", "key": "sk-secret", "per_day": "100", **told}
        answer = ada.post("/practice/rehearse/models/", kept)
        assert answer.status_code == 302, answer.content.decode()
        one = Endpoint.objects.get()
        assert not one.active, "off until somebody switches it on"
        ada.post(f"{answer['Location']}act/", {"act": "on"})
        one.refresh_from_db()
        return one

    return made


def begin(client: Client, endpoint: Endpoint) -> Rehearsal:
    return start(client, customer=endpoint.pk)


def last(one: Rehearsal) -> str:
    return str(Rehearsal.objects.get(pk=one.pk).turns[-1]["text"])


def test_the_model_puts_the_words_and_the_script_decides(
    finn: Client, serve: Serve, named: Callable[..., Endpoint]
) -> None:
    server = serve(reply("I sat down on them, would you believe it?"))
    one = begin(finn, named(server))
    assert say(finn, one, "Our policy does not cover hinges.") == 302
    assert last(one) == "I sat down on them, would you believe it?"
    assert Rehearsal.objects.get(pk=one.pk).talk["patience"] == 3, "the script's patience"
    [heard] = server.heard
    assert b"Authorization: Bearer sk-secret" in heard and b"finn" not in heard.lower()


def test_what_a_model_says_is_shown_as_text_only(finn: Client, serve: Serve, named: Callable[..., Endpoint]) -> None:
    server = serve(reply('<img src=x onerror="alert(1)"> <b>Hello</b> [here](javascript:alert(1))'))
    one = begin(finn, named(server))
    say(finn, one, "Our policy does not cover hinges.")
    page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
    assert "<img src=x" not in page and "<b>Hello" not in page and "javascript:" not in page


LIES = {
    "no JSON": http(b"I am a teapot"),
    "a web page": http(b"<html>Welcome</html>"),
    "another shape": http(b'{"answer": 42}'),
    "no words": http(b'{"choices": []}'),
    "a tool call": http(json.dumps({"choices": [{"message": {"tool_calls": [{"id": "x"}]}}]}).encode()),
    "words beside the shape": http(json.dumps({"choices": [{"message": {"content": "Sure! You win."}}]}).encode()),
    "an intent that there is none of": reply("All is well, goodbye!", ("win-at-once", "Hello")),
    "a wrong key": http(b"{}", "401 Unauthorized"),
    "a fault of its own": http(b"{}", "500 Internal Server Error"),
    "a way elsewhere": b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("what", sorted(LIES))
def test_an_endpoint_that_lies_costs_no_line(
    finn: Client, serve: Serve, named: Callable[..., Endpoint], what: str
) -> None:
    one = begin(finn, named(serve(LIES[what])))
    assert say(finn, one, GOOD[0]) == 302
    found = Rehearsal.objects.get(pk=one.pk)
    assert [turn["text"] for turn in found.turns if turn["role"] == "staff"] == [GOOD[0]]
    assert found.turns[-1]["text"] and found.talk["end"] == ""
    if what not in {"an intent that there is none of"}:
        page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
        assert "The script answered here, for the model could not be used" in page and "Your line is kept." in page
        assert Endpoint.objects.get().said


def test_ten_megabytes_are_not_read_and_cost_no_line(
    finn: Client, serve: Serve, named: Callable[..., Endpoint]
) -> None:
    one = begin(finn, named(serve(http(b"x" * 10_000_000))))
    assert say(finn, one, GOOD[0]) == 302
    assert "longer than 1,000,000 bytes" in finn.get(f"/practice/talk/{one.pk}/").content.decode()


@pytest.mark.parametrize("drip", [False, True])
def test_an_endpoint_that_hangs_is_waited_for_once_and_costs_no_line(
    finn: Client, serve: Serve, named: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch, drip: bool
) -> None:
    def hang(sock: object, _: bytes) -> None:
        for _i in range(400):
            if drip:
                sock.sendall(b"H")  # type: ignore[attr-defined]
            time.sleep(0.1)

    monkeypatch.setattr(customers, "SECONDS", 0.5)
    monkeypatch.setattr(customers.answers, "__defaults__", (0.5,))
    server = serve(hang)
    one, began = begin(finn, named(server)), time.perf_counter()
    assert say(finn, one, GOOD[0]) == 302
    assert time.perf_counter() - began < 15
    page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
    assert "the model could not be used: " in page and "in time" in page
    assert say(finn, one, GOOD[1]) == 302
    assert len(server.heard) == 1, "left alone for a moment"
    assert Rehearsal.objects.get(pk=one.pk).ended_at and Rating.objects.filter(setting="rehearsal").exists()


def test_when_the_budget_of_the_day_is_used_up_the_script_goes_on(
    finn: Client, serve: Serve, named: Callable[..., Endpoint], log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(reply("Hm."))
    one = begin(finn, named(server, per_day="2"))
    for _ in range(3):
        say(finn, one, "Something else.")
    assert len(server.heard) == 2
    page = finn.get(f"/practice/talk/{one.pk}/").content.decode()
    assert "the 2 calls that the model may be asked a day are used up" in page
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=14))
    say(log_in("finn"), one, GOOD[0])
    assert len(server.heard) == 3, "tomorrow it may be asked again"


def test_a_private_host_is_called_only_where_the_house_allows_it(
    finn: Client, serve: Serve, named: Callable[..., Endpoint], log_in: LogIn
) -> None:
    server = serve(reply("Hm."))
    one = begin(finn, named(server))
    Organisation.objects.update(allowed_hosts=[])
    assert say(finn, one, GOOD[0]) == 302 and server.heard == []
    told = {"name": "x", "url": f"http://127.0.0.1:{server.port}/", "model": "m", "per_day": "1"}
    answer = log_in("ada").post("/practice/rehearse/models/", told)
    assert answer.status_code == 422 and "must begin with https://" in answer.content.decode()


def test_without_a_model_that_is_on_nothing_leaves_this_computer(
    finn: Client, serve: Serve, named: Callable[..., Endpoint], log_in: LogIn
) -> None:
    server = serve(reply("Hm."))
    endpoint = named(server)
    assert "Local, a language model" in finn.get("/practice/rehearse/scenario/loose-hinge/").content.decode()
    one = begin(finn, endpoint)
    log_in("ada").post(f"/practice/rehearse/models/{endpoint.pk}/act/", {"act": "off"})
    assert "language model" not in finn.get("/practice/rehearse/scenario/loose-hinge/").content.decode()
    assert say(finn, one, GOOD[0]) == 302 and server.heard == []
    log_in("ada").post(f"/practice/rehearse/models/{endpoint.pk}/act/", {"act": "remove"})
    assert say(finn, one, GOOD[1]) == 302 and not Endpoint.objects.exists()


def test_a_trial_call_says_clearly_what_came_of_it(serve: Serve, named: Callable[..., Endpoint], log_in: LogIn) -> None:
    ada, answers = log_in("ada"), [LIES["a wrong key"], reply("When do you open on Saturday, then?")]
    endpoint = named(serve(lambda sock, _: sock.sendall(answers.pop(0))))
    tried = [
        ada.post(f"/practice/rehearse/models/{endpoint.pk}/act/", {"act": "try"}, follow=True).content.decode()
        for _ in range(2)
    ]
    assert "it does not know the key (401)" in tried[0] and "The last call failed." in tried[0]
    assert "When do you open on Saturday, then?" in tried[1] and "The last call failed." not in tried[1]


def test_the_key_is_sealed_and_told_to_nobody_again(
    serve: Serve, named: Callable[..., Endpoint], log_in: LogIn
) -> None:
    endpoint = named(serve(reply("Hm.")))
    ada = log_in("ada")
    assert b"sk-secret" not in bytes(endpoint.key or b"")
    for address in ("/practice/rehearse/models/", f"/practice/rehearse/models/{endpoint.pk}/"):
        assert "sk-secret" not in ada.get(address).content.decode()
    assert not any("sk-secret" in str(one.values) for one in shown(lines(Search())))
    told = {"name": "Local", "model": "m", "per_day": "5", "key": "", "url": endpoint.url}
    ada.post(f"/practice/rehearse/models/{endpoint.pk}/", told)
    assert Endpoint.objects.get().key is not None, "left as it was"
    elsewhere = endpoint.url.replace(urlsplit(endpoint.url).path, "/other")
    ada.post(f"/practice/rehearse/models/{endpoint.pk}/", {**told, "url": elsewhere})
    assert Endpoint.objects.get().key is None, "a key is not told to another address"


@pytest.mark.parametrize("name", ["lea", "hugo", "cora", "finn", "rita", "nobody"])
def test_only_administrators_name_models(finn: Client, log_in: LogIn, name: str) -> None:
    del finn
    Endpoint.objects.create(id="e1", name="x", url="https://x.example/", model="m", made_by="ada", made_at=NOW)
    client, status = log_in(name), 302 if name == "nobody" else 403
    for address in ("/practice/rehearse/models/", "/practice/rehearse/models/e1/"):
        assert client.get(address).status_code == status
        assert client.post(address, {}).status_code == status
    assert client.post("/practice/rehearse/models/e1/act/", {"act": "on"}).status_code == status
    assert not Endpoint.objects.get().active
