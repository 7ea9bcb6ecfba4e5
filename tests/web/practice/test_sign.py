"""Signatures: nobody is held to what they never agreed to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.actions import publish
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened, Job
from clearbar.web.people.models import Person, Team
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import sign as actions
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.models.sign import Objection, Signature
from clearbar.web.practice.queries import signing as queries
from clearbar.web.practice.tasks.sign import remind
from tests.web.conftest import DEMO_BOOK, NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
Log = Callable[[str], Client]


def files() -> dict[str, str]:
    return {
        file.relative_to(DEMO_BOOK).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(DEMO_BOOK.rglob("*.yaml"))
        if "scenarios" not in file.parts
    }


def republish(by: Person, old: str, new: str) -> Version:
    """The demo's book once more, with other words somewhere."""
    texts = files()
    name = next(name for name, text in texts.items() if old in text)
    texts[name] = texts[name].replace(old, new, 1)
    return publish(scope=scope_of(by, TODAY), files=texts, at=NOW + timedelta(hours=1))


def desk(person: str) -> queries.Desk:
    return queries.desk(person, frozenset({"north"}), TODAY)


def sign_all(client: Client) -> None:
    page = client.get("/practice/sign/").content.decode()
    editions = re.findall(r'name="edition" value="([^"]+)"', page)
    assert editions
    assert client.post("/practice/sign/", {"edition": editions}).status_code == 302


def test_each_standard_that_i_perform_is_asked_once_and_then_no_more(book: Version, log_in: Log, now: datetime) -> None:
    client = log_in("finn")
    asked = len(desk("finn").waiting)
    assert asked == sum(1 for _ in Version.objects.get().editions) - 1  # all but the overall verdict
    sign_all(client)
    assert desk("finn").waiting == ()
    assert Signature.objects.filter(person="finn", day=date(2026, 11, 18)).count() == asked
    assert Happened.objects.filter(kind="signed", person="finn").count() == asked
    line = Line.objects.get(verb="signed the book")
    assert line.actor == "finn"
    assert "You have signed all" in client.get("/practice/sign/").content.decode()
    assert len(desk("gwen").waiting) == asked


def test_a_changed_standard_is_asked_again_and_says_what_changed(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    client = log_in("finn")
    sign_all(client)
    republish(cast["ada"], "Within five minutes of coming in", "Within three minutes of coming in")
    waiting = desk("finn").waiting
    assert [one.placed.standard.id for one in waiting] == ["choose.seen"]
    assert waiting[0].word == "Changed"
    page = client.get("/practice/sign/").content.decode()
    assert "three minutes" in page and "five minutes" in page
    sign_all(client)
    assert desk("finn").waiting == ()


def test_words_that_nobody_is_judged_by_ask_for_no_new_signature(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    sign_all(log_in("finn"))
    republish(cast["ada"], "name: being seen at once", "name: being seen soon")
    assert desk("finn").waiting == ()


def test_a_signature_ends_after_the_months_that_were_chosen(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    assert log_in("hugo").post("/practice/aware/choices/", {"months": "6"}).status_code == 302
    sign_all(log_in("finn"))
    assert set(Signature.objects.values_list("until", flat=True)) == {date(2027, 5, 18)}
    assert desk("finn").waiting == ()
    later = queries.desk("finn", frozenset({"north"}), date(2027, 5, 18))
    assert later.waiting == ()
    ended = queries.desk("finn", frozenset({"north"}), date(2027, 5, 19))
    assert {one.word for one in ended.waiting} == {"Again"}


@pytest.mark.parametrize(("day", "months", "until"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2026, 11, 30), 1, date(2026, 12, 30)),
    (date(2026, 11, 15), 13, date(2027, 12, 15)),
])  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, months: int, until: date) -> None:
    assert actions._after(day, months) == until


def test_only_those_who_perform_a_journey_are_asked(book: Version, cast: dict[str, Person]) -> None:
    Duty.objects.create(team=Team.objects.get(pk="south"), journey="put-right")
    asked = {one.placed.journey.id for one in desk("finn").waiting if one.placed.journey}
    assert asked == {"choose-glasses", "collect-glasses"}
    south = queries.desk("otto", frozenset({"south"}), TODAY)
    assert "put-right" in {one.placed.journey.id for one in south.waiting if one.placed.journey}
    assert queries.desk("hugo", frozenset(), TODAY).waiting == ()


def test_an_objection_stands_instead_of_a_signature_and_is_settled(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    finn, lea = log_in("finn"), log_in("lea")
    sent = finn.post("/practice/sign/choose.seen/object/", {"words": "With one person at the door it cannot be done."})
    assert sent.status_code == 302
    objection = Objection.objects.get()
    assert objection.due == NOW + timedelta(days=14)
    assert "choose.seen" not in {one.placed.standard.id for one in desk("finn").waiting}
    board = lea.get("/practice/aware/").content.decode()
    assert "Somebody cannot agree to it" in board
    assert "With one person" in lea.get(f"/practice/objections/{objection.pk}/").content.decode()
    answered = lea.post(
        f"/practice/objections/{objection.pk}/", {"changes": "no", "answer": "A second one comes at ten."}
    )
    assert answered.status_code == 302
    again = next(one for one in desk("finn").waiting if one.placed.standard.id == "choose.seen")
    assert again.objection is not None
    assert "A second one comes at ten." in finn.get("/practice/sign/").content.decode()
    twice = lea.post(f"/practice/objections/{objection.pk}/", {"changes": "yes", "answer": "No."})
    assert twice.status_code == 422 and "settled meanwhile" in twice.content.decode()


def test_a_standard_that_will_be_changed_is_not_asked_of_who_objected(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    log_in("finn").post("/practice/sign/choose.seen/object/", {"words": "No."})
    key = Objection.objects.get().pk
    log_in("hugo").post(f"/practice/objections/{key}/", {"changes": "yes", "answer": "You are right."})
    assert "choose.seen" not in {one.placed.standard.id for one in desk("finn").waiting}
    republish(cast["ada"], "Within five minutes of coming in", "Within ten minutes of coming in")
    assert "choose.seen" in {one.placed.standard.id for one in desk("finn").waiting}


@pytest.mark.parametrize(("name", "status"), [
    ("finn", 403), ("gwen", 403), ("otto", 403), ("cora", 403), ("rita", 403), ("olga", 403), ("lea", 200),
    ("hugo", 200), ("ada", 200),
])  # fmt: skip
def test_an_objection_is_answered_by_who_leads_and_by_nobody_else(
    book: Version, log_in: Log, now: datetime, name: str, status: int
) -> None:
    log_in("finn").post("/practice/sign/choose.seen/object/", {"words": "Not with me."})
    key = Objection.objects.get().pk
    page = log_in(name).get(f"/practice/objections/{key}/")
    assert page.status_code == status
    sent = log_in(name).post(f"/practice/objections/{key}/", {"changes": "no", "answer": "It stays."})
    assert (sent.status_code == 302) == (status == 200)


def test_nobody_answers_their_own_objection(book: Version, cast: dict[str, Person], log_in: Log, now: datetime) -> None:
    log_in("ada").post("/practice/sign/choose.seen/object/", {"words": "Not with me."})
    objection = Objection.objects.get()
    with pytest.raises(PermissionDenied):
        actions.settle(
            scope=scope_of(cast["ada"], TODAY), objection=objection, changes=False, answer="Fine.", at=NOW, today=TODAY
        )
    assert log_in("ada").get(f"/practice/objections/{objection.pk}/").status_code == 403


def test_what_somebody_objects_to_stands_in_no_audit_line(book: Version, log_in: Log, now: datetime) -> None:
    log_in("finn").post("/practice/sign/choose.seen/object/", {"words": "The zebra is in the cellar."})
    assert Objection.objects.get().words == "The zebra is in the cellar."
    from django.core import serializers

    assert "zebra" not in serializers.serialize("json", Line.objects.all())
    audit = log_in("ada").get("/people/audit/")
    assert audit.status_code == 200 and "objected" in audit.content.decode() and "zebra" not in audit.content.decode()


def test_a_leader_sees_their_own_people_and_a_colleague_sees_nobody(book: Version, log_in: Log, now: datetime) -> None:
    north = log_in("lea").get("/practice/aware/").content.decode()
    assert "Finn Frontline" in north and "Otto Otherteam" not in north
    south = log_in("olga").get("/practice/aware/").content.decode()
    assert "Otto Otherteam" in south and "Finn Frontline" not in south
    assert "Bo the agent" not in log_in("hugo").get("/practice/aware/").content.decode()
    assert log_in("finn").get("/practice/aware/").status_code == 403
    assert log_in("rita").get("/practice/aware/").status_code == 403


def test_editions_of_others_cannot_be_signed(book: Version, log_in: Log, now: datetime) -> None:
    Duty.objects.create(team=Team.objects.get(pk="south"), journey="put-right")
    other = next(edition for standard, edition in book.editions.items() if standard.startswith("right."))
    refused = log_in("finn").post("/practice/sign/", {"edition": [other]})
    assert refused.status_code == 409 and Signature.objects.count() == 0


def test_signing_twice_at_once_is_kept_once(book: Version, cast: dict[str, Person]) -> None:
    edition = book.editions["choose.seen"]
    scope = scope_of(cast["finn"], TODAY)
    for _ in range(2):
        actions.sign(scope=scope, version=book, editions=[edition, edition], at=NOW, today=TODAY)
    assert Signature.objects.count() == 1


def test_nothing_ticked_says_what_to_do(book: Version, log_in: Log, now: datetime) -> None:
    said = log_in("finn").post("/practice/sign/", {})
    assert said.status_code == 422 and "Tick what you agree to" in said.content.decode()


def mailed() -> set[str]:
    return {body["to"] for body in Job.objects.filter(task="mail").values_list("body", flat=True)}


def test_what_changed_is_told_in_the_words_of_who_signs(book: Version, cast: dict[str, Person], log_in: Log) -> None:
    own = "promise: " + book_promise("choose.seen")

    def say(english: str, dutch: str) -> Version:
        return republish(cast["ada"], own, f"promise: {{en: {english}, nl: {dutch}}}")

    first = say("Somebody sees you.", "Iemand ziet u.")
    signed = [first.editions["choose.seen"]]
    actions.sign(scope=scope_of(cast["finn"], TODAY), version=first, editions=signed, at=NOW, today=TODAY)
    say("Somebody greets you.", "Iemand groet u.")
    Person.objects.filter(pk="finn").update(language="nl")
    page = log_in("finn").get("/practice/sign/").content.decode()
    assert "The promise was “Iemand ziet u.”; it is now “Iemand groet u.”" in page


def book_promise(standard: str) -> str:
    text = next(text for text in files().values() if f"id: {standard}\n" in text)
    [found] = re.findall(rf"id: {standard}\n(?:.*\n)*?\s+promise: (.*)\n", text)
    return str(found)


def test_who_leads_is_reminded_before_an_objection_is_due_and_the_house_after(
    book: Version, log_in: Log, now: datetime, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    log_in("finn").post("/practice/sign/choose.seen/object/", {"words": "Not with me."})

    remind(now=NOW + timedelta(days=9))
    assert mailed() == set()
    remind(now=NOW + timedelta(days=10, hours=1))
    remind(now=NOW + timedelta(days=10, hours=7))
    assert mailed() == {"lea@example.test"}
    assert Job.objects.filter(task="mail").count() == 1
    remind(now=NOW + timedelta(days=18))
    assert mailed() == {"lea@example.test", "hugo@example.test", "ada@example.test"}
    assert not any("Finn" in str(body) for body in Job.objects.values_list("body", flat=True))


def test_the_house_is_told_of_an_overdue_objection_at_once_however_lately_its_leader_was(
    book: Version, log_in: Log, now: datetime, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    log_in("finn").post("/practice/sign/choose.seen/object/", {"words": "Not with me."})

    remind(now=NOW + timedelta(days=10, hours=1))
    remind(now=NOW + timedelta(days=14, hours=1))
    assert {"hugo@example.test", "ada@example.test"} <= mailed()


def test_an_objection_of_the_only_one_who_leads_a_team_is_brought_to_the_house_in_time(
    book: Version, log_in: Log, now: datetime, settings: object
) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    log_in("lea").post("/practice/sign/choose.seen/object/", {"words": "Not with me."})
    assert Objection.objects.filter(person="lea").exists()
    remind(now=NOW + timedelta(days=10, hours=1))
    told = {body["to"] for body in Job.objects.filter(task="mail").values_list("body", flat=True)}
    assert told == {"hugo@example.test", "ada@example.test"}
