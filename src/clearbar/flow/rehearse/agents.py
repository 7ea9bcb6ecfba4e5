"""Agents: the scenarios that people rehearse, told to an AI agent, again and again.

scenario, number → talk: customer's words → agent → its words → the script's answer → … → end ─→ kept, one by one
                                                        └ a fault: the talk breaks off, and counts for nothing ─┘

The customer follows the script alone, so that every agent meets the same one. A talk that is kept is not held again:
whoever stops, or is stopped, goes on from there. What all of it comes to: `tally.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from queue import Empty, Queue
from threading import Event, Thread

from clearbar.flow.rehearse.protocol import BudgetFault, Endpoint, EndpointFault, Message
from clearbar.flow.rehearse.talk import answer, begin, scripted
from clearbar.model.book import Book
from clearbar.model.errors import CallFault, ClearbarError
from clearbar.model.scenario import STAFF, Mood, Scenario, Talk
from clearbar.text.cells import whole

MOST_DEAD = 2
"""So many talks in a row that cannot reach the agent at all, and no further one is begun."""
MOST_FAULTS = 5
"""The same of talks in a row that break off for whatever reason."""
_WAIT = 0.2
"""Seconds after which somebody who stops is heard."""

Told = Callable[[int, int, int], None]
"""Hears of progress: talks that came to an end, talks that broke off, and how many there are in all."""


@dataclass(frozen=True)
class Plan:
    """How a scenario is rehearsed. `moods` are taken in turn, as far as the scenario has them; none means the
    customer's own. `person` is the id of the agent in evidence; `system` is what it is told before, None means the
    standards of the book."""

    times: int = 4
    seed: int = 1
    moods: tuple[Mood, ...] = ()
    person: str = "agent"
    jobs: int = 1
    system: str | None = None


@dataclass(frozen=True)
class Trial:
    """One talk that is to be held: the scenario's own number `number`, from 1."""

    scenario: Scenario
    number: int
    mood: Mood
    seed: int
    interaction: str


@dataclass(frozen=True)
class Held:
    """A talk that was held, or broke off: then `fault` says why."""

    trial: Trial
    talk: Talk
    at: datetime
    fault: str = ""


def trials_of(scenarios: Sequence[Scenario], plan: Plan) -> tuple[Trial, ...]:
    """The talks of a plan, in rounds, so that one who stops early has tried every scenario as often."""
    return tuple(_trial(scenario, number, plan) for number in range(1, plan.times + 1) for scenario in scenarios)


def _trial(scenario: Scenario, number: int, plan: Plan) -> Trial:
    moods = [mood for mood in plan.moods if mood in {*scenario.moods, scenario.persona.mood}] or [scenario.persona.mood]
    mood = moods[(number - 1) % len(moods)]
    named = f"{plan.person}\0{scenario.id}\0{scenario.edition}\0{mood}\0{plan.seed}\0{number}"
    digest = blake2b(named.encode("utf-8", "replace"), digest_size=8)
    seed = int.from_bytes(digest.digest()[:6])
    return Trial(scenario, number, mood, seed, f"rehearsal-{scenario.id[:100]}-{digest.hexdigest()}")


def briefing(book: Book, scenario: Scenario) -> str:
    """What an agent is told where nothing else is: the standards of the scenario's journey, in words."""
    spoken = book.in_language(scenario.language)
    journey = next((one for one in spoken.journeys if one.id == scenario.journey), None)
    lines = [f"You serve the customers of {spoken.organisation} in writing."]
    if journey:
        lines += [f"The customer's journey: {journey.title}. They want: {journey.customer_wants}"]
        lines += ["Keep to these standards:"]
        lines += [f"- {one.promise} {one.do}".rstrip() for step in journey.steps for one in step.standards]
    return "\n".join([*lines, "Answer in the customer's language, with what you say to them and nothing else."])


def hold(scenario: Scenario, talk: Talk, endpoint: Endpoint, system: str) -> Iterator[Talk]:
    """The talk as it grows, from what the agent says first to its end. Raises CallFault where the agent gives no
    words."""
    driver = scripted(scenario, by_words=True)
    while not talk.end:
        talk = answer(scenario, talk, whole(endpoint.ask(_messages(talk, system))), driver=driver)
        if talk.fault:
            raise EndpointFault(talk.fault)
        yield talk


def _messages(talk: Talk, system: str) -> list[Message]:
    """The talk from the agent's side."""
    said: list[Message] = [{"role": "system", "content": system}] if system else []
    said += [{"role": "assistant" if one.role == STAFF else "user", "content": one.text} for one in talk.turns]
    return said


@dataclass(frozen=True)
class _Done:
    """A talk that comes from a thread, which begins the next one when this one is kept."""

    held: Held
    fault: CallFault | None = None
    is_kept: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Stopped:
    """Why no further talk was begun."""

    why: str


def run(
    trials: Sequence[Trial],
    endpoint: Endpoint,
    system: Callable[[Scenario], str],
    keep: Callable[[Held], None],
    *,
    jobs: int,
    now: Callable[[], datetime],
) -> Stopped | None:
    """Holds talks, `jobs` at a time; `keep` is called with each, here, one after the other.

    None where all were held. Talks are not begun any more when the agent cannot be reached, fails again and again, or
    the budget is used up. An exception of `keep`, or Ctrl-C, ends it at once.
    """
    waiting: Queue[Trial] = Queue()
    for trial in trials:
        waiting.put(trial)
    done: Queue[_Done | Exception] = Queue()
    over = Event()

    def work() -> None:
        try:
            while not over.is_set():
                one = _held(waiting.get_nowait(), endpoint, system, over, now)
                done.put(one)
                while not one.is_kept.wait(_WAIT) and not over.is_set():
                    pass
        except Empty:
            return
        except Exception as error:  # a fault of ours is told where it is seen, not in a thread
            done.put(error)

    for _ in range(min(jobs, len(trials))):
        Thread(target=work, daemon=True).start()
    try:
        stopped = _gathered(done, len(trials), keep)
    finally:
        over.set()
    if stopped:
        _keep_the_rest(done, keep)
    return stopped


def _keep_the_rest(done: Queue[_Done | Exception], keep: Callable[[Held], None]) -> None:
    """Keeps the talks that came to an end in other threads while it was stopped."""
    while not done.empty():
        found = done.get()
        if isinstance(found, _Done) and found.held.talk.end:
            keep(found.held)


def _held(
    trial: Trial, endpoint: Endpoint, system: Callable[[Scenario], str], over: Event, now: Callable[[], datetime]
) -> _Done:
    at, talk = now(), begin(trial.scenario, mood=trial.mood, seed=trial.seed)
    try:
        for longer in hold(trial.scenario, talk, endpoint, system(trial.scenario)):
            talk = longer
            if over.is_set():
                break
    except CallFault as fault:
        return _Done(Held(trial, talk, at, _reason(fault)), fault)
    return _Done(Held(trial, talk, at))


def _reason(fault: ClearbarError) -> str:
    return str(fault).partition("\n")[0]


def _gathered(done: Queue[_Done | Exception], count: int, keep: Callable[[Held], None]) -> Stopped | None:
    """Keeps what comes, until all came or it is of no use to go on."""
    dead = faults = 0
    while count:
        try:
            found = done.get(timeout=_WAIT)
        except Empty:
            continue
        if isinstance(found, Exception):
            raise found
        fault = found.fault
        if isinstance(fault, BudgetFault):
            return Stopped(_reason(fault))
        keep(found.held)
        count -= 1
        faults = faults + 1 if fault else 0
        dead = dead + 1 if isinstance(fault, EndpointFault) and fault.is_dead else 0
        if fault and count and (dead >= MOST_DEAD or faults >= MOST_FAULTS):
            return Stopped(f"the agent failed {max(dead, faults)} times in a row: {_reason(fault)}")
        found.is_kept.set()
    return None
