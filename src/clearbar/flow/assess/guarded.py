"""Figures that one viewer may see: a question → its answer, without what is not theirs to know.

filter → what it says of persons → question within the viewer's scope → answer → who stands behind each group → what
is withheld: groups behind which too few stand, and those that would tell of them. Why, and what this cannot hold,
stands in docs/decisions/0014-who-may-see-which-figure.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from pathlib import Path
from typing import Any

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess.conditions import both, one_of
from clearbar.flow.assess.question import ask
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.lens import ALL, Lens
from clearbar.model.question import FLOOR, Condition, Question, Sums, Value
from clearbar.stats.complements import withheld

WITHHELD = (
    "Some figures are withheld: fewer than {floor} respondents, or one person alone, would stand behind them or behind "
    "what is left when they are taken from the whole."
)
READ_THEM = f"Fewer than {FLOOR} answers make no figure; the single ratings can be read."
UNSPOKEN = frozenset({"rater", "customer", "interaction", "response", "disputed"})
"""Columns that no filter and no grouping may name."""
UNSPOKEN_OF_GROUPS = frozenset({"day"})
"""Nor these, unless the question is about persons whose figures one may see: a day can hold a single visit."""
NAMES_RATERS = frozenset({"severity"})
"""Measures whose answer is about raters, one by one."""

_PINNED = re.compile(r"r\.person (= \?|in \(\?(, \?)*\))")


@dataclass(frozen=True)
class Asked:
    """A question with who asks it. Two that are equal have the same answer."""

    name: str
    viewer: Lens
    by: tuple[str, ...] = ()
    where: str = ""
    of: str = ""
    factors: str = ""
    options: tuple[tuple[str, Value], ...] = ()


def look(
    name: str,
    evidence: Path | str,
    *,
    viewer: Lens,
    by: Sequence[str] | str = (),
    where: str = "",
    of: str = "",
    factors: str = "",
    **options: Value,
) -> Answer:
    """The answer of `measure`, of which nothing is left that the viewer may not see.

    About persons of the lens (grouped by person, or filtered by `person = …` or `person in (…)`): as it is; fewer than
    FLOOR answers make no figure. About groups: within the teams and sites of the lens, and with at least so many
    respondents behind each figure as its floor says. A note tells that something was withheld.

    Raises QuestionFault for what cannot be asked at all, or not by this viewer; EvidenceFault and EngineFault as
    `measure` does.
    """
    asked = Asked(name, viewer, columns(by), where, of, factors, tuple(sorted(options.items())))
    opened = open_engine("duckdb", Evidence(Path(evidence)))
    try:
        return answer(opened, asked)
    finally:
        opened.close()


def columns(by: Sequence[str] | str) -> tuple[str, ...]:
    """The columns to group by, of which one may come alone."""
    return (by,) if isinstance(by, str) else tuple(by)


def answer(engine: Engine, asked: Asked) -> Answer:
    """What the viewer may see of an answer, from an engine that is open."""
    viewer, parts = asked.viewer, measures.parse_parts(asked.where) if asked.where else []
    own = "person" in asked.by or any(map(_pinned, parts))
    _refuse(asked, parts, own)
    limits = [*_scope(viewer, own), *(_persons(viewer) if "person" in asked.by else ())]
    question = Question(asked.by, _all([*parts, *limits]), asked.of, asked.factors, asked.options)
    found = ask(engine, asked.name, question)
    if own:
        return replace(found, notes=(*found.notes, READ_THEM)) if found.withheld else found
    guard = _Guard(engine, asked, parts, replace(question, where=_all(limits)))
    tables = [guard.seen(found), *(guard.seen(part) for part in found.parts if "rater" not in part.keys)]
    said = (WITHHELD.format(floor=_count(viewer.floor)),) if guard.hid else ()
    return replace(tables[0], parts=tuple(tables[1:]), notes=(*tables[0].notes, *said))


def safe(engine: Engine, tables: Sequence[Answer], name: str, question: Question) -> list[Answer]:
    """Of tables about the same groups, those that may be shown to whoever sees no figure of any single person. `name`:
    the measure that reads all ratings that they rest on, `question`: which these are."""
    guard = _Guard(engine, Asked(name, Lens()), (), question)
    return [guard.seen(table) for table in tables]


def _refuse(asked: Asked, parts: Sequence[Condition], own: bool) -> None:
    """Raises QuestionFault for a question that is not this viewer's to ask."""
    faults = [Fault("measure", 0, 0, "CQ012", "`severity` is about single raters and is not shown here")
              for _ in {asked.name} & NAMES_RATERS]  # fmt: skip
    faults += _of_persons(asked, parts)
    barred = UNSPOKEN if own else UNSPOKEN | UNSPOKEN_OF_GROUPS
    places = [("--by", name) for name in asked.by] + [("--where", name) for part in parts for name in part.columns]
    for place, name in places:
        if name in barred:
            hint = "weeks can be asked for" if name == "day" else "ask by site, team, standard, topic, channel or week"
            faults.append(Fault(place, 0, 0, "CQ012", f"`{name}` would show single answers", hint))
    if len(parts) > measures.respondents.MOST_PARTS:
        hint = f"join at most {measures.respondents.MOST_PARTS} conditions with `and`"
        faults.append(Fault("--where", 0, 0, "CQ012", "the filter has too many parts", hint))
    if faults:
        raise QuestionFault(faults)


def _of_persons(asked: Asked, parts: Sequence[Condition]) -> Iterator[Fault]:
    """What the question says of persons that this viewer may not ask."""
    persons = asked.viewer.persons
    if persons is ALL:
        return
    hint = "a person's figures are for that person and their coach"
    if "person" in asked.by and not persons:
        yield Fault("--by", 0, 0, "CQ011", "you may not see figures of single persons", hint)
    for part in parts:
        if "person" not in part.columns:
            continue
        if not _pinned(part):
            how = "say `person = …` or `person in (…)`, joined to the rest with `and`"
            yield Fault("--where", 0, 0, "CQ011", "a filter cannot single persons out in this way", how)
        elif not persons.issuperset(part.values):
            yield Fault("--where", 0, 0, "CQ011", "you may not see the figures of this person", hint)


def _pinned(part: Condition) -> bool:
    """Whether a part of a filter names the persons that it lets through."""
    return bool(_PINNED.fullmatch(part.sql))


def _scope(viewer: Lens, own: bool) -> Iterator[Condition]:
    """The viewer's teams and sites. A person's own figures do not end with a team."""
    if own and viewer.persons is not ALL:
        return
    for name, values in (("team", viewer.teams), ("site", viewer.sites)):
        if values is not None:
            yield _in(name, values)


def _persons(viewer: Lens) -> Iterator[Condition]:
    if viewer.persons is ALL:
        yield Condition("r.person is not null", (), frozenset({"person"}))
    else:
        yield _in("person", viewer.persons)


def _in(name: str, values: Iterable[str]) -> Condition:
    listed = sorted(values)
    return one_of(f"r.{name}", listed, name) if listed else Condition("1 = 0", (), frozenset({name}))


def _all(conditions: Sequence[Condition]) -> Condition | None:
    return reduce(both, conditions) if conditions else None


def _count(number: int) -> str:
    return "five" if number == FLOOR else f"{number:,}"


class _Guard:
    """Takes out of the tables of one answer what may not be seen; `hid` tells whether something was."""

    def __init__(self, engine: Engine, asked: Asked, parts: Sequence[Condition], scope: Question) -> None:
        self.hid = False
        self._engine, self._asked, self._parts, self._scope = engine, asked, parts, scope
        self._known: dict[tuple[str, ...], _Counted] = {}

    def seen(self, table: Answer) -> Answer:
        """The table without its groups that are withheld. Of single persons only those of the lens are left."""
        viewer = self._asked.viewer
        if "person" in table.keys and viewer.persons is not ALL:
            table = table.only("person", viewer.persons)
        names = tuple(name for name in table.keys if name in measures.GROUPS and name not in {"person", "rater"})
        behind, held = self._behind(names), table.keys
        small = {key for key in table.withheld if len(key) == len(names) == len(held)}
        hidden = behind.hidden(small)
        keys = list(zip(*(held[name] for name in names), strict=True)) if names else [()] * _length(table)
        at = [i for i, key in enumerate(keys) if behind.has(key) and key not in hidden]
        self.hid |= bool(hidden - small)
        gone = [key for key in behind.keys if key in hidden and key not in small and len(key) == len(held)]
        return replace(_rows(table, at), withheld=(*table.withheld, *gone))

    def _behind(self, names: tuple[str, ...]) -> _Counted:
        if names not in self._known:
            viewer, question = self._asked.viewer, replace(self._scope, by=names)
            own = () if viewer.persons is ALL else sorted(viewer.persons)
            behind = measures.respondents.Behind(self._asked.name, question, tuple(self._parts), tuple(own))
            counted = _Counted(names, viewer)
            counted.take(self._engine.run(measures.respondents.at_least(behind)))
            if unsure := counted.unsure():
                counted.take(self._engine.run(measures.respondents.query(behind, unsure)))
            self._known[names] = counted
        return self._known[names]


class _Counted:
    """Who stands behind the groups of one table."""

    def __init__(self, names: tuple[str, ...], viewer: Lens) -> None:
        self.keys: dict[tuple[Any, ...], dict[str, int]] = {}
        self._names, self._viewer = names, viewer

    def take(self, sums: Sums) -> None:
        """Takes what was counted of some groups, in the place of what was known of them."""
        counts = {name: column.tolist() for name, column in sums.items()}
        every = zip(*(counts.pop(name) for name in self._names), strict=True) if self._names else [()]
        for key, *row in zip(every, *counts.values(), strict=True):
            behind = {name: int(count) if count == count else 0 for name, count in zip(counts, row, strict=True)}
            self.keys[key] = behind

    def has(self, key: tuple[Any, ...]) -> bool:
        """Whether there is a rating in this group."""
        return key in self.keys and self.keys[key]["ratings_all"] > 0

    def unsure(self) -> list[tuple[Any, ...]]:
        """The groups of which it matters whether there are more than were counted so far."""
        least = {"respondents": self._viewer.floor, "others": self._viewer.floor, "persons": 2}
        return [
            key
            for key, behind in self.keys.items()
            if any(0 < count < least.get(name.partition("_")[0], 0) for name, count in behind.items())
        ]

    def hidden(self, also: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
        """The groups to be withheld; `also` are withheld already."""
        keys, already = [key for key, behind in self.keys.items() if behind["ratings_all"]], frozenset(also)
        small = {i for i, key in enumerate(keys) if key in already or self._is_small(self.keys[key])}
        sizes = [self.keys[key]["ratings_all"] for key in keys]
        return {keys[i] for i in withheld(keys, sizes, small, self._leaning(keys))}

    def _leaning(self, keys: Sequence[tuple[Any, ...]]) -> list[list[int]]:
        """The groups of each total of which the filter leaves out too little: if all of them were shown, the little
        would follow. What is left out of one group is enough for the total, too."""
        cuts = {
            name.removeprefix("others_") for name in next(iter(self.keys.values()), ()) if name.startswith("others_")
        }
        found = []
        for cut in sorted(cuts - {"all"}):
            out = [key for key, behind in self.keys.items() if behind[f"others_{cut}"]]
            enough = [key for key in out if not self._tells(self.keys[key], cut)]
            for kept in (
                kept for size in range(len(self._names)) for kept in combinations(range(len(self._names)), size)
            ):
                few = {_at(key, kept) for key in out} - {_at(key, kept) for key in enough}
                found += [[i for i, key in enumerate(keys) if _at(key, kept) == total] for total in few]
        return found

    def _is_small(self, behind: dict[str, int]) -> bool:
        cuts = (name.removeprefix("others_") for name in behind if name.startswith("others_"))
        return behind["respondents_all"] < self._viewer.floor or any(self._tells(behind, cut) for cut in cuts)

    def _tells(self, behind: dict[str, int], cut: str) -> bool:
        """Whether some ratings of a group, or those that its filter leaves out, tell of too few who are not the
        viewer's: of too few respondents, or of one person."""
        others, persons, unknown = (behind[f"{what}_{cut}"] for what in ("others", "persons", "unknown"))
        alone = self._viewer.persons is not ALL and persons == 1 and unknown < self._viewer.floor
        return 0 < others < self._viewer.floor or alone


def _at(key: tuple[Any, ...], places: Iterable[int]) -> tuple[Any, ...]:
    return tuple(key[place] for place in places)


def _length(table: Answer) -> int:
    return max([len(table), *(len(column) for column in table.facts.values())])


def _rows(table: Answer, at: Sequence[int]) -> Answer:
    """The table with its rows at these places alone."""
    return replace(
        table,
        keys={name: [held[i] for i in at] for name, held in table.keys.items()},
        figures={name: estimates.at(at) for name, estimates in table.figures.items()},
        facts={name: [held[i] for i in at] for name, held in table.facts.items()},
    )


def ratings(evidence: Path | str, *, viewer: Lens, where: str = "", most: int = 1000) -> list[dict[str, Any]]:
    """The single ratings that the viewer may read, disputed ones among them: those that speak of persons of the lens,
    at most so many, the newest first, as records in the columns of `measures.single.COLUMNS`.

    Of a group there are none. Who rated is told only of those who rate by their name; who was served is never told.
    Raises QuestionFault as `look` does.
    """
    opened = open_engine("duckdb", Evidence(Path(evidence)))
    try:
        return read(opened, viewer, where, most)
    finally:
        opened.close()


def read(engine: Engine, viewer: Lens, where: str, most: int) -> list[dict[str, Any]]:
    """The single ratings, from an engine that is open."""
    parts = measures.parse_parts(where) if where else []
    _refuse(Asked("clearance", viewer, (), where), parts, own=True)
    limits = [*parts, *_scope(viewer, own=True), *_persons(viewer)]
    found = engine.run(measures.single.query(Question(where=_all(limits)), most))
    names = list(found)
    rows = zip(*(found[name].tolist() for name in names), strict=True)
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _plain(value: Any) -> Any:
    """A value as it was kept: a column of whole numbers in which some are unknown comes as fractions."""
    if isinstance(value, float):
        return None if value != value else int(value)
    return value
