"""A channel hears what concerns its team, in the shape that its system takes, signed, and of no single person."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from clearbar.web.followup.actions.recovery import open_case
from clearbar.web.ledger import jobs
from clearbar.web.notices.actions import open_channel, pause_channel
from clearbar.web.notices.models import Announced, Channel, Topic
from clearbar.web.notices.telling import ANNOUNCED, announce
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW
from tests.web.ledger.test_wire import FINE, Server, serve

__all__ = ["serve"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local(monkeypatch: pytest.MonkeyPatch, cast: dict[str, Person]) -> None:
    """chat.example is this computer, and an administrator allowed it."""
    del cast
    Organisation.objects.update(allowed_hosts=["chat.example"])
    monkeypatch.setattr("clearbar.web.ledger.wire.resolve", lambda *_: ["127.0.0.1"])


def opened(cast: dict[str, Person], url: str, shape: str = "plain", team: str | None = None) -> tuple[Channel, str]:
    return open_channel(
        scope=scope_of(cast["ada"], NOW.date()), name="Chat", shape=shape, url=url, team=team, topics=["case"], at=NOW
    )


def say(name: str = "case:1", **given: Any) -> None:
    told: dict[str, Any] = {"path": "/followup/cases/1/", "at": NOW, "topic": Topic.CASE} | given
    announce("A case <waits>", "A customer & nobody else.", name=name, **told)


def heard(server: Server) -> list[tuple[dict[bytes, bytes], bytes]]:
    jobs.settle(lambda: NOW, most=20)
    found = []
    for one in server.heard:
        head, _, body = one.partition(b"\r\n\r\n")
        found.append((dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:]), body))
    return found


def test_a_call_is_signed_and_comes_once(cast: dict[str, Person], serve: Callable[..., Server]) -> None:
    server = serve(FINE)
    _, secret = opened(cast, f"http://chat.example:{server.port}/hook/secret-path")
    say()
    say()
    [(head, body)] = heard(server)
    assert json.loads(body)["subject"] == "A case <waits>"
    assert json.loads(body)["address"].endswith("/followup/cases/1/")
    at, _, v1 = head[b"Clearbar-Signature"].decode().partition(",v1=")
    expected = hmac.new(secret.encode(), at[2:].encode() + b"." + body, "sha256").hexdigest()
    assert hmac.compare_digest(v1, expected)


def test_slack_and_teams_get_what_they_take(cast: dict[str, Person], serve: Callable[..., Server]) -> None:
    server = serve(FINE)
    opened(cast, f"http://chat.example:{server.port}/slack", "slack")
    opened(cast, f"http://chat.example:{server.port}/teams", "teams")
    say()
    bodies = [json.loads(body) for _, body in heard(server)]
    slack = next(one for one in bodies if "text" in one)
    teams = next(one for one in bodies if one.get("type") == "message")
    assert slack["text"].startswith("*A case &lt;waits&gt;*\nA customer &amp; nobody else.\n<http")
    [card] = teams["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert card["content"]["type"] == "AdaptiveCard"
    assert [one["text"] for one in card["content"]["body"]] == ["A case <waits>", "A customer & nobody else."]
    assert card["content"]["actions"][0]["url"].endswith("/followup/cases/1/")


def test_a_channel_of_a_team_hears_of_that_team(cast: dict[str, Person], serve: Callable[..., Server]) -> None:
    server = serve(FINE)
    opened(cast, f"http://chat.example:{server.port}/north", team="north")
    say("case:1", team="south")
    say("case:2")
    say("case:3", team="north")
    say("walk:1", team="north", topic=Topic.WALK)
    assert list(Announced.objects.values_list("name", flat=True)) == ["case:3"]
    assert len(heard(server)) == 1


@pytest.mark.parametrize("topic", sorted(set(Topic) - set(ANNOUNCED)))
def test_nothing_about_a_single_person_is_announced(topic: Topic) -> None:
    with pytest.raises(ValueError, match="about persons"):
        say(topic=topic)


def test_what_is_not_heard_comes_again_and_is_shown(cast: dict[str, Person], log_in: Any) -> None:
    channel, _ = opened(cast, "http://chat.example:9/nobody-listens")
    say()
    for hour in range(200):
        jobs.settle(lambda hour=hour: NOW + timedelta(hours=hour), most=20)  # type: ignore[misc]
    kept = Announced.objects.get()
    assert kept.told_at is None and kept.given_up_at is not None and kept.tries == jobs.MOST_ATTEMPTS
    page = log_in("ada").get(f"/notices/channels/{channel.pk}/").content
    assert b"given up" in page and b"Send again" in page
    log_in("ada").post(f"/notices/channels/{channel.pk}/{kept.pk}/again/")
    assert Announced.objects.get().given_up_at is None


def test_a_paused_channel_hears_nothing(cast: dict[str, Person], serve: Callable[..., Server]) -> None:
    server = serve(FINE)
    channel, _ = opened(cast, f"http://chat.example:{server.port}/x")
    pause_channel(scope=scope_of(cast["ada"], NOW.date()), channel=channel, active=False, at=NOW)
    say()
    assert heard(server) == []


def test_the_address_of_a_channel_stands_in_no_table(cast: dict[str, Person]) -> None:
    opened(cast, "https://chat.example/services/a-very-secret-path-of-a-hook")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                told = [bytes(one) if isinstance(one, memoryview) else one for one in row]
                assert "a-very-secret-path" not in str(told), table


def test_a_case_is_announced_to_its_team_without_a_word_of_the_customer(
    cast: dict[str, Person], serve: Callable[..., Server]
) -> None:
    server = serve(FINE)
    opened(cast, f"http://chat.example:{server.port}/north", team="north")
    opened(cast, f"http://chat.example:{server.port}/south", "slack", team="south")
    words, contact = "The unmistakable umbrella was broken", "mara@umbrella.example"
    open_case(at=NOW, actor="finn", words=words, contact=contact, site="s-north", team="north", came_by="form")
    [(_, body)] = heard(server)
    assert json.loads(body)["address"].startswith("http") and "/followup/cases/" in json.loads(body)["address"]
    assert b"umbrella" not in body and b"mara" not in body
