"""What the talks of an AI agent come to: transcripts, ratings, clearance of each standard, pass^k.

talk → what it showed → a conversation with its ratings ─→ transcripts, evidence
                     └→ sums by standard and scenario ─→ clearance, verdict; tries and passes ─→ pass^k
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from clearbar import intake
from clearbar.engines import Evidence
from clearbar.flow.rehearse.agents import Held
from clearbar.flow.rehearse.show import conversation_of, ratings_of, show
from clearbar.model.book import Book, Level, Setting, Source
from clearbar.model.conversation import Conversation, GivenRating, Participant, Role
from clearbar.model.errors import EvidenceFault
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Kept, Rating
from clearbar.model.rehearsal import PassK, Rehearsed, Tries
from clearbar.model.report import BarLine
from clearbar.model.scenario import Outcome, Scenario, Shown
from clearbar.stats.answers import conclude_clearance
from clearbar.stats.pass_k import pass_k

_TOGETHER = (
    "Talks of one scenario are taken together: intervals are about scenarios like these, and further scenarios tell "
    "more than further talks of the same ones."
)


@dataclass(frozen=True)
class Judged:
    """A talk that came to an end, with what it showed."""

    held: Held
    shown: tuple[Shown, ...]
    conversation: Conversation

    @property
    def scenario(self) -> Scenario:
        """The scenario of the talk."""
        return self.held.trial.scenario

    @property
    def passed(self) -> bool:
        """Whether it ended well for the customer, with no standard missed that it showed."""
        end = self.scenario.end(self.held.talk.end)
        return end is not None and end.outcome is Outcome.GOOD and all(one.cleared for one in self.shown)


def judged(book: Book, held: Held, person: str) -> Judged:
    """What a talk showed; `held` must have come to an end."""
    trial = held.trial
    name, at = trial.interaction, held.at
    shown = show(book, trial.scenario, held.talk, interaction=name, at=at, person=person)
    said = conversation_of(held.talk, interaction=name, at=at, person=person)
    given = tuple(
        GivenRating(
            standard=mark.standard,
            source=Source.CHECK,
            level=int(mark.level),
            response=name,
            person=person,
            setting=Setting.REHEARSAL,
            instrument=mark.instrument,
            inclusion=1.0,
        )
        for mark in ratings_of(book, trial.scenario, shown)
    )
    messages = tuple(replace(one, role=Role.BOT) if one.role is Role.AGENT else one for one in said.messages)
    conversation = replace(
        said,
        messages=messages,
        seen_at=messages[-1].at,
        participants=(Participant(person, Role.BOT),),
        ratings=given,
    )
    return Judged(held, shown, conversation)


def transcript(one: Judged) -> dict[str, Any]:
    """The talk as a line of docs/conversations.md."""
    said = one.conversation
    return {
        "interaction": said.interaction,
        "channel": said.channel,
        "owner": said.owner,
        "seen_at": said.seen_at.isoformat(),
        "participants": [{"id": each.id, "role": each.role.value} for each in said.participants],
        "messages": [
            {"role": each.role.value, "at": each.at.isoformat(), "text": each.text}
            | ({"author": each.author} if each.author else {})
            for each in said.messages
        ],
        "ratings": [
            {
                "standard": each.standard,
                "source": each.source.value,
                "level": each.level,
                "response": each.response,
                "person": each.person,
                "setting": each.setting.value,
                "instrument": each.instrument,
                "inclusion": each.inclusion,
            }
            for each in said.ratings
        ],
    }


def keep(book: Book, found: Iterable[Judged], evidence: Path) -> Kept:
    """Keeps the ratings of talks in the folder `evidence`; the same talks again add nothing. Raises EvidenceFault."""
    store = Evidence.create(evidence)
    if store.is_mirror:
        raise EvidenceFault(f"{evidence} mirrors another database and takes no ratings from elsewhere")
    rows = [
        row
        for one in found
        for row in intake.given_ratings(one.conversation, book, lambda: uuid4().hex, store.key)
        if isinstance(row, Rating)
    ]
    return store.keep(rows, [intake.standard_row(placed) for placed in book.placed()])


def tally(book: Book, scenarios: Sequence[Scenario], held: Sequence[Held], found: Sequence[Judged]) -> Rehearsed:
    """What all talks come to: those `found` came to an end, the others of `held` broke off."""
    broken = [one for one in held if one.fault]
    tries = tuple(_tries(scenario, found, broken) for scenario in scenarios)
    clearance = _clearance(book, found)
    at_stake = {stake.standard for scenario in scenarios for stake in scenario.stakes}
    lines = tuple(_lines(book, clearance))
    return Rehearsed(
        agent="",
        tries=tries,
        pass_k=tuple(_pass_k(tries)),
        lines=lines,
        clearance=clearance,
        faults=tuple(Counter(one.fault for one in broken).most_common()),
        unseen=tuple(
            placed.standard.name or placed.standard.id
            for placed in book.placed()
            if placed.standard.id in at_stake - {line.standard for line in lines}
        ),
    )


def _tries(scenario: Scenario, found: Iterable[Judged], broken: Iterable[Held]) -> Tries:
    own = [one for one in found if one.scenario.id == scenario.id]
    faults = sum(one.trial.scenario.id == scenario.id for one in broken)
    return Tries(scenario.id, scenario.title, len(own), sum(one.passed for one in own), faults)


def _pass_k(tries: Sequence[Tries]) -> Iterable[PassK]:
    """pass^1 up to as many talks as a scenario has, each of the scenarios that have so many."""
    for k in range(1, max((one.tried for one in tries), default=0) + 1):
        enough = [(one.passed, one.tried) for one in tries if one.tried >= k]
        yield PassK(k, pass_k(enough, k), len(enough), len(tries) - len(enough))


def _clearance(book: Book, found: Iterable[Judged]) -> Answer:
    """Clearance of each standard that was shown; scenarios are the clusters."""
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        for shown in one.shown:
            if book.find(shown.standard):
                counts[shown.standard][one.scenario.id].append(shown.cleared)
    sums = {name: _sums(book, name, list(of.values())) for name, of in counts.items()}
    columns: dict[str, Any] = {"standard": np.array(list(sums), dtype=object)}
    for name in ("answers", "n", "hits", "clusters", "nn", "nx", "xx", "target_low", "target_high", *_EDITIONS):
        columns[name] = np.array([one[name] for one in sums.values()], dtype=np.float64)
    if not sums:
        return Answer("clearance", ("standard",), {"standard": []}, {}, {}, ("No talk showed any standard.",))
    answer = conclude_clearance(columns, ["standard"])
    return replace(answer, notes=(*answer.notes, _TOGETHER))


_EDITIONS = ("edition_low", "edition_high")


def _sums(book: Book, standard: str, scenarios: Sequence[Sequence[bool]]) -> Mapping[str, float]:
    placed = book.find(standard)
    target = placed.standard.target if placed else None
    n, x = (np.array([count(one) for one in scenarios], dtype=np.float64) for count in (len, sum))
    goal = np.nan if target is None else target
    return {
        "answers": n.sum(),
        "n": n.sum(),
        "hits": x.sum(),
        "clusters": n.size,
        "nn": n @ n,
        "nx": n @ x,
        "xx": x @ x,
        "target_low": goal,
        "target_high": goal,
        **dict.fromkeys(_EDITIONS, 0.0),
    }


def _lines(book: Book, clearance: Answer) -> Iterable[BarLine]:
    """The standards at a glance, in the order of the book."""
    rows = {row.keys["standard"]: row for row in clearance.rows} if len(clearance) else {}
    for placed in book.placed():
        standard, row = placed.standard, rows.get(placed.standard.id)
        if row is None:
            continue
        yield BarLine(
            standard=standard.id,
            promise=standard.promise,
            journey=placed.journey.id if placed.journey else None,
            step=placed.step.id if placed.step else None,
            dimension=standard.dimension,
            bar=Level(standard.bar),
            target=standard.target,
            scale=standard.scale,
            heard_from=Source.CHECK,
            clearance=row.figures["clearance"],
            verdict=row.facts["verdict"],
            more=row.facts["more"],
            delight=None,
            gap=None,
            voices=(),
            pair=standard.pairs_with,
            name=standard.name,
        )
