"""What an option is worth where people who know keyed it: experts on a situation, calibrated raters on a level.

**Situation.** Each expert says of each option how well it would serve, 1..5. With m_o the mean of option o, and least
and most the lowest and highest mean of the question, its worth is (m_o − least) / (most − least): choosing what the
experts think best is worth all, what they think worst nothing, and the others lie between as the experts see them
(expert-based scoring; Bergman, Drasgow, Donovan, Henning & Juraska 2006, Int. J. Selection and Assessment 14:223;
keyed by consensus, Legree et al. 2005, in Schulze & Roberts, Emotional Intelligence, chapter 7). Options that they
think the same of are worth the same. Where the experts are not of one mind there is no key: see `divided`.

**Level.** With m the mean level that the raters gave and d(x) = |x − m|, the level x is worth
1 − (d(x) − least d) / 2, and never less than 0: the nearest level is worth all, the one beside it about half, one
further off nothing. Of two levels that are equally near both are right. On a scale of yes and no, only the nearer one
is worth anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean, variance

from clearbar.model.book import Level, Scale
from clearbar.model.quiz import Kind, Question

LEAST_RATERS = 2
LEAST = 3
"""Options of a situation."""
AGREED = 0.5
"""Agreement (r_wg) below this is no consensus; from .51 on it is called moderate (LeBreton & Senter 2008,
Organizational Research Methods 11:815)."""


def situation(ratings: Sequence[Sequence[float]]) -> list[float]:
    """The worth of each option from how the experts rated it, one sequence an option. Raises ValueError where experts
    are missing or all options are worth the same."""
    if any(not one for one in ratings) or len(ratings) < 2:
        raise ValueError("each of two options or more needs the ratings of experts")
    means = [fmean(one) for one in ratings]
    least, most = min(means), max(means)
    if most <= least:
        raise ValueError("the experts think the same of all options, so none is better")
    return [(mean - least) / (most - least) for mean in means]


def keyed(question: Question, ratings: Mapping[str, Sequence[float]]) -> Question:
    """A situation with the worth that experts give its options: `ratings` by the option's id, one an expert, 1..5.

    Options on which they are divided are left out. It stays the same question: its id is that of what is asked. Raises
    ValueError for another kind of question, and where fewer than three options are left or none is better.
    """
    if question.kind is not Kind.SITUATION:
        raise ValueError("experts key situations only")
    agreed = [one for one in question.options if not divided(ratings.get(one.id, ()))]
    if len(agreed) < LEAST:
        raise ValueError("the experts are too few, or not of one mind on enough options: talk about it until you agree")
    worths = situation([ratings[one.id] for one in agreed])
    options = tuple(replace(one, worth=worth) for one, worth in zip(agreed, worths, strict=True))
    return replace(question, options=options)


def divided(ratings: Sequence[float], points: int = 5) -> bool:
    """Whether those who rated one thing are too few, or too far apart, to be a key. `points` is how many points the
    scale has, 1 apart.

    r_wg = 1 − s² / σ², where s² is their variance and σ² = (points² − 1)/12 that of answers by chance (James, Demaree &
    Wolf 1984, J. Applied Psychology 69:85).
    """
    by_chance = (points * points - 1) / 12
    return len(ratings) < LEAST_RATERS or 1 - variance(ratings) / by_chance < AGREED


def level(levels: Sequence[int], scale: Scale) -> dict[Level, float]:
    """The worth of each level that a standard of this scale has, from the levels that calibrated raters gave."""
    mean = fmean(levels)
    if scale is Scale.YES_NO:
        known, reach = [Level.UNDERPERFORMING, Level.GOOD], 1e-9
    else:
        known, reach = list(Level), 2.0
    off = {one: abs(one - mean) for one in known}
    nearest = min(off.values())
    return {one: max(0.0, 1 - (far - nearest) / reach) for one, far in off.items()}
