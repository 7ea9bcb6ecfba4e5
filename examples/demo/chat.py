"""Writes the chats: what happened decides the waits, the phrases and the steps; the wording is drawn.

The checks of the book must find in the messages what the truth says of them, by reading alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from examples.demo import wordings as say
from examples.demo.company import CHOOSE, COLLECT

FIRST_ANSWER_SECONDS, EVERY_REPLY_SECONDS = 120, 240
LEFT_ALONE = 0.12
"""Share of the late first answers that never came."""
LOOKED_AGAIN_SECONDS = 3600


@dataclass(frozen=True)
class Line:
    """One message, `after` so many seconds from the first."""

    role: str
    after: int
    text: str
    step: str | None = None
    public: bool = True


@dataclass
class Script:
    """A chat being written. `waits` is how long the agent takes for the next replies, then at random."""

    rng: np.random.Generator
    item: str
    day: str
    waits: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    clock: int = 0

    def pick(self, choices: tuple[str, ...]) -> str:
        """One of the wordings, filled in."""
        return choices[int(self.rng.integers(len(choices)))].format(item=self.item, day=self.day)

    def customer(self, choices: tuple[str, ...]) -> None:
        """The customer writes."""
        if self.lines:
            self.clock += int(self.rng.integers(8, 90))
        self.lines.append(Line("customer", self.clock, self.pick(choices)))

    def agent(self, choices: tuple[str, ...], step: str | None = None, more: str = "") -> None:
        """The agent replies to the customer."""
        self.clock += self.waits.pop(0) if self.waits else int(self.rng.integers(6, 110))
        self.lines.append(Line("agent", self.clock, f"{self.pick(choices)} {more}".strip(), step))

    def aside(self, role: str, choices: tuple[str, ...], public: bool = True) -> None:
        """A line of the bot, or of the agent to colleagues: no reply, so the wait runs on."""
        self.lines.append(Line(role, self.clock + 1, self.pick(choices), public=public))


@dataclass(frozen=True)
class Chat:
    """The lines of one chat; `seen_after` is given where it was looked at again after its last line."""

    lines: tuple[Line, ...]
    seen_after: int | None = None


def write_chat(rng: np.random.Generator, journey: str, topic: str, beyond: Mapping[str, float]) -> Chat:
    """A chat of this journey. `beyond` tells, per standard of the journey that a check reads, how far what happened
    lies beyond the bar: met at 0 or above."""
    script = Script(
        rng,
        say.ITEMS[int(rng.integers(len(say.ITEMS)))],
        say.DAYS[int(rng.integers(len(say.DAYS)))],
    )
    script.customer(say.OPENERS[topic])
    if journey == CHOOSE:
        return _choose(script, beyond["choose.first-answer"])
    if journey == COLLECT:
        return _collect(script, met=beyond["collect.day-named"] >= 0)
    return _put_right(script, beyond)


def _wait(limit_seconds: int, beyond: float) -> int:
    """A wait on the right side of its limit, the shorter the better it went."""
    seconds = int(limit_seconds * np.exp(-0.7 * np.clip(beyond, -4.0, 5.0)))
    return max(3, min(seconds, limit_seconds - 1)) if beyond >= 0 else max(seconds, limit_seconds + 1)


def _choose(script: Script, beyond: float) -> Chat:
    if script.rng.random() < 0.35:
        script.aside("bot", say.BOT)
    if beyond < 0 and script.rng.random() < LEFT_ALONE:
        return Chat(tuple(script.lines), LOOKED_AGAIN_SECONDS)
    script.waits.append(_wait(FIRST_ANSWER_SECONDS, beyond))
    script.agent(say.CHOOSE_FIRST, "greet")
    script.customer(say.CHOOSE_TELL)
    script.agent(say.CHOOSE_SHOW, "choose")
    if script.rng.random() < 0.7:
        script.customer(say.CHOOSE_ASK_PRICE)
        script.agent(say.CHOOSE_PRICE, "price")
    return Chat(tuple(script.lines))


def _collect(script: Script, *, met: bool) -> Chat:
    script.agent(say.COLLECT_LOOK)
    if script.rng.random() < 0.5:
        script.customer(say.COLLECT_WAIT)
    script.agent(say.COLLECT_DAY if met else say.COLLECT_NO_DAY, "tell")
    if script.rng.random() < 0.8:
        script.customer(say.COLLECT_THANKS)
        script.agent(say.COLLECT_BYE)
    return Chat(tuple(script.lines))


def _put_right(script: Script, beyond: Mapping[str, float]) -> Chat:
    exchanges = {
        "ask": (say.RIGHT_ASK, say.RIGHT_ASKED),
        "cause": (say.RIGHT_CAUSE, say.RIGHT_CAUSED),
        "remedy": (say.RIGHT_REMEDY, say.RIGHT_CHOSEN),
        "close": (say.RIGHT_CLOSE, say.RIGHT_CAUSED),
    }
    steps = list(exchanges) if beyond["right.way"] >= 0 else _astray(script.rng)
    script.waits = _waits(script.rng, len(steps), _wait(EVERY_REPLY_SECONDS, beyond["right.every-reply"]))
    blamed = int(script.rng.integers(len(steps))) if beyond["right.no-blame"] < 0 else None
    for place, step in enumerate(steps):
        said, answered = exchanges[step]
        if place and script.rng.random() < 0.07:
            script.agent(say.RIGHT_PAUSE, "pause")
            script.waits.insert(0, int(script.rng.integers(20, 90)))
        script.agent(said, step, script.pick(say.RIGHT_BLAME) if place == blamed else "")
        if place + 1 < len(steps):
            script.customer(answered)
            if script.rng.random() < 0.05:
                script.aside("agent", say.RIGHT_NOTE, public=False)
    return Chat(tuple(script.lines))


def _waits(rng: np.random.Generator, count: int, longest: int) -> list[int]:
    waits = [max(3, int(longest * share)) for share in rng.uniform(0.1, 0.8, count)]
    waits[int(rng.integers(count))] = longest
    return waits


def _astray(rng: np.random.Generator) -> list[str]:
    """The steps of a chat that left the way: one left out, or two in the wrong order."""
    steps = ["ask", "cause", "remedy", "close"]
    if rng.random() < 0.3:
        return ["ask", "remedy", "cause", "close"]
    steps.remove(steps[int(rng.integers(len(steps)))])
    return steps
