"""Nobody is asked too often, reminded twice, or asked for more than one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Asked, Interaction, Job, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.surveys.actions import Ask, Reason, invite
from clearbar.web.surveys.actions.asking import reach, remind
from clearbar.web.surveys.models import Contact, Invite, Survey
from clearbar.web.surveys.tasks import tidy
from tests.web.conftest import NOW
from tests.web.surveys.conftest import WELL, ask, hidden, path_of, send

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_nobody_is_asked_twice_within_the_window_by_whatever_survey(survey: Survey) -> None:
    other = Survey.objects.create(name="Other", languages=["en"], suppression_days=30)
    assert ask(survey, to="mara@example.test").link
    for to, which in (("MARA@example.test", survey), (" mara@example.test ", other)):
        assert ask(which, to=to).suppressed is Reason.LATELY
    assert invite(scope=None, survey=other, ask=Ask(to="mara@example.test"), now=NOW + 29 * DAY).suppressed
    assert invite(scope=None, survey=other, ask=Ask(to="mara@example.test"), now=NOW + 30 * DAY).link
    assert (Invite.objects.count(), Asked.objects.count()) == (2, 2)


def test_two_ways_of_writing_a_telephone_number_are_one_contact(survey: Survey) -> None:
    assert ask(survey, to="+49 (170) 123-4567").sms.endswith("/")
    assert ask(survey, to="0049 170 1234567").suppressed is Reason.LATELY
    assert ask(survey, customer="c-1").link
    assert ask(survey, customer="c-1").suppressed is Reason.LATELY


@pytest.mark.parametrize("wrong", ["aunt", "12345", "a@b", "1234567890123456", "+49 x 1701234567"])
def test_what_reaches_nobody_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="neither an e-mail address nor a telephone number"):
        reach(wrong)


@pytest.mark.parametrize("server", ["", "mail.example.test"])
def test_contacts_and_tokens_stand_nowhere_in_clear(survey: Survey, settings: object, server: str) -> None:
    settings.EMAIL_HOST = server  # type: ignore[attr-defined]
    made = ask(survey, to="mara@example.test")
    assert made.mailed == bool(server)
    token = path_of(made).strip("/").rpartition("/")[2]
    assert len(token) == 22  # 128 bits, six to a letter
    for model in (Invite, Contact, Asked, Line, Job):
        told = str(list(model.objects.values()))
        assert token not in told and "mara" not in told


def test_an_ask_takes_from_its_interaction_what_it_leaves_out(survey: Survey) -> None:
    Interaction.objects.create(
        id="t-1",
        at=NOW,
        site="s-south",
        team="south",
        person="otto",
        customer="c-2",
        channel="chat",
        topic="varifocals",
    )
    path = path_of(ask(survey, interaction="t-1", inclusion=0.25, performers={"greet": "finn"}))
    send(path, WELL)
    told = {(one.standard, one.person, one.site, one.channel, one.topic, one.inclusion) for one in Rating.objects.all()}
    assert told == {
        ("overall", "otto", "s-south", "chat", "varifocals", 0.25),
        ("choose.seen", "finn", "s-south", "chat", "varifocals", 0.25),
    }


def test_who_has_not_answered_is_reminded_once_by_a_link_of_its_own(survey: Survey, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    made = ask(survey, to="mara@example.test", language="es")
    answered = ask(survey, to="otto@example.test")
    send(path_of(answered), WELL)
    later = NOW + 5 * DAY
    assert remind(now=NOW + 4 * DAY) == 0
    assert (remind(now=later), remind(now=later + DAY)) == (1, 0)
    jobs.settle(lambda: later + 2 * DAY)
    letter = mail.outbox[-1]
    assert (len(mail.outbox), letter.to[0]) == (3, "mara@example.test")
    assert letter.subject.startswith("Un recordatorio de Harbour Stores")
    assert "Este es el único recordatorio que enviamos." in letter.body
    second = "/s/" + next(line for line in letter.body.splitlines() if "/s/" in line).rpartition("/s/")[2]
    assert second != path_of(made)


def test_a_survey_that_reminds_late_keeps_no_other_from_reminding(
    survey: Survey, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    monkeypatch.setattr("clearbar.web.surveys.actions.asking.MOST_AT_ONCE", 2)
    slow = Survey.objects.create(name="Slow", languages=["en"], reminder_days=60, expiry_days=90)
    for number in range(3):
        ask(slow, to=f"slow-{number}@example.test")
    ask(survey, to="mara@example.test")
    Invite.objects.filter(survey=slow).update(asked_at=NOW - DAY)
    assert remind(now=NOW + 6 * DAY) == 1


def test_nobody_counts_as_reminded_while_no_mail_can_be_sent(survey: Survey, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    ask(survey, to="mara@example.test")
    settings.EMAIL_HOST = ""  # type: ignore[attr-defined]
    assert remind(now=NOW + 6 * DAY) == 0
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    assert remind(now=NOW + 7 * DAY) == 1


@pytest.mark.usefixtures("now")
def test_the_reminders_link_and_the_first_one_take_one_answer_together(survey: Survey, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    first = path_of(ask(survey, to="mara@example.test"))
    Invite.objects.update(asked_at=NOW - 6 * DAY)
    remind(now=NOW)
    jobs.settle(lambda: NOW)
    body = mail.outbox[-1].body
    second = "/s/" + next(line for line in body.splitlines() if "/s/" in line).rpartition("/s/")[2]
    client = Client()
    fields = hidden(client.get(second).content) | WELL
    assert b"Your answer is counted" in client.post(second, fields).content
    assert b"already counted" in client.post(first, fields).content
    assert Rating.objects.filter(standard="overall").count() == 1


def test_a_contact_is_forgotten_when_its_link_has_ended_or_was_answered(survey: Survey) -> None:
    send(path_of(ask(survey, to="mara@example.test")), WELL)
    ask(survey, to="otto@example.test")
    assert Invite.objects.exclude(contact=None).count() == 1
    tidy(now=NOW + 22 * DAY)
    assert Invite.objects.exclude(contact=None).count() == 0


def test_a_leader_asks_for_their_own_team_only(survey: Survey, cast: dict[str, Person]) -> None:
    for name, may in (("lea", True), ("hugo", True), ("ada", True), ("olga", False), ("finn", False), ("rita", False)):
        scope = scope_of(cast[name], NOW.date())
        if may:
            assert invite(scope=scope, survey=survey, ask=Ask(), now=NOW).link
        else:
            with pytest.raises(PermissionDenied):
                invite(scope=scope, survey=survey, ask=Ask(), now=NOW)


def test_a_probability_that_is_none_is_refused(survey: Survey) -> None:
    with pytest.raises(ValueError, match="probability"):
        ask(survey, inclusion=0.0)
