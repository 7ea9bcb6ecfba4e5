"""Somebody is told once, here at once, and by mail as they chose; a notice holds nothing that they may not see."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from clearbar.web.ledger import jobs
from clearbar.web.notices.actions import hear
from clearbar.web.notices.models import Hearing, Notice, Topic
from clearbar.web.notices.tasks import send
from clearbar.web.notices.telling import tell
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

NIGHT = NOW + timedelta(hours=12)
MORNING = NOW.replace(hour=6) + timedelta(days=1)
"""Seven o'clock in Berlin."""


@pytest.fixture(autouse=True)
def can_send(settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]


def told(*persons: str, name: str = "case:1", at: datetime = NOW, topic: Topic = Topic.CASE) -> None:
    tell(
        persons,
        "A case waits",
        "A customer waits for an answer.",
        path="/followup/cases/1/",
        name=name,
        at=at,
        topic=topic,
    )  # type: ignore[arg-type]


def choose(cast: dict[str, Person], who: str, **chosen: object) -> None:
    given: dict[str, object] = {
        "mail": "at once", "digest_at": time(8), "quiet_from": None, "quiet_until": None, "muted": [],
    }  # fmt: skip
    hear(scope=scope_of(cast[who], NOW.date()), **({"at": NOW} | given | chosen))  # type: ignore[arg-type]


def sent() -> list[tuple[str, str]]:
    jobs.settle(lambda: NIGHT + timedelta(days=3), most=50)
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def test_the_same_is_told_once(cast: dict[str, Person]) -> None:
    told("finn", "gwen")
    told("finn", "gwen")
    told("finn", "lea")
    assert sorted(Notice.objects.values_list("person", flat=True)) == ["finn", "gwen", "lea"]
    assert sent() == [(f"{one}@example.test", "A case waits") for one in ("finn", "gwen", "lea")]


def test_by_night_a_mail_waits_and_several_come_in_one(cast: dict[str, Person]) -> None:
    told("finn", at=NIGHT)
    told("finn", name="case:2", at=NIGHT + timedelta(minutes=1))
    told("gwen", at=NIGHT)
    send(now=MORNING - timedelta(minutes=1))
    assert sent() == []
    send(now=MORNING)
    send(now=MORNING)
    assert sent() == [("finn@example.test", "2 notices"), ("gwen@example.test", "A case waits")]


def test_who_read_it_meanwhile_gets_no_mail(cast: dict[str, Person]) -> None:
    told("finn", at=NIGHT)
    Notice.objects.update(read_at=NIGHT)
    send(now=MORNING)
    assert sent() == []


def test_a_digest_a_muted_topic_and_never_are_kept(cast: dict[str, Person]) -> None:
    choose(cast, "finn", mail="digest")
    choose(cast, "gwen", muted=["case"])
    choose(cast, "lea", mail="never")
    told("finn", "gwen", "lea", "hugo")
    told("gwen", name="walk:1", topic=Topic.WALK)
    assert sent() == [("gwen@example.test", "A case waits"), ("hugo@example.test", "A case waits")]
    send(now=MORNING + timedelta(hours=1))
    assert ("finn@example.test", "A case waits") in sent()
    assert Notice.objects.count() == 5


@pytest.mark.parametrize(("chosen", "comes"), [
    ({"mail": "never"}, None),
    ({"muted": ["case"]}, None),
    ({"quiet_from": time(20), "quiet_until": time(9)}, MORNING + timedelta(hours=2)),
    ({"mail": "digest"}, MORNING + timedelta(hours=1)),
])  # fmt: skip
def test_what_waits_for_its_hour_comes_as_is_chosen_meanwhile(
    cast: dict[str, Person], chosen: dict[str, object], comes: datetime | None
) -> None:
    told("finn", "gwen", at=NIGHT)
    before = Notice.objects.get(person="gwen").mail_due
    choose(cast, "finn", at=NIGHT + timedelta(hours=1), **chosen)
    assert (Notice.objects.get(person="finn").mail_due, Notice.objects.get(person="gwen").mail_due) == (comes, before)


def test_what_follows_an_act_that_failed_is_not_told(cast: dict[str, Person]) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        told("finn")
        raise RuntimeError
    assert Notice.objects.count() == 0 and sent() == []


def test_a_notice_is_read_by_whom_it_is_for_alone(cast: dict[str, Person], log_in: object) -> None:
    told("finn")
    notice = Notice.objects.get()
    other: Client = log_in("gwen")  # type: ignore[operator]
    assert other.get(f"/notices/{notice.pk}/").status_code == 404
    own: Client = log_in("finn")  # type: ignore[operator]
    assert b"A customer waits" in own.get("/notices/").content
    assert b"A customer waits" not in other.get("/notices/").content
    followed = own.get(f"/notices/{notice.pk}/")
    assert followed.url == "/followup/cases/1/"  # type: ignore[attr-defined]
    assert Notice.objects.exclude(read_at=None).count() == 1


def test_a_notice_leads_nowhere_but_here(cast: dict[str, Person], log_in: object) -> None:
    tell(["finn"], "A", "b", path="//evil.example/x", name="x", at=NOW, topic=Topic.HOUSE)
    followed = log_in("finn").get(f"/notices/{Notice.objects.get().pk}/")  # type: ignore[operator]
    assert followed.url == "/notices/"


def test_choices_are_kept_from_the_page_and_half_quiet_hours_are_not(cast: dict[str, Person], log_in: object) -> None:
    client: Client = log_in("finn")  # type: ignore[operator]
    typed = {"mail": "digest", "digest_at": "09:30", "quiet_from": "21:00", "quiet_until": "", "muted": ["pulse"]}
    refused = client.post("/notices/hearing/", typed)
    assert refused.status_code == 422 and b'value="21:00"' in refused.content
    assert client.post("/notices/hearing/", typed | {"quiet_until": "06:00"}).status_code == 302
    kept = Hearing.objects.get()
    assert (kept.mail, kept.digest_at, kept.quiet_until, kept.muted) == ("digest", time(9, 30), time(6), ["pulse"])


def test_notices_are_handed_out_erased_and_forgotten(cast: dict[str, Person]) -> None:
    told("finn", "gwen")
    choose(cast, "finn")
    holder = dict(holders())["notices"]
    finn = Subject(SubjectKind.PERSON, "finn")
    assert [one["subject"] for one in holder.own(finn)["notices"]] == ["A case waits"]
    assert holder.erase(finn, NOW) == 2 and holder.own(finn) == {"notices": [], "hearing": []}
    assert holder.forget("notices", NOW) == 0 and holder.forget("notices", NOW + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("page", ["/notices/hearing/", "/followup/", "/walks/", "/privacy/mine/"])
def test_a_page_counts_what_is_new_and_has_the_menu_of_all(cast: dict[str, Person], log_in: object, page: str) -> None:
    client: Client = log_in("finn")  # type: ignore[operator]
    menu = menu_of(client.get("/practice/").content.decode())
    assert "Notices <strong>" not in client.get(page).content.decode()
    told("finn")
    told("finn", name="case:2")
    shown = client.get(page).content.decode()
    assert "Notices <strong>2</strong>" in shown
    assert menu_of(shown) == menu and "/followup/" in menu


def menu_of(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page.partition('<nav aria-label="Pages">')[2].partition("</nav>")[0])
