"""The shape of a scenario's file. The reader and the published JSON Schema both come from these classes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from clearbar.model.scenario import Mood, Outcome
from clearbar.text.shapes import TAG, Id, Text, listed

MOST_SCENES = 200
MOST_INTENTS = 200
MOST_WAYS = 100
"""So many ways of saying one thing are read."""
MOST_STAKES = 50

Short = Annotated[Text, Field(max_length=300)]
_Wordings = Annotated[tuple[Text, ...], Field(min_length=1, max_length=MOST_WAYS)]
_Ids = Annotated[tuple[Id, ...], Field(max_length=MOST_INTENTS)]
_Moods = Annotated[tuple[Mood, ...], Field(max_length=len(Mood))]

Wordings = Annotated[_Wordings, BeforeValidator(listed, json_schema_input_type=_Wordings | Text)]
"""Ways of saying the same thing; a single text is a list of one."""
Ids = Annotated[_Ids, BeforeValidator(listed, json_schema_input_type=_Ids | Id)]
Moods = Annotated[_Moods, BeforeValidator(listed, json_schema_input_type=_Moods | Mood)]
Change = Annotated[int, Field(ge=-10, le=10)]
Line = Annotated[dict[Literal["customer", "staff"], Text], Field(min_length=1, max_length=1)]
"""One thing said, with who says it."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CustomerShape(_Shape):
    """The customer as they come in."""

    name: Short = Field(description="What they are called, in the talk and on the sheet.")
    who: Text = Field(description="Who they are and what brings them, in one or two sentences.")
    wants: Text = Field(description="What they want, and say.")
    hides: Text | None = Field(None, description="What they tell only when somebody asks.")
    uncovered_by: Ids = Field((), description="The intents that ask for what they hide.")
    mood: Mood = Field(Mood.CALM, description="How they come in where nobody chose another mood.")
    patience: int = Field(6, ge=1, le=10, description="The patience that they begin with, 1 to 10.")


class WhenShape(_Shape):
    """When a branch may be taken. All that is written must hold."""

    after: Ids = Field((), description="Intents, all of which were heard before.")
    never: Ids = Field((), description="Intents, none of which was heard before.")
    patience_at_least: int = Field(0, ge=0, le=10, description="The least patience that is left.")
    patience_at_most: int = Field(10, ge=0, le=10, description="The most patience that is left.")
    turn_at_least: int = Field(0, ge=0, le=100, description="The least number of things that staff have said.")
    mood: Moods = Field((), description="The moods in which it holds; none means all.")


class OtherwiseShape(_Shape):
    """What the customer does when they understood nothing that they listen for."""

    says: Wordings = Field(description="What they say; of several wordings one is chosen.")
    in_mood: dict[Mood, Wordings] = Field(default_factory=dict, description="What they say instead in a mood.")
    patience: Change = Field(-1, description="How their patience changes, such as -1.")
    go: Id | None = Field(None, description="The scene or end to which this leads; none means that they stay.")


class BranchShape(_Shape):
    """What the customer does when they hear one thing."""

    intent: Ids = Field(
        (), description="What they hear: one intent, or any of several; none where `when` alone decides."
    )
    when: WhenShape = Field(default_factory=lambda: WhenShape(), description="When this may be taken; else the next.")
    says: Wordings | None = Field(None, description="What they say; only a way to an end may leave it to that end.")
    in_mood: dict[Mood, Wordings] = Field(default_factory=dict, description="What they say instead in a mood.")
    patience: Change = Field(0, description="How their patience changes, such as -2 or +1.")
    go: Id | None = Field(None, description="The scene or end to which this leads; none means that they stay.")


class SceneShape(_Shape):
    """Where a talk stands: what the customer listens for, in order, and what they do else."""

    hears: tuple[BranchShape, ...] = Field((), max_length=100, description="What they listen for; the first that fits.")
    otherwise: OtherwiseShape = Field(description="What they do when they understood nothing of it.")


class EndShape(_Shape):
    """How a talk may end."""

    says: Wordings = Field(description="The last thing that they say.")
    outcome: Outcome = Field(description="How it ended for the customer: good, mixed or bad.")


class StakeShape(_Shape):
    """A standard that is put to the test."""

    standard: Id = Field(description="The id of the standard in the book.")
    better: Ids = Field((), description="Intents that clear it: one of them is to be heard.")
    worse: Ids = Field((), description="Intents that miss it, whatever else is said.")
    why: Text | None = Field(None, description="Why it matters here; said with the feedback.")
    example: Text | None = Field(None, description="How it can be said in an exemplary way.")


class ScenarioShape(_Shape):
    """scenarios/NAME.yaml: one situation to rehearse."""

    scenario: Id
    title: Short = Field(description="The situation in a few words.")
    journey: Id = Field(description="The id of the journey in the book that the customer is on.")
    language: str = Field("en", pattern=TAG, description="Language of the talk.")
    customer: CustomerShape = Field(description="The customer: who they are, what they want and what they hide.")
    moods: Moods = Field((), description="Further moods in which they can be played.")
    most_turns: int = Field(20, ge=2, le=100, description="So many things may staff say before it ends.")
    opening: Wordings = Field(description="The first thing that they say.")
    opening_in_mood: dict[Mood, Wordings] = Field(default_factory=dict, description="How they open instead in a mood.")
    intents: dict[Id, Wordings] = Field(
        min_length=1, max_length=MOST_INTENTS, description="What staff may mean, each with ways in which it is said."
    )
    scenes: dict[Id, SceneShape] = Field(
        min_length=1, max_length=MOST_SCENES, description="The scenes; the talk begins in the first one."
    )
    ends: dict[Id, EndShape] = Field(min_length=1, max_length=50, description="How the talk may end.")
    gives_up: Id = Field(description="The end when patience has run out.")
    stakes: tuple[StakeShape, ...] = Field((), max_length=MOST_STAKES, description="The standards at stake.")
    exemplary: tuple[Line, ...] = Field(
        (), max_length=100, description="A whole talk as it should be: `customer:` and `staff:` lines in turn."
    )
