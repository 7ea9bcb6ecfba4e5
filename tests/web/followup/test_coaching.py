"""Coaching: prepared from the evidence, agreed by both, closed by what changed; and between two people alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from clearbar.model.book import Source
from clearbar.model.coaching import Turned
from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import destroy
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions import coaching_agree as agreeing
from clearbar.web.followup.actions import coaching_notes as noting
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.models.coaching import Coaching, CoachingNote, Commitment
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.followup.queries import coaching_changed as changed
from clearbar.web.followup.queries import coaching_evidence as evidence
from clearbar.web.followup.queries.coaching_acts import acts
from clearbar.web.followup.tasks.coaching import days, fresh_evidence
from clearbar.web.ledger.models import Happened, Rating
from clearbar.web.notices.models import Notice
from clearbar.web.people.models import Grant, Membership, Person, Role, Team
from tests.web.conftest import NOW, SINCE
from tests.web.followup.coachings import (
    MIDNIGHT_IN_BERLIN,
    SAID,
    STANDARD,
    afterwards,
    agreed,
    begun,
    colleagues,
    history,
    later,
    mirrored,
    proposed,
    rated,
    scope,
    shared,
)
from tests.web.practice.rehearsals import HINGE, offer

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
EVERYBODY_ELSE = ("gwen", "otto", "lea", "olga", "hugo", "ada", "rita")


@pytest.fixture
def heard(book: Version) -> Version:
    """Finn fell short of it in nine of twelve; colleagues reach it in seven of ten, about."""
    history(book)
    colleagues(book)
    mirrored()
    return book


# ---- who may


@pytest.mark.parametrize("name", EVERYBODY_ELSE)
def test_nobody_but_the_two_learns_that_there_is_one(heard: Version, log_in: Log, now: datetime, name: str) -> None:
    one = agreed()
    client = log_in(name)
    at = f"/followup/coaching/{one.pk}/"
    for path in ("", "rate/", "decline/", "act/", "note/", "agree/", "check/", "kept/1/"):
        assert client.get(at + path).status_code == 404, path
        assert client.post(at + path, {"act": "call-off", "text": "x"}).status_code == 404, path
    assert client.get("/followup/coaching/new/?person=finn").status_code == 404
    assert f"{one.pk}" not in client.get("/followup/coaching/").content.decode()
    one.refresh_from_db()
    assert one.state == Coaching.State.AGREED


@pytest.mark.parametrize("name", ["finn", "gwen", "lea", "hugo", "ada", "rita", "olga", "otto"])
def test_only_who_coaches_somebody_begins(heard: Version, name: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.begin(scope=scope(name), person="finn", standard=STANDARD, prepared={}, at=NOW)


def test_an_ai_agent_is_not_coached(heard: Version) -> None:
    with pytest.raises(Refused, match="two people"):
        actions.begin(scope=scope("cora"), person="bot", standard=STANDARD, prepared={}, at=NOW)


def test_a_coach_who_no_longer_coaches_loses_it_and_the_person_keeps_theirs(
    heard: Version, log_in: Log, now: datetime
) -> None:
    one = agreed()
    noting.note(scope=scope("cora"), coaching=one, text="You listened on Tuesday.", form="f", at=NOW)
    Membership.objects.filter(person="finn").update(until=date(2026, 11, 17))
    Membership.objects.create(person_id="finn", team_id="south", since=date(2026, 11, 18))
    Grant.objects.create(person_id="olga", role=Role.COACH, team_id="south")
    at = f"/followup/coaching/{one.pk}/"
    assert log_in("cora").get(at).status_code == 404
    assert log_in("olga").get(at).status_code == 404, "the new coach does not read what the old one wrote"
    assert "You listened on Tuesday." in log_in("finn").get(at).content.decode()
    with pytest.raises(PermissionDenied):
        noting.note(scope=scope("cora"), coaching=one, text="x", form="g", at=NOW)
    fresh = actions.begin(scope=scope("olga"), person="finn", standard=STANDARD, prepared={}, at=NOW)
    one.refresh_from_db()
    assert (one.state, one.ended_by) == (Coaching.State.CALLED_OFF, "system") and fresh.pk != one.pk


# ---- preparing, and who sees what first


def test_it_is_prepared_from_two_that_show_it_and_one_that_shows_it_done_well(heard: Version) -> None:
    one = begun()
    laid = Rating.objects.in_bulk(one.prepared["shows"], field_name="rating")
    assert [each.level for each in laid.values()] == [2, 2]
    well = Rating.objects.get(rating=one.prepared["well"])
    assert (well.level, well.person, one.prepared["borrowed"]) == (4, "finn", False)
    assert one.prepared["ratings"] == 12


def test_one_of_somebody_else_is_shown_without_any_name(book: Version, log_in: Log, now: datetime) -> None:
    history(book, hits=0)
    colleagues(book)
    mirrored()
    one = shared()
    assert one.prepared["borrowed"]
    page = log_in("finn").get(f"/followup/coaching/{one.pk}/").content.decode()
    assert "A colleague did it well" in page and "[name]" in page
    assert "Colette" not in page and "Colleague0" not in page and "colleague-" not in page


def test_neither_sees_the_evidence_before_the_person_rated_themself_and_the_person_sees_it_first(
    heard: Version, log_in: Log, now: datetime
) -> None:
    one = begun()
    at = f"/followup/coaching/{one.pk}/"

    def sees(name: str) -> bool:
        page = log_in(name).get(at).content.decode()
        return SAID in page or "3 of 12" in page

    assert not sees("finn") and not sees("cora")
    assert "12 ratings" in log_in("cora").get(at).content.decode(), "the coach sees what it is prepared from"
    assert log_in("cora").post(at + "rate/", {"level": "4"}).status_code == 403
    assert log_in("finn").post(at + "rate/", {"level": "4", "words": "I do ask."}).status_code == 302
    assert sees("finn") and not sees("cora")
    assert "I do ask." not in log_in("cora").get(at).content.decode()
    assert log_in("cora").post(at + "act/", {"act": "share"}).status_code == 403
    assert log_in("finn").post(at + "act/", {"act": "share"}).status_code == 302
    assert sees("cora") and "I do ask." in log_in("cora").get(at).content.decode()


def test_a_rating_without_a_level_is_asked_for_again_and_keeps_the_words(
    heard: Version, log_in: Log, now: datetime
) -> None:
    one = begun()
    page = log_in("finn").post(f"/followup/coaching/{one.pk}/rate/", {"words": "I do ask."})
    assert page.status_code == 422 and "I do ask." in page.content.decode()


# ---- asking for it oneself


def test_the_person_asks_for_one_themself_and_the_coach_takes_it_up(heard: Version, log_in: Log, now: datetime) -> None:
    said = {"standard": STANDARD, "coach": "cora", "reason": "I want to ask better."}
    assert log_in("finn").post("/followup/coaching/ask/", said).status_code == 302
    one = Coaching.objects.get()
    at = f"/followup/coaching/{one.pk}/"
    assert "I want to ask better." in log_in("cora").get(at).content.decode()
    assert log_in("cora").post(at + "act/", {"act": "accept"}).status_code == 302
    one.refresh_from_db()
    assert one.state == Coaching.State.BEGUN and len(one.prepared["shows"]) == 2


def test_somebody_asks_nobody_but_their_own_coaches(heard: Version, log_in: Log, now: datetime) -> None:
    said = {"standard": STANDARD, "coach": "rita", "reason": "I want to ask better."}
    page = log_in("finn").post("/followup/coaching/ask/", said)
    assert page.status_code == 422 and "I want to ask better." in page.content.decode()
    with pytest.raises(PermissionDenied):
        actions.ask(scope=scope("finn"), coach="rita", standard=STANDARD, reason="", at=NOW)


def test_a_coach_who_cannot_now_says_why(heard: Version, log_in: Log, now: datetime) -> None:
    one = actions.ask(scope=scope("finn"), coach="cora", standard=STANDARD, reason="", at=NOW)
    at = f"/followup/coaching/{one.pk}/"
    assert log_in("cora").post(at + "decline/", {"reason": ""}).status_code == 422
    assert log_in("cora").post(at + "decline/", {"reason": "After the stocktaking."}).status_code == 302
    assert "After the stocktaking." in log_in("finn").get(at).content.decode()


# ---- agreeing


def test_it_is_agreed_when_both_said_yes_and_then_it_happened(heard: Version) -> None:
    one = proposed()
    assert not Happened.objects.exists()
    with pytest.raises(Refused, match="said yes already"):
        agreeing.agree(scope=scope("cora"), coaching=one, seen=one.changed, at=NOW)
    agreeing.agree(scope=scope("finn"), coaching=one, seen=one.changed, at=NOW)
    happened = Happened.objects.get()
    assert (happened.kind, happened.person, happened.standard, happened.day) == ("coached", "finn", STANDARD, 20261118)
    assert queries.coached(["finn"], STANDARD) == [queries.Coached("finn", "cora", STANDARD, date(2026, 11, 18), None)]
    assert queries.coached(["finn"], "choose.seen") == [] == queries.coached(["finn"], since=date(2026, 11, 19))


def test_the_day_of_an_agreement_is_the_sites_day(heard: Version) -> None:
    one = proposed()
    agreeing.agree(scope=scope("finn"), coaching=one, seen=one.changed, at=MIDNIGHT_IN_BERLIN)
    one.refresh_from_db()
    assert (one.agreed_day, one.agreed_week) == (20261119, 202647)


def test_a_yes_is_said_to_what_was_read(heard: Version) -> None:
    one = proposed()
    read = one.changed
    other = [Promise("Something else", "coach", NOW.date())]
    agreeing.propose(scope=scope("cora"), coaching=one, promises=other, check_on=NOW.date(), seen=read, at=NOW)
    with pytest.raises(Refused, match="changed meanwhile"):
        agreeing.agree(scope=scope("finn"), coaching=one, seen=read, at=NOW)
    assert Coaching.objects.get().state == Coaching.State.PROPOSED


@pytest.mark.parametrize("promises", [[], [Promise("a", "person", NOW.date())] * 3,
                                      [Promise("a", "person", NOW.date() - timedelta(days=1))],
                                      [Promise("a", "person", NOW.date() + timedelta(days=181))]])  # fmt: skip
def test_one_or_two_things_by_a_day_that_comes(heard: Version, promises: list[Promise]) -> None:
    one = shared()
    with pytest.raises(Refused):
        agreeing.propose(
            scope=scope("cora"), coaching=one, promises=promises, check_on=NOW.date(), seen=one.changed, at=NOW
        )
    assert Commitment.objects.count() == 0 and Coaching.objects.get().state == Coaching.State.SHARED


def test_wrong_days_keep_what_was_typed(heard: Version, log_in: Log, now: datetime) -> None:
    one = shared()
    said = {"what1": "Ask two questions", "whose1": "person", "by1": "2026-11-01", "check_on": "2026-12-16",
            "seen": str(one.changed)}  # fmt: skip
    page = log_in("cora").post(f"/followup/coaching/{one.pk}/agree/", said)
    assert page.status_code == 422 and "Ask two questions" in page.content.decode()


def test_a_commitment_is_done_once(heard: Version, log_in: Log, now: datetime) -> None:
    one = agreed()
    for _ in range(2):
        assert log_in("finn").post(f"/followup/coaching/{one.pk}/kept/1/").status_code == 302
    kept = Commitment.objects.get()
    assert (kept.kept_at, kept.kept_by) == (NOW, "finn")


# ---- what changed


def test_it_is_closed_by_what_changed_on_fresh_evidence(heard: Version, log_in: Log, now: datetime) -> None:
    one = agreed()
    afterwards(heard)
    mirrored()
    page = log_in("finn").get(f"/followup/coaching/{one.pk}/check/").content.decode()
    assert "3 of 12" in page and "10 of 10" in page and "By itself" in page
    assert log_in("finn").post(f"/followup/coaching/{one.pk}/check/").status_code == 302
    one.refresh_from_db()
    kept = changed.kept(one)
    assert kept and kept.turned is Turned.ROSE and kept.rise and kept.rise.value > 0.1
    assert one.state == Coaching.State.CLOSED
    shown = log_in("cora").get(f"/followup/coaching/{one.pk}/").content.decode()
    assert "by more than it would have risen by itself" in shown


def test_what_was_laid_out_what_is_old_and_what_is_disputed_is_no_fresh_evidence(heard: Version) -> None:
    one = agreed()
    used = one.prepared["used"][0]
    rated(heard, "finn", 5, later(3), name=used, rater="cora")
    rated(heard, "finn", 5, later(3), name="rated late", happened=later(-2))
    rated(heard, "finn", 5, later(0), name="that very day")
    rated(heard, "finn", 5, later(3), name="oneself", source=Source.SELF, rater="finn")
    rated(heard, "finn", 5, later(4), name="disputed")
    Rating.objects.filter(interaction="disputed").update(disputed=True)
    rated(heard, "finn", 5, later(5), name="fresh")
    mirrored()
    assert evidence.what_changed(scope("finn"), one).fresh == 1


def test_too_few_say_about_how_many_more_and_can_be_given_time(heard: Version, log_in: Log, now: datetime) -> None:
    one = agreed()
    afterwards(heard, n=3, hits=3)
    mirrored()
    at = f"/followup/coaching/{one.pk}/check/"
    page = log_in("cora").get(at).content.decode()
    assert "3 fresh ratings so far" in page and "2 more fresh ratings would make a figure" in page
    assert log_in("cora").post(at).status_code == 422
    assert log_in("cora").post(at, {"check_on": "2027-01-20"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.check_on) == (Coaching.State.AGREED, date(2027, 1, 20))
    assert log_in("cora").post(at, {"check_on": "2026-11-01"}).status_code == 422


def test_on_its_day_it_can_be_closed_with_too_few(heard: Version) -> None:
    one = agreed()
    change = evidence.what_changed(scope("finn"), one)
    with pytest.raises(Refused, match="too few"):
        agreeing.close(scope=scope("finn"), coaching=one, outcome=changed.plain(change), at=later(27))
    agreeing.close(scope=scope("finn"), coaching=one, outcome=changed.plain(change), at=later(28))
    one.refresh_from_db()
    kept = changed.kept(one)
    assert kept == change and one.state == Coaching.State.CLOSED


# ---- a look at one interaction


def test_too_few_to_tell_offers_a_look_at_one_interaction(book: Version, log_in: Log, now: datetime) -> None:
    rated(book, "finn", 2, NOW - timedelta(days=3), name="the only one", text="the one that was seen")
    mirrored()
    page = log_in("cora").get("/followup/coaching/new/?person=finn").content.decode()
    assert "1 of the 5 ratings" in page and "Look at one interaction together" in page
    said = {"person": "finn", "standard": STANDARD, "kind": "look"}
    assert log_in("cora").post("/followup/coaching/new/", said).status_code == 302
    one = Coaching.objects.get()
    assert (one.kind, one.prepared["used"], one.prepared["well"]) == ("look", ["the only one"], None)
    actions.rate(scope=scope("finn"), coaching=one, level=3, words="", at=NOW)
    actions.share(scope=scope("finn"), coaching=one, at=NOW)
    assert "the one that was seen" in log_in("cora").get(f"/followup/coaching/{one.pk}/").content.decode()
    assert log_in("cora").post(f"/followup/coaching/{one.pk}/act/", {"act": "looked"}).status_code == 302
    assert Coaching.objects.get().state == Coaching.State.CLOSED
    assert not Happened.objects.exists(), "a look is no agreement"


def test_a_whole_coaching_does_not_end_with_a_look(heard: Version) -> None:
    with pytest.raises(Refused, match="what changed"):
        actions.looked(scope=scope("cora"), coaching=shared(), at=NOW)


# ---- notes


def test_notes_are_sealed_and_stand_nowhere_in_clear(heard: Version, log_in: Log, now: datetime) -> None:
    one = agreed()
    secret = "Remember the lady with the violin case"
    first = noting.note(scope=scope("cora"), coaching=one, text=secret, form="f", at=NOW)
    assert first is not None
    noting.note(scope=scope("finn"), coaching=one, text="I will, and hum along", form="g", at=NOW, answers=first)
    page = log_in("finn").get(f"/followup/coaching/{one.pk}/").content.decode()
    assert secret in page and "hum along" in page
    for row in (*Line.objects.values(), *Notice.objects.values(), *CoachingNote.objects.values()):
        assert secret not in str({name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()})
    assert all(not line.fields for line in Line.objects.filter(kind__startswith="coaching"))
    destroy("finn")
    after = log_in("finn").get(f"/followup/coaching/{one.pk}/").content.decode()
    assert secret not in after and "(erased)" in after


def test_a_note_sent_twice_is_kept_once_and_other_words_are_not_lost(
    heard: Version, log_in: Log, now: datetime
) -> None:
    one = agreed()
    at = f"/followup/coaching/{one.pk}/note/"
    for text in ("The same words", "The same words", "Other words"):
        assert log_in("finn").post(at, {"text": text, "form": "0123456789"}).status_code == 302
    assert sorted(each.text for each in queries.notes(one)) == ["Other words", "The same words"]
    page = log_in("finn").post(at, {"text": "  ", "form": "1"})
    assert page.status_code == 422 and CoachingNote.objects.count() == 2


def test_the_person_answers_every_note_also_when_it_is_over(heard: Version) -> None:
    one = agreed()
    actions.call_off(scope=scope("cora"), coaching=one, at=NOW)
    kept = noting.note(scope=scope("cora"), coaching=one, text="A last word", form="f", at=NOW)
    assert noting.note(scope=scope("finn"), coaching=one, text="And mine", form="g", at=NOW, answers=kept)
    other = agreed("gwen")
    with pytest.raises(Refused, match="another coaching"):
        noting.note(scope=scope("gwen"), coaching=other, text="x", form="h", at=NOW, answers=kept)


# ---- twice, and two at once


def test_beginning_twice_leads_to_the_one_there_is(heard: Version, log_in: Log, now: datetime) -> None:
    said = {"person": "finn", "standard": STANDARD}
    first = log_in("cora").post("/followup/coaching/new/", said)
    again = log_in("cora").post("/followup/coaching/new/", said)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert Coaching.objects.count() == 1


@pytest.mark.parametrize("act", ["share", "agree", "looked", "accept", "call-off"])
def test_an_act_whose_time_is_over_changes_nothing(heard: Version, log_in: Log, now: datetime, act: str) -> None:
    one = begun()
    actions.call_off(scope=scope("cora"), coaching=one, at=NOW)
    lines = Line.objects.count()
    for name in ("finn", "cora"):
        got = log_in(name).post(f"/followup/coaching/{one.pk}/act/", {"act": act, "seen": "1"})
        assert got.status_code in {302, 403}
    assert Line.objects.count() == lines and Coaching.objects.get().state == Coaching.State.CALLED_OFF


# ---- what comes by itself


def test_a_day_that_has_come_is_told_once_to_whose_it_is(heard: Version) -> None:
    one = agreed()
    Notice.objects.all().delete()
    days(now=later(6))
    assert not Notice.objects.exists()
    days(now=later(7))
    days(now=later(8))
    assert [each.person for each in Notice.objects.all()] == ["finn"]
    assert any("has come" in each.says for each in acts(scope("finn"), later(7)))
    commitment = Commitment.objects.get()
    agreeing.keep(scope=scope("finn"), commitment=commitment, at=later(8))
    assert not any("has come" in each.says for each in acts(scope("finn"), later(9)))
    days(now=later(28))
    assert sorted(each.person for each in Notice.objects.filter(name__contains=":check:")) == ["cora", "finn"]
    assert one.pk


def test_enough_fresh_evidence_is_told_once(heard: Version) -> None:
    agreed()
    fresh_evidence(now=later(1))
    assert not Notice.objects.filter(name__contains=":check:").exists()
    afterwards(heard, n=5, hits=5)
    mirrored()
    for _ in range(2):
        fresh_evidence(now=later(8))
    assert Notice.objects.filter(name__contains=":check:").count() == 2


def test_notices_name_nobody_and_no_standard(heard: Version) -> None:
    one = agreed()
    noting.note(scope=scope("cora"), coaching=one, text="x y z", form="f", at=NOW)
    days(now=later(40))
    assert Notice.objects.count() > 5
    for each in Notice.objects.all():
        for word in ("Finn", "Cora", "listen", STANDARD, "asking before"):
            assert word not in each.subject + each.text


def test_the_list_of_whom_one_coaches_goes_by_name_and_shows_no_figure(
    heard: Version, log_in: Log, now: datetime
) -> None:
    page = log_in("cora").get("/followup/coaching/").content.decode()
    assert page.index("Ada Administrator") < page.index("Finn Frontline") < page.index("Gwen Frontline")
    assert "3 of 12" not in page and "Bo the agent" not in page and "%" not in page.split("<main")[1]


def test_who_is_coached_sees_how_it_can_be_asked_for(book: Version, log_in: Log, now: datetime) -> None:
    assert "Ask for a coaching" in log_in("finn").get("/followup/coaching/").content.decode()
    assert "Nobody coaches you yet" in log_in("otto").get("/followup/coaching/").content.decode()


def test_a_house_without_a_book_is_told_so(cast: dict[str, Person], log_in: Log, now: datetime) -> None:
    for name, path in (("cora", ""), ("cora", "new/?person=finn"), ("finn", "ask/")):
        page = log_in(name).get(f"/followup/coaching/{path}")
        assert page.status_code == 200 and "book" in page.content.decode()


def test_other_teams_have_other_zones(heard: Version) -> None:
    """A commitment of today falls due when it is that day where the person works."""
    Team.objects.get(pk="north").site.__class__.objects.filter(pk="s-north").update(timezone="Pacific/Auckland")
    one = proposed()
    agreeing.agree(scope=scope("finn"), coaching=one, seen=one.changed, at=NOW.replace(hour=12))
    one.refresh_from_db()
    assert one.agreed_day == 20261119 and SINCE.year == 2026


def test_the_link_to_rehearse_leads_to_a_scenario_of_the_standard_or_to_all(
    book: Version, cast: dict[str, Person], log_in: Log, now: datetime
) -> None:
    offer(cast["lea"])
    tests = log_in("finn").get("/practice/rehearse/for/right.choice/")["Location"]
    assert tests == f"/practice/rehearse/scenario/{HINGE}/"
    assert log_in("finn").get("/practice/rehearse/for/choose.at-home/")["Location"] == "/practice/rehearse/"
