"""What a book that is being written holds, as far as its files can be read: its journeys, their steps and standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clearbar.standards import draft


@dataclass(frozen=True)
class Outline:
    """A thing with those in it: a `journey` with its steps, a `step` (id JOURNEY/STEP) with its standards, a
    `standard`. `title` is what it says of itself, of a standard its promise; empty where nothing is written yet. `file`
    is where it stands."""

    kind: str
    id: str
    title: str
    file: str
    stage: str = ""
    inside: tuple[Outline, ...] = ()

    def walk(self) -> Iterator[Outline]:
        """The thing, and all in it."""
        yield self
        for one in self.inside:
            yield from one.walk()


def outline_of(files: Mapping[str, str]) -> tuple[Outline, ...]:
    """The journeys in the files that can be read, in the order of the book. What has no id is left out."""
    own = draft.own_language(files)
    found = ((name, data, _text(data.get("journey"), own)) for name, data in draft.journeys(files))
    return tuple(
        Outline("journey", id_, _text(data.get("title"), own), name, "", tuple(_steps(name, id_, data, own)))
        for name, data, id_ in found
        if id_
    )


def _steps(file: str, journey: str, data: Mapping[str, Any], own: str) -> Iterator[Outline]:
    for _, step in draft.items(data, "steps"):
        if id_ := _text(step.get("step"), own):
            stage = _text(step.get("stage"), own) or draft.DEFAULTS["stage"]
            inside = tuple(_standards(file, step, own))
            yield Outline("step", f"{journey}/{id_}", _text(step.get("title"), own), file, stage, inside)


def _standards(file: str, step: Mapping[str, Any], own: str) -> Iterator[Outline]:
    for _, one in draft.items(step, "standards"):
        if id_ := _text(one.get("id"), own):
            yield Outline("standard", id_, _text(one.get("promise"), own), file)


def _text(value: Any, own: str) -> str:
    said = value.get(own) if isinstance(value, dict) else value
    return str(said) if isinstance(said, str) else ""
