"""From an answer that falls short to a case, and from a case that was closed to how the customer rates it now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from clearbar.web.audit.seals import of_customer
from clearbar.web.followup.models.recovery import Case, CaseMessage, State
from clearbar.web.ledger.jobs import publish, settle
from clearbar.web.ledger.models import Job, Rating
from clearbar.web.people.models import Person
from clearbar.web.surveys.actions.asking import Reason
from clearbar.web.surveys.models import Invite, Survey, Wish
from clearbar.web.surveys.tasks import tidy
from tests.web.conftest import NOW
from tests.web.followup.cases import CONTACT, act, address
from tests.web.surveys.conftest import BADLY, WELL, ask, hidden, path_of, send
from tests.web.surveys.conftest import quiet as quiet  # the fixture
from tests.web.surveys.conftest import survey as survey  # the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LogIn = Callable[[str], Client]
LINK = re.compile(r"http\S+(/s/\S+/)")


@pytest.fixture(autouse=True)
def mail_server(settings: object) -> None:
    settings.EMAIL_HOST = "localhost"  # type: ignore[attr-defined]


def wish(path: str, contact: str = CONTACT, words: str = "Send me the right size.") -> Any:
    """Answers badly, and says what would make it right."""
    client = Client()
    second = send(path, BADLY, client)
    fields = hidden(second.content)
    return client.post(path, fields | {"words": words, "contact": contact})


def work() -> None:
    settle(lambda: NOW)


def closed(log_in: LogIn) -> Case:
    case = Case.objects.get()
    act(log_in("lea"), case, "answer", way="mail", words="The right size is on its way.")
    act(log_in("lea"), case, "close")
    work()
    case.refresh_from_db()
    return case


def asked_again() -> str:
    """The path in the letter that asks how it is now."""
    letters = [one for one in mail.outbox if one.to == [CONTACT] and "is it right now?" in one.subject]
    assert len(letters) == 1
    found = LINK.search(letters[0].body)
    assert found
    return found[1]


def test_an_answer_that_falls_short_with_a_wish_to_be_contacted_is_a_case(survey: Survey, log_in: LogIn) -> None:
    wish(path_of(ask(survey, person="finn", team="north", customer="customer-of-north")))
    [job] = Job.objects.filter(task="followup.wished")
    assert CONTACT not in str(job.body) and "right size" not in str(job.body)
    work()
    case = Case.objects.get()
    assert (case.owner, case.state, case.came_by, case.person, case.team) == ("lea", "open", "survey", "finn", "north")
    assert (case.subject, case.customer, case.before) == (of_customer("customer-of-north"), "customer-of-north", 2)
    told = log_in("lea").get(address(case)).content.decode()
    assert CONTACT in told and "Send me the right size." in told and "I waited." in told


@pytest.mark.parametrize("told_twice", [False, True])
def test_the_same_news_told_twice_opens_one_case(survey: Survey, told_twice: bool) -> None:
    wish(path_of(ask(survey, team="north")))
    body = Job.objects.get(task="followup.wished").body
    work()
    if told_twice:
        publish("wished", name="again", at=NOW, **{name: one for name, one in body.items() if name != "topic"})
        work()
    assert Case.objects.count() == 1


def test_without_a_contact_or_when_all_was_well_there_is_no_case(survey: Survey) -> None:
    wish(path_of(ask(survey, team="north")), contact="")
    send(path_of(ask(survey, team="north")), WELL)
    work()
    assert Case.objects.count() == 0


def test_of_an_anonymous_answer_a_case_comes_when_its_week_is_over(quiet: Survey) -> None:
    wish(path_of(ask(quiet, team="north")))
    work()
    assert Case.objects.count() == 0 and Wish.objects.get().told is False
    tidy(now=NOW + timedelta(days=6))
    later = NOW + timedelta(days=6)
    settle(lambda: later)
    case = Case.objects.get()
    assert (case.team, case.customer, case.opened_at) == ("north", None, later)


def test_who_was_answered_is_asked_once_how_it_is_whatever_rest_they_have(survey: Survey, log_in: LogIn) -> None:
    wish(path_of(ask(survey, to=CONTACT, team="north")))
    work()
    case = closed(log_in)
    assert case.state == State.CLOSED
    send(asked_again(), {"g0": "5"})
    work()
    case.refresh_from_db()
    assert (case.before, case.after, case.state) == (2, 5, State.CLOSED)
    [rating] = Rating.objects.filter(interaction=f"case-{case.pk:016x}")
    assert (rating.standard, rating.person, rating.team, rating.inclusion) == ("overall", None, "north", None)
    assert ask(survey, to=CONTACT, team="north").suppressed == Reason.LATELY
    act(log_in("lea"), case, "reopen", reason="They called.")
    act(log_in("lea"), case, "close")
    work()
    asked_again()


def test_a_case_opens_again_when_the_customer_rates_it_below_good_and_their_words_join_it(
    survey: Survey, log_in: LogIn
) -> None:
    wish(path_of(ask(survey, team="north")))
    work()
    case = closed(log_in)
    path, client = asked_again(), Client()
    second = client.post(path, hidden(client.get(path).content) | {"g0": "2"})
    client.post(path, hidden(second.content) | {"words": "It is the wrong size again.", "contact": CONTACT})
    work()
    case.refresh_from_db()
    assert (case.after, case.state, case.reopened, Case.objects.count()) == (2, State.OPEN, 1, 1)
    [said] = CaseMessage.objects.filter(case=case, ours=False)
    assert said.way == "survey"
    assert "It is the wrong size again." in log_in("lea").get(address(case)).content.decode()


@pytest.mark.parametrize("contact", ["+49 30 1234567", ""])
def test_who_cannot_be_mailed_is_asked_nothing(
    survey: Survey, log_in: LogIn, contact: str, cast: dict[str, Person]
) -> None:
    from tests.web.followup.cases import a_case

    case = a_case(contact=contact)
    act(log_in("lea"), case, "answer", way="phone", words="Sorry.")
    act(log_in("lea"), case, "close")
    work()
    assert Invite.objects.count() == 0


def test_nobody_is_asked_where_the_house_closed_that_survey(survey: Survey, log_in: LogIn) -> None:
    wish(path_of(ask(survey, team="north")))
    work()
    case = closed(log_in)
    Invite.objects.filter(interaction=f"case-{case.pk:016x}").delete()
    Survey.objects.filter(after_cases=True).update(open=False)
    from clearbar.web.surveys.tasks import made_right

    made_right(
        now=NOW, case=f"{case.pk:016x}", subject=case.subject, contact=bytes(case.contact or b"").decode(), team="north"
    )
    assert not Invite.objects.filter(interaction=f"case-{case.pk:016x}").exists()
