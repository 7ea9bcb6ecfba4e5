"""Reads of corrective action: files, and one file as its page and its paper say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from clearbar.model.correction import CorrectionFile, Part
from clearbar.text.zones import zone_of
from clearbar.web.audit.seals import unseal_all
from clearbar.web.book.queries import current
from clearbar.web.followup.models.correction import (
    Correction,
    CorrectionAnswer,
    CorrectionObjection,
    CorrectionStep,
)
from clearbar.web.followup.queries.correction_evidence import said_day, with_quotes
from clearbar.web.followup.queries.correction_permits import readable_steps
from clearbar.web.people.models import Organisation, Person, Role
from clearbar.web.people.scope import Scope

Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Listed:
    """A file in a list."""

    file: Correction
    who: str
    about: str
    last: str


def files(scope: Scope) -> list[Listed]:
    """The files that somebody reads, the newest first: their own, those of persons whom they lead, and those of persons
    whom they coach in which they were present."""
    found = Correction.objects.select_related("person").prefetch_related("steps")
    if not scope.over(Role.LEADER, None):
        found = found.filter(person__in={scope.person, *scope.led, *scope.coached})
    book = current()
    names = {one.standard.id: one.standard.name or one.standard.id for one in book.placed()} if book else {}
    return [_listed(one, names) for one in found[:500] if readable_steps(scope, one) != frozenset()]


def _listed(file: Correction, names: Mapping[str, str]) -> Listed:
    steps = [one for one in file.steps.all() if one.state == CorrectionStep.State.TAKEN]
    about = ", ".join(names.get(one, one) for one in file.standards) or file.get_outside_display()
    last = f"{steps[-1].name}, {said_day(steps[-1].day, False)}" if steps else "no step yet"
    return Listed(file, file.person.name, about, last)


def file_for(scope: Scope, key: int) -> Correction | None:
    """A file that somebody may read; None for everybody else."""
    file = Correction.objects.select_related("person").prefetch_related("steps").filter(pk=key).first()
    return file if file and readable_steps(scope, file) != frozenset() else None


@dataclass(frozen=True)
class Shown:
    """A part of a file on its page; `step` where it is one, `objection` the one that waits on it."""

    part: Part
    step: CorrectionStep | None = None
    objection: CorrectionObjection | None = None
    may_object: bool = False


@dataclass(frozen=True)
class Whole:
    """A file as somebody reads it: the same on the page and on paper."""

    told: CorrectionFile
    parts: tuple[Shown, ...]
    is_partly: bool


def whole(scope: Scope, file: Correction) -> Whole:
    """What somebody reads of a file. A fixed number of queries."""
    readable = readable_steps(scope, file)
    steps = [one for one in file.steps.all() if readable is None or one.pk in readable]
    answers = (
        list(file.answers.all()) if readable is None else [one for one in file.answers.all() if one.step_id in readable]
    )
    objections = [one for one in file.objections.all() if readable is None or one.step_id in readable]
    words = _opened([file, *steps, *answers, *objections], file.subject)
    called = _names(file, steps, objections)
    own = _By(words, called, answers, objections, zone_of(timezone.get_current_timezone_name()))
    parts = [Shown(_opening(file, own), None, own.waits(None), own.may_object(file, None))] if readable is None else []
    parts += [Shown(_step(one, own), one, own.waits(one), own.may_object(file, one)) for one in steps]
    if file.ended_at and readable is None:
        parts.append(Shown(_end(file, own)))
    house = Organisation.the()
    told = CorrectionFile(
        house.name, f"Corrective action: {file.person.name}", _heading(file, called), tuple(one.part for one in parts)
    )
    return Whole(told, tuple(parts), readable is not None)


def _opened(rows: Iterable[Any], subject: str) -> dict[int, dict[str, Any]]:
    kept = list(rows)
    opened = with_quotes([said or {} for said in unseal_all([(subject, one.sealed) for one in kept])])
    return {one.pk: said for one, said in zip(kept, opened, strict=True)}


def _names(
    file: Correction, steps: Iterable[CorrectionStep], objections: Iterable[CorrectionObjection]
) -> dict[str, str]:
    ids = {file.opened_by, file.ended_by, *(one.settled_by for one in objections)}
    ids |= {each for one in steps for each in (one.by, *one.present)}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


@dataclass(frozen=True)
class _By:
    """What is needed to tell any part of a file."""

    words: Mapping[int, dict[str, Any]]
    called: Mapping[str, str]
    answers: list[CorrectionAnswer]
    objections: list[CorrectionObjection]
    zone: Any

    def waits(self, step: CorrectionStep | None) -> CorrectionObjection | None:
        """The objection that waits on a step, or on the file."""
        pk = step.pk if step else None
        waiting = CorrectionObjection.State.WAITING
        return next((one for one in self.objections if one.step_id == pk and one.state == waiting), None)

    def may_object(self, file: Correction, step: CorrectionStep | None) -> bool:
        """Whether the person can object to it now."""
        if file.state != Correction.State.OPEN or (step and step.state == CorrectionStep.State.ANNULLED):
            return False
        pk, gone = step.pk if step else None, CorrectionObjection.State.WITHDRAWN
        return not any(one.step_id == pk and one.state != gone for one in self.objections)

    def who(self, person: str) -> str:
        """What somebody is called."""
        return self.called.get(person, "somebody who left")

    def day(self, at: datetime) -> str:
        """The day of a moment."""
        return said_day(at.astimezone(self.zone).date(), False)

    def said(self, step: CorrectionStep | None) -> Lines:
        """What the person answered and objected to, and what was said to that."""
        pk = step.pk if step else None
        found: Lines = [
            (f"In their own words, {self.day(one.at)}", self.words[one.pk].get("words", "")) for one in self.answers
            if one.step_id == pk
        ]  # fmt: skip
        for one in self.objections:
            if one.step_id != pk:
                continue
            found.append((f"Objection, {self.day(one.at)}", self.words[one.pk].get("words", "")))
            found.append(("What became of it", self._settled(one)))
        return found

    def _settled(self, one: CorrectionObjection) -> str:
        said = one.get_state_display().capitalize()
        if one.settled_by:
            alone = one.settled_by == (one.step.by if one.step else one.correction.opened_by)
            said += f", {self.day(one.settled_at)}, by {self.who(one.settled_by)}" if one.settled_at else ""
            said += " (nobody else leads them)" if alone and one.state in ("stays", "annulled") else ""
        answer = self.words[one.pk].get("answer", "")
        return f"{said}. {answer}".strip()


def _heading(file: Correction, called: Mapping[str, str]) -> tuple[str, ...]:
    """What the file says of itself before anything else."""
    readers = (
        f"{file.person.name} reads all of it, and so does who leads them; "
        "their coach reads a step only where it says that the coach was there."
    )
    if not file.outside:
        return (f"State: {file.get_state_display()}.", readers)
    by = called.get(file.opened_by, "somebody who left")
    return (
        f"State: {file.get_state_display()}.",
        f"{by} said that this is about {file.get_outside_display()}. The guard that asks for evidence was not asked.",
        readers,
    )


def _opening(file: Correction, own: _By) -> Part:
    said = own.words[file.pk]
    book = current()
    lines: Lines = []
    for one in file.standards:
        placed = book.find(one) if book else None
        lines.append(("Standard", placed.standard.promise if placed else one))
    lines.append(("Why", said.get("why", "")))
    if file.outside:
        lines.append((f"Why it is about {file.get_outside_display()}", said.get("outside_why", "")))
    return Part(f"Opened on {own.day(file.opened_at)} by {own.who(file.opened_by)}", (*lines, *own.said(None)))


def _step(step: CorrectionStep, own: _By) -> Part:
    said = own.words[step.pk]
    present = [own.who(one) for one in step.present] + ([said["others"]] if said.get("others") else [])
    lines: Lines = [("", "Taken back after an objection; it counts for nothing.")] if step.state == "annulled" else []
    lines += [("Decided by", own.who(step.by)), ("Present", ", ".join(present))]
    lines += [("What happened", said["facts"])] if said.get("facts") else []
    lines += [(f"Figures of that day: {one['name']}", _figure(one)) for one in said.get("standings", [])]
    lines += [(f"Evidence: {one['name']}", _event(one)) for one in said.get("evidence", [])]
    lines += [("", one) for one in said.get("notices", [])]
    lines += [("Agreed", said.get("commitments", "")), ("Until", said_day(step.until, False))]
    lines += [("Notes", said["notes"])] if said.get("notes") else []
    lines += [("Read", f"{own.day(step.read_at)} (reading is not agreeing)")] if step.read_at else []
    return Part(f"{step.name}, {said_day(step.day, False)}", (*lines, *own.said(step)))


def _figure(one: Mapping[str, Any]) -> str:
    """How they stood, with n and interval: a time never without the quality beside it."""
    if not one["figure"]:
        return "no rating yet" + (" (the quality beside a time)" if one["beside"] else "")
    target = f"; the target is {one['target']:.0%}".replace("%", " %") if one["target"] is not None else ""
    verdict = {"falls short": "falls short", "clears": "clears its target"}.get(one["verdict"], "cannot tell yet")
    taught = f"; taught or signed on {said_day(date.fromisoformat(one['taught']), False)}" if one["taught"] else ""
    beside = "; the quality beside a time" if one["beside"] else ""
    return f"{one['figure']} reached the bar, as {one['source']}s say{target}: {verdict}{taught}{beside}."


def _event(one: Mapping[str, Any]) -> str:
    when = said_day(date.fromisoformat(one["day"]), one["is_week"])
    quotes = "".join(f" “{each}”" for each in one["quotes"])
    says = f" ({one['says'].rstrip('.')})" if one["says"] else ""
    return f"{when}, {one['source']}: {one['level']} {one['called']}{says}; the bar is {one['bar']}.{quotes}"


def _end(file: Correction, own: _By) -> Part:
    ended = own.words[file.pk].get("ended", "")
    lines: Lines = [("How it ended", file.get_state_display().capitalize())]
    lines += [("Why", ended)] if ended else []
    return Part(f"Ended on {own.day(file.ended_at)} by {own.who(file.ended_by)}" if file.ended_at else "", tuple(lines))
