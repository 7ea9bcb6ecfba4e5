"""The shape of questions that people write: in a file, or in the fields of a form."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from clearbar.model.quiz import Kind

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
MOST_OPTIONS, MOST_QUESTIONS = 12, 500


def _share(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return float(value.strip()[:-1]) / 100
        except ValueError:
            return value
    return value


Worth = Annotated[float, BeforeValidator(_share), Field(ge=0, le=1, allow_inf_nan=False)]
Rated = Annotated[int, Field(ge=1, le=5)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionShape(_Shape):
    """Something that can be chosen."""

    text: Text = Field(description="What stands beside the mark.")
    right: bool = Field(False, description="`yes` where choosing it is right.")
    worth: Worth | None = Field(None, description="Of a situation: what choosing it is worth, as 60%.")
    ratings: tuple[Rated, ...] = Field((), description="Of a situation: how each expert rated it, 1 to 5.")
    because: Text | None = Field(None, description="What is told of it afterwards.")


class LineShape(_Shape):
    """One line of a conversation: what the customer or staff say."""

    customer: Text | None = Field(None, description="What the customer says.")
    staff: Text | None = Field(None, description="What staff say.")
    deviates: Text | None = Field(None, description="Of a line of staff: what in it deviates, in the standard's words.")


class QuestionShape(_Shape):
    """One question."""

    standard: Text = Field(description="Id of the standard that it is about.")
    kind: Kind = Field(description="single, multiple, order, deviation, level or situation.")
    ask: Text = Field(description="The question, in one sentence or two.")
    options: tuple[OptionShape, ...] = Field((), max_length=MOST_OPTIONS, description="What can be chosen.")
    shown: int = Field(0, ge=0, le=MOST_OPTIONS, description="How many options are shown at once; 0 means all.")
    steps: tuple[Text, ...] = Field((), max_length=MOST_OPTIONS, description="Of an order: the steps, in order.")
    conversation: tuple[LineShape, ...] = Field((), max_length=40, description="What is said, line by line.")
    levels: tuple[Rated, ...] = Field((), description="Of a level: the levels that calibrated raters gave.")
    because: Text | None = Field(None, description="What is told afterwards, before the standard's own words.")


class QuestionsShape(_Shape):
    """A file of questions."""

    language: str = Field("", description="Language of the texts; left out, the book's own.")
    questions: tuple[QuestionShape, ...] = Field(min_length=1, max_length=MOST_QUESTIONS, description="The questions.")
