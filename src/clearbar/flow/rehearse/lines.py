"""Lines: a talk → what each thing that staff said did, in words, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearbar.flow.rehearse.examples import example_here
from clearbar.flow.rehearse.wording import intent_in_words, patience_in_words
from clearbar.model.scenario import Scenario, Talk
from clearbar.practice.customer import Effect, Note, effects

_NOTICED = {
    Note.LONG_SENTENCE: "A sentence was too long for them to follow.",
    Note.SEVERAL_QUESTIONS: "You asked more than one thing at once.",
    Note.ABBREVIATION: "You used an abbreviation that they do not know.",
    Note.LONG_MESSAGE: "Your message was long for somebody in a hurry.",
    Note.CONTRADICTED: "You contradicted them bluntly.",
    Note.PUT_RIGHT: "You put right what they had wrong, and did it kindly.",
    Note.ACKNOWLEDGED: "You acknowledged what they feel.",
}


@dataclass(frozen=True)
class Line:
    """What one thing that staff said did. `number` counts what staff said from 0 (it is what `again_from` takes),
    `place` is where it stands in the talk. `heard` are intents in words, best first, `patience` is before and after.
    `better` and `worse` name standards at stake that it made so; `says` are sentences, `example` is what an exemplary
    answer would have been, "" where this was one or the scenario tells none."""

    number: int
    place: int
    text: str
    heard: tuple[str, ...]
    sure: float
    patience: tuple[int, int]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    says: tuple[str, ...]
    example: str


def lines(scenario: Scenario, talk: Talk) -> tuple[Line, ...]:
    """What each thing that staff said did, in order. A talk need not have ended."""
    return tuple(_line(scenario, talk, effect) for effect in effects(scenario, talk))


def _line(scenario: Scenario, talk: Talk, effect: Effect) -> Line:
    heard = frozenset(effect.heard)
    better = tuple(stake.standard for stake in scenario.stakes if stake.better & heard)
    worse = tuple(stake.standard for stake in scenario.stakes if stake.worse & heard)
    example = example_here(scenario, talk, effect.number)
    is_one = bool(better) and not worse and effect.after >= effect.before
    return Line(
        number=effect.number,
        place=effect.place,
        text=talk.turns[effect.place].text,
        heard=tuple(intent_in_words(one) for one in effect.heard),
        sure=effect.sure,
        patience=(effect.before, effect.after),
        better=better,
        worse=worse,
        says=tuple(_says(effect)),
        example="" if is_one or example == talk.turns[effect.place].text else example,
    )


def _says(effect: Effect) -> Iterator[str]:
    """What it did, as sentences."""
    yield from (_NOTICED[note] for note in effect.notes)
    heard = " and ".join(f"“{intent_in_words(one)}”" for one in effect.heard)
    if not effect.followed:
        yield "They asked again, so nothing of it reached them."
    elif not heard:
        yield "The customer made nothing of this: nothing that they know was heard in it."
    elif not effect.taken:
        yield f"Heard as {heard}, which is not what they were waiting for here."
    else:
        yield f"Heard as {heard}."
    yield patience_in_words(effect.before, effect.after, [why for _, why in effect.moods])
