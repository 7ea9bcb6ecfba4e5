"""Erasing: who asks, who confirms, what goes from every table, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import of_customer, seal, unseal
from clearbar.web.book.models import Version
from clearbar.web.ledger.jobs import enqueue
from clearbar.web.ledger.models import Comment, Gone, Interaction, Job, Rating
from clearbar.web.people.models import Grant, Person, Role
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.models.learn import Question
from clearbar.web.privacy.actions.erasing import TURNS, Refused, ask, confirm, lapse, withdraw
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.subjects import customers_reached
from tests.web.conftest import NOW
from tests.web.privacy import said

LogIn = Callable[[str], Client]
State = Erasure.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: dict[str, Person], book: Version, now: datetime) -> dict[str, Person]:
    """The cast, two administrators, and what `said` seeds."""
    said.seed(cast["rita"], book, now)
    Grant.objects.create(person=cast["hugo"], role=Role.ADMINISTRATOR)
    return cast


def scope(person: Person) -> object:
    return scope_of(person, NOW.date())


def erase(house: dict[str, Person], kind: str, id_: str, reached: str = "") -> Erasure:
    asked = ask(scope=scope(house["ada"]), kind=kind, id=id_, reason="asked by letter", at=NOW, reached=reached)
    return confirm(scope=scope(house["hugo"]), erasure=asked, at=NOW)


def in_tables(words: dict[str, str]) -> set[tuple[str, str]]:
    """Where a word stands in any column of any table, as text."""
    hits = set()
    with connection.cursor() as asked:
        for table in connection.introspection.table_names():
            asked.execute(f'select * from "{table}"')
            for row in asked.fetchall():
                text = " ".join(bytes(one).decode("latin-1") if isinstance(one, bytes | memoryview) else str(one)
                                for one in row).lower()  # fmt: skip
                hits |= {(what, table) for what, word in words.items() if word.lower() in text}
    return hits


def test_a_customer_is_gone_from_every_table_and_another_is_not(house: dict[str, Person]) -> None:
    hidden = {"the address"}  # it is sealed from the beginning
    assert {what for what, _ in in_tables(said.CUSTOMERS)} == set(said.CUSTOMERS) - hidden
    erase(house, "customer", said.CUSTOMER, said.ADDRESS)
    left = {hit for hit in in_tables(said.CUSTOMERS) if hit != ("the pseudonym", "audit_line")}
    assert not left
    assert {table for _, table in in_tables({"other": said.STAYS})} == {"ledger_comment", "ledger_interaction"}
    assert Gone.objects.filter(rating="r-zyx-customer").exists()
    review = Rating.objects.get(rating="r-zyx-review")
    assert review.interaction and review.interaction == Interaction.objects.get(person=said.LEAVER).id


def test_a_question_that_quotes_them_keeps_not_one_word_of_theirs(house: dict[str, Person]) -> None:
    lines = [{"id": "l1", "who": "customer", "text": "Zyxsurname"}, {"id": "l2", "who": "staff", "text": "Thank you"}]
    body = {"id": "q1", "kind": "deviation", "stem": "Which line deviates?", "options": [], "lines": lines}
    row = Question.objects.create(
        name="q1",
        standard="s",
        edition="e",
        kind="deviation",
        language="en",
        body=body,
        interaction=said.TICKET,
        at=NOW,
    )
    erase(house, "customer", said.CUSTOMER)
    row.refresh_from_db()
    assert row.state == Question.State.RETIRED and "Zyxsurname" not in str(row.body)
    assert row.body["lines"][0]["who"] == "customer" and row.body["id"] == "q1"


def test_work_that_waits_for_others_stays_however_short_a_pseudonym_is(house: dict[str, Person]) -> None:
    others = {"to": "kim@example.test", "text": "https://example.test/s/a42f/ and c-42 and 42nd street", "call": 42}
    enqueue("mail", name="another's", due=NOW, **others)
    enqueue("mail", name="their own", due=NOW, to="Zoë@Example.test", text="How was it?")
    enqueue("news", name="of them", due=NOW, of=[{"customer": "42"}])
    erase(house, "customer", "42", "zoë@example.test")
    assert set(Job.objects.filter(task__in=("mail", "news")).values_list("name", flat=True)) == {"another's"}


def test_a_leaver_is_gone_from_every_table_and_levels_stay_without_them(house: dict[str, Person]) -> None:
    assert {what for what, _ in in_tables(said.LEAVERS)} == set(said.LEAVERS)
    erase(house, "person", said.LEAVER)
    assert not in_tables(said.LEAVERS)
    assert not Rating.objects.filter(person=said.LEAVER).exists() and Rating.objects.filter(level=2).count() == 3
    kept = Interaction.objects.get(id=said.TICKET)
    assert kept.messages and said.CUSTOMERS["words of the conversation"] in kept.messages[0]["text"]
    assert "Zyxforename" not in str(kept.messages) and Comment.objects.filter(response="zyx-customer").count() == 2


def test_what_was_sealed_for_them_is_closed_for_good(house: dict[str, Person]) -> None:
    they = of_customer(said.CUSTOMER)
    sealed = seal(they, "what only they may read")
    assert unseal(they, sealed) == "what only they may read"
    erase(house, "customer", said.CUSTOMER)
    assert unseal(they, sealed) is None
    again = seal(they, "something new")
    assert unseal(they, sealed) is None and unseal(they, again) == "something new"


def test_only_administrators_of_the_house_erase(house: dict[str, Person]) -> None:
    for name in ("lea", "cora", "rita", "finn", "olga"):
        with pytest.raises(PermissionDenied):
            ask(scope=scope(house[name]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)


def test_who_asks_does_not_confirm_where_there_is_a_second(house: dict[str, Person]) -> None:
    asked = ask(scope=scope(house["ada"]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)
    assert asked.state == State.ASKED
    with pytest.raises(Refused, match="another administrator"):
        confirm(scope=scope(house["ada"]), erasure=asked, at=NOW)
    with pytest.raises(Refused, match="asked for already"):
        ask(scope=scope(house["hugo"]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)
    assert Interaction.objects.filter(customer=said.CUSTOMER).exists()


def test_a_single_administrator_erases_at_once(house: dict[str, Person]) -> None:
    Grant.objects.filter(person=house["hugo"], role=Role.ADMINISTRATOR).delete()
    asked = ask(scope=scope(house["ada"]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)
    assert asked.state == State.DONE and not Interaction.objects.filter(customer=said.CUSTOMER).exists()


def test_who_still_works_here_cannot_be_erased(house: dict[str, Person]) -> None:
    for left_on in (None, NOW.date(), NOW.date() + timedelta(days=1)):
        Person.objects.filter(pk="finn").update(left_on=left_on)
        with pytest.raises(Refused, match="who has left"):
            ask(scope=scope(house["ada"]), kind="person", id="finn", reason="x", at=NOW)


def test_who_came_back_before_it_was_confirmed_is_not_erased(house: dict[str, Person]) -> None:
    asked = ask(scope=scope(house["ada"]), kind="person", id=said.LEAVER, reason="x", at=NOW)
    Person.objects.filter(pk=said.LEAVER).update(left_on=None)
    with pytest.raises(Refused, match="who has left"):
        confirm(scope=scope(house["hugo"]), erasure=asked, at=NOW)
    asked.refresh_from_db()
    assert asked.state == State.ASKED and Interaction.objects.filter(person=said.LEAVER).exists()
    withdraw(scope=scope(house["ada"]), erasure=asked, at=NOW)


def test_what_nobody_confirms_in_time_ends(house: dict[str, Person]) -> None:
    asked = ask(scope=scope(house["ada"]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)
    late = NOW + timedelta(days=15)
    with pytest.raises(Refused, match="time is over"):
        confirm(scope=scope(house["hugo"]), erasure=asked, at=late)
    assert lapse(at=late) == 1 and lapse(at=late) == 0
    asked.refresh_from_db()
    assert asked.state == State.LAPSED and not asked.subject and asked.reason is None


def test_no_turn_leads_out_of_an_end_and_every_state_is_reached() -> None:
    reached = {State.ASKED}
    while further := {to for state in reached for to in TURNS[state]} - reached:
        reached |= further
    assert reached == set(State) == set(TURNS)
    assert {state for state in State if not TURNS[state]} == {State.SWEPT, State.WITHDRAWN, State.LAPSED}


def test_a_turn_that_is_refused_changes_nothing_and_writes_no_line(house: dict[str, Person]) -> None:
    asked = ask(scope=scope(house["ada"]), kind="customer", id=said.CUSTOMER, reason="x", at=NOW)
    withdraw(scope=scope(house["ada"]), erasure=asked, at=NOW)
    lines = Line.objects.count()
    for act in (confirm, withdraw):
        with pytest.raises(Refused):
            act(scope=scope(house["hugo"]), erasure=asked, at=NOW)
    assert Line.objects.count() == lines and Interaction.objects.filter(customer=said.CUSTOMER).exists()


def test_a_customer_is_found_by_what_they_are_reached_by(house: dict[str, Person]) -> None:
    for typed in (said.ADDRESS, f" {said.ADDRESS} ", said.CUSTOMER, said.TICKET):
        assert customers_reached(typed) == [said.CUSTOMER]
    assert customers_reached("nobody@example.test") == [] == customers_reached("")


def test_the_pages_lead_from_a_question_to_an_erasure(house: dict[str, Person], log_in: LogIn) -> None:
    ada, hugo = log_in("ada"), log_in("hugo")
    page = ada.post("/privacy/customer/", {"reached": said.ADDRESS}).content.decode()
    assert said.CUSTOMER in page and "1 interaction" in page
    told = {"kind": "customer", "id": said.CUSTOMER, "reached": said.ADDRESS}
    assert "What goes" in ada.post("/privacy/erasures/new/", told).content.decode()
    assert ada.post("/privacy/erasures/new/", told | {"reason": ""}).status_code == 422
    assert ada.post("/privacy/erasures/new/", told | {"reason": "by letter"}).status_code == 302
    key = Erasure.objects.get().pk
    assert "Confirm" not in ada.get("/privacy/erasures/").content.decode()
    assert "Confirm" in hugo.get("/privacy/erasures/").content.decode()
    hugo.post(f"/privacy/erasures/{key}/confirm/")
    again = hugo.post(f"/privacy/erasures/{key}/confirm/", follow=True).content.decode()
    assert "does not wait any more" in again
    assert Erasure.objects.get().state == State.DONE and Erasure.objects.get().subject == ""


@pytest.mark.parametrize("name", ["lea", "cora", "rita", "finn", "otto", "olga"])
def test_nobody_else_opens_the_pages(name: str, house: dict[str, Person], log_in: LogIn) -> None:
    client = log_in(name)
    for path in ("/privacy/customer/", "/privacy/erasures/", "/privacy/keeping/"):
        assert client.get(path).status_code == 403
    for path in ("/privacy/customer/data/", "/privacy/erasures/new/", "/privacy/erasures/1/confirm/"):
        assert client.post(path, {"kind": "customer", "id": said.CUSTOMER}).status_code == 403


def test_what_no_database_keeps_leads_back_to_the_question(house: dict[str, Person], log_in: LogIn) -> None:
    ada = log_in("ada")
    for id_, reached in (("", "x"), ("c\x00", "x"), ("c", "\x00"), ("c" * 129, "")):
        told = {"kind": "customer", "id": id_, "reached": reached}
        assert ada.post("/privacy/customer/data/", told)["Location"] == "/privacy/customer/"
        assert ada.post("/privacy/erasures/new/", told | {"reason": "x"})["Location"] == "/privacy/erasures/"
    assert not Erasure.objects.exists()


def test_a_day_is_the_house_s_own(house: dict[str, Person]) -> None:
    """At half past midnight in Berlin it is still the day before in UTC; who left that day has left."""
    Person.objects.filter(pk="finn").update(left_on=date(2026, 11, 17))
    at = datetime.fromisoformat("2026-11-18T00:30:00+01:00")
    from django.utils import timezone

    with timezone.override("Europe/Berlin"):
        asked = ask(scope=scope(house["ada"]), kind="person", id="finn", reason="x", at=at)
    assert asked.state == State.ASKED
