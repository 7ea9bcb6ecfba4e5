"""Cases: who gets them, who sees them, how they are answered and closed, and what two people do at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.followup.actions import recovery_change
from clearbar.web.followup.actions.recovery import customer_said
from clearbar.web.followup.actions.recovery_messages import case_of_message_id, case_of_token, token_of
from clearbar.web.followup.actions.recovery_rules import set_hours
from clearbar.web.followup.models.recovery import Case, CaseMessage, State
from clearbar.web.followup.models.recovery_rules import AnswerTemplate, CaseOwner, Cause, RecoveryRules
from clearbar.web.followup.queries import recovery_acts
from clearbar.web.followup.queries.recovery import open_of
from clearbar.web.followup.tasks.recovery import late
from clearbar.web.ledger.jobs import settle
from clearbar.web.ledger.models import Job
from clearbar.web.notices.models import Notice
from clearbar.web.people.models import Grant, Person, Site
from tests.web.conftest import CAST, NOW
from tests.web.followup.cases import CONTACT, WISH, WORDS, a_case, act, address, scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LogIn = Callable[[str], Client]
Cast = dict[str, Person]


@pytest.fixture(autouse=True)
def mail_server(settings: object) -> None:
    settings.EMAIL_HOST = "localhost"  # type: ignore[attr-defined]


class TestOwner:
    def test_whoever_leads_the_team_gets_it(self, cast: Cast) -> None:
        assert a_case().owner == "lea"

    def test_whoever_is_on_duty_gets_it_before(self, cast: Cast) -> None:
        CaseOwner.objects.create(team_id="north", person="gwen")
        assert a_case().owner == "gwen"

    def test_nobody_answers_a_complaint_about_themself_while_there_is_somebody_else(self, cast: Cast) -> None:
        CaseOwner.objects.create(team_id="north", person="gwen")
        assert a_case(person="gwen").owner == "lea"
        assert a_case(person="lea", team="north").owner == "gwen"

    def test_without_a_team_it_is_who_leads_the_house_and_then_an_administrator(self, cast: Cast) -> None:
        assert a_case(team=None).owner == "hugo"
        Grant.objects.filter(person="hugo").delete()
        assert a_case(team=None).owner == "ada"

    def test_of_two_leads_the_one_with_fewer_cases_gets_it(self, cast: Cast) -> None:
        Grant.objects.create(person=cast["gwen"], role="leader", team_id="north")
        assert {a_case().owner for _ in range(2)} == {"gwen", "lea"}

    def test_who_has_left_or_cannot_log_in_gets_none_and_their_cases_go_to_somebody_else(self, cast: Cast) -> None:
        case = a_case()
        Person.objects.filter(pk="lea").update(left_on=NOW.date() - timedelta(days=1))
        assert a_case().owner == "hugo"
        late(now=NOW)
        case.refresh_from_db()
        assert case.owner == "hugo"

    def test_an_agent_never_owns_a_case(self, cast: Cast) -> None:
        CaseOwner.objects.create(team_id="north", person="bot")
        assert a_case().owner == "lea"


class TestClock:
    def test_severity_says_how_soon(self, cast: Cast) -> None:
        assert a_case(severity="grave").answer_due == NOW + timedelta(hours=2)
        assert a_case(severity="").answer_due == NOW + timedelta(hours=24)

    def test_a_closed_shop_does_not_count(self, cast: Cast) -> None:
        nine_to_six = [[[9 * 60, 18 * 60]]] * 5 + [[], []]
        set_hours(scope=scope(cast, "hugo"), site=Site.objects.get(pk="s-north"), days=nine_to_six, at=NOW)
        case = a_case(severity="serious")  # Wednesday, 11:00 in Berlin: seven hours today, one tomorrow
        assert case.answer_due == datetime.fromisoformat("2026-11-19T10:00:00+01:00")

    def test_lateness_is_told_to_the_team_and_then_to_the_house_each_once(self, cast: Cast) -> None:
        case = a_case(severity="grave")
        told = lambda: set(Notice.objects.filter(name__startswith="case-late").values_list("person", flat=True))  # noqa: E731
        late(now=NOW + timedelta(hours=1))
        assert told() == set()
        late(now=NOW + timedelta(hours=2))
        late(now=NOW + timedelta(hours=2, minutes=5))
        assert told() == {"lea"}
        late(now=NOW + timedelta(hours=4))
        assert told() == {"lea", "hugo"}
        late(now=NOW + timedelta(days=9))
        assert Notice.objects.filter(name__startswith="case-late", person="hugo").count() == 1
        case.refresh_from_db()
        assert case.look_at is None

    def test_a_change_of_severity_needs_a_reason_and_counts_from_the_opening(self, cast: Cast, log_in: LogIn) -> None:
        case = a_case(at=NOW - timedelta(hours=5))
        assert act(log_in("lea"), case, "weigh", severity="grave", reason="").status_code == 422
        assert act(log_in("lea"), case, "weigh", severity="grave", reason="It was a child.").status_code == 302
        case.refresh_from_db()
        assert case.answer_due == NOW - timedelta(hours=3)
        assert b"3 hours late" in log_in("lea").get(address(case)).content


class TestSight:
    @pytest.mark.parametrize("name", [name for name in CAST if name != "bot"])
    def test_the_owner_sees_it_and_who_leads_and_nobody_else(self, name: str, log_in: LogIn) -> None:
        case = a_case(severity="serious")
        page, listed = log_in(name).get(address(case)), log_in(name).get("/followup/cases/").content.decode()
        sees = name in {"lea", "hugo", "ada"}
        assert page.status_code == (200 if sees else 404)
        assert (WORDS[:20] in listed) == sees
        assert act(log_in(name), case, "answer", way="phone", words="Sorry.").status_code == (302 if sees else 404)

    def test_frontline_sees_a_case_that_they_own_but_not_whom_it_is_about(self, log_in: LogIn, cast: Cast) -> None:
        CaseOwner.objects.create(team_id="north", person="gwen")
        told = log_in("gwen").get(address(a_case())).content.decode()
        assert WORDS in told and "Served by" not in told
        assert "Served by</dt><dd>Finn Frontline" in log_in("lea").get(address(Case.objects.get())).content.decode()

    def test_nothing_of_the_customer_stands_in_clear(self, log_in: LogIn, cast: Cast) -> None:
        """Not in any column of any table: rows, audit lines, jobs and notices are read as bytes."""
        case = a_case()
        act(log_in("lea"), case, "answer", way="mail", words="Dear Anna, the right size is on its way.")
        customer_said(case=case, words="It has not arrived here.", at=NOW)
        act(log_in("lea"), case, "silent", reason="She hung up three times.")
        from django.db import connection

        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                told = repr(
                    [tuple(bytes(c) if isinstance(c, memoryview) else c for c in row) for row in cursor.fetchall()]
                )
                for private in (WORDS, WISH, CONTACT, "right size", "has not arrived", "hung up"):
                    assert private not in told, (table, private)

    def test_card_numbers_are_not_even_kept_sealed(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case(words="My card 4111 1111 1111 1111 was charged twice.")
        assert "4111" not in log_in("lea").get(address(case)).content.decode()


class TestAnswer:
    def test_it_goes_out_with_the_text_of_the_house_and_own_words_and_finds_its_way_back(
        self, log_in: LogIn, cast: Cast
    ) -> None:
        RecoveryRules.objects.create(pk=1, reply_address="cases@shop.example")
        text = AnswerTemplate.objects.create(name="Sorry", language="en", text="This is not what we promise.")
        case = a_case(language="en")
        assert (
            act(log_in("lea"), case, "answer", way="mail", template=text.pk, words="It is sent today. Lea").status_code
            == 302
        )
        settle(lambda: NOW)
        sent = next(one for one in mail.outbox if one.to == [CONTACT])
        assert (
            sent.body.index("not what we promise") < sent.body.index("sent today") < sent.body.index("Harbour Stores")
        )
        assert sent.extra_headers["Reply-To"] == f"cases+{token_of(case)}@shop.example"
        assert case_of_message_id(sent.extra_headers["Message-ID"]) == case
        assert case_of_token(token_of(case).upper()) == case
        case.refresh_from_db()
        assert (case.state, case.in_time, case.due) == (State.ANSWERED, True, case.solve_due)

    def test_a_token_that_was_changed_leads_to_no_case(self, cast: Cast) -> None:
        token = token_of(a_case())
        other = "0" if token[0] != "0" else "1"
        for wrong in (other + token[1:], token[:-1] + ("0" if token[-1] != "0" else "1"), "", "é" * 32, token + "0"):
            assert case_of_token(wrong) is None

    def test_own_words_are_asked_for_and_what_was_chosen_is_kept(self, log_in: LogIn, cast: Cast) -> None:
        page = act(log_in("lea"), a_case(), "answer", way="phone", words="  ")
        assert page.status_code == 422
        assert 'value="phone"' in page.content.decode() and "checked" in page.content.decode()

    def test_without_an_address_or_a_mail_server_it_is_noted_what_was_said(
        self, log_in: LogIn, cast: Cast, settings: object
    ) -> None:
        case = a_case(contact="+49 30 1234567")
        assert act(log_in("lea"), case, "answer", way="mail", words="Sorry.").status_code == 422
        assert act(log_in("lea"), case, "answer", way="phone", words="I called and said sorry.").status_code == 302
        assert "I called and said sorry." in log_in("lea").get(address(case)).content.decode()
        settings.EMAIL_HOST = ""  # type: ignore[attr-defined]
        assert act(log_in("lea"), a_case(), "answer", way="mail", words="Sorry.").status_code == 422

    def test_the_same_form_sent_twice_sends_one_letter(self, log_in: LogIn, cast: Cast) -> None:
        case, client = a_case(), log_in("lea")
        sent = {"act": "answer", "version": case.version, "way": "mail", "words": "It is sent today."}
        assert client.post(address(case), sent).status_code == 302
        again = client.post(address(case), sent)
        assert again.status_code == 422
        assert "meanwhile" in again.content.decode() and "It is sent today." in again.content.decode()
        settle(lambda: NOW)
        assert len([one for one in mail.outbox if one.to == [CONTACT]]) == 1
        assert CaseMessage.objects.filter(case=case).count() == 1

    def test_of_two_people_at_once_the_second_is_told_so_and_can_send_again(self, log_in: LogIn, cast: Cast) -> None:
        case, old = a_case(), 1
        act(log_in("hugo"), case, "hand", owner="gwen")
        page = log_in("lea").post(address(case), {"act": "answer", "version": old, "way": "phone", "words": "Sorry."})
        assert page.status_code == 422 and "meanwhile" in page.content.decode()
        assert f'name="version" value="{Case.objects.get().version}"' in page.content.decode()
        assert act(log_in("lea"), case, "answer", way="phone", words="Sorry.").status_code == 302

    def test_what_was_typed_is_not_lost_when_the_case_was_closed_meanwhile(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case()
        act(log_in("hugo"), case, "answer", way="phone", words="I called.")
        act(log_in("hugo"), case, "close")
        page = act(log_in("lea"), case, "answer", way="phone", words="I had looked for the right size.")
        told = page.content.decode()
        assert page.status_code == 422 and "This case is closed" in told and "I had looked for the right size." in told


class TestClosing:
    def test_it_is_not_closed_without_an_answer(self, log_in: LogIn, cast: Cast) -> None:
        page = act(log_in("lea"), a_case(), "close")
        assert page.status_code == 422 and "No answer was sent yet" in page.content.decode()

    def test_an_answer_that_was_never_delivered_is_none(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case()
        act(log_in("lea"), case, "answer", way="mail", words="It is sent today.")
        Job.objects.filter(task="mail", name__startswith="mail:case:").update(failed_at=NOW)
        assert "could not be delivered" in log_in("lea").get(address(case)).content.decode()
        assert act(log_in("lea"), case, "close").status_code == 422
        act(log_in("lea"), case, "answer", way="phone", words="I called.")
        assert act(log_in("lea"), case, "close").status_code == 302

    def test_no_way_to_reply_takes_a_second_person(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case()
        act(log_in("lea"), case, "silent", reason="The number does not exist.")
        case.refresh_from_db()
        assert case.state == State.SILENT
        assert act(log_in("lea"), case, "agree", agrees="yes").status_code == 403
        assert any("no way to reply" in one.says for one in recovery_acts.acts(scope(cast, "hugo"), NOW))
        assert recovery_acts.acts(scope(cast, "lea"), NOW) == []
        assert "The number does not exist." in log_in("hugo").get(address(case)).content.decode()
        assert act(log_in("hugo"), case, "agree", agrees="no", reason="").status_code == 422
        assert act(log_in("hugo"), case, "agree", agrees="yes").status_code == 302
        case.refresh_from_db()
        assert (case.state, case.silent_by, case.approved_by, case.alone) == (State.UNREACHED, "lea", "hugo", False)

    def test_where_there_is_nobody_else_the_case_says_so(self, log_in: LogIn, cast: Cast) -> None:
        Grant.objects.exclude(person="lea").delete()
        case = a_case()
        assert "Nobody else here could agree" in log_in("lea").get(address(case)).content.decode()
        act(log_in("lea"), case, "silent", reason="The number does not exist.")
        case.refresh_from_db()
        assert (case.state, case.alone) == (State.UNREACHED, True)
        assert "without a second person" in log_in("lea").get(address(case)).content.decode()

    def test_where_nobody_else_is_left_who_could_agree_the_case_does_not_wait_for_ever(
        self, log_in: LogIn, cast: Cast
    ) -> None:
        case = a_case()
        act(log_in("lea"), case, "silent", reason="The number does not exist.")
        assert 'name="agrees"' not in log_in("lea").get(address(case)).content.decode()
        Grant.objects.exclude(person="lea").delete()
        assert 'name="agrees"' in log_in("lea").get(address(case)).content.decode()
        assert act(log_in("lea"), case, "agree", agrees="yes").status_code == 302
        case.refresh_from_db()
        assert (case.state, case.approved_by, case.alone) == (State.UNREACHED, "", True)

    def test_whom_the_customer_complained_about_is_no_second_person(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case()
        Case.objects.update(person="lea", owner="hugo")
        act(log_in("hugo"), case, "silent", reason="The number does not exist.")
        assert 'name="agrees"' not in log_in("lea").get(address(case)).content.decode()
        assert act(log_in("lea"), case, "agree", agrees="yes").status_code == 403
        assert not any("no way to reply" in one.says for one in recovery_acts.acts(scope(cast, "lea"), NOW))
        assert act(log_in("ada"), case, "agree", agrees="yes").status_code == 302
        case.refresh_from_db()
        assert (case.state, case.approved_by, case.alone) == (State.UNREACHED, "ada", False)

    def test_it_opens_again_when_the_customer_writes(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case(at=NOW - timedelta(days=2))
        act(log_in("lea"), case, "answer", way="phone", words="Sorry.")
        act(log_in("lea"), case, "close")
        customer_said(case=case, words="It broke again.", at=NOW)
        case.refresh_from_db()
        assert (case.state, case.reopened, case.answer_due) == (State.OPEN, 1, NOW + timedelta(hours=24))
        told = log_in("lea").get(address(case)).content.decode()
        assert "It broke again." in told and "opened again 1 time" in told
        assert act(log_in("lea"), case, "close").status_code == 302  # they only said thanks: an answer was given before

    def test_every_turn_of_a_case_is_in_the_audit_without_its_words(self, log_in: LogIn, cast: Cast) -> None:
        case = a_case()
        act(log_in("lea"), case, "answer", way="phone", words="Sorry.")
        act(log_in("lea"), case, "close", cause=Cause.objects.create(name="Queue").pk)
        lines = Line.objects.filter(kind="case", thing=str(case.pk)).order_by("verb")
        assert [one.verb for one in lines] == ["case: answered", "case: closed", "case: opened"]
        assert {one.subject for one in lines} == {case.subject}


def test_what_waits_for_somebody_is_their_own_cases_by_what_is_due_first(cast: Cast) -> None:
    a_case(), a_case(severity="grave")
    told = recovery_acts.acts(scope(cast, "lea"), NOW)
    assert [one.says for one in told] == [
        "A customer's case is yours: answer due in 2 hours.",
        "A customer's case is yours: answer due in 24 hours.",
    ]  # fmt: skip
    assert recovery_acts.acts(scope(cast, "cora"), NOW) == []


def test_open_cases_are_counted_for_managers(cast: Cast) -> None:
    a_case(), a_case(at=NOW - timedelta(days=3)), a_case(team="south")
    lea, olga = open_of(NOW)
    assert (lea.owner, lea.open, lea.late, olga.owner, olga.open, olga.late) == ("lea", 2, 1, "olga", 1, 0)
    assert open_of(NOW, persons=["olga"]) == open_of(NOW, teams=["south"]) == [olga]


def test_handing_over_goes_to_somebody_who_can_act_and_tells_them(log_in: LogIn, cast: Cast) -> None:
    case = a_case()
    assert act(log_in("lea"), case, "hand", owner="otto").status_code == 422  # not of this team
    assert act(log_in("lea"), case, "hand", owner="gwen").status_code == 302
    assert Notice.objects.filter(person="gwen", path=address(case)).count() == 1
    assert log_in("gwen").get(address(case)).status_code == 200


def test_who_hands_it_away_and_may_see_it_no_more_is_led_to_the_list(log_in: LogIn, cast: Cast) -> None:
    CaseOwner.objects.create(team_id="north", person="gwen")
    answer = act(log_in("gwen"), a_case(), "hand", owner="finn")
    assert answer.url == "/followup/cases/"


def test_a_case_is_opened_once_for_a_response(cast: Cast) -> None:
    assert a_case(response="response-of-mara").pk == a_case(response="response-of-mara").pk
    assert recovery_change.find_owner(case=Case.objects.get(), at=NOW) is None


def test_a_form_that_there_is_not_is_not_found(log_in: LogIn, cast: Cast) -> None:
    case = a_case()
    assert act(log_in("lea"), case, "explode").status_code == 404
    assert act(log_in("lea"), case, "decide", offer=1, agrees="yes").status_code == 404
