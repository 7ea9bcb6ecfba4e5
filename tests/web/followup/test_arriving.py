"""Complaints are never lost: letters, mailbox files, the form at the counter and other systems each open a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import customer_of, unseal
from clearbar.web.followup.actions import arriving
from clearbar.web.followup.actions.arriving import TURNS, take_mail
from clearbar.web.followup.actions.arriving_filed import Refused, discard, open_letter
from clearbar.web.followup.actions.recovery import open_case
from clearbar.web.followup.actions.recovery_messages import token_of
from clearbar.web.followup.holding_arriving import Letters
from clearbar.web.followup.models.arriving import Arrival, InboxPlace
from clearbar.web.followup.models.recovery import Case, CaseMessage
from clearbar.web.followup.models.recovery_rules import RecoveryRules
from clearbar.web.followup.queries.arriving import letters, subject_of
from clearbar.web.followup.queries.arriving_acts import acts
from clearbar.web.followup.tasks.recovery import late
from clearbar.web.ledger.models import Job
from clearbar.web.notices.models import Notice
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.api.conftest import Program, program  # noqa: F401
from tests.web.conftest import NOW
from tests.web.followup.test_arriving_inbox import mail
from tests.web.surveys.test_anonymous import tables

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
WORDS = "The hinge of my new frame broke on the very first afternoon."


def scope(person: str) -> Scope:
    return scope_of(Person.objects.get(pk=person), NOW.date())


def take(raw: bytes, **told: Any) -> Arrival:
    found = take_mail(raw=raw, way="mail", at=NOW, **told)
    assert found is not None
    return found


def case_by_mail(number: int = 1, **headers: str) -> Case:
    case = take(mail(number, WORDS, **headers)).case
    assert case is not None
    return case


def test_a_letter_opens_a_case_with_its_words_and_contact_sealed(cast: dict[str, Person]) -> None:
    case = case_by_mail(To="complaints+north@harbour.example")
    assert (case.came_by, case.team, case.site, case.owner) == ("mail", "north", "s-north", "lea")
    assert case.subject == subject_of("Customer-1@MAIL.example")
    assert unseal(case.subject, case.words) == f"Glasses 1\n\n{WORDS}"
    assert unseal(case.subject, case.contact) == "customer-1@mail.example"
    for table, rows in tables().items():
        for row in rows:
            told = " ".join(str(bytes(one)) if isinstance(one, memoryview | bytes) else str(one) for one in row)
            assert "hinge" not in told and "customer-1@" not in told and "letter-1@" not in told, table


def test_card_numbers_are_taken_out_before_anything_is_kept(cast: dict[str, Person]) -> None:
    found = take(mail(1, "You charged 4111 1111 1111 1111 twice.", Subject="Card 4111 1111 1111 1111"))
    (read,) = letters([found])
    assert "4111" not in read.text + read.subject and "[card number]" in read.text
    assert found.case is not None and "4111" not in str(unseal(found.case.subject, found.case.words))


def test_the_same_mail_is_taken_once_by_whichever_way(cast: dict[str, Person]) -> None:
    take(mail(1, WORDS))
    assert take_mail(raw=mail(1, WORDS), way="mbox", at=NOW + timedelta(days=1)) is None
    assert take_mail(raw=mail(1, WORDS).replace(b"\r\n", b"\n"), way="mbox", at=NOW) is None
    assert Case.objects.count() == 1


def test_another_letter_with_the_same_id_is_not_lost(cast: dict[str, Person]) -> None:
    take(mail(1, WORDS))
    other = take(mail(1, "Something else went wrong entirely.", From="Eve <eve@mail.example>"))
    assert other.state == "case" and Case.objects.count() == 2


def test_another_reply_with_the_same_id_is_not_lost_either(cast: dict[str, Person]) -> None:
    """Some programs give each letter that they send the same id."""
    case = case_by_mail()
    to = f"complaints+{token_of(case)}@harbour.example"
    for words in ("It broke again.", "And now it burnt my hand."):
        assert take(mail(2, words, To=to)).state == "heard"
    said = [unseal(case.subject, one.words) for one in CaseMessage.objects.filter(case=case)]
    assert said == ["It broke again.", "And now it burnt my hand."]
    assert take_mail(raw=mail(2, "It broke again.", To=to), way="mbox", at=NOW) is None


def test_a_long_complaint_is_kept_to_its_end(cast: dict[str, Person]) -> None:
    case = take(mail(1, f"{WORDS} " * 300 + "And then it burnt my hand.")).case
    assert case is not None and str(unseal(case.subject, case.words)).endswith("And then it burnt my hand.")


def test_what_a_form_of_a_website_sends_is_the_letter_of_who_filled_it_in(cast: dict[str, Person]) -> None:
    """Its sender is the house itself, and the same for all: answered and erased is each customer for themselves."""
    RecoveryRules.objects.update_or_create(pk=1, defaults={"reply_address": "complaints@harbour.example"})
    form = {"From": "Website <complaints@harbour.example>"}
    mara = take(mail(1, WORDS, Reply_To="Mara@Mail.example", **form)).case
    eve = take(mail(2, WORDS, Reply_To="eve@mail.example", **form)).case
    assert mara is not None and eve is not None and mara.subject != eve.subject
    assert unseal(mara.subject, mara.contact) == "mara@mail.example"
    assert mara.subject == subject_of("mara@mail.example")
    for number, ours in enumerate(("complaints@harbour.example", f"complaints+{token_of(eve)}@harbour.example"), 3):
        assert take(mail(number, WORDS, Reply_To=ours, **form)).why == "own"
    assert CaseMessage.objects.count() == 0


def test_two_letters_without_an_id_are_two(cast: dict[str, Person]) -> None:
    take(mail(1, WORDS, Message_ID=""))
    take(mail(1, f"{WORDS} Still.", Message_ID=""))
    assert Case.objects.count() == 2


def test_a_reply_goes_on_with_its_case_by_token_by_our_letter_or_by_their_own(cast: dict[str, Person]) -> None:
    case = case_by_mail()
    token = token_of(case)
    by_address = take(mail(2, "It broke again.", To=f"complaints+{token}@harbour.example", From="a@other.example"))
    by_letter = take(mail(3, "And again.", In_Reply_To=f"<{token}.00000000000000aa@harbour.example>"))
    thread = take(mail(4, "Hello?", References="<letter-1@mail.example>", From="customer-1@mail.example"))
    assert {one.state for one in (by_address, by_letter, thread)} == {"heard"}
    assert {one.case_id for one in (by_address, by_letter, thread)} == {case.pk}
    assert CaseMessage.objects.filter(case=case, ours=False).count() == 3
    assert Case.objects.count() == 1


def test_somebody_else_who_answers_a_customers_letter_does_not_speak_for_them(cast: dict[str, Person]) -> None:
    case_by_mail()
    found = take(mail(2, "I am somebody else.", References="<letter-1@mail.example>"))
    assert found.state == "case" and Case.objects.count() == 2


def test_a_reply_that_a_program_calls_bulk_is_heard(cast: dict[str, Person]) -> None:
    case = take(mail(1)).case
    assert case
    reply = take(mail(2, "It broke again.", To=f"complaints+{token_of(case)}@harbour.example", Precedence="bulk"))
    assert (reply.state, reply.case) == ("heard", case)


def test_a_reply_to_a_case_that_is_not_there_waits(cast: dict[str, Person]) -> None:
    case = case_by_mail()
    token = token_of(case)
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert take(mail(2, "Hm.", To=f"complaints+{forged}@harbour.example")).why == "no case"
    case.delete()
    assert take(mail(3, "Hm.", To=f"complaints+{token}@harbour.example")).state == "waits"


@pytest.mark.parametrize(("raw", "why"), [
    (b"\x00\x01\x02 nothing like a mail", "unreadable"),
    (mail(1, "I am nobody.", From="undisclosed"), "no sender"),
    (mail(1, " ", Message_ID=""), "no words"),
    (mail(1, "QUJD", Content_Type="image/jpeg; name=a.jpg"), "no words"),
])  # fmt: skip
def test_what_fits_nowhere_waits_and_is_counted(cast: dict[str, Person], raw: bytes, why: str) -> None:
    found = take(raw)
    assert (found.state, found.why, Case.objects.count()) == ("waits", why, 0)
    assert [one.says for one in acts(scope("ada"), NOW)] == ["A letter fits nowhere yet. It may be a complaint."]
    assert acts(scope("finn"), NOW) == []
    take(b"\x00 another one that is no mail")
    told = Notice.objects.filter(path="/followup/letters/")
    assert sorted(told.values_list("person", flat=True)) == ["ada", "hugo"]  # once a day
    assert take_mail(raw=raw, way="mail", at=NOW) is None


@pytest.mark.parametrize(("headers", "why"), [
    ({"Auto_Submitted": "auto-replied"}, "automatic"),
    ({"List_Id": "<news.shop.example>"}, "list"),
    ({"From": "MAILER-DAEMON@mx.example"}, "bounce"),
    ({"From": "complaints@harbour.example"}, "own"),
])  # fmt: skip
def test_machines_open_no_case_and_stand_apart(cast: dict[str, Person], headers: dict[str, str], why: str) -> None:
    RecoveryRules.objects.update_or_create(pk=1, defaults={"reply_address": "complaints@harbour.example"})
    found = take(mail(1, WORDS, **headers))
    assert (found.state, found.why, Case.objects.count()) == ("apart", why, 0)
    assert acts(scope("ada"), NOW) == []


def test_who_answers_for_a_case_is_told_that_its_letter_did_not_arrive(cast: dict[str, Person]) -> None:
    case = case_by_mail(To="complaints+north@harbour.example")
    before = Notice.objects.filter(person="lea").count()
    ours = f"<{token_of(case)}.00000000000000aa@harbour.example>"
    found = take(mail(2, "It did not arrive.", From="mailer-daemon@mx.example", In_Reply_To=ours))
    assert (found.why, found.case_id) == ("bounce", case.pk)
    assert Notice.objects.filter(person="lea").count() == before + 1


def test_an_answer_that_came_back_is_none_until_somebody_says_that_it_arrived(
    log_in: Log, now: object, settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    case = case_by_mail(To="complaints+north@harbour.example")
    lea, path = log_in("lea"), f"/followup/cases/{case.pk}/"

    def act(**sent: object) -> int:
        return lea.post(path, sent | {"version": Case.objects.get().version}).status_code

    assert act(act="answer", way="mail", words="It is sent today.") == 302
    ours = CaseMessage.objects.get(ours=True).message_id
    back = take(mail(2, "No such reader.", From="mailer-daemon@mx.example", References=f"<far@x.example> {ours}"))
    assert "could not be delivered" in lea.get(path).content.decode()
    assert act(act="close") == 422
    discard(scope=scope("ada"), letter=back, reason="Only their second address.", at=NOW)
    assert "could not be delivered" not in lea.get(path).content.decode()
    assert act(act="close") == 302


@pytest.mark.parametrize("closed", [False, True], ids=["answered", "closed"])
def test_a_case_whose_only_answer_came_back_waits_for_one_again(
    log_in: Log, now: object, settings: Any, closed: bool
) -> None:
    """By the clock that ran before: the customer was never answered, and least of all in time."""
    settings.EMAIL_HOST = "localhost"
    case = case_by_mail(To="complaints+north@harbour.example")
    lea, path, due = log_in("lea"), f"/followup/cases/{case.pk}/", case.due

    def act(**sent: object) -> Case:
        assert lea.post(path, sent | {"version": Case.objects.get().version}).status_code == 302
        return Case.objects.get()

    act(act="answer", way="mail", words="It is sent today.")
    assert Case.objects.get().in_time
    if closed:
        act(act="close")
    ours = CaseMessage.objects.get(ours=True).message_id
    back = mail(2, "No such reader.", From="mailer-daemon@mx.example", References=f"<far@x.example> {ours}")
    letter = take(back)
    lost = Case.objects.get()
    assert (lost.state, lost.owed, lost.answered_at, lost.in_time, lost.due) == ("open", True, None, None, due)
    assert lost.reopened == closed and Line.objects.filter(verb="case: the answer did not arrive").count() == 1
    assert "the answer did not arrive" in lea.get(path).content.decode().lower()
    discard(scope=scope("ada"), letter=letter, reason="Only their second address.", at=NOW)
    told = Case.objects.get()
    assert told.answered_at == NOW and told.in_time


def test_an_answer_that_came_back_beside_one_that_did_not_changes_nothing(
    log_in: Log, now: object, settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    case = case_by_mail(To="complaints+north@harbour.example")
    lea, path = log_in("lea"), f"/followup/cases/{case.pk}/"
    for way in ("mail", "phone"):
        lea.post(path, {"act": "answer", "way": way, "words": "Sorry.", "version": Case.objects.get().version})
    ours = CaseMessage.objects.get(ours=True, way="mail").message_id
    take(mail(2, "No such reader.", From="mailer-daemon@mx.example", References=f"{ours}"))
    kept = Case.objects.get()
    assert (kept.state, kept.in_time, kept.owed) == ("answered", True, False)


def test_a_case_whose_only_answer_no_server_took_waits_for_one_again(log_in: Log, now: object, settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"
    case = case_by_mail(To="complaints+north@harbour.example")
    lea, path, due = log_in("lea"), f"/followup/cases/{case.pk}/", case.due
    lea.post(path, {"act": "answer", "way": "mail", "words": "Sorry.", "version": Case.objects.get().version})
    before = Notice.objects.filter(person="lea").count()
    late(now=NOW)
    assert Case.objects.get().state == "answered"
    Job.objects.filter(task="mail", name__startswith="mail:case:").update(failed_at=NOW)
    for _ in range(2):
        late(now=NOW)
    lost = Case.objects.get()
    assert (lost.state, lost.answered_at, lost.in_time, lost.due) == ("open", None, None, due)
    assert Notice.objects.filter(person="lea").count() == before + 1
    assert Line.objects.filter(verb="case: the answer did not arrive").count() == 1


def test_an_answer_after_one_that_the_server_did_not_take_is_the_first(log_in: Log, now: object, settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"
    case = case_by_mail(To="complaints+north@harbour.example")
    lea, path = log_in("lea"), f"/followup/cases/{case.pk}/"
    lea.post(path, {"act": "answer", "way": "mail", "words": "Sorry.", "version": Case.objects.get().version})
    Job.objects.filter(task="mail", name__startswith="mail:case:").update(failed_at=NOW)
    Case.objects.update(answer_due=NOW - timedelta(hours=1))
    lea.post(path, {"act": "answer", "way": "phone", "words": "Sorry.", "version": Case.objects.get().version})
    assert Case.objects.get().in_time is False


def test_a_fault_of_ours_loses_no_letter_and_stops_none(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError(WORDS)

    with monkeypatch.context() as broken:
        broken.setattr(arriving, "open_case", breaks)
        found = take(mail(1, WORDS))
    assert (found.state, found.why) == ("waits", "unreadable") and "KeyError" in caplog.text
    assert WORDS not in caplog.text
    (read,) = letters([found])
    assert WORDS in read.text  # its beginning is there to be read
    assert take(mail(2, WORDS)).state == "case"


def test_letters_are_seen_by_who_leads_or_administers(log_in: Log, now: object) -> None:
    found = take(b"\x00 broken")
    north = take(mail(2, " ", To="c+north@harbour.example"))
    for name, expected in {
        "ada": (200, 200, 200, 200), "hugo": (200, 200, 200, 200), "lea": (200, 404, 200, 403),
        "olga": (200, 404, 404, 403), "cora": (403,) * 4, "finn": (403,) * 4, "rita": (403,) * 4,
    }.items():  # fmt: skip
        client = log_in(name)
        paths = ("letters/", f"letters/{found.pk}/", f"letters/{north.pk}/", "letters/mailbox/")
        assert tuple(client.get(f"/followup/{one}").status_code for one in paths) == expected, name


def test_of_many_letters_that_stand_apart_each_can_be_found(log_in: Log, now: object, monkeypatch: Any) -> None:
    """A complaint that was taken for a newsletter is not out of reach because many newsletters came after it."""
    monkeypatch.setattr("clearbar.web.followup.views.arriving.SHOWN", 2)
    lost = take_mail(raw=mail(1, WORDS, Precedence="bulk"), way="mail", at=NOW - timedelta(days=1))
    for number in range(2, 6):
        take(mail(number, "News.", Precedence="bulk"))
    assert lost is not None
    ada, path = log_in("ada"), "/followup/letters/"
    first, last = ada.get(path).content.decode(), ada.get(f"{path}?page=3").content.decode()
    assert "5 letters" in first and f"{path}{lost.pk}/" not in first and 'href="?page=2"' in first
    assert f"{path}{lost.pk}/" in last and ada.get(f"{path}?page=x").status_code == 200


def test_a_letter_that_waits_is_made_a_case_or_put_away_once(log_in: Log, now: object) -> None:
    waits, other = take(mail(1, " ")), take(mail(2, WORDS, Precedence="bulk"))
    ada, hugo = log_in("ada"), log_in("hugo")
    page = ada.get(f"/followup/letters/{other.pk}/").content.decode()
    assert WORDS in page and "customer-2@mail.example" in page
    sent = {
        "do": "case",
        "case-words": "He rang: the frame broke.",
        "case-contact": "+49 170 1234567",
        "case-team": "north",
    }
    assert ada.post(f"/followup/letters/{waits.pk}/", sent | {"case-words": ""}).status_code == 422
    assert ada.post(f"/followup/letters/{waits.pk}/", sent).status_code == 302
    late = hugo.post(f"/followup/letters/{waits.pk}/", {"do": "discard", "away-reason": "Advertising."})
    assert late.status_code == 409 and "meanwhile" in late.content.decode()
    assert hugo.post(f"/followup/letters/{other.pk}/", {"do": "discard", "away-reason": ""}).status_code == 422
    assert (
        hugo.post(f"/followup/letters/{other.pk}/", {"do": "discard", "away-reason": "Advertising."}).status_code == 302
    )
    assert "Reason: Advertising." in hugo.get(f"/followup/letters/{other.pk}/").content.decode()
    assert Case.objects.get().owner == "lea"
    assert Line.objects.filter(verb="decided on a letter").count() == 2


MAKE, AWAY = "make a case", "discard"


@tried(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sampled_from(["waits", "apart", "case"]), acted=st.lists(st.sampled_from([MAKE, AWAY]), max_size=4))
def test_a_letter_takes_only_the_turns_of_the_table_each_with_its_line(
    cast: dict[str, Person], first: str, acted: list[str]
) -> None:
    number = Arrival.objects.count() + 1
    headers = {"apart": {"Precedence": "bulk"}}.get(first, {})
    letter = take(mail(number, " " if first == "waits" else WORDS, **headers))
    assert letter.state == first
    for turn in acted:
        letter.refresh_from_db()
        to = Arrival.State.CASE if turn == MAKE else Arrival.State.DISCARDED
        lines, before = Line.objects.filter(kind="letter").count(), letter.state
        try:
            if turn == MAKE:
                open_letter(scope=scope("ada"), letter=letter, words=WORDS, contact="", team=None, at=NOW)
            else:
                discard(scope=scope("ada"), letter=letter, reason="none", at=NOW)
        except Refused:
            assert to not in TURNS[Arrival.State(before)]
            assert Line.objects.filter(kind="letter").count() == lines
        else:
            assert to in TURNS[Arrival.State(before)]
            assert Line.objects.filter(kind="letter").count() == lines + 1
        letter.refresh_from_db()
        assert letter.state == (to if to in TURNS[Arrival.State(before)] else before)
    with pytest.raises(PermissionDenied):
        discard(scope=scope("finn"), letter=letter, reason="none", at=NOW)


def mbox(*mails: bytes) -> BytesIO:
    held = b"".join(
        b"From x@y.example Mon Nov 16 10:00:00 2026\n" + one.replace(b"\r\n", b"\n") + b"\n" for one in mails
    )
    file = BytesIO(held)
    file.name = "complaints.mbox"
    return file


def test_a_mailbox_file_goes_the_same_road_and_may_be_sent_twice(log_in: Log, now: object) -> None:
    take(mail(2, WORDS))
    ada = log_in("ada")
    mails = [
        mail(1, f"{WORDS}\r\n>From the shop I walked home."),
        mail(2, WORDS),
        mail(3, " "),
        mail(4, Precedence="bulk"),
    ]
    page = ada.post("/followup/letters/mailbox/", {"file": mbox(*mails)}).content.decode()
    assert "4 letters were in the file" in page
    assert sorted(Arrival.objects.filter(way="mbox").values_list("state", flat=True)) == ["apart", "case", "waits"]
    ada.post("/followup/letters/mailbox/", {"file": mbox(*mails)})
    assert (Arrival.objects.count(), Case.objects.count()) == (4, 2)
    wrong = BytesIO(b"no mailbox at all")
    wrong.name = "photo.jpg"
    refused = ada.post("/followup/letters/mailbox/", {"file": wrong})
    assert refused.status_code == 422 and "no mailbox file" in refused.content.decode()


def fields(page: bytes) -> str:
    text = page.decode()
    return text.partition('name="form" value="')[2].partition('"')[0]


def test_the_counter_opens_a_case_once(log_in: Log, now: object) -> None:
    finn = log_in("finn")
    page = finn.get("/followup/cases/new/").content
    assert b'<option value="north" selected>' in page
    sent = {
        "words": WORDS, "wish": "A new one, please.", "contact": "mara@mail.example", "came_by": "person",
        "severity": "serious", "team": "north", "form": fields(page),
    }  # fmt: skip
    wrong = finn.post("/followup/cases/new/", sent | {"words": ""})
    assert wrong.status_code == 422 and b"A new one, please." in wrong.content and Case.objects.count() == 0
    done = finn.post("/followup/cases/new/", sent, follow=True).content.decode()
    case = Case.objects.get()
    assert f"Case {case.called} is open. Lea Leader answers for it." in done
    assert (case.came_by, case.severity, case.owner) == ("person", "serious", "lea")
    assert unseal(case.subject, case.wish) == "A new one, please."
    again = finn.post("/followup/cases/new/", sent, follow=True).content.decode()
    assert "nothing was doubled" in again and Case.objects.count() == 1
    assert Line.objects.filter(verb="filed a complaint", actor="finn").count() == 1


def test_another_system_files_a_complaint_once_for_each_key(program: Callable[..., Program], now: object) -> None:  # noqa: F811
    house = program()
    body = {"words": WORDS, "contact": "mara@mail.example", "team": "south", "severity": "grave"}
    sent = house.post("/complaints", body, "ticket-4711")
    assert sent.status_code == 201, sent.content
    case = Case.objects.get()
    assert sent.json() | {"answer_due": ""} == {
        "case": str(case.pk), "called": case.called, "owner": "olga", "answer_due": "",
    }  # fmt: skip
    assert house.post("/complaints", body, "ticket-4711").json() == sent.json()
    assert Case.objects.count() == 1
    assert house.post("/complaints", {"contact": "x"}).status_code == 422
    assert house.post("/complaints", body | {"team": "nowhere"}).status_code == 409
    assert house.post("/complaints", body | {"unknown": 1}).status_code == 422
    assert program(rights=("ratings:write",)).post("/complaints", body).status_code == 403
    assert case.came_by == "api" and unseal(case.subject, case.words) == WORDS


def test_own_data_erasure_and_forgetting_reach_letters(cast: dict[str, Person]) -> None:
    take(mail(1, WORDS))
    take(mail(2, " "))
    take(mail(3, WORDS, Precedence="bulk"))
    holder = Letters()
    mara = Subject(SubjectKind.CUSTOMER, customer_of(subject_of("customer-1@mail.example")) or "")
    assert WORDS in str(holder.own(mara))
    assert holder.erase(mara, NOW) == 1 and holder.own(mara) == {}
    assert take_mail(raw=mail(1, WORDS), way="mail", at=NOW) is None  # and it does not come back
    assert holder.forget("letters", NOW + timedelta(days=1)) == 1
    assert [one.state for one in Arrival.objects.all()] == ["waits"]  # what waits is not forgotten


def test_an_inbox_that_cannot_be_read_is_told_to_who_can_change_it(
    cast: dict[str, Person], settings: Any, log_in: Log, now: object
) -> None:
    settings.CLEARBAR_INBOX = {"user": "complaints@harbour.example"}
    InboxPlace.objects.create(account="a" * 64, validity=1, fault="The mail server cannot be reached, or broke off.")
    assert [one.says for one in acts(scope("ada"), NOW)] == ["The inbox for complaints cannot be read."]
    assert acts(scope("lea"), NOW) == []
    assert "cannot be reached" in log_in("ada").get("/followup/letters/").content.decode()
    assert Job.objects.filter(body__icontains="hinge").count() == 0
    open_case(at=NOW, actor="ada", came_by="mail", words=WORDS)
