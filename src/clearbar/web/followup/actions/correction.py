"""Writes of corrective action: a file, its steps, its end, and the ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from clearbar.model.correction import Proposed, Refusal, Rung
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal, unseal
from clearbar.web.bridge import correction as bridge
from clearbar.web.followup.actions.findings import settle
from clearbar.web.followup.models.correction import (
    TURNS,
    Correction,
    CorrectionObjection,
    CorrectionStep,
    Ladder,
    Outside,
)
from clearbar.web.followup.queries import correction_ground as ground
from clearbar.web.followup.queries.correction_evidence import frozen_events, frozen_standings
from clearbar.web.followup.queries.correction_permits import decides, leads, sets_ladder, team_of
from clearbar.web.followup.queries.peers import finding_of
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

MOST_RUNGS = 6


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


class Guarded(Exception):
    """The guard stands against it: `reasons` are all of them."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__("; ".join(one.says for one in reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Opening:
    """What a file is about. `outside` names what lies outside the guard, with the reason of the person who says so."""

    person: str
    why: str
    standards: tuple[str, ...] = ()
    outside: str = ""
    outside_why: str = ""
    finding: str = ""


@dataclass(frozen=True)
class Taken:
    """A step as it was taken: when, until when what was agreed runs, who was there, and what was said. `events` are
    ids of ratings, `quotes` keys of comments that are quoted."""

    day: date
    until: date
    events: tuple[str, ...]
    commitments: str
    notes: str = ""
    present: tuple[str, ...] = ()
    others: str = ""
    quotes: tuple[int, ...] = ()
    facts: str = ""
    """What happened, in words, where the guard is not asked."""


def open_file(*, scope: Scope, opening: Opening, at: datetime) -> Correction:
    """Opens a file about somebody whom they lead. Raises Guarded with every reason against its first step, after a line
    that says so; the person is told of a file that is opened."""
    demand(leads(scope, opening.person))
    held = ground.ground(opening.person, opening.standards, at)
    _asked(scope, opening.person, () if opening.outside else bridge.refusals(ground.at_best(held)), at)
    return _opened(scope, opening, held, at)


@transaction.atomic
def _opened(scope: Scope, opening: Opening, held: ground.Ground, at: datetime) -> Correction:
    person = Person.objects.select_for_update().get(pk=opening.person)
    going = Correction.objects.filter(person=person, state__in=(Correction.State.OPEN, Correction.State.OBJECTED))
    if any(set(one.standards) & set(opening.standards) or one.outside == opening.outside != "" for one in going):
        raise Refused("A file about this is open already.")
    if opening.outside and opening.outside not in Outside.values:
        raise Refused("Say whether it is about safety or misconduct.")
    found = finding_of(opening.finding, scope.person)
    finding = found.pk if found and found.person == person.pk else ""
    words = {"why": storable(opening.why), "outside_why": storable(opening.outside_why), "ended": ""}
    file = Correction.objects.create(
        person=person, team=team_of(person.pk, held.today), outside=opening.outside, finding=finding,
        standards=[one.id for one in held.chosen], sealed=seal(person.pk, words), opened_at=at, opened_by=scope.person,
    )  # fmt: skip
    line(scope, "opened", file, at, {"standards": file.standards, "outside": file.outside})
    told(file, "A file of corrective action about you was opened", _OPENED, "opened", at)
    return file


def take(*, scope: Scope, file: Correction, taken: Taken, at: datetime) -> CorrectionStep:
    """Takes the next step of the ladder. Raises Guarded with every reason against it, after a line that says so, and
    Refused where the file was changed meanwhile or is over."""
    rungs, number = Ladder.the().steps, ground.next_number(file)
    if number >= len(rungs):
        raise Refused("The ladder has no further step. Close the file, or let the house set another step.")
    demand(decides(scope, file.person_id, rungs[number]))
    held = ground.ground(file.person_id, file.standards, at)
    chosen = [one for one in held.rated if one.rating in taken.events]
    proposed = ground.proposed(held, rungs[number], number, file, chosen)
    _look_at_days(taken, proposed, file)
    _asked(scope, file.person_id, () if file.outside else bridge.refusals(proposed), at)
    return _taken(scope, file, taken, proposed, at)


@transaction.atomic
def _taken(scope: Scope, file: Correction, taken: Taken, proposed: Proposed, at: datetime) -> CorrectionStep:
    turn(file, "take")
    words = {
        "standings": [] if file.outside else frozen_standings(proposed),
        "evidence": frozen_events(file.person_id, proposed.events, taken.quotes),
        "others": storable(taken.others),
        "commitments": storable(taken.commitments),
        "notes": storable(taken.notes),
        "facts": storable(taken.facts),
        "notices": [] if file.outside else list(bridge.gone_on(proposed)),
    }
    step = CorrectionStep.objects.create(
        correction=file, number=proposed.number, name=proposed.rung.name, day=taken.day, until=taken.until,
        present=sorted({scope.person, *taken.present}), sealed=seal(file.subject, words), at=at, by=scope.person,
    )  # fmt: skip
    values = {"step": step.number, "day": f"{step.day}", "until": f"{step.until}", "guarded": not file.outside}
    line(scope, "took a step", file, at, values)
    told(file, "A step of corrective action was written down", _STEPPED, f"step:{step.pk}", at)
    return step


def _look_at_days(taken: Taken, proposed: Proposed, file: Correction) -> None:
    """Refused where the days of a step cannot be."""
    if taken.day > proposed.today:
        raise Refused("Write a step down once it has taken place: its day cannot lie ahead.")
    if taken.day < today_of(file.person_id, file.opened_at):
        raise Refused("The file was opened later: the person must know of it before a step is taken.")
    if proposed.earlier and taken.day < max(one.day for one in proposed.earlier):
        raise Refused("An earlier step was taken later than that day.")
    if taken.until <= taken.day:
        raise Refused("What was agreed needs time: choose a day after the step.")


def _asked(scope: Scope, person: str, reasons: Sequence[Refusal], at: datetime) -> None:
    """Leaves a line and raises Guarded where there are reasons."""
    if reasons:
        with transaction.atomic():
            values = {"reasons": sorted({one.why.value for one in reasons})}
            record(
                actor=scope.person, verb="was refused", thing=("correction", ""), at=at, subject=person, values=values
            )
        raise Guarded(reasons)


@transaction.atomic
def end(*, scope: Scope, file: Correction, kept: bool, words: str, at: datetime) -> Correction:
    """Ends a file: what was agreed is kept, or it is dropped. Raises Refused where it is over."""
    demand(leads(scope, file.person_id))
    ended = (unseal(file.subject, file.sealed) or {}) | {"ended": storable(words)}
    turn(file, "close" if kept else "drop", ended_at=at, ended_by=scope.person, sealed=seal(file.subject, ended))
    ended_objections(file, at)
    settle(finding=file.finding, at=at, by=scope.person)
    line(scope, "closed" if kept else "dropped", file, at, {"state": file.state})
    told(file, "A file of corrective action about you has ended", _ENDED, "ended", at)
    return file


@transaction.atomic
def set_ladder(*, scope: Scope, rungs: Sequence[Rung], changed: int, at: datetime) -> Ladder:
    """Sets the steps. Raises Refused where somebody else did meanwhile."""
    demand(sets_ladder(scope))
    if not 1 <= len(rungs) <= MOST_RUNGS:
        raise Refused(f"A ladder has between one and {MOST_RUNGS} steps.")
    ladder = Ladder.the()
    kept = [{"name": one.name, "days": one.days, "least": one.least, "house": one.house} for one in rungs]
    if not Ladder.objects.filter(pk=ladder.pk, changed=changed).update(rungs=kept, changed=changed + 1):
        raise Refused("Somebody else changed the steps meanwhile. Look at them as they are now.")
    record(actor=scope.person, verb="set the steps", thing=("ladder", 1), at=at, values={"steps": len(kept)})
    ladder.refresh_from_db()
    return ladder


def ended_objections(file: Correction, at: datetime) -> None:
    """Objections of a file that has ended wait no more. Part of the act that ended it."""
    waiting = file.objections.filter(state=CorrectionObjection.State.WAITING)
    waiting.update(state=CorrectionObjection.State.OVER, settled_at=at)


def turn(file: Correction, act: str, **said: object) -> None:
    """Moves a file on, once, whoever else acts at the same moment. Raises Refused."""
    after = TURNS[file.state].get(act)
    mine = Correction.objects.filter(pk=file.pk, state=file.state, changed=file.changed)
    if after is None or not mine.update(state=after, changed=F("changed") + 1, **said):
        raise Refused("This file was changed meanwhile, or is over. Look at it as it is now.")
    file.refresh_from_db()


def line(scope: Scope, verb: str, file: Correction, at: datetime, values: Mapping[str, Any]) -> None:
    """The audit line of an act on a file; never its words."""
    record(
        actor=scope.person, verb=verb, thing=("correction", file.pk), at=at, subject=file.person_id,
        values=dict(values),
    )  # fmt: skip


def told(file: Correction, subject: str, text: str, name: str, at: datetime) -> None:
    """Tells the person."""
    tell(
        [file.person_id], subject, text, path=f"/followup/correction/{file.pk}/", name=f"correction:{file.pk}:{name}",
        at=at, topic=Topic.CORRECTION,
    )  # fmt: skip


_OPENED = "Its page says what it rests on and who reads it. You can answer every step in your own words, and object."
_STEPPED = "Read it when you have a quiet moment. You can answer in your own words, and object."
_ENDED = "Its page says how it ended."
