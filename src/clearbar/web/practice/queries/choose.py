"""Reads of choosing: places, candidates side by side, and what may be told of groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from clearbar.web.audit.seals import unseal, unseal_all
from clearbar.web.bridge import choosing
from clearbar.web.bridge.choosing import Agreed, Gain, Impact, Marked, Tries
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.choose import RATERS, Candidate, Interview, Opening, Tally, Try
from clearbar.web.practice.queries.choose_permits import openings_of


def openings(scope: Scope) -> QuerySet[Opening]:
    """The places that somebody chooses for, the newest first, with how many candidates and undecided there are."""
    undecided = Count("candidates", filter=Q(candidates__decision=""))
    return Opening.objects.filter(openings_of(scope)).select_related("team").annotate(
        people=Count("candidates"), undecided=undecided
    )  # fmt: skip


def opening(scope: Scope, key: int) -> Opening | None:
    """A place that somebody chooses for."""
    found = Opening.objects.filter(openings_of(scope), pk=key)
    return found.select_related("team", "first", "further", "version").first()


def candidate(scope: Scope, key: int) -> Candidate | None:
    """A candidate of a place that somebody chooses for."""
    found = Candidate.objects.filter(pk=key, opening__in=Opening.objects.filter(openings_of(scope)))
    return found.select_related("opening__first", "opening__further", "opening__team").first()


@dataclass(frozen=True)
class Answered:
    """One question of the interview: what both raters marked, where both have; and how near they are."""

    text: str
    levels: tuple[int, ...]
    says: str


@dataclass(frozen=True)
class Column:
    """One candidate, beside the others."""

    candidate: Candidate
    name: str
    state: str
    gain: Gain
    start: str
    again: str
    interview: tuple[Answered, ...]
    waits: str
    """What is missing of the interviews; empty where both are in."""


def side_by_side(opening: Opening) -> list[Column]:
    """The candidates of a place in the order of their names, which is no ranking. Six queries for however many."""
    rows = list(opening.candidates.prefetch_related("tries", "interviews"))
    names = names_of(rows)
    found = choosing.gains([tries_of(opening, one) for one in rows])
    columns = [_column(opening, one, names[one.pk], gain) for one, gain in zip(rows, found, strict=True)]
    return sorted(columns, key=lambda one: (one.name.casefold(), one.candidate.pk))


def names_of(candidates: Sequence[Candidate]) -> dict[int, str]:
    """What candidates are called. Two queries for however many."""
    opened = unseal_all([(one.subject, one.sealed) for one in candidates])
    return {one.pk: (told or {}).get("name", one.subject) for one, told in zip(candidates, opened, strict=True)}


def tries_of(opening: Opening, candidate: Candidate) -> Tries | None:
    """What a candidate's two tries came to; None where not all talks of both have ended, or one of them showed
    nothing."""
    counts = []
    for number in (1, 2):
        ended = [one for one in candidate.tries.all() if one.number == number and one.ended_at]
        shown = [each["cleared"] for one in ended for each in one.shown]
        if len(ended) < len(opening.scenarios) or not shown:
            return None
        counts += [sum(shown), len(shown)]
    return Tries(*counts)


def _column(opening: Opening, one: Candidate, name: str, gain: Gain) -> Column:
    done = {(each.number, each.place) for each in one.tries.all() if each.ended_at}
    answers, waits = interview_of(opening, list(one.interviews.all()))
    return Column(
        one, name, _state(opening, one, done), gain, choosing.in_words(gain.start), choosing.in_words(gain.again),
        answers, waits,
    )  # fmt: skip


def _state(opening: Opening, one: Candidate, done: set[tuple[int, int]]) -> str:
    if one.consented_at is None:
        return "has not begun"
    if len(done) == 2 * len(opening.scenarios):
        return "has tried twice"
    return "has tried once" if len(done) >= len(opening.scenarios) else "is trying"


def interview_of(opening: Opening, interviews: Sequence[Interview]) -> tuple[tuple[Answered, ...], str]:
    """What both raters marked, question by question, and nothing before both have; and what is missing."""
    if not opening.questions:
        return (), ""
    sent = sorted((one for one in interviews if one.submitted_at), key=lambda one: one.rater)
    if len(sent) < RATERS:
        return (), "nobody was asked yet" if not interviews else f"{len(sent)} of {RATERS} interviews are in"
    return tuple(
        _answered(question["text"], tuple(one.marks[place] for one in sent))
        for place, question in enumerate(opening.questions)
    ), ""


def _answered(text: str, levels: tuple[int, ...]) -> Answered:
    apart = max(levels) - min(levels)
    says = "the same" if not apart else "one level apart" if apart == 1 else f"{apart} levels apart: speak about it"
    return Answered(text, levels, says)


def agreement(opening: Opening) -> list[tuple[str, Agreed | None]]:
    """How far the raters of a place agree, question by question, over the candidates of whom both marks are in."""
    rows = list(Interview.objects.filter(candidate__opening=opening, submitted_at__isnull=False))
    both: dict[int, list[Interview]] = {}
    for one in rows:
        both.setdefault(one.candidate_id, []).append(one)
    marks = [
        Marked(f"{candidate}", f"{place}", one.rater, level)
        for candidate, pair in both.items()
        if len(pair) == RATERS
        for one in pair
        for place, level in enumerate(one.marks)
    ]
    found = choosing.agreement(marks)
    return [(question["text"], found.get(f"{place}")) for place, question in enumerate(opening.questions)]


@dataclass(frozen=True)
class Heard:
    """One of two interviews as those who decide read it."""

    rater: str
    sent: bool
    rows: tuple[tuple[str, int, str, str], ...]
    """Question, level, its description, note; empty before both are in."""


def interviews(candidate: Candidate) -> list[Heard]:
    """Both interviews of a candidate, with marks and notes once both are in."""
    rows = list(candidate.interviews.order_by("rater"))
    called = dict(Person.objects.filter(pk__in=[one.rater for one in rows]).values_list("pk", "name"))
    both = sum(one.submitted_at is not None for one in rows) == RATERS
    return [
        Heard(called.get(one.rater, one.rater), one.submitted_at is not None, _heard(candidate, one) if both else ())
        for one in rows
    ]


def _heard(candidate: Candidate, one: Interview) -> tuple[tuple[str, int, str, str], ...]:
    notes = unseal(candidate.subject, one.notes) or {}
    return tuple(
        (question["text"], one.marks[place], question["levels"][one.marks[place] - 1], notes.get(f"{place}", ""))
        for place, question in enumerate(candidate.opening.questions)
    )


def interviews_of(person: str) -> list[tuple[Interview, str]]:
    """The interviews that somebody was asked for, with whom; what waits first."""
    rows = list(Interview.objects.filter(rater=person).select_related("candidate__opening"))
    names = names_of([one.candidate for one in rows])
    found = [(one, names[one.candidate_id]) for one in rows]
    return sorted(found, key=lambda pair: (pair[0].submitted_at is not None, pair[1].casefold()))


def own_interview(person: str, key: int) -> Interview | None:
    """An interview that somebody was asked for themself."""
    return Interview.objects.filter(pk=key, rater=person).select_related("candidate__opening").first()


def talks(candidate: Candidate) -> list[tuple[Try, list[dict[str, Any]]]]:
    """What a candidate said and heard, try by try."""
    rows = list(candidate.tries.order_by("number", "place"))
    opened = unseal_all([(candidate.subject, one.talk) for one in rows])
    return [(one, (told or {}).get("turns", [])) for one, told in zip(rows, opened, strict=True)]


def impacts(opening: Opening) -> list[tuple[str, Impact]]:
    """What choosing did to groups, trait by trait; nothing before the place is closed, so that nobody sees a count move
    with a decision."""
    if opening.closed_at is None:
        return []
    counts: dict[str, dict[str, tuple[int, int]]] = {one["name"]: {} for one in opening.traits}
    for one in Tally.objects.filter(opening=opening):
        counts.setdefault(one.trait, {})[one.value] = (one.invited, one.taken)
    return [(trait, choosing.impact(found, opening.counted, opening.counted_taken)) for trait, found in counts.items()]


def cleared_of(candidate: Candidate, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Of each standard that a candidate showed, whether the first and the second try cleared it, in words."""
    found: dict[str, dict[int, list[bool]]] = {}
    for one in candidate.tries.all():
        for each in one.shown:
            found.setdefault(each["standard"], {}).setdefault(one.number, []).append(each["cleared"])
    return [
        (names.get(standard, standard), [_word(tries.get(number, [])) for number in (1, 2)])
        for standard, tries in found.items()
    ]


def _word(cleared: Sequence[bool]) -> str:
    if not cleared:
        return "not shown"
    return "▲ cleared" if all(cleared) else "▼ not this time" if not any(cleared) else "▲ once, ▼ once"
