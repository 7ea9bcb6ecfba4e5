"""The person rated may say no; somebody who did not rate decides; meanwhile nothing of it counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearbar.web.audit.models import Line
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Grant, Person, Role, User
from clearbar.web.people.scope import scope_of
from clearbar.web.reviews.actions import disputes
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.models import Dispute
from clearbar.web.reviews.tasks import remind_deciders
from clearbar.web.reviews.turns import TURNS, WAITING
from tests.web.conftest import NOW
from tests.web.reviews.conftest import Done, LogIn, copied, settled

pytestmark = pytest.mark.django_db
SAYS = {"level": "5", "reason": "I offered three ways"}


def rating() -> Rating:
    return Rating.objects.get(standard="right.choice")


def test_a_dispute_takes_the_rating_out_until_it_is_decided_and_everybody_reads_why(
    done: Done, log_in: LogIn, settings: Any
) -> None:
    settings.EMAIL_HOST = "mail.example.test"
    url = f"/reviews/of/{done().response}/"
    finn = log_in("finn")
    assert finn.post(f"{url}dispute/right.choice/", SAYS).status_code == 302
    assert (rating().disputed, rating().level) == (True, 3)
    assert "waits for a decision" in finn.get(url).content.decode()
    dispute = Dispute.objects.get()
    lead = log_in("lea")
    assert "I offered three ways" in lead.get(url).content.decode()
    assert (
        lead.post(f"/reviews/disputes/{dispute.pk}/", {"level": "5", "answer": "the chat shows it"}).status_code == 302
    )
    assert (rating().disputed, rating().level) == (False, 5)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_by, dispute.by_owner) == ("changed", "lea", False)
    page = finn.get(url).content.decode()
    assert "the chat shows it" in page and "was average; changed by Lea Leader" in page
    assert set(Line.objects.filter(kind="dispute").values_list("actor", "verb")) == {
        ("finn", "disputed"),
        ("lea", "decided"),
    }
    jobs.settle(lambda: NOW)
    assert {one.to[0] for one in mail.outbox if "waits" in one.subject} == {"lea@example.test", "hugo@example.test"}
    assert {one.to[0] for one in mail.outbox if "was decided" in one.subject} == {
        "finn@example.test",
        "rita@example.test",
    }


def test_upheld_leaves_the_level_and_lets_it_count_again(done: Done, log_in: LogIn) -> None:
    url = f"/reviews/of/{done().response}/"
    log_in("finn").post(f"{url}dispute/right.choice/", SAYS)
    log_in("hugo").post(f"/reviews/disputes/{Dispute.objects.get().pk}/", {"level": "3", "answer": "two were one"})
    assert (rating().disputed, rating().level, Dispute.objects.get().state) == (False, 3, "upheld")
    again = log_in("finn").post(f"{url}dispute/right.choice/", SAYS)
    assert again.status_code == 422
    assert "was decided on" in again.content.decode()


def test_who_rated_and_who_is_rated_never_decide_nor_another_team(done: Done, log_in: LogIn) -> None:
    url = f"/reviews/of/{done().response}/"
    log_in("finn").post(f"{url}dispute/right.choice/", SAYS)
    target = f"/reviews/disputes/{Dispute.objects.get().pk}/"
    for who in ("rita", "finn", "olga", "otto", "gwen", "cora", "ada"):
        assert log_in(who).post(target, {"level": "5", "answer": "x"}).status_code == 404, who
    with pytest.raises(PermissionDenied):
        disputes.decide(
            scope=scope_of(Person.objects.get(pk="rita"), NOW.date()),
            dispute=Dispute.objects.get(),
            level=5,
            answer="",
            at=NOW,
        )
    assert rating().disputed


def test_who_rated_another_standard_of_the_interaction_did_rate(done: Done, log_in: LogIn) -> None:
    first = done()
    copied(rating(), rating="other", standard="overall", rater="lea", response="other")
    log_in("finn").post(f"/reviews/of/{first.response}/dispute/right.choice/", SAYS)
    target = f"/reviews/disputes/{Dispute.objects.get().pk}/"
    assert log_in("lea").get(target).status_code == 404
    assert log_in("hugo").get(target).status_code == 200


def test_where_the_only_lead_rated_an_administrator_decides_and_it_says_so(done: Done, log_in: LogIn) -> None:
    card = done()
    Grant.objects.filter(person__in=["lea", "hugo", "olga"], role=Role.LEADER).delete()
    url = f"/reviews/of/{card.response}/"
    log_in("finn").post(f"{url}dispute/right.choice/", SAYS)
    dispute = Dispute.objects.get()
    owner = log_in("ada")
    assert "falls to you as an administrator" in owner.get(f"/reviews/disputes/{dispute.pk}/").content.decode()
    owner.post(f"/reviews/disputes/{dispute.pk}/", {"level": "4", "answer": "half way"})
    dispute.refresh_from_db()
    assert (dispute.by_owner, rating().level) == (True, 4)
    assert "Decided by an administrator" in log_in("finn").get(url).content.decode()


def test_where_nobody_may_decide_the_rating_goes_on_waiting_and_can_be_withdrawn(done: Done, log_in: LogIn) -> None:
    card = done()
    Grant.objects.exclude(person="rita").delete()
    log_in("finn").post(f"/reviews/of/{card.response}/dispute/right.choice/", SAYS)
    dispute = Dispute.objects.get()
    assert log_in("ada").get(f"/reviews/disputes/{dispute.pk}/").status_code == 404
    assert log_in("finn").post(f"/reviews/disputes/{dispute.pk}/withdraw/").status_code == 302
    assert not rating().disputed
    assert log_in("finn").post(f"/reviews/of/{card.response}/dispute/right.choice/", SAYS).status_code == 302


@pytest.mark.parametrize("who", ["gwen", "otto", "olga", "ada", "lea", "hugo", "nobody"])
def test_a_review_is_read_by_those_it_concerns_only(who: str, done: Done, log_in: LogIn) -> None:
    url = f"/reviews/of/{done().response}/"
    assert log_in(who).get(url).status_code == (302 if who == "nobody" else 404)
    if who != "nobody":
        assert log_in(who).post(f"{url}dispute/right.choice/", SAYS).status_code == 404
        assert log_in(who).post(f"{url}correct/right.choice/", {"level": "1", "reason": "x"}).status_code == 404
    for reader in ("finn", "cora", "rita"):
        assert log_in(reader).get(url).status_code == 200


def test_frontline_lists_show_only_what_is_about_themself(done: Done, log_in: LogIn) -> None:
    card = done()
    log_in("finn").post(f"/reviews/of/{card.response}/dispute/right.choice/", SAYS)
    for who, sees in (("finn", True), ("gwen", False), ("otto", False)):
        client = log_in(who)
        pages = client.get("/reviews/").content.decode() + client.get("/reviews/disputes/").content.decode()
        assert (str(card.response) in pages) is sees, who


def test_only_the_person_disputes_within_the_days_and_another_level(
    done: Done, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/reviews/of/{done().response}/dispute/right.choice/"
    assert log_in("cora").post(url, SAYS).status_code == 404
    assert log_in("finn").post(url, {"level": "3", "reason": "x"}).status_code == 422
    missing = log_in("finn").post(url, {"level": "5"})
    assert missing.status_code == 422 and 'value="5" required' in missing.content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=31))
    late = log_in("finn").post(url, SAYS)
    assert "can be disputed for 30 days" in late.content.decode()
    assert not rating().disputed


def test_a_disputed_mark_is_no_longer_the_raters_to_change(done: Done, log_in: LogIn) -> None:
    card = done()
    log_in("finn").post(f"/reviews/of/{card.response}/dispute/right.choice/", SAYS)
    answer = log_in("rita").post(f"/reviews/of/{card.response}/correct/right.choice/", {"level": "1", "reason": "x"})
    assert answer.status_code == 422
    assert rating().level == 3


def test_what_a_customer_said_cannot_be_disputed_here(done: Done, log_in: LogIn) -> None:
    card = done()
    Rating.objects.filter(standard="right.choice").update(source="customer", rater=None)
    assert log_in("finn").post(f"/reviews/of/{card.response}/dispute/right.choice/", SAYS).status_code == 404
    with pytest.raises(PermissionDenied):
        finn = scope_of(Person.objects.get(pk="finn"), NOW.date())
        disputes.open_dispute(scope=finn, rating=rating(), level=5, reason="r", at=NOW)


def test_every_state_can_be_reached_and_every_waiting_one_be_left() -> None:
    reached, todo = set(), [""]
    while todo:
        state = todo.pop()
        reached.add(state)
        todo += [after for after in TURNS[state].values() if after not in reached]
    assert reached - {""} == set(Dispute.State.values)
    assert all(set(TURNS[state].values()) - WAITING for state in WAITING)
    assert not {after for state in ("upheld", "changed") for after in TURNS[state].values()}


ACTS = st.lists(st.tuples(st.sampled_from(["open", "withdraw", "uphold", "change"]), st.integers(0, 3)), max_size=8)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_tried_a_rating_waits_exactly_as_long_as_its_dispute_is_open(
    done: Done, acts: list[tuple[str, int]]
) -> None:
    if not Rating.objects.exists():
        done()
    finn, lea = (scope_of(Person.objects.get(pk=who), NOW.date()) for who in ("finn", "lea"))
    state, level = "", 3  # a model by hand of what must hold
    with transaction.atomic():
        for act, hours in acts:
            at = NOW + timedelta(hours=hours)
            current = (
                Dispute.objects.order_by("opened_at", "pk").exclude(state="withdrawn").first()
                or Dispute.objects.first()
            )
            possible = (state in ("", "withdrawn")) if act == "open" else state == "open"
            try:
                if act == "open":
                    disputes.open_dispute(scope=finn, rating=rating(), level=5 if level != 5 else 4, reason="r", at=at)
                elif current is None:
                    continue
                elif act == "withdraw":
                    disputes.withdraw(scope=finn, dispute=current, at=at)
                else:
                    disputes.decide(scope=lea, dispute=current, level=3 if act == "uphold" else 1, answer="a", at=at)
            except Refused:
                assert not possible
            else:
                assert possible
                state = {"open": "open", "withdraw": "withdrawn", "uphold": "upheld", "change": "changed"}[act]
                level = 1 if act == "change" else level
            assert (rating().disputed, rating().level) == (state == "open", level)
        transaction.set_rollback(True)


def test_deciders_are_reminded_once_a_week(done: Done, log_in: LogIn, settings: Any) -> None:
    log_in("finn").post(f"/reviews/of/{done().response}/dispute/right.choice/", SAYS)
    settings.EMAIL_HOST = "mail.example.test"
    User.objects.filter(person="hugo").update(email="")
    for days in range(16):
        at = NOW + timedelta(days=days)
        remind_deciders(at)
        settled(at)
    assert [one.to for one in mail.outbox] == [["lea@example.test"]] * 2


def test_a_review_that_was_brought_in_from_elsewhere_can_be_read_and_disputed_all_the_same(
    done: Done, log_in: LogIn
) -> None:
    card = done()
    response = str(card.response)
    card.delete()
    finn = log_in("finn")
    assert f"/reviews/of/{response}/" in finn.get("/reviews/").content.decode()
    page = finn.get(f"/reviews/of/{response}/").content.decode()
    assert "brought in from elsewhere" in page and "You were offered one way" in page
    assert finn.post(f"/reviews/of/{response}/dispute/right.choice/", SAYS).status_code == 302
    assert rating().disputed
    assert log_in("gwen").get(f"/reviews/of/{response}/").status_code == 404
    assert (
        log_in("rita").post(f"/reviews/of/{response}/correct/overall/", {"level": "1", "reason": "x"}).status_code
        == 403
    )
