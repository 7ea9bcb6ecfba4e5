"""An anonymous answer has its week and no time, in any table; nothing says which link it came by."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Asked, Job, Rating
from clearbar.web.surveys.models import Invite, Said, Survey, Way, Wish
from clearbar.web.surveys.tasks import tidy
from tests.web.conftest import NOW
from tests.web.surveys.conftest import BADLY, ask, hidden, path_of, way

pytestmark = [pytest.mark.django_db]

ANSWERED = datetime(2026, 11, 19, 14, 37, 21, 123456, tzinfo=UTC)
"""A Thursday, in the same week as NOW."""


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, each with what the database itself keeps of its order."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(name)}")
            found[name] = list(cursor.fetchall())
    return found


def times_in(value: Any) -> list[datetime]:
    """Every time that a value holds: as a date, as text, as seconds or milliseconds, or inside of a seal."""
    if isinstance(value, datetime):
        return [value if value.tzinfo else value.replace(tzinfo=UTC)]
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        try:
            inner = base64.urlsafe_b64decode(raw)
        except ValueError:
            return times_in(raw.decode(errors="ignore"))
        return [datetime.fromtimestamp(int.from_bytes(inner[1:9], "big"), UTC)] if inner[:1] == b"\x80" else []
    told = value if isinstance(value, str) else json.dumps(value, default=str)
    stamps = re.findall(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?", told)
    found = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in stamps]
    for digits in re.findall(r"(?<!\d)1[78]\d{8}(?!\d)", told):
        found.append(datetime.fromtimestamp(int(digits), UTC))
    for digits in re.findall(r"(?<!\d)1[78]\d{11}(?!\d)", told):
        found.append(datetime.fromtimestamp(int(digits) / 1000, UTC))
    return found


def answer(path: str, client: Any, marks: dict[str, str]) -> None:
    page = client.post(path, hidden(client.get(path).content) | marks)
    client.post(path, {"right": hidden(page.content)["right"], "words": "Ring me", "contact": "mara@example.test"})


@pytest.fixture
def answered(quiet: Survey, monkeypatch: pytest.MonkeyPatch, client: Any) -> Survey:
    """Two anonymous answers, one by a link and one by a poster, both with a wish and a contact."""
    jobs.arm(NOW)
    path = path_of(
        ask(quiet, to="+49 170 1234567", customer="the-ninth-customer", interaction="till-one-at-noon", person="finn")
    )
    poster = way(quiet, Way.Kind.POSTER)
    monkeypatch.setattr("django.utils.timezone.now", lambda: ANSWERED)
    monkeypatch.setattr("time.time", lambda: ANSWERED.timestamp())
    answer(path, client, BADLY)
    answer(f"/q/{poster.address}/", client, BADLY)
    return quiet


def test_no_table_holds_a_time_near_that_of_an_anonymous_answer(answered: Survey) -> None:
    del answered
    assert (Said.objects.count(), Wish.objects.count()) == (2, 2)
    near = [
        (table, row)
        for table, rows in tables().items()
        for row in rows
        for at in (time for value in row for time in times_in(value))
        if abs(at - ANSWERED) < timedelta(hours=20)
    ]
    assert near == []


def test_the_search_for_times_finds_them_where_they_are_promised_to_nobody(
    survey: Survey, monkeypatch: pytest.MonkeyPatch, client: Any
) -> None:
    path = path_of(ask(survey))
    monkeypatch.setattr("django.utils.timezone.now", lambda: ANSWERED)
    client.post(path, hidden(client.get(path).content) | BADLY)
    found = {table for table, rows in tables().items() for row in rows for v in row if ANSWERED in times_in(v)}
    assert {"ledger_rating", "audit_line"} <= found


def test_nothing_leads_from_an_anonymous_answer_to_its_link(answered: Survey) -> None:
    del answered
    invite, asked = Invite.objects.get(), Asked.objects.get()
    of_link = {
        invite.hash,
        str(invite.pk),
        f"{invite.pk:016x}",
        invite.subject,
        "the-ninth-customer",
        "till-one-at-noon",
    }
    responses = set(Said.objects.values_list("response", flat=True))
    assert len(responses) == 2
    for table, rows in tables().items():
        for row in rows:
            told = " ".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row)
            both = any(one in told for one in responses) and any(one in told for one in of_link)
            assert not both, (table, row)
    assert (asked.answered, asked.response, asked.interaction, invite.spent) == (False, None, None, True)


def test_rows_of_anonymous_answers_lie_in_no_order(answered: Survey) -> None:
    """SQLite numbers the rows of a table without an integer key as they come; those numbers would be a clock."""
    del answered
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite numbers rows so")
    touched = {"ledger_rating", "ledger_comment", "audit_line", "audit_subjectkey", "surveys_said", "surveys_wish",
               "surveys_spent", "surveys_counter", "surveys_invite", "surveys_contact", "ledger_asked"}  # fmt: skip
    with connection.cursor() as cursor:
        for table in touched:
            cursor.execute(f"select max(rowid), count(*) from {table}")
            highest, count = cursor.fetchone()
            assert count == 0 or highest > 2**40, table


def test_the_news_of_an_anonymous_answer_comes_when_its_week_is_over(
    answered: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    del answered
    monkeypatch.setattr(jobs, "_HEARERS", {"fell short": ["follow"], "wished": ["follow"]})
    tidy(now=NOW + timedelta(days=3))
    assert Job.objects.filter(task="follow").count() == 0
    for _ in range(2):
        tidy(now=NOW + timedelta(days=6))
    told = [one.body["topic"] for one in Job.objects.filter(task="follow")]
    assert sorted(told) == ["fell short", "fell short", "wished", "wished"]
    assert Asked.objects.filter(answered=True, response=None, mirrored=False).count() == 1
    assert set(Invite.objects.values_list("spent_week", flat=True)) == {None}


def test_the_news_of_any_other_answer_comes_at_once(
    survey: Survey, now: datetime, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_HEARERS", {"fell short": ["follow"], "wished": ["follow"]})
    answer(path_of(ask(survey)), client, BADLY)
    told = {(one.body["topic"], one.due) for one in Job.objects.filter(task="follow")}
    assert told == {("fell short", now), ("wished", now)}


def test_an_anonymous_answer_keeps_its_week_site_and_team_only(answered: Survey) -> None:
    del answered
    told = set(Rating.objects.values_list("week", "rated_at", "day", "interaction", "customer", "rater", "site"))
    assert told == {(202647, None, None, None, None, None, "s-north")}


def test_no_page_and_no_fault_writes_an_address_into_a_log(
    quiet: Survey, client: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(ask(quiet))
    client.get("/s/unknown-token/")
    client.put(path)
    client.post(path, {f"f{n}": "1" for n in range(6_000)})
    monkeypatch.setattr("clearbar.web.surveys.views.public.compose", lambda *a: 1 / 0)
    broken = client.get(path)
    assert broken.status_code == 500 and b"Something broke on our side" in broken.content
    assert "/s/" not in caplog.text and path.strip("/s") not in caplog.text
    assert "ZeroDivisionError" in caplog.text
