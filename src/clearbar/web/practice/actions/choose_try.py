"""Writes by candidates, whom their link lets in: consent, a line said, the standards read, traits, withdrawal.

Nothing is asked before they agreed, and nothing is kept once they withdraw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from clearbar.model.book import Book
from clearbar.model.scenario import STAFF, Mood, Scenario, Talk
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal, unseal
from clearbar.web.bridge import choosing, rehearsing
from clearbar.web.people.access import demand
from clearbar.web.practice.actions.choose_erase import erase, trace
from clearbar.web.practice.models.choose import Candidate, Consent, TraitAnswer, Try
from clearbar.web.practice.queries.choose_permits import is_on


class Changed(Exception):
    """The text was changed since the page was opened: it must be read once more."""


class Overtaken(Exception):
    """Something was said in this talk in another window meanwhile."""


@dataclass(frozen=True)
class Stage:
    """Which talk it is: the first or second try, the scenario's place in it, and what it is played and judged by."""

    number: int
    place: int
    scenario: Scenario
    book: Book
    seed: int


def hash_of_text(text: str) -> str:
    """By what a text that somebody agreed to is known."""
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def agree(*, candidate: Candidate, text: str, read: str, at: datetime) -> None:
    """A candidate agrees to `text`; `read` is the hash of the text that they were shown. Raises Changed where it is
    another one by now."""
    demand(is_on())
    if hash_of_text(text) != read:
        raise Changed
    kept, _ = Consent.objects.get_or_create(hash=read, defaults={"text": text})
    if Candidate.objects.filter(pk=candidate.pk, consented_at=None).update(consent=kept, consented_at=at):
        _line("agreed", candidate, at)


@transaction.atomic
def say(*, candidate: Candidate, stage: Stage, text: str, said: int, at: datetime) -> Try:
    """Says one line to the customer; `said` is how many there were when it was written. The same line sent twice is
    kept once. Raises Overtaken where another window said something since, and where the talk is over."""
    demand(is_on() and candidate.consented_at is not None)
    told = storable(text)
    kept = candidate.tries.filter(number=stage.number, place=stage.place).first()
    talk = talk_of(candidate, kept, stage)
    if kept and kept.said == said + 1 and [one.text for one in talk.turns if one.role == STAFF][-1:] == [told]:
        return kept
    if (kept.said if kept else 0) != said or (kept and kept.ended_at):
        raise Overtaken
    talk = choosing.answered(stage.scenario, talk, told)
    values: dict[str, Any] = {"talk": seal(candidate.subject, rehearsing.kept(talk)), "said": said + 1}
    if talk.end:
        values |= {"ended_at": at, "shown": _shown(candidate, stage, talk, at)}
    return _kept(candidate, stage, kept, values, at)


def _kept(candidate: Candidate, stage: Stage, kept: Try | None, values: dict[str, Any], at: datetime) -> Try:
    if kept is None:
        try:
            with transaction.atomic():
                kept = Try.objects.create(candidate=candidate, number=stage.number, place=stage.place, **values)
        except IntegrityError as clash:
            raise Overtaken from clash
    elif not Try.objects.filter(pk=kept.pk, said=kept.said, ended_at=None).update(**values):
        raise Overtaken
    _line("said a line", candidate, at)
    kept.refresh_from_db()
    return kept


def talk_of(candidate: Candidate, kept: Try | None, stage: Stage) -> Talk:
    """A candidate's talk as it stands; opened by the customer where nothing was said yet. Everybody meets the same
    customer, in the mood that the scenario gives them and in the same words."""
    if kept is None:
        return rehearsing.begin(stage.scenario, stage.scenario.persona.mood or Mood.CALM, stage.seed)
    return rehearsing.talk_of(unseal(candidate.subject, kept.talk))


def _shown(candidate: Candidate, stage: Stage, talk: Talk, at: datetime) -> list[dict[str, Any]]:
    found = rehearsing.shown(
        stage.book, stage.scenario, talk, interaction=candidate.subject, at=at, person=candidate.subject
    )
    return [{name: one[name] for name in ("standard", "level", "cleared")} for one in found]


@transaction.atomic
def have_read(*, candidate: Candidate, at: datetime) -> None:
    """A candidate has read the standards at stake."""
    demand(is_on() and candidate.consented_at is not None)
    if Candidate.objects.filter(pk=candidate.pk, read_at=None).update(read_at=at):
        _line("read the standards", candidate, at)


@transaction.atomic
def tell_traits(*, candidate: Candidate, told: Mapping[str, str], at: datetime) -> None:
    """A candidate says of themself what they like to, once; nothing at all is as good. It is written apart from them,
    and which page was sent when is not told of it: the line in the audit is anonymous."""
    demand(is_on() and candidate.consented_at is not None)
    opening = candidate.opening
    if opening.closed_at or not Candidate.objects.filter(pk=candidate.pk, was_asked=False).update(was_asked=True):
        return
    for trait in opening.traits:
        value = told.get(trait["name"], "")
        if value in trait["values"]:
            TraitAnswer.objects.create(
                opening=opening, trait=trait["name"], value=value, trace=trace(candidate.pk, trait["name"])
            )
    record(actor="", verb="was asked of traits", thing=("traits", ""), at=at, anonymous=True)


@transaction.atomic
def withdraw(*, candidate: Candidate, at: datetime) -> None:
    """A candidate withdraws: everything is erased at once."""
    erase(candidate=candidate, actor=candidate.subject, verb="withdrew", at=at, withdrew=True)


def _line(verb: str, candidate: Candidate, at: datetime) -> None:
    record(actor=candidate.subject, verb=verb, thing=("candidate", candidate.pk), at=at, subject=candidate.subject)
