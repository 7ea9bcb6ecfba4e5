"""Rehearsing an AI agent from end to end: scenarios, a book, an endpoint and a folder → what it came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from clearbar.flow.rehearse.agents import Held, Plan, Stopped, Told, briefing, run, trials_of
from clearbar.flow.rehearse.kept import KeptTalks
from clearbar.flow.rehearse.protocol import Endpoint
from clearbar.flow.rehearse.tally import Judged, judged, keep, tally, transcript
from clearbar.model.book import Book
from clearbar.model.evidence import Kept
from clearbar.model.rehearsal import Rehearsed
from clearbar.model.scenario import Scenario
from clearbar.reports.rehearsed import rehearsed_document, rehearsed_text

__all__ = ["Places", "Plan", "Rehearsal", "rehearse_agent", "told_as"]

STOPPED = "it was stopped"


@dataclass
class Rehearsal:
    """What a rehearsal came to, so far. `evidence` tells what became of its ratings, where they were to be kept."""

    result: Rehearsed
    evidence: Kept | None = None


@dataclass(frozen=True)
class Places:
    """Where a rehearsal is kept: its own folder, and the evidence that gets its ratings, if any."""

    folder: Path
    evidence: Path | None = None


@dataclass
class _Going:
    """A rehearsal while it goes on."""

    book: Book
    plan: Plan
    kept: KeptTalks
    count: int
    told: Told | None
    held: dict[str, Held] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=dict)

    def know(self, one: Held) -> None:
        """Takes in a talk that is kept."""
        name = one.trial.interaction
        self.held[name] = one
        if not one.fault:
            self.judged[name] = judged(self.book, one, self.plan.person)
            self.kept.transcribe(transcript(self.judged[name]))
        if self.told:
            self.told(len(self.judged), len(self.held) - len(self.judged), self.count)

    def keep(self, one: Held) -> None:
        """Takes in a talk that was held just now."""
        self.kept.add(one)
        self.know(one)


def rehearse_agent(
    scenarios: Sequence[Scenario],
    book: Book,
    endpoint: Endpoint,
    plan: Plan,
    *,
    places: Places,
    now: Callable[[], datetime],
    told: Told | None = None,
) -> Rehearsal:
    """Rehearses `scenarios` with the agent at `endpoint`; talks that its folder holds already are not held again.

    Talks that broke off are held again. Ctrl-C, an agent that cannot be reached and a budget that is used up end it;
    the result then says so, and the same call goes on from there. Raises EvidenceFault where a folder cannot be used.
    """
    trials = trials_of(scenarios, plan)
    of = (
        endpoint.url,
        endpoint.model,
        plan.person,
        "\0standards" if plan.system is None else plan.system,
        book.version,
    )
    with KeptTalks.opened(places.folder, of) as kept:
        going = _Going(book, plan, kept, len(trials), told)
        before = kept.load(trials)
        for one in before.values():
            if not one.fault:
                going.know(one)
        left = [trial for trial in trials if trial.interaction not in going.held]
        system = _system(book, plan)
        try:
            stopped = run(left, endpoint, system, going.keep, jobs=plan.jobs, now=now)
        except KeyboardInterrupt:
            stopped = Stopped(STOPPED)
        result = replace(
            tally(book, scenarios, list(going.held.values()), list(going.judged.values())),
            agent=endpoint.model,
            left=len(trials) - len(going.held),
            stopped=stopped.why if stopped else "",
        )
        kept.write("report.json", rehearsed_document(result))
        kept.write("report.txt", rehearsed_text(result))
    found = None
    if places.evidence and going.judged:
        found = keep(book, going.judged.values(), places.evidence)
    return Rehearsal(result, found)


def _system(book: Book, plan: Plan) -> Callable[[Scenario], str]:
    told: dict[str, str] = {}

    def system(scenario: Scenario) -> str:
        if plan.system is not None:
            return plan.system
        return told.setdefault(scenario.edition, briefing(book, scenario))

    return system


def told_as(result: Rehearsed, form: str, width: int = 80, *, colour: bool = False) -> str:
    """What it came to, as "json" or as text of so many columns."""
    return rehearsed_document(result) if form == "json" else rehearsed_text(result, width, colour)
