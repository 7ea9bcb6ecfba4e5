"""What a scenario's file speaks of and is not there, and what in it cannot both hold: faults beyond the shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from clearbar.model.book import Book
from clearbar.model.errors import Fault
from clearbar.model.scenario import Mood, Outcome
from clearbar.practice.scenarios.shape import BranchShape, OtherwiseShape, ScenarioShape, SceneShape, WhenShape
from clearbar.text.faults import did_you_mean
from clearbar.text.tree import Node

Path = tuple[int | str, ...]
MOST_HINTS = 20
"""For so many unknown names of a file the nearest known one is looked up: each look takes its time."""
LEADS_NOWHERE, DISAGREES, MISSING, TAKEN = "CB009", "CB015", "CB006", "CB008"


@dataclass(frozen=True)
class _Sheet:
    """A file with the names in it."""

    file: str
    node: Node
    shape: ScenarioShape
    hinted: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        """The scenes and ends that a branch may lead to."""
        return [*self.shape.scenes, *self.shape.ends]

    def fault(self, path: Path, code: str, message: str, hint: str = "", *, of_key: bool = False) -> Fault:
        return Fault(self.file, *self.node.place(path, of_key), code, message, hint)

    def unknown(self, path: Path, name: str, what: str, known: Collection[str]) -> Iterator[Fault]:
        """The fault that a name leads nowhere, if it does."""
        if name not in known:
            self.hinted.append(name)
            hint = did_you_mean(name, list(known)) if len(self.hinted) <= MOST_HINTS else ""
            yield self.fault(path, LEADS_NOWHERE, f"no {what} has the id `{name}`", hint)

    def intents(self, path: Path, names: Collection[str]) -> Iterator[Fault]:
        """The intents among `names` that there are not."""
        for i, name in enumerate(names):
            yield from self.unknown((*path, i), name, "intent", self.shape.intents)

    def moods(self, path: Path, names: Collection[Mood]) -> Iterator[Fault]:
        """The moods among `names` in which nobody is played."""
        played = {self.shape.customer.mood, *self.shape.moods}
        for name in names:
            if name not in played:
                hint = f"add `{name}` to `moods`, or take this out"
                yield self.fault((*path, name), DISAGREES, f"nobody is played `{name}`", hint, of_key=True)


def reference_faults(file: str, node: Node, shape: ScenarioShape, book: Book | None) -> Iterator[Fault]:
    """Every name in a file that leads nowhere, and all that cannot hold together."""
    sheet = _Sheet(file, node, shape)
    yield from _customer(sheet)
    for name, scene in shape.scenes.items():
        yield from _scene(sheet, name, scene)
    yield from _ends(sheet)
    yield from _stakes(sheet, book)
    yield from _exemplary(sheet)
    if book is not None:
        yield from sheet.unknown(("journey",), shape.journey, "journey", [one.id for one in book.journeys])


def _customer(sheet: _Sheet) -> Iterator[Fault]:
    customer = sheet.shape.customer
    yield from sheet.intents(("customer", "uncovered_by"), customer.uncovered_by)
    yield from sheet.moods(("opening_in_mood",), sheet.shape.opening_in_mood)
    if customer.uncovered_by and not customer.hides:
        hint = "say what they hide in `hides`, or leave `uncovered_by` out"
        yield sheet.fault(("customer", "uncovered_by"), DISAGREES, "nothing is hidden that could be uncovered", hint)


def _scene(sheet: _Sheet, name: str, scene: SceneShape) -> Iterator[Fault]:
    for i, branch in enumerate(scene.hears):
        path: Path = ("scenes", name, "hears", i)
        yield from sheet.intents((*path, "intent"), branch.intent)
        yield from _when(sheet, (*path, "when"), branch.when)
        yield from _answer(sheet, path, branch)
        if not branch.intent and branch.when == WhenShape():
            hint = "say what they hear, or when they do this; what they do else is `otherwise`"
            yield sheet.fault(path, MISSING, "`intent` is missing", hint)
        if branch.says is None and branch.go not in sheet.shape.ends:
            hint = "write what the customer says; only a way to an end may leave it to that end"
            yield sheet.fault(path, MISSING, "`says` is missing", hint)
    yield from _answer(sheet, ("scenes", name, "otherwise"), scene.otherwise)


def _answer(sheet: _Sheet, path: Path, said: BranchShape | OtherwiseShape) -> Iterator[Fault]:
    if said.go is not None:
        yield from sheet.unknown((*path, "go"), said.go, "scene or end", sheet.places)
    yield from sheet.moods((*path, "in_mood"), said.in_mood)


def _when(sheet: _Sheet, path: Path, when: WhenShape) -> Iterator[Fault]:
    yield from sheet.intents((*path, "after"), when.after)
    yield from sheet.intents((*path, "never"), when.never)
    yield from sheet.moods((*path, "mood"), when.mood)
    if when.patience_at_least > when.patience_at_most:
        message = f"no patience is at least {when.patience_at_least} and at most {when.patience_at_most}"
        yield sheet.fault((*path, "patience_at_least"), DISAGREES, message)
    for name in sorted({*when.after} & {*when.never}):
        message = f"`{name}` cannot have been heard and not been heard"
        yield sheet.fault((*path, "never"), DISAGREES, message, "take it out of `after` or out of `never`")


def _ends(sheet: _Sheet) -> Iterator[Fault]:
    shape = sheet.shape
    for name in shape.ends:
        if name in shape.scenes:
            line = sheet.node.place(("scenes", name), of_key=True)[0]
            message = f"the id `{name}` is taken by the scene on line {line}"
            yield sheet.fault(("ends", name), TAKEN, message, "give the end another id", of_key=True)
    yield from sheet.unknown(("gives_up",), shape.gives_up, "end", shape.ends)
    if shape.gives_up in shape.ends and shape.ends[shape.gives_up].outcome is Outcome.GOOD:
        hint = "lead to an end of the outcome bad or mixed"
        message = f"patience runs out, and `{shape.gives_up}` is a good end"
        yield sheet.fault(("gives_up",), DISAGREES, message, hint)


def _stakes(sheet: _Sheet, book: Book | None) -> Iterator[Fault]:
    standards = [placed.standard.id for placed in book.placed()] if book is not None else []
    first: dict[str, int] = {}
    for i, stake in enumerate(sheet.shape.stakes):
        path: Path = ("stakes", i)
        yield from sheet.intents((*path, "better"), stake.better)
        yield from sheet.intents((*path, "worse"), stake.worse)
        if book is not None:
            yield from sheet.unknown((*path, "standard"), stake.standard, "standard", standards)
        for name in sorted({*stake.better} & {*stake.worse}):
            message = f"`{name}` cannot make it both better and worse"
            yield sheet.fault((*path, "worse"), DISAGREES, message, "keep it on one side")
        if stake.standard in first:
            message = f"`{stake.standard}` is at stake twice (first on line {first[stake.standard]})"
            yield sheet.fault((*path, "standard"), TAKEN, message, "make one of them")
        first.setdefault(stake.standard, sheet.node.place((*path, "standard"))[0])


def _exemplary(sheet: _Sheet) -> Iterator[Fault]:
    """An exemplary talk begins with the customer and goes on in turn."""
    for i, line in enumerate(sheet.shape.exemplary):
        who, due = next(iter(line)), "staff" if i % 2 else "customer"
        if who != due:
            message = f"here `{due}` speaks, not `{who}`"
            hint = "the customer opens, and both speak in turn: join what one of them says into one line"
            yield sheet.fault(("exemplary", i), DISAGREES, message, hint)
            return


def taken_twice(written: Mapping[str, Node]) -> Iterator[Fault]:
    """Ids of scenarios that stand in two files; `written` are the trees by file."""
    first: dict[str, str] = {}
    for file, node in written.items():
        found = node.value.get("scenario") if isinstance(node.value, dict) else None
        if found is None or not isinstance(found.value, str):
            continue
        if found.value in first:
            message = f"the scenario id `{found.value}` is taken: {first[found.value]}"
            yield Fault(file, found.line, found.column, TAKEN, message, "ids stay for ever: choose a new one")
        first.setdefault(found.value, f"{file}:{found.line}")
