"""Corrective action: said openly, on evidence, step by step, and never without the words of the person."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import destroy
from clearbar.web.book.models import Version
from clearbar.web.followup.actions import correction as actions
from clearbar.web.followup.actions.correction import Opening
from clearbar.web.followup.models.correction import Correction, CorrectionObjection, CorrectionStep, Ladder
from clearbar.web.followup.models.findings import FindingRow
from clearbar.web.followup.queries import correction_acts
from clearbar.web.ledger.actions import keep_comment, revise
from clearbar.web.ledger.models import Comment, Happened, Rating
from clearbar.web.notices.models import Notice
from clearbar.web.people.conflicts import conflicts_of
from clearbar.web.people.holding import Subject, SubjectKind, holders
from clearbar.web.people.models import Person
from clearbar.web.reviews.models import Choice, Conflict
from tests.web.conftest import NOW
from tests.web.followup.correcting import (
    AGREED,
    NOTES,
    STANDARD,
    WHY,
    house,
    opening,
    publish_earlier,
    rated,
    scope,
    step,
    taught,
)

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]
LIST, NEW = "/followup/correction/", "/followup/correction/new/"


@pytest.fixture
def ratings(book: Version, now: datetime) -> list[Rating]:
    """finn misses what he signed."""
    del book, now
    return house()


@pytest.fixture
def file(ratings: list[Rating], log_in: LogIn) -> Correction:
    """A file that lea opened about finn."""
    del ratings
    answer = log_in("lea").post(NEW, opening())
    assert answer.status_code == 302, answer.content.decode()
    return Correction.objects.get()


def at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: when)


def missed(ratings: list[Rating]) -> list[Rating]:
    """The newest two that were below the bar."""
    return [one for one in ratings if one.level < 4][-2:]


def take(log_in: LogIn, who: str, held: Correction, events: list[Rating], **told: Any) -> Any:
    held.refresh_from_db()
    return log_in(who).post(f"{LIST}{held.pk}/step/", step(held, events, **told))


def test_a_deviation_becomes_a_file_a_step_an_answer_and_an_end(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    page = f"{LIST}{file.pk}/"
    assert Notice.objects.get(person="finn").path == page
    assert take(log_in, "lea", file, missed(ratings)).status_code == 302
    finn = log_in("finn")
    said = finn.get(page).content.decode()
    for words in (WHY, AGREED, NOTES, "4 of 24 (", "falls short", "16 November 2026, customer: 2"):
        assert words in said, words
    key = CorrectionStep.objects.get().pk
    assert [one.link for one in correction_acts.acts(scope("finn"), NOW)] == ["Read it"]
    finn.post(f"{page}read/{key}/")
    assert correction_acts.acts(scope("finn"), NOW) == []
    answer = {"words": "I was alone at the counter on both days"}
    for _ in range(2):
        assert finn.post(f"{page}answer/{key}/", answer).status_code == 302
    assert "I was alone at the counter" in log_in("lea").get(page).content.decode()
    assert file.answers.count() == 1
    assert log_in("lea").post(f"{page}end/", {"kept": "yes", "words": "It is kept now"}).status_code == 302
    file.refresh_from_db()
    assert file.state == Correction.State.CLOSED
    assert "It is kept now" in finn.get(page).content.decode()
    assert finn.post(f"{page}answer/0/", {"words": "Thank you for saying so"}).status_code == 302
    assert log_in("lea").get(f"{page}step/").status_code == 403


def test_what_is_frozen_in_a_step_stays_when_the_ratings_change(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    take(log_in, "lea", file, missed(ratings))
    Rating.objects.update(level=5)
    said = log_in("finn").get(f"{LIST}{file.pk}/").content.decode()
    assert "4 of 24 (" in said and "16 November 2026, customer: 2" in said


REFUSED: dict[str, tuple[str, Callable[[list[Rating]], object]]] = {
    "too few ratings": (
        "this step asks for at least 8",
        lambda rows: Rating.objects.exclude(pk__in=[one.pk for one in rows[:7]]).delete(),
    ),
    "no verdict": ("no verdict says that it falls short", lambda rows: Rating.objects.all().update(level=5)),
    "never taught": ("was never taught", lambda rows: Happened.objects.all().delete()),
    "an earlier edition was taught": (
        "was never taught", lambda rows: Version.objects.update(published_at=NOW - timedelta(days=1))
    ),
    "all disputed": (
        "is not settled. It delays this step until 2 December 2026",
        lambda rows: [
            revise(rating=one, changes={"disputed": True}, by="finn", reason="disputed", at=NOW) for one in rows[:3]
        ],
    ),
    "raters with a conflict of interest": (
        "this step asks for at least 8", lambda rows: Rating.objects.update(rater="finn")
    ),
    "of a colleague whom he asked, or of himself": (
        "this step asks for at least 8", lambda rows: Rating.objects.update(source="self")
    ),
    "rehearsed": ("this step asks for at least 8", lambda rows: Rating.objects.update(setting="rehearsal")),
    "long ago": ("this step asks for at least 8", lambda rows: Rating.objects.update(week=202601)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_no_file_is_opened_on_what_cannot_bear_it_and_the_person_is_not_bothered(
    name: str, ratings: list[Rating], log_in: LogIn
) -> None:
    says, breach = REFUSED[name]
    breach(ratings)
    answer = log_in("lea").post(NEW, opening())
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page, page
    assert "saffron-coloured-reason" in page
    assert not Correction.objects.exists() and not Notice.objects.exists()
    line = Line.objects.get(verb="was refused")
    assert (line.actor, line.subject, line.kind) == ("lea", "finn", "correction")


def test_time_alone_is_held_against_nobody(book: Version, now: datetime, log_in: LogIn) -> None:
    publish_earlier()
    taught(standard="choose.seen")
    taught(standard="choose.listened")
    rated([2] * 20, standard="choose.seen", name="quick")
    page = log_in("lea").post(NEW, opening(standards=["choose.seen"])).content.decode()
    assert "rests on time alone" in page and "its paired quality is not beside it" in page
    rated([5] * 20, standard="choose.listened", name="listened")
    page = log_in("lea").post(NEW, opening(standards=["choose.seen"])).content.decode()
    assert "rests on time alone" in page and "not beside it" not in page
    Rating.objects.filter(standard="choose.listened").update(level=2)
    assert log_in("lea").post(NEW, opening(standards=["choose.seen"])).status_code == 302
    held, quick = Correction.objects.get(), list(Rating.objects.filter(standard="choose.seen").order_by("day"))
    assert take(log_in, "lea", held, quick[-1:]).status_code == 302
    page = log_in("finn").get(f"{LIST}{held.pk}/").content.decode()
    assert page.count("Figures of that day") == 2 and "the quality beside a time" in page


def test_a_step_says_every_reason_against_it_at_once_and_keeps_what_was_typed(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    first, second = missed(ratings)
    revise(rating=first, changes={"disputed": True}, by="finn", reason="disputed", at=NOW)
    Rating.objects.filter(pk=second.pk).update(rater="rita", source="reviewer")
    Conflict.objects.create(reviewer="rita", person="finn", reason="x", by="lea", at=NOW)
    old = ratings[0]
    Happened.objects.all().delete()
    taught(at=NOW - timedelta(days=3))
    answer = take(log_in, "lea", file, [old, first, second])
    page = answer.content.decode()
    assert answer.status_code == 422
    for says in ("is disputed", "has a conflict of interest", "not before what happened", "at least 8"):
        assert says in page, says
    assert AGREED in page and f'value="{first.rating}"' in page and "checked" in page
    assert not CorrectionStep.objects.exists()


def test_a_dispute_of_another_rating_delays_a_step_for_fourteen_days_and_no_longer(
    file: Correction, ratings: list[Rating], log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    revise(rating=ratings[0], changes={"disputed": True}, by="finn", reason="disputed", at=NOW)
    answer = take(log_in, "lea", file, missed(ratings))
    assert answer.status_code == 422 and "until 2 December 2026 at the latest" in answer.content.decode()
    at(monkeypatch, NOW + timedelta(days=13))
    assert take(log_in, "lea", file, missed(ratings)).status_code == 422
    at(monkeypatch, NOW + timedelta(days=14))
    assert take(log_in, "lea", file, missed(ratings)).status_code == 302
    assert "was not settled within 14 days" in log_in("finn").get(f"{LIST}{file.pk}/").content.decode()


@pytest.mark.parametrize("quote", [f"{2**63}", "9" * 30, "9" * 5000])
def test_a_quote_that_no_comment_can_have_is_left_out(
    file: Correction, ratings: list[Rating], log_in: LogIn, quote: str
) -> None:
    assert take(log_in, "lea", file, missed(ratings), quotes=[quote]).status_code == 302
    assert CorrectionStep.objects.count() == 1


def test_an_objection_delays_and_is_settled_by_somebody_who_did_not_decide(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    page = f"{LIST}{file.pk}/"
    finn = log_in("finn")
    assert finn.post(f"{page}object/0/", {"words": "Two of them were not mine"}).status_code == 302
    assert "is not settled" in take(log_in, "lea", file, missed(ratings)).content.decode()
    assert log_in("lea").get(f"{page}settle/").status_code == 404
    assert [one.link for one in correction_acts.acts(scope("hugo"), NOW)] == ["Answer it"]
    assert log_in("hugo").post(f"{page}settle/", {"stays": "yes", "words": "They were"}).status_code == 302
    assert "They were" in finn.get(page).content.decode()
    assert take(log_in, "lea", file, missed(ratings)).status_code == 302
    again = finn.post(f"{page}object/0/", {"words": "Once more"})
    assert again.status_code == 422 and "was settled" in again.content.decode()
    key = CorrectionStep.objects.get().pk
    finn.post(f"{page}object/{key}/", {"words": "I was not asked"})
    log_in("hugo").post(f"{page}settle/", {"stays": "no", "words": "He was not"})
    assert CorrectionStep.objects.get().state == CorrectionStep.State.ANNULLED
    assert "counts for nothing" in finn.get(page).content.decode()
    assert take(log_in, "lea", file, missed(ratings)).status_code == 302


def test_a_file_that_is_taken_back_has_ended(file: Correction, log_in: LogIn) -> None:
    log_in("finn").post(f"{LIST}{file.pk}/object/0/", {"words": "No"})
    log_in("hugo").post(f"{LIST}{file.pk}/settle/", {"stays": "no", "words": "He is right"})
    file.refresh_from_db()
    assert file.state == Correction.State.DROPPED and file.ended_at == NOW


def test_where_nobody_else_leads_them_who_decided_answers_and_the_file_says_so(
    file: Correction, cast: dict[str, Person], log_in: LogIn
) -> None:
    cast["hugo"].grants.all().delete()
    log_in("finn").post(f"{LIST}{file.pk}/object/0/", {"words": "No"})
    log_in("lea").post(f"{LIST}{file.pk}/settle/", {"stays": "yes", "words": "It stays"})
    assert "nobody else leads them" in log_in("finn").get(f"{LIST}{file.pk}/").content.decode()


def test_the_next_step_waits_until_the_time_that_was_agreed_is_over_and_needs_something_new(
    file: Correction, ratings: list[Rating], log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(log_in, "lea", file, missed(ratings))
    early = take(log_in, "lea", file, missed(ratings)).content.decode()
    assert "is not over before 17 December 2026" in early and "no single interaction after the step" in early
    later = NOW + timedelta(days=30)
    at(monkeypatch, later)
    fresh = rated([2, 2], last=later - timedelta(days=1), name="later")
    days = {"day": "2026-12-18", "until": "2027-01-20"}
    assert take(log_in, "lea", file, missed(ratings), **days).status_code == 422
    assert take(log_in, "lea", file, fresh, **days).status_code == 302
    # The formal step is for who leads the house.
    at(monkeypatch, later + timedelta(days=40))
    assert log_in("lea").get(f"{LIST}{file.pk}/step/").status_code == 403
    assert log_in("hugo").get(f"{LIST}{file.pk}/step/").status_code == 200
    assert "is decided by who leads the house" in log_in("lea").get(f"{LIST}{file.pk}/").content.decode()


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"day": "2026-11-19"}, "cannot lie ahead"),
        ({"day": "2026-11-17"}, "opened later"),
        ({"until": "2026-11-18"}, "needs time"),
    ],
)
def test_days_that_cannot_be_are_refused(
    days: dict[str, str], says: str, file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    answer = take(log_in, "lea", file, missed(ratings), **days)
    assert answer.status_code == 422 and says in answer.content.decode()


def test_what_day_it_is_is_the_sites(file: Correction, ratings: list[Rating], log_in: LogIn, monkeypatch: Any) -> None:
    at(monkeypatch, datetime.fromisoformat("2026-11-18T23:30:00+00:00"))  # half past midnight in Berlin
    assert take(log_in, "lea", file, missed(ratings), day="2026-11-19").status_code == 302


def test_safety_lies_outside_the_guard_and_the_file_says_who_said_so(
    book: Version, now: datetime, log_in: LogIn
) -> None:
    said = {"standards": [], "outside": "safety", "outside_why": "A ladder was left in the aisle, ochre-coloured-fact"}
    assert log_in("lea").post(NEW, opening(**(said | {"outside_why": ""}))).status_code == 422
    assert log_in("lea").post(NEW, opening(**said)).status_code == 302
    held = Correction.objects.get()
    told = {"facts": "It was left for an hour"}
    assert take(log_in, "lea", held, [], **told).status_code == 302
    page = log_in("finn").get(f"{LIST}{held.pk}/").content.decode()
    assert "Lea Leader said that this is about safety" in page and "was not asked" in page
    assert "ochre-coloured-fact" in page and "Figures of that day" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("finn", 200), ("lea", 200), ("hugo", 200), ("cora", 404), ("gwen", 404), ("rita", 404), ("ada", 404),
     ("otto", 404), ("olga", 404), ("nobody", 302)],
)  # fmt: skip
def test_nobody_reads_a_file_but_the_person_and_who_leads_them(
    who: str, status: int, file: Correction, log_in: LogIn
) -> None:
    client = log_in(who)
    for page in (f"{LIST}{file.pk}/", f"{LIST}{file.pk}/paper.pdf"):
        assert client.get(page).status_code == status
    if status == 404:
        assert "Finn" not in client.get(LIST).content.decode()


def test_a_coach_reads_the_step_at_which_they_were_present_and_nothing_else(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    take(log_in, "lea", file, missed(ratings), present=["gwen"])
    page = f"{LIST}{file.pk}/"
    assert log_in("cora").get(page).status_code == 404
    CorrectionStep.objects.update(present=["cora", "gwen", "lea"])
    log_in("finn").post(f"{page}answer/0/", {"words": "only-for-who-leads-me-umber"})
    seen = log_in("cora").get(page).content.decode()
    assert AGREED in seen and WHY not in seen and "umber" not in seen
    assert log_in("gwen").get(page).status_code == 404
    assert log_in("cora").get(f"{page}step/").status_code == 403


def test_only_who_leads_them_decides_and_nobody_of_themself(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    for who in ("finn", "cora", "rita", "ada", "otto", "olga", "gwen"):
        assert take(log_in, who, file, missed(ratings)).status_code in (403, 404), who
        assert log_in(who).post(NEW, opening()).status_code in (403, 422), who
        with pytest.raises(PermissionDenied):
            actions.end(scope=scope(who), file=file, kept=True, words="x", at=NOW)
    with pytest.raises(PermissionDenied):
        actions.open_file(scope=scope("lea"), opening=Opening("lea", "x", (STANDARD,)), at=NOW)
    assert Correction.objects.count() == 1


def test_only_the_person_answers_and_objects(file: Correction, log_in: LogIn) -> None:
    for who in ("lea", "hugo", "cora", "gwen", "ada"):
        for act in ("answer/0/", "object/0/"):
            assert log_in(who).post(f"{LIST}{file.pk}/{act}", {"words": "x"}).status_code == 404
    assert not CorrectionObjection.objects.exists()


def test_the_same_form_sent_twice_takes_one_step_and_two_leaders_do_not_take_two(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    said = step(file, missed(ratings))
    assert log_in("lea").post(f"{LIST}{file.pk}/step/", said).status_code == 302
    again = log_in("hugo").post(f"{LIST}{file.pk}/step/", said)
    assert again.status_code == 422
    assert CorrectionStep.objects.count() == 1
    stale = Correction.objects.get()
    stale.changed -= 1
    with pytest.raises(actions.Refused, match="changed meanwhile"):
        actions.end(scope=scope("hugo"), file=stale, kept=True, words="x", at=NOW)


def test_a_second_file_about_the_same_is_refused(file: Correction, log_in: LogIn) -> None:
    answer = log_in("hugo").post(NEW, opening())
    assert answer.status_code == 422 and "open already" in answer.content.decode()


def text_of(pdf: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reads a PDF with pdftotext")
def test_page_and_paper_say_the_same_and_quote_only_what_was_quoted(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    events = missed(ratings)
    for one, words in zip(
        events, ("They asked what I had done to it", "Nobody looked up, crimson-coloured"), strict=True
    ):
        keep_comment(response=one.response, kind=Comment.Kind.OPEN, text=words, week=one.week, person="finn")
    quoted = Comment.objects.get(response=events[0].response)
    assert "crimson-coloured" in log_in("lea").get(f"{LIST}{file.pk}/step/").content.decode()
    take(log_in, "lea", file, events, quotes=[str(quoted.pk)])
    page = log_in("finn").get(f"{LIST}{file.pk}/").content.decode()
    paper = text_of(log_in("finn").get(f"{LIST}{file.pk}/paper.pdf").content)
    for words in (
        WHY,
        AGREED,
        NOTES,
        "They asked what I had done to it",
        "4 of 24 (",
        "the target is 75 %",
        "Lea Leader",
    ):
        assert words in page, words
        assert words in paper, words
    assert "crimson-coloured" not in page and "crimson-coloured" not in paper


def test_no_word_of_a_file_stands_in_the_clear_and_without_the_key_none_is_left(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    take(log_in, "lea", file, missed(ratings))
    log_in("finn").post(f"{LIST}{file.pk}/answer/0/", {"words": "teal-coloured-answer"})
    log_in("finn").post(f"{LIST}{file.pk}/object/0/", {"words": "plum-coloured-objection"})
    words = ("saffron-coloured", "walnut-coloured", "heather-coloured", "teal-coloured", "plum-coloured")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            for row in cursor.fetchall():
                told = " ".join(
                    bytes(one).decode("latin-1") if isinstance(one, bytes | memoryview) else str(one) for one in row
                )
                assert not any(word in told for word in words), table
    page = log_in("finn").get(f"{LIST}{file.pk}/").content.decode()
    assert all(word in page for word in words)
    destroy("finn")
    page = log_in("finn").get(f"{LIST}{file.pk}/").content.decode()
    assert not any(word in page for word in words)


def test_the_ladder_is_set_by_who_leads_the_house_once(book: Version, now: datetime, log_in: LogIn) -> None:
    url = f"{LIST}steps/"
    for who, status in (("hugo", 200), ("lea", 403), ("ada", 403), ("finn", 403)):
        assert log_in(who).get(url).status_code == status
    row = {"name-0": "First talk", "days-0": "0", "least-0": "6", "changed": "0"}
    row |= {"name-1": "Last step", "days-1": "21", "least-1": "10", "house-1": "on"}
    assert log_in("hugo").post(url, row).status_code == 302
    assert [one.name for one in Ladder.the().steps] == ["First talk", "Last step"]
    assert log_in("hugo").post(url, row).status_code == 422
    wrong = log_in("hugo").post(url, row | {"changed": "1", "least-0": "3", "days-1": ""})
    assert wrong.status_code == 422 and "First talk" in wrong.content.decode()
    assert "First talk" in log_in("finn").get(LIST).content.decode()


def conflict(rater: str) -> str:
    return conflicts_of([rater], "finn", "north").get(rater, "")


def test_conflicts_that_reviews_know_are_told(cast: dict[str, Person]) -> None:
    assert conflict("rita") == ""
    Conflict.objects.create(reviewer="rita", team="north", reason="x", by="ada", at=NOW)
    assert "written down" in conflict("rita")
    assert conflict("finn") == "nobody rates themself"
    assert "nobody has said yet" in conflict("lea")
    assert conflict("olga") == ""
    Choice.objects.update(pay=True)
    assert "pay hangs" in conflict("lea")
    Choice.objects.update(pay=False)
    assert conflict("lea") == ""


def test_own_data_holds_the_file_and_erasure_takes_it_once_its_time_is_over(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    take(log_in, "lea", file, missed(ratings), present=["cora"])
    holder = dict(holders())["corrective action"]
    told = str(holder.own(Subject(SubjectKind.PERSON, "finn")))
    assert "saffron-coloured" in told and "walnut-coloured" in told
    assert holder.own(Subject(SubjectKind.PERSON, "gwen")) == {"files of corrective action": []}
    assert holder.erase(Subject(SubjectKind.PERSON, "cora"), NOW) == 1
    assert CorrectionStep.objects.get().present == ["lea"]
    Person.objects.filter(pk="finn").update(left_on=NOW.date() - timedelta(days=1))
    holder.erase(Subject(SubjectKind.PERSON, "finn", kept={"corrections": timedelta(0)}), NOW)
    assert not Correction.objects.exists() and not CorrectionStep.objects.exists()


def test_files_that_ended_long_ago_are_forgotten(file: Correction) -> None:
    holder = dict(holders())["corrective action"]
    assert holder.forget("corrections", NOW) == 0
    actions.end(scope=scope("lea"), file=file, kept=True, words="x", at=NOW)
    assert holder.forget("corrections", NOW + timedelta(days=1)) == 1


def test_who_rated_as_a_peer_whom_he_asked_is_never_held_against_him(ratings: list[Rating], log_in: LogIn) -> None:
    from clearbar.web.followup.models.peers import PeerInvitation

    for place, one in enumerate(ratings):
        PeerInvitation.objects.create(
            person_id="finn", colleague_id="gwen", interaction=f"i-{place}", journey="", state="rated",
            response=one.response, at=NOW,
        )  # fmt: skip
    assert log_in("lea").post(NEW, opening()).status_code == 422


def test_a_leader_of_two_minds_sees_first_what_stands_against_a_step(
    file: Correction, ratings: list[Rating], log_in: LogIn
) -> None:
    take(log_in, "lea", file, missed(ratings))
    page = log_in("lea").get(f"{LIST}{file.pk}/step/").content.decode()
    assert "would be refused" in page and "is not over before" in page


def test_ratings_of_a_week_only_can_be_evidence(book: Version, now: datetime, log_in: LogIn) -> None:
    publish_earlier()
    taught()
    rows = rated([2] * 20)
    Rating.objects.update(rated_at=None, day=None, interaction=None)
    assert log_in("lea").post(NEW, opening()).status_code == 302
    held = Correction.objects.get()
    assert take(log_in, "lea", held, rows[:1]).status_code == 302
    assert "the week of 26 October 2026" in log_in("finn").get(f"{LIST}{held.pk}/").content.decode()


def found(owner: str, person: str = "finn") -> FindingRow:
    """A finding about somebody that waits for its owner."""
    return FindingRow.objects.create(
        key=f"f-{owner}-{person}", kind="speed bought", standard=STANDARD, person=person, owner=owner, seen="seen",
        sure={}, act="correct", duty="leader", says="says", due=NOW.date(), found_at=NOW, last_at=NOW, turned_at=NOW,
    )  # fmt: skip


def test_the_finding_that_led_to_a_file_is_settled_when_it_ends_and_nobody_elses_is(
    ratings: list[Rating], log_in: LogIn
) -> None:
    own, others = found("lea"), found("hugo")
    page = log_in("lea").get(f"{NEW}?finding={own.pk}").content.decode()
    assert '<option value="finn" selected>' in page and f'value="{STANDARD}" id="id_standards_' in page
    log_in("lea").post(NEW, opening(finding=own.pk))
    held = Correction.objects.get()
    assert held.finding == own.pk
    log_in("lea").post(f"{LIST}{held.pk}/end/", {"kept": "yes", "words": "It is kept"})
    own.refresh_from_db()
    assert own.state == "settled"
    log_in("lea").post(NEW, opening(finding=others.pk))
    assert not Correction.objects.exclude(pk=held.pk).get().finding
