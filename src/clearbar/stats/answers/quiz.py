"""Answers to questions → how hard each question is, how sharply it tells apart, and which are bad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR
from clearbar.model.quiz import Doubt, Given
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.doubts import Rest, sharpness, temptation
from clearbar.stats.false_discovery import adjusted
from clearbar.stats.intervals import Floats, quantile, wilson
from clearbar.stats.rasch import Answers, Fitted, fit

FALSE = 0.05
"""Of the questions that are told as bad, about this part may be so by chance."""
BLUNT = 0.4
"""A slope surely below this part of what the model takes all to have tells nobody apart."""
SURELY = 0.9
"""All get it right where surely more than this part of people do; all get it wrong where surely less than the rest."""
ROUNDS = 3
"""How often people are read anew without the questions that are doubted, which would blur what the others tell of them
(purification; Clauser, Mazor & Hambleton 1993, Applied Measurement in Education 6:269)."""
IDLE = 0.1
"""Nobody chooses an answer where surely less than this part of those who saw it do."""


@dataclass(frozen=True)
class Found:
    """One doubt: the question, the choice that it rests on (empty for none), and the figure."""

    question: str
    doubt: Doubt
    figure: Estimate
    choice: str = ""


@dataclass(frozen=True)
class Analysis:
    """Of each question that five people or more answered: the share of right answers, the difficulty in logits, the
    sharpness where it can be told; and all doubts."""

    right: Mapping[str, Estimate]
    difficulty: Mapping[str, Estimate]
    sharpness: Mapping[str, Estimate]
    doubts: tuple[Found, ...]


@dataclass
class _Choices:
    """Who saw and who chose each choice of one question, by the numbers of persons; `wrongs` counts wrong answers."""

    seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    chose: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    wrongs: int = 0


@dataclass(frozen=True, eq=False)
class _Table:
    """The counts, the names of questions, and how many people answered each, and how often."""

    answers: Answers
    names: Sequence[str]
    people: Sequence[int]
    asked: Sequence[int]
    choices: Mapping[str, _Choices]


def analyse(given: Iterable[Given], keys: Mapping[str, frozenset[str]], confidence: float = 0.95) -> Analysis:
    """What answers tell of the questions. `keys`: for each question the choices that belong, as far as single choices
    are to be looked at; questions that it does not name are judged as wholes."""
    table = _table(given)
    if table is None:
        return Analysis({}, {}, {}, ())
    enough = [i for i, people in enumerate(table.people) if people >= FLOOR]
    fitted, z = fit(table.answers), quantile(confidence)
    hard = {table.names[i]: _around(float(fitted.difficulty[i]), z * float(fitted.error[i]), table, i) for i in enough}
    doubted: tuple[int, ...] = ()
    sharp: dict[str, Estimate] = {}
    told: list[Found] = []
    for _ in range(ROUNDS):
        rest = _rest(table, fitted, doubted)
        sharp, told = _judged(table, rest, keys, enough, confidence)
        found = tuple(sorted({table.names.index(one.question) for one in told}))
        if found == doubted or len(found) > len(table.names) / 2:
            break
        doubted = found
    doubts = (*told, *_ends(table, enough), *_idle(table, keys, enough))
    return Analysis(_right(table, enough), hard, sharp, doubts)


def _rest(table: _Table, fitted: Fitted, doubted: tuple[int, ...]) -> Rest:
    """What is known of people from questions that are not doubted."""
    if not doubted:
        return Rest(table.answers, fitted)
    keep = np.ones(len(table.names))
    keep[list(doubted)] = 0.0
    return Rest(table.answers, fit(table.answers.only(keep)), doubted)


def _judged(
    table: _Table, rest: Rest, keys: Mapping[str, frozenset[str]], enough: Sequence[int], confidence: float
) -> tuple[dict[str, Estimate], list[Found]]:
    """How sharp each question is, and the doubts that rest on what people know."""
    told = {i: one for i in enough if (one := sharpness(rest, i, BLUNT, confidence)) is not None}
    sharp = {
        table.names[i]: Estimate(one.slope, one.low, one.high, table.asked[i], table.people[i])
        for i, one in told.items()
    }
    return sharp, [*_wrong_keys(table, rest, keys, enough), *_by_slope(table, told, sharp)]


def _table(given: Iterable[Given]) -> _Table | None:
    persons: dict[str, int] = {}
    names: dict[str, int] = {}
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    choices: dict[str, _Choices] = defaultdict(_Choices)
    for one in given:
        person = persons.setdefault(one.person, len(persons))
        pair = counts[person, names.setdefault(one.question, len(names))]
        pair[0] += one.right
        pair[1] += 1
        held = choices[one.question]
        held.wrongs += not one.right
        for choice in one.shown:
            held.seen[choice].append(person)
        for choice in one.chosen:
            held.chose[choice].append(person)
    if not counts:
        return None
    at, values = np.array(list(counts)).T, np.array(list(counts.values()), dtype=np.float64).T
    answers = Answers.of(at[0], at[1], values[0], values[1], (len(persons), len(names)))
    people = np.bincount(at[1], minlength=len(names)).tolist()
    asked = np.bincount(at[1], values[1], len(names)).astype(np.int64).tolist()
    return _Table(answers, list(names), people, asked, choices)


def _around(value: float, half: float, table: _Table, i: int) -> Estimate:
    return Estimate(value, value - half, value + half, table.asked[i], table.people[i])


def _right(table: _Table, enough: Sequence[int]) -> dict[str, Estimate]:
    """The share of right answers, those of one person taken together."""
    if not enough:
        return {}
    right, asked = table.answers.right.tocsc(), table.answers.asked.tocsc()
    sums = {
        "n": _summed(asked), "s": _summed(right), "nn": _summed(asked.multiply(asked)),
        "ns": _summed(asked.multiply(right)), "ss": _summed(right.multiply(right)),
    }  # fmt: skip
    clusters = np.array(table.people)[enough]
    figures = share(ClusterSums.of(**{name: one[enough] for name, one in sums.items()}, clusters=clusters))
    return {
        table.names[i]: Estimate(
            value=float(figures.value[at]),
            low=float(figures.low[at]),
            high=float(figures.high[at]),
            n=round(float(sums["n"][i])),
            clusters=table.people[i],
            hits=round(float(sums["s"][i])),
        )
        for at, i in enumerate(enough)
    }


def _summed(table: Any) -> Floats:
    """Over persons, of each question."""
    return np.asarray(table.sum(axis=0), dtype=np.float64).ravel()


def _by_slope(table: _Table, told: Mapping[int, Any], sharp: Mapping[str, Estimate]) -> Iterator[Found]:
    """Questions that tell nobody apart, or the wrong way round."""
    if not told:
        return
    backwards, blunt = (adjusted([getattr(one, name) for one in told.values()]) for name in ("backwards", "blunt"))
    for at, i in enumerate(told):
        if backwards[at] <= FALSE:
            yield Found(table.names[i], Doubt.BACKWARDS, sharp[table.names[i]])
        elif blunt[at] <= FALSE:
            yield Found(table.names[i], Doubt.BLUNT, sharp[table.names[i]])


def _ends(table: _Table, enough: Sequence[int]) -> Iterator[Found]:
    """Questions that all get right, or all wrong; a person counts once."""
    rights = _summed(table.answers.right)
    for i in enough:
        people, n, right = table.people[i], table.asked[i], round(float(rights[i]))
        if right not in {0, n}:
            continue
        low, high = (float(end) for end in wilson(people if right else 0, people))
        if low > SURELY or high < 1 - SURELY:
            doubt = Doubt.EASY if right else Doubt.HARD
            yield Found(table.names[i], doubt, Estimate(right / n, low, high, n, people, right))


def _wrong_keys(
    table: _Table, rest: Rest, keys: Mapping[str, frozenset[str]], enough: Sequence[int]
) -> Iterator[Found]:
    """Wrong choices that people make who know more than those who make the right one."""
    found = []
    for i in enough:
        name = table.names[i]
        belongs, held = keys.get(name, frozenset()), table.choices[name]
        if not belongs:
            continue
        persons, means = rest.means(i)
        ability = dict(zip(persons.tolist(), means.tolist(), strict=True))
        right = _abilities(ability, (one for choice in belongs for one in held.chose.get(choice, ())))
        for choice in sorted(set(held.chose) - belongs):
            one = temptation(right, _abilities(ability, held.chose[choice]))
            if one is not None:
                found.append((name, choice, one))
    chances: Sequence[float] = adjusted([one.chance for _, _, one in found]).tolist() if found else []
    for (name, choice, one), chance in zip(found, chances, strict=True):
        if chance <= FALSE:
            yield Found(name, Doubt.KEY, Estimate(one.more, one.low, one.high, one.chosen), choice)


def _abilities(ability: Mapping[int, float], persons: Iterable[int]) -> Floats:
    """Of each person once."""
    return np.array([ability[one] for one in sorted(set(persons))])


def _idle(table: _Table, keys: Mapping[str, frozenset[str]], enough: Sequence[int]) -> Iterator[Found]:
    """Wrong choices that nobody makes, of questions that are answered wrongly now and then."""
    for i in enough:
        name = table.names[i]
        belongs, held = keys.get(name, frozenset()), table.choices[name]
        if not belongs or held.wrongs < FLOOR:
            continue
        for choice in sorted(set(held.seen) - belongs - set(held.chose)):
            people = len(set(held.seen[choice]))
            low, high = (float(end) for end in wilson(0, people))
            if high < IDLE:
                yield Found(name, Doubt.IDLE, Estimate(0.0, low, high, len(held.seen[choice]), people, 0), choice)
