"""So many rows of each kind of thing that a page of practice lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clearbar.model.scenario import Mood
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.bridge import rehearsing
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.models.learn import Question, QuizAttempt, QuizChoice, QuizResult, ReviewCard
from clearbar.web.practice.models.present import Clip
from clearbar.web.practice.models.ready import HeldBack, ReadyRule
from clearbar.web.practice.models.rehearse import Endpoint, Opinion, Pinned, Rehearsal, ScenarioText
from clearbar.web.practice.models.sign import Objection, Signature
from clearbar.web.practice.queries.talks import scenario_of
from tests.web.conftest import NOW
from tests.web.practice.choosing import invite, open_place, switch_on
from tests.web.practice.learning import bring_questions
from tests.web.practice.rehearsals import HINGE, TEXT, offer
from tests.web.rows import TODAY, persons, places

STANDARD = "right.choice"


def _version() -> Version:
    version = newest()
    assert version
    return version


def _person(name: str) -> Person:
    return Person.objects.select_related("user").get(pk=name)


def clips(count: int) -> None:
    """Films of one step, each with captions."""
    for number in range(count):
        Clip.objects.create(
            id=f"clip-{number}", journey="put-right", step="ask", language="en", title=f"Film {number}",
            media="audio/wav", seen=False, size=9, transcript=f"What is said in film {number}.", by="cora", at=NOW,
        )  # fmt: skip


def objections(count: int) -> None:
    """Somebody of team north each, who signed one standard and objects to another; and as many of finn's."""
    persons(count)
    version = _version()
    for number in range(count):
        who, about = f"x-{number}", {"standard": STANDARD, "version": version, "at": NOW, "due": NOW}
        Signature.objects.create(
            person_id=who, standard="right.mended", edition=version.editions["right.mended"], version=version, at=NOW,
            day=TODAY,
        )  # fmt: skip
        Objection.objects.create(person_id=who, edition=version.editions[STANDARD], words=f"No {number}.", **about)
        Objection.objects.create(person_id="finn", edition=f"e-{number}", words=f"Nor {number}.", **about)


def held_back(count: int) -> None:
    persons(count)
    for number in range(count):
        for journey in ("put-right", "collect-glasses"):
            HeldBack.objects.create(
                person_id=f"x-{number}", journey=journey, reason=f"Reason {number}.", by="lea", at=NOW,
                until=TODAY + timedelta(days=9),
            )  # fmt: skip


def rules(count: int) -> None:
    for number in range(count):
        ReadyRule.objects.create(journey=f"journey-{number}", role="", by="hugo", at=NOW)


def attempts(count: int) -> None:
    """Attempts of finn at as many things, two at each, none of which passed."""
    version = _version()
    bring_questions(version)
    [row, *_] = Question.objects.filter(standard=STANDARD)
    for number in range(count):
        for again in (1, 2):
            made = QuizAttempt.objects.create(
                person="finn", about="standard", what=STANDARD, number=2 * number + again, seed="s",
                edition=version.editions[STANDARD], items=[str(row.pk)], pass_mark=80, begun_at=NOW, ended_at=NOW,
                credit=0.5, passed=False,
            )  # fmt: skip
            QuizResult.objects.create(
                attempt=made, person="finn", standard=STANDARD, edition=version.editions[STANDARD], credit=0.5,
                questions=1, passed=False, at=NOW,
            )  # fmt: skip


def cards(count: int) -> None:
    """Cards of finn that are due, one for each standard; there are no more than the book has standards."""
    version = _version()
    bring_questions(version)
    QuizChoice.objects.update_or_create(pk=1, defaults={"minutes": 30})
    asked = [one for one in version.editions if one != "overall"][:count]
    for standard in asked:
        ReviewCard.objects.create(person="finn", standard=standard, edition=version.editions[standard], due=NOW)


def questions(count: int) -> None:
    version = _version()
    bring_questions(version)
    [row, *_] = Question.objects.filter(standard=STANDARD, kind="single")
    for number in range(count):
        row.pk, row.name, row.made, row._state.adding = 900 + number, f"own-{number}", False, True
        row.save(force_insert=True)


def told_talks(count: int) -> None:
    """Conversations of as many persons whom cora coaches."""
    persons(count)
    said = [
        {"role": role, "author": role, "text": f"My {role} words.", "at": NOW.isoformat()}
        for role in ("customer", "agent")
    ]
    Interaction.objects.bulk_create(
        Interaction(
            id=f"i-{number}", site="s-north", team="north", person=f"x-{number}", customer="c", channel="chat",
            topic="repair", at=NOW - timedelta(days=3), messages=said,
        )
        for number in range(count)
    )  # fmt: skip


def texts(count: int) -> None:
    """Scenarios that people rehearse."""
    for number in range(count):
        name = f"hinge-{number}"
        text = TEXT.replace(HINGE, name)
        live = Pinned.objects.create(
            edition=name, scenario=name, title=f"Hinge {number}", journey="put-right", stakes=[STANDARD],
            moods=["calm"], persona="A teacher.", text=text,
        )  # fmt: skip
        ScenarioText.objects.create(name=name, text=text, live=live, changed_at=NOW, by="lea")


def endpoints(count: int) -> None:
    for number in range(count):
        Endpoint.objects.create(
            id=f"e-{number}", name=f"Model {number}", url="https://m.example.test/", model="m", made_by="ada",
            made_at=NOW,
        )  # fmt: skip


def _rehearsal(pinned: Pinned, person: str, key: int, **more: Any) -> Rehearsal:
    talk = rehearsing.kept(rehearsing.begin(scenario_of(pinned.pk), Mood.CALM, 1))
    shown = [{"standard": STANDARD, "level": 4, "cleared": True, "by": "check", "turns": [], "says": "", "example": ""}]
    ended = {"ended_at": NOW, "seen_at": NOW, "end": "glad", "shown": shown}
    return Rehearsal.objects.create(
        key=key, person=person, pinned=pinned, version=_version(), mood="calm", seed=1, talk=talk, begun_at=NOW,
        **(ended | more),
    )  # fmt: skip


def _hinge() -> Pinned:
    [text] = offer(_person("lea"))
    assert text.live
    return text.live


def rehearsals(count: int) -> None:
    """finn's, each with what cora said of it."""
    pinned = _hinge()
    for number in range(count):
        one = _rehearsal(pinned, "finn", 900 + number)
        _opinion(one, "cora", "coach")


def _opinion(one: Rehearsal, by: str, source: str, **more: Any) -> None:
    given = {"marks": {STANDARD: {"level": 4, "cleared": True}}, "comment": f"By {by}.", "submitted_at": NOW} | more
    Opinion.objects.create(rehearsal=one, by=by, source=source, asked_at=NOW, **given)


def opinions(count: int) -> None:
    """One rehearsal of finn's, of which as many colleagues have spoken, and as many were asked."""
    persons(2 * count)
    one = _rehearsal(_hinge(), "finn", 900)
    for number in range(count):
        _opinion(one, f"x-{number}", "peer")
        _opinion(one, f"x-{count + number}", "peer", submitted_at=None, marks={})


def asked(count: int) -> None:
    """Rehearsals of others, in which finn is to play the customer, or to say how it went."""
    persons(count)
    pinned = _hinge()
    for number in range(count):
        _rehearsal(pinned, f"x-{number}", 900 + number, way="sheet", partner="finn", ended_at=None)
        one = _rehearsal(pinned, f"x-{number}", 1900 + number)
        _opinion(one, "finn", "peer", submitted_at=None, marks={})


def openings(count: int) -> None:
    """Places that candidates try for, each of a team of its own."""
    places(count)
    ada = _person("ada")
    switch_on(ada)
    for number in range(count):
        invite(ada, open_place(ada, f"team-{number}"), f"Candidate {number}")


def candidates(count: int) -> None:
    """Candidates of one place, each of whom cora and rita heard."""
    ada = _person("ada")
    switch_on(ada)
    place = open_place(ada)
    place.pk = 900
    place.save(force_insert=True)
    for number in range(count):
        one, _ = invite(ada, place, f"Candidate {number}")
        one.consented_at = NOW
        one.save(update_fields=["consented_at"])
        choose_decide.ask_raters(scope=scope_of(ada, TODAY), candidate=one, persons=["cora", "rita"], at=NOW)
        for rater in ("cora", "rita"):
            choose_decide.mark(
                scope=scope_of(_person(rater), TODAY), interview=one.interviews.get(rater=rater),
                marks=[3] * len(place.questions), notes={"0": "Heard."}, at=NOW,
            )  # fmt: skip
