"""The shape of a book's files. The reader and the published JSON Schema both come from these classes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from clearbar.model.book import Audience, Dimension, Level, Source, Stage
from clearbar.text.shapes import TAG, Id, Text, Texts, listed

LEVELS = {level.name.lower(): level for level in Level}
LevelName = Literal["poor", "underperforming", "average", "good", "exemplary"]

Spoken = Annotated[
    Text,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1, "maxLength": 4000},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": TAG},
                    "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 4000},
                },
            ]
        }
    ),
]
"""A text; or that text in each of several languages, by tag. The reader hands over one language at a time."""


def _share(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1]) / 100
        except ValueError:
            return value
    return value


Sources = Annotated[tuple[Source, ...], BeforeValidator(listed, json_schema_input_type=tuple[Source, ...] | Source)]

Share = Annotated[
    float,
    BeforeValidator(_share),
    Field(gt=0, le=1, allow_inf_nan=False),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$"},
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            ],
            "examples": ["90%"],
        }
    ),
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OverallShape(_Shape):
    """The verdict on a whole interaction."""

    promise: Spoken = Field("You would come back, and tell others to.", description="From the customer's view.")
    bar: LevelName = Field("good", description="The level that the overall verdict must reach.")
    target: Share | None = Field(None, description="The share of interactions that must reach it, such as 85%.")
    question: Spoken | None = Field(None, description="What somebody is asked about the whole interaction.")


class BookShape(_Shape):
    """book.yaml: the organisation and what it promises."""

    organisation: Text = Field(description="Name of the organisation.")
    value: Spoken = Field(description="The value that it promises its customers.")
    language: str = Field("en", pattern=TAG, description="Language of the texts.")
    levels: dict[LevelName, Spoken] = Field(default_factory=dict, description="Your own names for the levels.")
    overall: OverallShape = Field(default_factory=lambda: OverallShape(), description="The verdict on the whole.")


class StandardShape(_Shape):
    """One promise about one step."""

    id: Id
    name: Spoken | None = Field(None, description="What it is called in a sentence, in two or three words.")
    dimension: Dimension | None = Field(None, description="What a customer judges here.")
    promise: Spoken = Field(description="What the customer can count on, from the customer's view.")
    do: Spoken | None = Field(None, description="What to do and how to do it, in one sentence.")
    levels: dict[LevelName, Spoken] = Field(
        default_factory=dict,
        description="A description of each level: all five, or `good` (met) and `underperforming` (missed).",
    )
    bar: LevelName = Field("good", description="The level that the standard demands.")
    target: Share | None = Field(None, description="The share of interactions that must reach the bar, as 90%.")
    owner: Text | None = Field(None, description="Who answers for this standard.")
    self_check: Spoken | None = Field(None, description="The question to ask oneself.")
    question: Spoken | None = Field(None, description="What a customer is asked about it.")
    measured_by: Sources = Field((), description="Who says how far it is met; the first one makes the headline.")
    check: dict[str, Any] | None = Field(None, description="An automatic check: its `kind` and its settings.")
    pairs_with: Id | None = Field(None, description="The quality standard that guards this timed one.")
    teach: Texts = Field((), description="How it is taught.")


class StepShape(_Shape):
    """One step of a journey."""

    step: Id
    title: Spoken = Field(description="The step in a few words.")
    stage: Stage = Field(Stage.FRONT, description="`front`: the customer sees it; `back`: they do not.")
    standards: tuple[StandardShape, ...] = Field((), description="The standards of this step.")


class JourneyShape(_Shape):
    """journeys/NAME.yaml: what somebody goes through to get something done."""

    journey: Id
    title: Spoken = Field(description="What they want to get done, in a few words.")
    audience: Audience = Field(Audience.CUSTOMER, alias="for", description="Whom the journey serves.")
    topics: Texts = Field((), description="Topics of the interactions that are this journey; none means all.")
    customer_wants: Spoken = Field(description="What they want, in their words.")
    quote: Text | None = Field(None, description="What a customer really said.")
    steps: tuple[StepShape, ...] = Field(min_length=1, description="The steps, in order.")
