"""Steps: whether the steps of a journey were taken in an order that its flow chart allows.

**What it reads.** The `step` of every public message of an agent or a bot, in order, laid beside a flow chart
(`graph`: for each step the steps that may follow). The check looks for the walk through the chart, from a `start` to
an `end`, that fits best: a step of the walk that was not taken is *missing*, a step that was taken beside the walk is
*extra*, and both count one. `silent` steps, which no message shows, and `anytime` steps, which are welcome anywhere,
count neither way. Steps that are not in the chart, such as those of another journey, are passed over, and so is a step
that only goes on (the same step again, with nothing else of the chart in between).

Without `deviations` the standard is met if there are no more missing and extra steps than `allow` says (none, unless
told otherwise). With `deviations`, for a standard of five levels, the sum of both decides: at most so many reach that
level, and more is poor. The person is who took most of the steps.

**When it does not apply.** When no step of the chart was taken. A conversation that was cut off is judged: the steps
up to the end are missing.

**What it rests on.** Every step that was taken or extra, with its message (the first, where it went on), and every
missing step by name, in the order of the walk.

**What it cannot see.** A step that was taken but not recorded with a message. Two steps in the wrong order count as
one missing and one extra. Of several walks that fit equally well it tells one, with the fewest extra steps: what was
meant is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clearbar.checks.alignment import FlowChart, Found, Move
from clearbar.checks.replies import Reply, most_frequent, replies_of
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import Level
from clearbar.model.check import Basis, Reading
from clearbar.model.conversation import Conversation

KIND = "steps"
VERSION = "1"

StepName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_SAID = {Found.DONE: "step", Found.MISSING: "missing", Found.EXTRA: "extra"}


class Allow(BaseModel):
    """How many deviations still meet the standard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    missing: NonNegativeInt = Field(default=0, description="So many missing steps are allowed.")
    extra: NonNegativeInt = Field(default=0, description="So many extra steps are allowed.")


class Deviations(BaseModel):
    """With how many deviations, missing and extra together, a level is still reached; more than any is poor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exemplary: NonNegativeInt | None = Field(default=None, description="At most so many for exemplary.")
    good: NonNegativeInt | None = Field(default=None, description="At most so many for good.")
    average: NonNegativeInt | None = Field(default=None, description="At most so many for average.")
    underperforming: NonNegativeInt | None = Field(default=None, description="At most so many for underperforming.")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        limits = [limit for _, limit in self.limits()]
        if not limits:
            raise PydanticCustomError("deviations", "no level is named: write for example `good: 1`")
        if limits != sorted(set(limits)):
            raise PydanticCustomError("deviations", "a lower level needs a larger number than the level above it")
        return self

    def limits(self) -> list[tuple[Level, int]]:
        """The levels that are named, best first, each with its number."""
        named = (
            (Level.EXEMPLARY, self.exemplary),
            (Level.GOOD, self.good),
            (Level.AVERAGE, self.average),
            (Level.UNDERPERFORMING, self.underperforming),
        )
        return [(level, limit) for level, limit in named if limit is not None]


class Settings(CheckSettings):
    """Settings of the check `steps`."""

    graph: Mapping[StepName, tuple[StepName, ...]] = Field(
        min_length=1, description="The flow chart: for each step, the steps that may follow it."
    )
    start: tuple[StepName, ...] = Field(min_length=1, description="Steps that a walk may start with.")
    end: tuple[StepName, ...] = Field(min_length=1, description="Steps that a walk may end with.")
    silent: tuple[StepName, ...] = Field(default=(), description="Steps that no message shows.")
    anytime: tuple[StepName, ...] = Field(default=(), description="Steps that are welcome anywhere and never missing.")
    allow: Allow = Field(default=Allow(), description="How many deviations still meet the standard.")
    deviations: Deviations | None = Field(
        default=None, description="For a standard of five levels: how many deviations still reach each level."
    )

    @model_validator(mode="after")
    def _is_a_chart(self) -> Self:
        for name in ("start", "end", "silent", "anytime"):
            unknown = [step for step in getattr(self, name) if step not in self.nodes]
            if unknown:
                raise PydanticCustomError(
                    "unknown_step",
                    "`{setting}` names steps that are not in the graph: {steps}",
                    {"setting": name, "steps": ", ".join(unknown)},
                )
        if not self.chart.has_walk():
            raise PydanticCustomError("no_walk", "no way leads from a start to an end: look at the arrows of the graph")
        return self

    @property
    def graded(self) -> bool:
        """With `deviations` the check tells five levels apart."""
        return self.deviations is not None

    @cached_property
    def nodes(self) -> frozenset[str]:
        """Every step of the chart."""
        return frozenset(self.graph) | {step for following in self.graph.values() for step in following}

    @cached_property
    def chart(self) -> FlowChart:
        """The flow chart, ready to lay conversations beside."""
        free = frozenset(self.silent) | frozenset(self.anytime)
        return FlowChart(self.graph, self.start, frozenset(self.end), free)

    def level(self, missing: int, extra: int) -> Level:
        """The level that so many missing and extra steps reach."""
        if self.deviations is None:
            met = missing <= self.allow.missing and extra <= self.allow.extra
            return Level.GOOD if met else Level.UNDERPERFORMING
        return next((level for level, limit in self.deviations.limits() if missing + extra <= limit), Level.POOR)


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether the steps were taken as the flow chart says."""
    taken = [reply for reply in replies_of(conversation) if reply[1].step in settings.nodes]
    if not taken:
        return Reading(None, "no step of the flow chart was taken")
    observed = list(_observed(taken, settings.chart.free))
    moves = settings.chart.align([step for step, _ in observed])
    missing = sum(move.found is Found.MISSING for move in moves)
    extra = sum(move.found is Found.EXTRA for move in moves)
    wrong = [f"{_SAID[move.found]}: {move.step}" for move in moves if move.found is not Found.DONE]
    return Reading(
        level=settings.level(missing, extra),
        why="; ".join(wrong) or "every step is there, in an order that the chart allows",
        rests_on=tuple(_basis(move, observed) for move in moves),
        person=most_frequent(message.author for _, message in taken),
    )


def _observed(taken: list[Reply], free: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The steps that count, each with the message where it begins."""
    last = None
    for index, message in taken:
        if message.step is not None and message.step not in free and message.step != last:
            last = message.step
            yield message.step, index


def _basis(move: Move, observed: list[tuple[str, int]]) -> Basis:
    message = None if move.position is None else observed[move.position][1]
    return Basis(f"{_SAID[move.found]}: {move.step}", message)
