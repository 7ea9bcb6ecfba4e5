"""A talk, line by line: what each thing that staff said was heard as, and what it did to the customer.

All of it is worked out from the talk as it was kept: the same script, played again, gives the same reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clearbar.model.scenario import STAFF, Scenario, Talk
from clearbar.practice.customer.manners import Note
from clearbar.practice.customer.moods import asking, manner
from clearbar.practice.customer.script import again_from, taken


@dataclass(frozen=True)
class Effect:
    """What one thing that staff said did.

    `number` counts what staff said from 0, `place` is where it stands in the talk. `taken` tells whether the customer
    did something for what they heard; `branch` is the change of patience by the script, `moods` are those that came
    from the mood, each with why; `notes` are what the customer noticed.
    """

    number: int
    place: int
    scene: str
    heard: tuple[str, ...]
    sure: float
    before: int
    after: int
    followed: bool
    moved: bool
    taken: bool
    branch: int
    moods: tuple[tuple[int, str], ...] = ()
    notes: tuple[Note, ...] = ()


def effects(scenario: Scenario, talk: Talk) -> Iterator[Effect]:
    """What each thing that staff said did, in order."""
    places = [place for place, turn in enumerate(talk.turns) if turn.role == STAFF]
    for number, place in enumerate(places):
        turn = talk.turns[place]
        before = again_from(talk, number)
        how = manner(scenario, before, turn.text)
        branch = taken(scenario, before, turn.heard) if how.follows else asking(scenario, before, turn.text, how)
        moved = branch.go not in ("", turn.scene)
        yield Effect(
            number=number,
            place=place,
            scene=turn.scene,
            heard=turn.heard,
            sure=turn.sure,
            before=before.patience,
            after=turn.patience,
            followed=how.follows,
            moved=moved,
            taken=not branch.hears.isdisjoint(turn.heard),
            branch=branch.patience,
            moods=how.beside(branch.patience, moved=moved),
            notes=how.notes,
        )
