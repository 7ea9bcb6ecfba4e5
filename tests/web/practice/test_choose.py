"""Choosing: off unless switched on; a candidate tries, reads, tries again; a person decides, and nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Happened, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import choose as actions
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.models.choose import Candidate, Choosing, Consent, Interview, Opening, Try
from clearbar.web.practice.queries import choose as queries
from clearbar.web.practice.queries.choose_acts import acts
from tests.web.conftest import NOW
from tests.web.practice.choosing import (
    CONTACT,
    NAME,
    TODAY,
    UNTIL,
    agree,
    decide,
    interview,
    invite,
    open_place,
    switch_on,
    talk,
    try_twice,
)  # fmt: skip
from tests.web.practice.rehearsals import BAD, GOOD, offer

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]
People = dict[str, Person]
STAFF_PAGES = ("/practice/choosing/", "/practice/choosing/new/", "/practice/interviews/")


@pytest.fixture
def place(cast: People, book: Version, now: datetime) -> Opening:
    """A place of team north, open."""
    del book, now
    switch_on(cast["hugo"])
    return open_place(cast["lea"])


def test_it_is_off_by_default_and_every_page_is_gone_for_everybody(
    cast: People, book: Version, log_in: LogIn, now: datetime
) -> None:
    assert not Choosing.the().is_on
    for who in ("ada", "hugo", "lea", "cora", "finn"):
        for path in (*STAFF_PAGES, "/practice/choosing/1/", "/practice/candidates/1/", "/practice/interviews/1/"):
            assert log_in(who).get(path).status_code == 404, (who, path)
    assert Client().get("/practice/try/abcdefghijklmnopqrstuv/").status_code == 404


def test_only_who_leads_the_house_or_administers_switches_it_on_and_it_is_audited(
    cast: People, book: Version, log_in: LogIn, now: datetime
) -> None:
    sent = {"is_on": "on", "traits": "Age: young, old"}
    for who in ("lea", "cora", "rita", "finn", "olga"):
        assert log_in(who).post("/practice/choosing/switch/", sent).status_code == 403
    assert not Choosing.the().is_on
    assert log_in("hugo").post("/practice/choosing/switch/", sent).status_code == 302
    assert Choosing.the().is_on and Choosing.the().traits == [{"name": "Age", "values": ["young", "old"]}]
    assert Line.objects.filter(verb="switched choosing on", actor="hugo").count() == 1
    assert log_in("ada").get("/practice/choosing/").status_code == 200


def test_a_list_of_traits_that_makes_no_sense_is_refused_and_kept(log_in: LogIn, now: datetime) -> None:
    answer = log_in("hugo").post("/practice/choosing/switch/", {"is_on": "on", "traits": "Age\nAge: one"})
    assert answer.status_code == 422 and "Age: one" in answer.content.decode()
    assert not Choosing.the().is_on


def test_it_is_not_switched_off_while_somebody_could_not_withdraw_any_more(
    place: Opening, cast: People, log_in: LogIn
) -> None:
    invite(cast["lea"], place)
    answer = log_in("hugo").post("/practice/choosing/switch/", {"traits": ""})
    assert answer.status_code == 422 and "could not have their data erased" in answer.content.decode()
    assert log_in("hugo").post("/practice/choosing/switch/", {"traits": "", "erases": "on"}).status_code == 302
    assert not Choosing.the().is_on and not Candidate.objects.exists()


def test_nothing_is_asked_before_consent_which_is_kept_with_its_time_and_text(place: Opening, cast: People) -> None:
    one, link = invite(cast["lea"], place)
    client = Client()
    assert "I have read this and agree to it" in client.get(link).content.decode()
    for sent in (
        {"act": "say", "stage": "1-0", "said": 0, "text": GOOD[0]}, {"act": "read"}, {"act": "traits", "trait0": "Man"},
        {"act": "agree"}, {"act": "agree", "agrees": "yes", "read": "0" * 64},
    ):  # fmt: skip
        client.post(link, sent)
        assert not Try.objects.exists()
    one.refresh_from_db()
    assert one.consented_at is None and one.read_at is None and not one.was_asked
    agree(client, link)
    one.refresh_from_db()
    assert one.consented_at == NOW and one.consent
    assert "Everything is erased 180 days after you were invited" in Consent.objects.get().text


def test_a_text_that_changed_meanwhile_is_read_again_and_earlier_consents_keep_theirs(
    place: Opening, cast: People
) -> None:
    first, link = invite(cast["lea"], place)
    agree(Client(), link)
    second, other = invite(cast["lea"], place, "Anna")
    stale = Client().get(other).content.decode().partition('name="read" value="')[2][:64]
    scope = scope_of(cast["lea"], TODAY)
    actions.change_place(scope=scope, opening=place, title="T", consent="Another text.", open_until=UNTIL, at=NOW)
    answer = Client().post(other, {"act": "agree", "agrees": "yes", "read": stale})
    assert "This text was changed since you opened the page" in answer.content.decode()
    agree(Client(), other)
    first.refresh_from_db(), second.refresh_from_db()
    assert first.consent and second.consent and "Another text." in second.consent.text
    assert "Another text." not in first.consent.text


def test_a_candidate_tries_reads_and_tries_again_with_the_same_customer_as_everybody(
    place: Opening, cast: People
) -> None:
    pages = []
    for name in ("Anna", "Bela"):
        one, link = invite(cast["lea"], place, name)
        client = Client()
        agree(client, link)
        pages.append(client.get(link).content.decode().partition("<ol")[2].partition("</ol>")[0])
        talk(client, link, 1, BAD)
        page = client.get(link).content.decode()
        assert "The customer said last: “I will try elsewhere.”" in page
        assert "What we promise" in page and "What do you say?" not in page
        early = {"act": "say", "stage": "2-0", "said": 0, "text": GOOD[0]}
        client.post(link, early)
        assert not one.tries.filter(number=2).exists(), "the standards are read first"
        assert client.post(link, {"act": "read"}).status_code == 302
        talk(client, link, 2, GOOD)
        assert "Thank you" in client.get(link).content.decode()
    assert pages[0] == pages[1] and "hinge" in pages[0]
    shown = {one.number: [each["cleared"] for each in one.shown] for one in Try.objects.all()}
    assert shown[1] and not any(shown[1]) and all(shown[2])


def test_a_link_needs_no_session_tells_nobody_and_is_kept_as_a_hash(place: Opening, cast: People) -> None:
    one, link = invite(cast["lea"], place)
    answer = Client().get(link)
    assert answer["Referrer-Policy"] == "no-referrer" and answer["Cache-Control"] == "no-store"
    assert "script-src 'none'" in answer["Content-Security-Policy"] and not answer.cookies
    assert "<script" not in answer.content.decode()
    assert link.split("/")[3] not in str(Candidate.objects.filter(pk=one.pk).values())
    agree(Client(), link)
    _, newer = one, actions.new_link(scope=scope_of(cast["lea"], TODAY), candidate=one, at=NOW)
    assert Client().get(link).status_code == 404
    assert Client().get(f"/practice/try/{newer}").status_code == 200


def test_the_same_line_twice_is_kept_once_and_two_windows_do_not_lose_one(place: Opening, cast: People) -> None:
    _, link = invite(cast["lea"], place)
    client = Client()
    agree(client, link)
    sent = {"act": "say", "stage": "1-0", "said": 0, "text": GOOD[0]}
    assert [client.post(link, sent).status_code, client.post(link, sent).status_code] == [302, 302]
    assert Try.objects.get().said == 1
    answer = client.post(link, {**sent, "text": "Something else."})
    assert answer.status_code == 409 and "Something else.</textarea>" in answer.content.decode()
    assert client.post(link, {**sent, "said": 1, "text": ""}).status_code == 422


def test_tries_never_reach_the_ledger_or_the_evidence(place: Opening, cast: People) -> None:
    one, link = invite(cast["lea"], place)
    try_twice(Client(), link)
    assert one.tries.filter(ended_at__isnull=False).count() == 2
    assert not Rating.objects.exists() and not Happened.objects.exists()


def test_a_place_that_is_over_takes_no_more_lines_and_lets_people_withdraw(
    place: Opening, cast: People, now: datetime
) -> None:
    _, link = invite(cast["lea"], place)
    agree(Client(), link)
    Opening.objects.update(open_until=TODAY - timedelta(days=1))
    assert "This is closed" in Client().get(link).content.decode()
    assert Client().post(link, {"act": "say", "stage": "1-0", "said": 0, "text": "x"}).status_code == 410
    assert not Try.objects.exists()
    assert Client().post(f"{link}withdraw/").status_code == 200
    assert not Candidate.objects.exists()


def test_candidates_stand_in_the_order_of_their_names_and_nothing_ranks_them(
    place: Opening, cast: People, log_in: LogIn
) -> None:
    for name, again in (("Celia", GOOD), ("anna", BAD), ("Bela", GOOD)):
        _, link = invite(cast["lea"], place, name)
        try_twice(Client(), link, BAD, again)
    page = log_in("lea").get(f"/practice/choosing/{place.pk}/").content.decode()
    assert page.index("anna") < page.index("Bela") < page.index("Celia")
    assert page.count("Cannot tell: it takes at least 8 others") == 3
    assert {one.decision for one in Candidate.objects.all()} == {""}


def test_what_each_gained_is_held_against_others_who_began_alike(place: Opening, cast: People) -> None:
    for number in range(12):
        _, link = invite(cast["lea"], place, f"N{number:02}")
        try_twice(Client(), link, GOOD if number % 3 == 0 else BAD, GOOD)
    found = queries.side_by_side(place)
    assert all(one.gain.beyond is not None for one in found)
    assert {one.gain.says.partition(":")[0] for one in found} == {"Cannot tell from others who began alike"}
    assert found[0].start.startswith("2 of 2") and found[1].start.startswith("0 of 2")


def test_two_raters_neither_sees_the_other_before_both_are_in(place: Opening, cast: People, log_in: LogIn) -> None:
    one, _ = invite(cast["lea"], place)
    path = f"/practice/candidates/{one.pk}/raters/"
    assert log_in("lea").post(path, {"one": "cora", "other": "cora"}).status_code == 422
    assert log_in("lea").post(path, {"one": "cora", "other": "finn"}).status_code == 422
    assert log_in("lea").post(path, {"one": "cora", "other": "rita"}).status_code == 302
    rows = {each.rater: each for each in Interview.objects.all()}
    sent = {"mark0": 2, "mark1": 5, "note0": "She told of the bus driver."}
    early = log_in("cora").post(f"/practice/interviews/{rows['cora'].pk}/", sent)
    assert early.status_code == 422 and "nothing is asked before" in early.content.decode()
    assert not Interview.objects.filter(submitted_at__isnull=False).exists()
    Candidate.objects.update(consented_at=NOW)
    assert log_in("cora").post(f"/practice/interviews/{rows['cora'].pk}/", {"mark0": 2}).status_code == 422
    assert log_in("cora").post(f"/practice/interviews/{rows['cora'].pk}/", sent).status_code == 302
    for who, where in (
        ("lea", f"/practice/candidates/{one.pk}/"), ("lea", f"/practice/choosing/{place.pk}/"),
        ("rita", f"/practice/interviews/{rows['rita'].pk}/"),
    ):  # fmt: skip
        page = log_in(who).get(where).content.decode()
        assert "bus driver" not in page and "2 and" not in page, where
    (column,) = queries.side_by_side(place)
    assert column.interview == () and column.waits == "1 of 2 interviews are in"
    assert [heard.rows for heard in queries.interviews(one)] == [(), ()]
    with pytest.raises(actions.Refused, match="by one rater"):
        decide(cast["lea"], one, taken=True)
    log_in("rita").post(f"/practice/interviews/{rows['rita'].pk}/", {"mark0": 4, "mark1": 5})
    page = log_in("lea").get(f"/practice/candidates/{one.pk}/").content.decode()
    assert "bus driver" in page and "2 and 4" in page and "2 levels apart: speak about it" in page
    assert "bus driver" not in str(list(Interview.objects.values_list("notes", flat=True)))
    log_in("cora").post(f"/practice/interviews/{rows['cora'].pk}/", {"mark0": 5, "mark1": 5})
    rows["cora"].refresh_from_db()
    assert rows["cora"].marks == [2, 5], "what was sent stays"


def test_agreement_is_shown_by_question_once_enough_were_heard_by_both(place: Opening, cast: People) -> None:
    for number in range(6):
        one, _ = invite(cast["lea"], place, f"N{number}")
        level = 1 + number % 5
        interview(cast["lea"], one, {"cora": (level, level), "rita": (level, 6 - level)}, cast)
    (_, same), (_, apart) = queries.agreement(place)
    assert same and same.ac and apart and apart.ac
    assert same.ac.value > 0.9 > 0.3 > apart.ac.value


def test_a_person_decides_with_a_reason_and_it_can_be_changed_until_it_is_closed(
    place: Opening, cast: People, log_in: LogIn
) -> None:
    one, link = invite(cast["lea"], place)
    try_twice(Client(), link)
    path = f"/practice/candidates/{one.pk}/decide/"
    assert log_in("lea").post(path, {"decision": "taken", "reason": " "}).status_code == 422
    assert log_in("lea").post(path, {"decision": "", "reason": "x"}).status_code == 422
    with pytest.raises(actions.Refused, match="waits for a decision"):
        choose_decide.close(scope=scope_of(cast["lea"], TODAY), opening=place, at=NOW)
    assert log_in("lea").post(path, {"decision": "taken", "reason": "She listened."}).status_code == 302
    one.refresh_from_db()
    assert (one.decision, one.decided_by, one.decided_at) == ("taken", "lea", NOW)
    assert b"listened" not in bytes(one.reason or b"")
    assert "She listened." in log_in("lea").get(f"/practice/candidates/{one.pk}/").content.decode()
    assert log_in("lea").post(f"/practice/choosing/{place.pk}/close/").status_code == 302
    with pytest.raises(actions.Refused, match="closed"):
        decide(cast["lea"], one, taken=False)


def test_who_may_see_and_do_what(place: Opening, cast: People, log_in: LogIn) -> None:
    """By hand, from the words of the issue: those who decide lead the team or the house, or administer; raters see
    their own interviews; nobody else anything."""
    one, _ = invite(cast["lea"], place)
    choose_decide.ask_raters(scope=scope_of(cast["lea"], TODAY), candidate=one, persons=["cora", "rita"], at=NOW)
    cora = Interview.objects.get(rater="cora").pk
    key, who = place.pk, f"/practice/candidates/{one.pk}/"
    table = {
        "/practice/choosing/": "ada hugo lea olga",
        "/practice/choosing/new/": "ada hugo lea olga",
        f"/practice/choosing/{key}/": "ada hugo lea",
        f"/practice/choosing/{key}/edit/": "ada hugo lea",
        f"/practice/choosing/{key}/candidate/": "ada hugo lea",
        f"/practice/choosing/{key}/impact/": "ada hugo",
        who: "ada hugo lea",
        f"{who}decide/": "ada hugo lea",
        f"{who}withdrew/": "ada hugo lea",
        "/practice/interviews/": "ada hugo lea olga cora rita",
        f"/practice/interviews/{cora}/": "cora",
        "/practice/choosing/switch/": "ada hugo",
    }
    for path, allowed in table.items():
        seen = {name for name in cast if name != "bot" and log_in(name).get(path).status_code == 200}
        assert seen == set(allowed.split()), path
        assert Client().get(path).status_code == 302
    for path in (f"{who}link/", f"{who}raters/", f"/practice/choosing/{key}/close/"):
        sees = {
            name
            for name in cast
            if name != "bot" and log_in(name).post(path, {"one": "a"}).status_code not in (403, 404)
        }
        assert sees == {"ada", "hugo", "lea"}, path
        Opening.objects.update(closed_at=None)
    scope = scope_of(cast["olga"], TODAY)
    with pytest.raises(PermissionDenied):
        actions.invite(scope=scope, opening=place, name="x", contact="", at=NOW, today=TODAY)
    with pytest.raises(PermissionDenied):
        choose_decide.decide(scope=scope, candidate=one, decision="not", reason="x", at=NOW)
    with pytest.raises(PermissionDenied):
        choose_decide.mark(scope=scope, interview=Interview.objects.get(pk=cora), marks=[1, 1], notes={}, at=NOW)


def test_a_place_is_opened_by_a_page_with_what_people_wrote(
    cast: People, book: Version, log_in: LogIn, now: datetime
) -> None:
    switch_on(cast["hugo"])
    text = offer(cast["lea"])[0]
    text.refresh_from_db()
    page = log_in("lea").get("/practice/choosing/new/").content.decode()
    assert "Tell me of a time" in page and "the whole house" not in page
    sent = {
        "title": "Counter", "team": "north", "first": text.live_id, "open_until": f"{UNTIL}", "days": 90,
        "consent": "Agree?", "q0": "Why here?", **{f"q0-{one}": f"level {one}" for one in range(1, 6)},
    }  # fmt: skip
    client = log_in("lea")
    for wrong in ({"team": ""}, {"team": "south"}, {"days": 366}, {"open_until": "2026-11-17"}, {"q0-3": ""}):
        answer = client.post("/practice/choosing/new/", {**sent, **wrong})
        assert answer.status_code == 422 and "Why here?" in answer.content.decode(), wrong
    assert client.post("/practice/choosing/new/", sent).status_code == 302
    made = Opening.objects.get()
    assert (made.team_id, made.days, made.version_id, made.journey) == ("north", 90, book.pk, "put-right")
    assert made.questions == [{"text": "Why here?", "levels": [f"level {one}" for one in range(1, 6)]}]
    assert (
        client.post(f"/practice/choosing/{made.pk}/candidate/", {"name": NAME, "contact": CONTACT}).status_code == 302
    )
    one = Candidate.objects.get()
    assert one.erase_on == TODAY + timedelta(days=90)
    page = client.post(f"/practice/candidates/{one.pk}/link/").content.decode()
    assert "/practice/try/" in page and NAME in page and "They have a link." in page


def test_who_was_asked_for_an_interview_is_reminded_of_it_until_it_is_sent(place: Opening, cast: People) -> None:
    one, _ = invite(cast["lea"], place)
    choose_decide.ask_raters(scope=scope_of(cast["lea"], TODAY), candidate=one, persons=["cora", "rita"], at=NOW)
    scope = scope_of(cast["cora"], TODAY)
    assert [act.address for act in acts(scope, NOW)] == ["/practice/interviews/"]
    assert acts(scope_of(cast["finn"], TODAY), NOW) == []
    interview(cast["lea"], one, {"cora": (1, 2), "rita": (3, 4)}, cast)
    assert acts(scope, NOW) == []
    Interview.objects.update(submitted_at=None)
    Choosing.objects.update(is_on=False)
    assert acts(scope, NOW) == []


def test_two_scenarios_are_tried_one_after_the_other_and_count_together(
    cast: People, book: Version, now: datetime
) -> None:
    switch_on(cast["hugo"])
    place = open_place(cast["lea"])
    other = offer(cast["lea"], "it-says-for-life")[0]
    other.refresh_from_db()
    Opening.objects.update(further=other.live)
    one, link = invite(cast["lea"], place)
    client = Client()
    agree(client, link)
    for _ in range(120):
        page = client.get(link).content.decode()
        stage, said = re.search(r'name="stage" value="(\d-\d)"', page), re.search(r'name="said" value="(\d+)"', page)
        if "What we promise" in page:
            client.post(link, {"act": "read"})
        elif stage and said:
            client.post(link, {"act": "say", "stage": stage[1], "said": said[1], "text": BAD[0]})
        else:
            break
    assert "Thank you" in client.get(link).content.decode()
    ended = one.tries.filter(ended_at__isnull=False).order_by("number", "place")
    assert [(each.number, each.place) for each in ended] == [(1, 0), (1, 1), (2, 0), (2, 1)]
    place.refresh_from_db()
    tries = queries.tries_of(place, one)
    assert tries and tries.first_n == sum(len(each.shown) for each in ended if each.number == 1) > 2
