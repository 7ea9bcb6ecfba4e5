"""Leaders and administrators make surveys, ask by them, and print what stands at the till."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Site
from clearbar.web.surveys.models import Invite, Said, Survey, Way
from clearbar.web.surveys.tasks import tidy
from tests.web.conftest import NOW
from tests.web.surveys.conftest import WELL, ask, hidden, path_of, send, way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LogIn = Callable[[str], Client]
NEW = "/surveys/new/?journey=choose-glasses&audience=customer"
FIELDS = {
    "name": "At the till", "standards": ["choose.seen", "choose.listened"], "team": "north", "languages": ["de", "en"],
    "expectation": "on", "suppression_days": "30", "expiry_days": "14", "reminder_days": "4",
}  # fmt: skip


def test_a_leader_makes_a_survey_from_the_book_and_sees_what_holds(book: Version, log_in: LogIn) -> None:
    del book
    lea = log_in("lea")
    page = lea.get(NEW)
    assert b"Within five minutes of coming in" in page.content
    assert b"You feel at home with us" not in page.content  # the book has reviewers and peers measure that
    made = lea.post(NEW, FIELDS, follow=True)
    survey = Survey.objects.get()
    assert (survey.standards, survey.source, survey.anonymous) == (
        ["choose.seen", "choose.listened"],
        "customer",
        False,
    )
    text = made.content.decode()
    assert "Nobody has answered yet." in text
    assert "Nobody is asked again within 30 days" in text
    assert "A link ends 14 days after asking" in text
    assert "The book is not written in German" in text
    assert Line.objects.filter(kind="survey", verb="made", actor="lea").exists()


def test_a_survey_of_colleagues_is_anonymous_unless_somebody_says_otherwise(book: Version, log_in: LogIn) -> None:
    del book
    page = log_in("hugo").get("/surveys/new/?journey=-&audience=colleague").content.decode()
    assert 'name="anonymous" aria-describedby="id_anonymous_helptext" id="id_anonymous" checked' in page


def test_anonymity_once_promised_is_never_taken_back(quiet: Survey, log_in: LogIn) -> None:
    log_in("lea").post(f"/surveys/{quiet.pk}/edit/", {key: value for key, value in FIELDS.items()})
    quiet.refresh_from_db()
    assert (quiet.name, quiet.anonymous) == ("At the till", True)


def test_faults_of_a_survey_stand_at_their_fields_and_nothing_typed_is_lost(book: Version, log_in: LogIn) -> None:
    del book
    wrong = FIELDS | {"reminder_days": "20", "site": "s-south", "name": "Kept & typed"}
    page = log_in("hugo").post(NEW, wrong).content.decode()
    assert "The link has ended by then" in page
    assert "Team North works at North shop" in page
    assert "Kept &amp; typed" in page
    assert Survey.objects.count() == 0


@pytest.mark.parametrize("name", ["finn", "cora", "rita", "otto", "nobody"])
def test_who_makes_no_surveys_opens_none_of_their_pages(survey: Survey, log_in: LogIn, name: str) -> None:
    client = log_in(name)
    found = way(survey, Way.Kind.PAPER)
    for path in ("", "new/", f"{survey.pk}/", f"{survey.pk}/edit/", f"{survey.pk}/ask/", f"{survey.pk}/ways/new/",
                 f"ways/{found.pk}/", f"ways/{found.pk}/enter/", f"{survey.pk}/switch/"):  # fmt: skip
        expected = 302 if name == "nobody" else 403
        assert client.get(f"/surveys/{path}").status_code == expected, path
        assert client.post(f"/surveys/{path}").status_code == expected, path


def test_another_teams_leader_finds_nothing_of_this_survey(survey: Survey, log_in: LogIn) -> None:
    olga, found = log_in("olga"), way(survey, Way.Kind.PAPER)
    assert b"Choosing glasses" not in olga.get("/surveys/").content
    for path in (
        f"{survey.pk}/",
        f"{survey.pk}/edit/",
        f"{survey.pk}/ask/",
        f"ways/{found.pk}/",
        f"ways/{found.pk}/enter/",
    ):
        assert olga.get(f"/surveys/{path}").status_code == 404
    assert olga.post(f"/surveys/{survey.pk}/switch/", {"open": "no"}).status_code == 404
    page = olga.post(NEW, FIELDS)  # team north is not hers
    assert page.status_code == 200 and Survey.objects.count() == 1


def test_fewer_than_five_answers_are_not_told(survey: Survey, log_in: LogIn) -> None:
    poster = way(survey, Way.Kind.POSTER)
    for count in range(1, 7):
        if count < 5:
            send(f"/q/{poster.address}/", WELL)
        else:
            send(path_of(ask(survey)), WELL)
        page = log_in("lea").get(f"/surveys/{survey.pk}/").content.decode()
        if count < 5:
            assert "Fewer than five have answered" in page and "first time" not in page.split("<h2>")[0]
        else:
            assert f"{count} people have answered (few by personal link, few by poster)" in page
            assert f"For {count} of {count} it was the first time" in page


def test_counts_of_anonymous_surveys_tell_no_hour(quiet: Survey, log_in: LogIn) -> None:
    poster = way(quiet, Way.Kind.POSTER)
    for _ in range(6):
        send(f"/q/{poster.address}/", WELL)
    assert b"Nobody has answered yet" in log_in("lea").get(f"/surveys/{quiet.pk}/").content
    Said.objects.update(week=202646)
    assert b"6 people have answered" in log_in("lea").get(f"/surveys/{quiet.pk}/").content


def test_asking_by_email_sends_a_letter_with_a_link_that_works(survey: Survey, log_in: LogIn, settings: object) -> None:
    settings.EMAIL_HOST = "mail.example.test"  # type: ignore[attr-defined]
    lea, path = log_in("lea"), f"/surveys/{survey.pk}/ask/"
    page = lea.post(path, {"to": "Mara@Example.test", "language": "de", "inclusion": "all"}).content.decode()
    assert "An e-mail is on its way" in page
    jobs.settle(lambda: __import__("django.utils.timezone").utils.timezone.now())
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["mara@example.test"], "Harbour Stores (invented): Wie war es?")
    assert "Der Link nimmt eine Antwort an und gilt bis zum 9. Dezember 2026." in letter.body
    link = next(line for line in letter.body.splitlines() if "/s/" in line)
    assert Client().get("/s/" + link.rpartition("/s/")[2]).status_code == 200
    assert Invite.objects.get().inclusion == 1.0
    again = lea.post(path, {"to": "mara@example.TEST", "language": "en", "inclusion": "some"}).content.decode()
    assert "was not asked: they were asked not long ago" in again
    assert Invite.objects.count() == 1


def test_without_a_mail_server_the_link_and_an_sms_are_there_to_copy(survey: Survey, log_in: LogIn) -> None:
    page = log_in("lea").post(
        f"/surveys/{survey.pk}/ask/", {"to": "+49 170 1234567", "language": "es", "inclusion": "some"}
    ).content.decode()  # fmt: skip
    assert "Nothing was sent" in page and "sin registro: http" in page
    wrong = log_in("lea").post(f"/surveys/{survey.pk}/ask/", {"to": "my aunt", "language": "es", "inclusion": "some"})
    assert b"neither an e-mail address nor a telephone number" in wrong.content and b"my aunt" in wrong.content


def test_a_poster_carries_its_address_as_a_code_and_in_letters(survey: Survey, log_in: LogIn) -> None:
    lea = log_in("lea")
    made = lea.post(f"/surveys/{survey.pk}/ways/new/", {"kind": "poster", "name": "Door"}, follow=True)
    found = Way.objects.get()
    text = made.content.decode()
    assert "<svg" in text and f"/q/{found.address}/" in text and "¿Qué tal le fue con nosotros?" in text
    assert Client().get(f"/q/{found.address}/").status_code == 200


def test_only_an_administrator_names_sites_for_frames(survey: Survey, log_in: LogIn) -> None:
    given = {"kind": "embed", "name": "Contact page", "hosts": "www.example.org\nhttps://shop.example.org/"}
    log_in("lea").post(f"/surveys/{survey.pk}/ways/new/", given)
    assert Way.objects.get().hosts == []
    page = log_in("ada").post(f"/surveys/{survey.pk}/ways/new/", given | {"hosts": "evil.test; script-src *"})
    assert b"write a host only" in page.content
    log_in("ada").post(f"/surveys/{survey.pk}/ways/new/", given)
    found = Way.objects.latest("pk")
    assert found.hosts == ["www.example.org", "shop.example.org"]
    framed, plain = (Client().get(f"/e/{one.address}/") for one in (found, Way.objects.earliest("pk")))
    assert (
        "frame-ancestors https://www.example.org https://shop.example.org" in framed.headers["Content-Security-Policy"]
    )
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert plain.headers["X-Frame-Options"] == "DENY"


def test_a_paper_card_is_typed_in_by_its_digits(survey: Survey, log_in: LogIn) -> None:
    lea, found = log_in("lea"), way(survey, Way.Kind.PAPER)
    card = lea.get(f"/surveys/ways/{found.pk}/").content.decode()
    assert card.count('class="square"') == 10
    path = f"/surveys/ways/{found.pk}/enter/"
    ticket = hidden(lea.get(path).content)["ticket"]
    few = lea.post(path, {"digits": "4 5", "ticket": ticket}).content.decode()
    assert "The card has 10 boxes, and 2 digits were typed" in few and 'value="4 5"' in few
    wrong = lea.post(path, {"digits": "45 45 00 13 12", "ticket": ticket}).content.decode()
    assert "Box 8 takes 1 2 or 0, not 3." in wrong
    for _ in range(2):
        lea.post(path, {"digits": "4534001 212", "ticket": ticket, "words": "Nice.", "day": "2026-11-16"})
    told = {(one.standard, one.expected, one.level, one.day) for one in Rating.objects.all()}
    assert told == {
        ("overall", 4, 5, 20261116),
        ("choose.seen", 3, 4, 20261116),
        ("choose.price-whole", 2, 4, 20261116),
    }
    said = Said.objects.get()
    assert (said.visit, said.recommended, said.way) == ("first", False, "paper")


def test_todays_card_is_today_where_it_was_filled_in(
    survey: Survey, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Early in Auckland it is still yesterday in UTC; late in Los Angeles it is tomorrow there."""
    lea, found = log_in("lea"), way(survey, Way.Kind.PAPER)
    path = f"/surveys/ways/{found.pk}/enter/"

    def keep(zone: str, at: datetime, day: str) -> bool:
        Site.objects.filter(pk="s-north").update(timezone=zone)
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        sent = {"digits": "4534001212", "ticket": hidden(lea.get(path).content)["ticket"], "day": day}
        return b"This day is still to come" not in lea.post(path, sent).content

    early, late = NOW.replace(hour=20), NOW.replace(hour=3)
    assert keep("Pacific/Auckland", early, "2026-11-19")
    assert Rating.objects.latest("rated_at").rated_at <= early, "nothing is said in the future"
    assert not keep("America/Los_Angeles", late, "2026-11-18")


def test_an_old_card_sent_twice_is_kept_once_however_late(survey: Survey, log_in: LogIn) -> None:
    lea, found = log_in("lea"), way(survey, Way.Kind.PAPER)
    path = f"/surveys/ways/{found.pk}/enter/"
    sent = {"digits": "4534001212", "ticket": hidden(lea.get(path).content)["ticket"], "day": "2026-10-05"}
    lea.post(path, sent)
    tidy(now=NOW)
    lea.post(path, sent)
    assert Said.objects.count() == 1


def test_who_typed_in_a_card_stands_in_the_audit(survey: Survey, log_in: LogIn) -> None:
    lea, found = log_in("lea"), way(survey, Way.Kind.PAPER)
    path = f"/surveys/ways/{found.pk}/enter/"
    ticket = hidden(lea.get(path).content)["ticket"]
    lea.post(path, {"digits": "4534001212", "ticket": ticket, "day": "2026-11-16"})
    line = Line.objects.get(verb="typed in")
    assert (line.actor, line.kind, line.thing, line.at) == ("lea", "paper", str(found.pk), NOW)


def test_who_typed_in_an_anonymous_card_is_not_noted_as_it_would_tell_when(quiet: Survey, log_in: LogIn) -> None:
    lea, found = log_in("lea"), way(quiet, Way.Kind.PAPER)
    path = f"/surveys/ways/{found.pk}/enter/"
    lea.post(path, {"digits": "4534001212", "ticket": hidden(lea.get(path).content)["ticket"]})
    assert Said.objects.exists() and not Line.objects.filter(verb="typed in").exists()


def test_a_closed_survey_is_told_to_be_closed_and_opens_again(survey: Survey, log_in: LogIn) -> None:
    path, lea = path_of(ask(survey)), log_in("lea")
    lea.post(f"/surveys/{survey.pk}/switch/", {"open": "no"})
    assert Client().get(path).status_code == 410
    lea.post(f"/surveys/{survey.pk}/switch/", {"open": "yes"})
    assert Client().get(path).status_code == 200


def test_colleagues_and_vendors_are_asked_about_a_manager_and_customers_are_not(survey: Survey, log_in: LogIn) -> None:
    hugo = log_in("hugo")
    assert "About whom" not in hugo.get(f"/surveys/{survey.pk}/ask/").content.decode()
    survey.audience = Survey.Audience.COLLEAGUE
    survey.save()
    page = hugo.get(f"/surveys/{survey.pk}/ask/?about=lea").content.decode()
    assert '<option value="lea" selected>Lea Leader</option>' in page and "Finn Frontline" not in page
    sent = {"to": "", "language": "en", "inclusion": "all"}
    assert "Link, for one answer" in hugo.post(f"/surveys/{survey.pk}/ask/", sent | {"about": "lea"}).content.decode()
    assert Invite.objects.get().person == "lea"
    assert (
        "Link, for one answer" not in hugo.post(f"/surveys/{survey.pk}/ask/", sent | {"about": "finn"}).content.decode()
    )
    hugo.post(f"/surveys/{survey.pk}/ask/", sent)
    assert sorted(Invite.objects.values_list("person", flat=True), key=str) == [None, "lea"]
