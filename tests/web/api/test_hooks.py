"""News reaches the addresses that an administrator named, signed, and again until it was heard."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.web.api import hooks
from clearbar.web.api.actions.hooks import make
from clearbar.web.api.models import Call, Hook
from clearbar.web.audit.models import Line
from clearbar.web.ledger import jobs
from clearbar.web.ledger.calls import NotHeard
from clearbar.web.ledger.models import Job
from clearbar.web.ledger.wire import Wire, WireFault
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW
from tests.web.ledger.test_wire import FINE, Server, serve

__all__ = ["serve"]

pytestmark = pytest.mark.django_db


def made(cast: dict[str, Person], url: str, *topics: str) -> tuple[Hook, str]:
    return make(scope=scope_of(cast["ada"], NOW.date()), url=url, topics=topics or ("rated",), at=NOW)


def news(**body: object) -> None:
    jobs.publish("rated", name=str(body["response"]), at=NOW, **body)


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    """hooks.example is this computer, and an administrator allowed it."""
    Organisation.objects.update(allowed_hosts=["hooks.example"])
    monkeypatch.setattr("clearbar.web.ledger.wire.resolve", lambda *_: ["127.0.0.1"])


def test_news_is_told_signed_and_without_words(
    cast: dict[str, Person], serve: Callable[..., Server], local: None
) -> None:
    del local
    server = serve(FINE)
    hook, secret = made(cast, f"http://hooks.example:{server.port}/in")
    other, _ = made(cast, f"http://hooks.example:{server.port}/other", "fell short")
    news(response="r-1", words="The lid does not close", contact="jo@example.test")
    jobs.settle(lambda: NOW)
    [heard] = server.heard
    head, _, body = heard.partition(b"\r\n\r\n")
    lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
    told = json.loads(body)
    assert told["topic"] == "rated" and told["data"] == {"response": "r-1"}
    at, _, v1 = lines[b"Clearbar-Signature"].decode().partition(",v1=")
    assert at == f"t={int(NOW.timestamp())}"
    assert v1 == hmac.digest(secret.encode(), at[2:].encode() + b"." + body, "sha256").hex()
    assert secret.encode() not in heard and secret.encode() not in bytes(hook.secret)
    call = Call.objects.get()
    assert (call.hook_id, call.said, call.told_at) == (hook.pk, "answered 204", NOW) and not other.calls.exists()
    news(response="r-1")
    hooks.tell(now=NOW, topic="rated", response="r-1")
    jobs.settle(lambda: NOW)
    assert len(server.heard) == 1, "the same news is told once"


def test_what_is_not_heard_comes_again_later_each_time_and_by_hand_when_it_was_given_up(
    cast: dict[str, Person], serve: Callable[..., Server], local: None, log_in: Callable[[str], Client]
) -> None:
    del local
    status = [b"HTTP/1.1 500 No\r\n\r\n"]
    server = serve(lambda sock, _: sock.sendall(status[0]))
    hook, _ = made(cast, f"http://hooks.example:{server.port}/in")
    news(response="r-2")
    clock, waits = NOW, list[timedelta]()
    for _round in range(40):
        jobs.settle(lambda clock=clock: clock)  # type: ignore[misc]
        due = Job.objects.filter(task="hook call", failed_at=None, done_at=None).values_list("due", flat=True).first()
        if due is None:
            break
        waits.append(due - clock)
        clock = due
    assert len(server.heard) == jobs.MOST_ATTEMPTS and waits == sorted(waits) and waits[0] < waits[-1]
    call = Call.objects.get()
    assert call.given_up_at is not None and call.said == "answered 500"
    ada = log_in("ada")
    page = ada.get(f"/api/hooks/{hook.pk}/").content.decode()
    assert "given up: answered 500" in page and "Send again" in page
    status[0] = FINE
    assert ada.post(f"/api/hooks/{hook.pk}/calls/{call.pk}/again/").status_code == 302
    jobs.settle(lambda: datetime(2036, 1, 1, tzinfo=NOW.tzinfo))
    call.refresh_from_db()
    assert call.said == "answered 204" and call.given_up_at is None
    assert Line.objects.filter(verb="sent again", actor="ada").count() == 1


def test_a_private_address_is_refused_unless_its_host_is_allowed(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearbar.web.ledger.wire.resolve", lambda *_: ["169.254.169.254"])
    made(cast, "https://metadata.example/latest")
    news(response="r-3")
    jobs.settle(lambda: NOW)
    call = Call.objects.get()
    assert call.told_at is None and call.said.startswith("its address is private")


def test_a_hook_that_rests_is_told_nothing(cast: dict[str, Person], log_in: Callable[[str], Client]) -> None:
    hook, _ = made(cast, "https://hooks.example/in")
    ada = log_in("ada")
    ada.post(f"/api/hooks/{hook.pk}/change/", {"act": "pause"})
    news(response="r-4")
    jobs.settle(lambda: NOW)
    assert not Call.objects.exists()
    assert "It is paused" in ada.get(f"/api/hooks/{hook.pk}/").content.decode()
    ada.post(f"/api/hooks/{hook.pk}/change/", {"act": "end"})
    assert not Hook.objects.exists()


def test_a_hook_is_made_on_its_page_and_its_secret_told_once(log_in: Callable[[str], Client]) -> None:
    ada = log_in("ada")
    wrong = ada.post("/api/hooks/", {"url": "http://hooks.example/in", "topics": ["rated"]})
    page = wrong.content.decode()
    assert "must begin with https://" in page and "http://hooks.example/in" in page and not Hook.objects.exists()
    right = ada.post("/api/hooks/", {"url": "https://hooks.example/in", "topics": ["rated"]}).content.decode()
    assert "Copy this secret now" in right and "Copy this secret now" not in ada.get("/api/hooks/").content.decode()
    for name in ("lea", "hugo", "cora", "finn"):
        assert log_in(name).get("/api/hooks/").status_code == 403
    assert log_in("nobody").get("/api/hooks/").status_code == 302


def test_a_call_that_is_never_heard_leaves_no_address_and_no_secret_in_the_log(
    cast: dict[str, Person], caplog: pytest.LogCaptureFixture
) -> None:
    _, secret = made(cast, "https://hooks.example/in?key=topsecret")
    news(response="r-5")

    def refuse(*_: object) -> list[str]:
        raise OSError

    with caplog.at_level("DEBUG"), pytest.raises(NotHeard):
        hooks.tell(now=NOW, topic="rated", response="r-5")
        hooks.make_call(now=NOW, call=Call.objects.get().pk, wire=Wire(resolve=refuse))
    assert Call.objects.get().said == "its name is unknown"
    assert secret not in caplog.text and "topsecret" not in caplog.text
    assert isinstance(WireFault("x"), Exception)
