"""Shapes of files → the book that they say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clearbar.model.book import OVERALL, Book, CheckCall, Journey, Level, Scale, Source, Standard, Step
from clearbar.standards.canonical import edition, unordered
from clearbar.standards.shape import LEVELS, BookShape, JourneyShape, OverallShape, StandardShape, StepShape
from clearbar.text.canonical import digest

YES_NO = frozenset({Level.GOOD, Level.UNDERPERFORMING})
"""The levels that a yes/no standard describes."""

_IN_EDITIONS = {"steps": {"__all__": {"standards": {"__all__": {"check", "measured_by"}}}}}
"""What a version knows by the editions, where it stands in its one normal form."""

Said = tuple[BookShape, Sequence[JourneyShape]]
"""The files of a book in one language."""


def build(own: Said, others: Mapping[str, Said], calls: Mapping[str, CheckCall]) -> Book:
    """The book, with itself in `others` (by language tag). Editions follow from its own language alone."""
    content = {"own": _content(own), "others": {tag: _content(said) for tag, said in others.items()}}
    book = _book(own, calls, {}, "")
    editions = {placed.standard.id: placed.standard.edition for placed in book.placed()}
    version = digest({**content["own"], "editions": list(editions.values())[:-1], "others": content["others"]})
    spoken = {tag: _book(said, calls, editions, version, tag) for tag, said in others.items()}
    return replace(book, version=version, spoken=spoken)


def _content(said: Said) -> dict[str, Any]:
    head, journeys = said
    return {
        "book": head.model_dump(mode="json"),
        "journeys": [shape.model_dump(mode="json", by_alias=True, exclude=_IN_EDITIONS) for shape in journeys],
    }


def _book(
    said: Said, calls: Mapping[str, CheckCall], editions: Mapping[str, str], version: str, language: str = ""
) -> Book:
    head, shapes = said
    journeys = tuple(_journey(shape, calls, editions) for shape in shapes)
    names = {level: head.levels.get(name, name) for name, level in LEVELS.items()}  # type: ignore[call-overload]
    overall = _overall(head.overall, editions)
    return Book(head.organisation, head.value, language or head.language, names, overall, journeys, version)


def _overall(shape: OverallShape, editions: Mapping[str, str]) -> Standard:
    content = {"id": OVERALL, **shape.model_dump(mode="json")}
    known = editions.get(OVERALL) or edition(content, None, None, None)
    return Standard(OVERALL, shape.promise, LEVELS[shape.bar], shape.target, known, question=shape.question or "")


def _journey(shape: JourneyShape, calls: Mapping[str, CheckCall], editions: Mapping[str, str]) -> Journey:
    steps = tuple(
        Step(
            step.step,
            step.title,
            step.stage,
            tuple(_standard(one, shape.journey, step, calls.get(one.id), editions) for one in step.standards),
        )
        for step in shape.steps
    )
    return Journey(
        shape.journey,
        shape.title,
        shape.audience,
        shape.customer_wants,
        steps,
        shape.quote or "",
        shape.topics,
    )


def _standard(
    shape: StandardShape, journey: str, step: StepShape, call: CheckCall | None, editions: Mapping[str, str]
) -> Standard:
    content = shape.model_dump(mode="json")
    measured_by = shape.measured_by
    if call:
        # As one text: an empty list in a flow chart is a step without a next one, and must not be left out.
        settings = unordered({"kind": call.kind, **call.settings})
        content["check"] = json.dumps(settings, sort_keys=True, ensure_ascii=False)
        measured_by = (*measured_by, Source.CHECK)
    measured_by = tuple(dict.fromkeys(measured_by))
    content["measured_by"] = [source.value for source in measured_by]
    levels = {LEVELS[name]: text for name, text in shape.levels.items()}
    return Standard(
        id=shape.id,
        promise=shape.promise,
        bar=LEVELS[shape.bar],
        target=shape.target,
        edition=editions.get(shape.id) or edition(content, journey, step.step, step.stage.value),
        scale=Scale.YES_NO if set(levels) == YES_NO else Scale.LEVELS,
        dimension=shape.dimension,
        do=shape.do or "",
        levels=dict(sorted(levels.items())),
        owner=shape.owner or "",
        self_check=shape.self_check or "",
        question=shape.question or "",
        name=shape.name or "",
        measured_by=measured_by,
        check=call,
        pairs_with=shape.pairs_with,
        teach=shape.teach,
    )
