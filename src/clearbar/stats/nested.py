"""How much of the variation lies between sites, between persons of one site, and between occasions of one person.

Exact (restricted) maximum likelihood from sums. The likelihood of a nested normal model depends on the ratings only
through (n, mean) of each person and one pooled sum of squares within persons, so its cost is that of the persons.
The criterion is that of lme4 (Bates et al. 2015, JSS 67(1), eq. 39 for ML and 42 for REML).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from clearbar.stats.ascent import climb, invert
from clearbar.stats.components import Codes, Coefficient, Effects, Floats, Labels, Split, describe
from clearbar.stats.moments import add_up, equate, number, spread
from clearbar.stats.nested_likelihood import REST, TOP, UNIT, Design, NestedLikelihood, weigh

ONCE = "each {unit} was rated once: {unit} and {rest} are told together, as {rest}"
ALONE = "each {top} has a single {unit}: {top} and {unit} are told together, as {unit}"
SINGLE = "only one {level}: variation between them cannot be seen"


@dataclass(frozen=True, eq=False)
class PersonSums:
    """Ratings as sums per person: their count `n` (>= 1), sum and sum of squares, and the site, (P,) each.

    `site` is None where persons are not grouped. A person who served at two sites is two entries. `names` are the
    words for the three levels, from the top down.
    """

    n: Labels
    total: Labels
    square: Labels
    site: Labels | None = None
    names: tuple[str, str, str] = ("site", "person", "occasion")

    def __post_init__(self) -> None:
        columns = [self.n, self.total, self.square, *([] if self.site is None else [self.site])]
        if any(column.shape != (self.n.size,) for column in columns):
            raise ValueError("sums of persons must be columns of equal length")
        if not self.n.size or self.n.astype(np.float64).min() < 1:
            raise ValueError("every person needs at least one rating")


@dataclass(frozen=True, eq=False)
class Reading:
    """A design with the words and labels of its levels, and what it cannot tell apart."""

    design: Design
    names: tuple[str, str, str]
    labels: dict[str, Labels]
    notes: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The names of the components that the data can tell apart."""
        return tuple(self.names[level] for level in self.design.levels)


def nested(people: PersonSums, *, reml: bool = True) -> Split:
    """The split of variation into site, person and occasion, as far as the data can tell them apart.

    A level that cannot be told apart is left out of the components, and a note says so. A standard error is from
    the expected information.
    """
    reading = read(people)
    fit = _fit(reading.design, reml)
    weights = weigh(reading.design, fit.variances)
    return Split(
        components=describe(reading.told, fit.variances, fit.covariance),
        coefficients=(Coefficient("mean", reading.design.offset + weights.centre, weights.centre_se),),
        criterion=fit.criterion,
        reml=reml,
        n=int(reading.design.ratings),
        groups={name: labels.size for name, labels in reading.labels.items()},
        converged=fit.converged,
        covariance=() if fit.covariance is None else tuple(map(tuple, fit.covariance.tolist())),
        notes=reading.notes,
    )


def nested_effects(people: PersonSums, split: Split) -> dict[str, Effects]:
    """How far each site lies from the mean, and each person from its site, at the variances of `split`.

    By name of the level; a level that could not be told apart has none. Persons are labelled by their positions.
    """
    reading = read(people)
    if not split.components:
        return {}
    design, variances = reading.design, np.array([component.variance for component in split.components])
    _, unit, rest = design.full(variances)
    weights = weigh(design, variances)
    group = weights.own * (weights.mean - weights.centre)
    keep = unit * weights.unit
    # a group keeps `own` of its mean and takes the rest from the centre, which is itself uncertain
    of_group = weights.pull + ((1 - weights.own) * weights.centre_se) ** 2
    off = design.mean - weights.centre - group[design.group]
    found = {
        TOP: (group, weights.pull + (weights.own * weights.centre_se) ** 2),
        UNIT: (keep * off, keep * rest / design.n + keep**2 * of_group[design.group]),
    }
    return {
        reading.names[level]: Effects(reading.labels[reading.names[level]], values, np.sqrt(squares))
        for level, (values, squares) in found.items()
        if level in design.levels
    }


def read(people: PersonSums) -> Reading:
    """Persons as a design of the levels that their sums can tell apart."""
    names, notes = people.names, []
    labels: Labels = np.arange(people.n.size)
    if people.n.max() == 1 and people.site is not None:
        notes.append(ONCE.format(unit=names[UNIT], rest=names[REST]))
        people, labels = _by_site(people)
        names = people.names
    group, sites = number(people.site) if people.site is not None else (np.zeros(people.n.size, np.int64), None)
    if sites is not None and sites.size in (1, people.n.size):
        said = SINGLE if sites.size == 1 else ALONE
        notes.append(said.format(level=names[TOP], top=names[TOP], unit=names[UNIT]))
        group, sites = np.zeros(people.n.size, np.int64), None
    if people.n.max() == 1:
        notes.append(ONCE.format(unit=names[UNIT], rest=names[REST]))
    elif people.n.size == 1:
        notes.append(SINGLE.format(level=names[UNIT]))
    several = people.n.size > 1 and people.n.max() > 1
    known = {TOP: sites, UNIT: labels if several else None}
    levels = tuple(level for level, found in known.items() if found is not None)
    found = {names[level]: known for level, known in known.items() if known is not None}
    rest = (REST,) if people.n.sum() > 1 else ()
    return Reading(_design(people, group, (*levels, *rest)), names, found, tuple(notes))


def _by_site(people: PersonSums) -> tuple[PersonSums, Labels]:
    """Sites in the place of persons."""
    site, labels = number(np.asarray(people.site))
    n, total, square = (add_up(site, column) for column in (people.n, people.total, people.square))
    top, _, rest = people.names
    return PersonSums(n, total, square, None, (top, top, rest)), labels


def _design(people: PersonSums, group: Codes, levels: tuple[int, ...]) -> Design:
    n, total, square = (column.astype(np.float64) for column in (people.n, people.total, people.square))
    inside, mean = spread(n, total, square)
    return Design(n, mean, group, inside, float(total.sum() / n.sum()), levels)


@dataclass(frozen=True, eq=False)
class _Fit:
    variances: Floats
    criterion: float
    covariance: Floats | None
    converged: bool


def _fit(design: Design, reml: bool) -> _Fit:
    if not design.levels:
        return _Fit(np.zeros(0), inf, None, True)
    if design.levels == (REST,):
        return _fit_rest(design, reml)
    if not design.inside.any():
        return _fit_means(design, reml)
    likelihood = NestedLikelihood(design, reml)
    peak = climb(likelihood, start(design))
    return _Fit(peak.at, peak.point.criterion, invert(peak.point.information), peak.converged)


def _fit_rest(design: Design, reml: bool) -> _Fit:
    """One variance about one mean, in closed form."""
    squares = float(design.inside.sum() + design.n @ (design.mean * design.mean))
    freedom = design.ratings - reml
    if squares == 0:
        return _Fit(np.zeros(1), -inf, np.zeros((1, 1)), True)
    variance = np.array([squares / freedom])
    return _Fit(
        variance, NestedLikelihood(design, reml)(variance).criterion, np.array([[2 / freedom]]) * variance**2, True
    )


def _fit_means(design: Design, reml: bool) -> _Fit:
    """Where each person is always rated the same, nothing varies between occasions: persons are the occasions of
    their sites."""
    grouped = TOP in design.levels
    n, sums, squares = (add_up(design.group, design.mean**power) for power in (0, 1, 2))
    inside, mean = spread(n, sums, squares)
    fit = _fit(Design(n, mean, np.zeros(n.size, np.int64), inside, 0.0, (UNIT, REST) if grouped else (REST,)), reml)
    covariance = None if fit.covariance is None else np.pad(fit.covariance, (0, 1))
    return _Fit(np.append(fit.variances, 0.0), -inf, covariance, fit.converged)


def start(design: Design) -> Floats:
    """Variances from moments, kept off 0: a climb leaves 0 only where the score points away from it."""
    codes = [{TOP: design.group, UNIT: np.arange(design.n.size)}[level] for level in design.levels[:-1]]
    everything = np.zeros(design.n.size, np.int64)
    raw = equate(design.n, float(design.inside.sum()), design.mean, [everything, *codes], codes)
    return np.asarray(np.maximum(raw, 0.01 * np.maximum(raw, 0.0).sum()))
