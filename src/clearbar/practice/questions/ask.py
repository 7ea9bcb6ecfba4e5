"""What is asked about one standard by itself: its promise, what is done for it, its levels, its number, its guard.

Wrong answers are texts of the same book that are surely wrong here: promises of other steps, other levels of the same
standard, other numbers. Where too few of them are left, the question is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension, Level, Scale
from clearbar.model.quiz import Kind, Option, Question
from clearbar.practice.questions.place import SHOWN, Place, option, single


def promise(place: Place) -> Iterator[Question]:
    """Which promise stands at this step."""
    wrong = [other.standard.promise for other in place.others()]
    if options := single(place.standard.promise, wrong):
        stem = place.said.promise.format(place.journey.title, place.step.title)
        yield place.question("promise", stem, options, book_says(place), shown=SHOWN)


def do(place: Place) -> Iterator[Question]:
    """What is done to keep it."""
    wrong = [other.standard.do for other in place.others() if other.standard.do]
    if options := single(place.standard.do, wrong):
        stem = place.said.do.format(place.standard.promise)
        explanation = place.said.book_says.format(place.standard.do)
        yield place.question("do", stem, options, explanation, shown=SHOWN)


def met(place: Place) -> Iterator[Question]:
    """For a standard of yes and no: what counts as kept."""
    levels = place.standard.levels
    if place.standard.scale is not Scale.YES_NO or Level.GOOD not in levels:
        return
    wrong = [levels[Level.UNDERPERFORMING]] if Level.UNDERPERFORMING in levels else []
    own = [option(one) for one in wrong]
    others = [other.standard.levels.get(Level.GOOD, "") for other in place.others()]
    found = single(levels[Level.GOOD], [one for one in others if one])
    if found:
        right, *rest = found
        stem = place.said.met.format(place.standard.promise)
        explanation = place.said.book_says.format(levels[Level.GOOD])
        yield place.question("met", stem, (right, *own, *rest), explanation, shown=SHOWN)


def level(place: Place) -> Iterator[Question]:
    """Which text is which level: the bar, the level just below it, and the best."""
    texts = place.standard.levels
    if not _five(place):
        return
    bar = place.standard.bar
    for one in sorted({bar, Level(max(Level.POOR, bar - 1)), Level.EXEMPLARY}):
        name = place.book.level_names.get(one, one.name.lower())
        options = [option(text, 1.0 if at is one else 0.0) for at, text in sorted(texts.items())]
        stem = place.said.level.format(place.standard.promise, name)
        yield place.question(f"level:{one.value}", stem, options, place.said.is_level.format(name, texts[one]))


def bar(place: Place) -> Iterator[Question]:
    """Which texts fall short of the bar."""
    if not _five(place) or place.standard.bar is Level.POOR:
        return
    texts, least = place.standard.levels, place.standard.bar
    options = [option(text, 1.0 if one < least else 0.0, _named(place, one)) for one, text in sorted(texts.items())]
    stem = place.said.bar.format(place.standard.promise)
    name = place.book.level_names.get(least, least.name.lower())
    yield place.question("bar", stem, options, place.said.is_level.format(name, texts[least]), kind=Kind.MULTIPLE)


def guard(place: Place) -> Iterator[Question]:
    """Which promise guards a timed one."""
    pair = place.book.find(place.standard.pairs_with) if place.standard.pairs_with else None
    if pair is None:
        return
    timed = Dimension.PROMPTNESS
    wrong = [other.standard.promise for other in place.others() if other.standard.dimension is not timed]
    wrong = [one for one in wrong if one != pair.standard.promise]
    if options := single(pair.standard.promise, wrong):
        stem = place.said.guard.format(place.standard.promise)
        explanation = place.said.book_says.format(pair.standard.promise)
        yield place.question("guard", stem, options, explanation, shown=SHOWN)


def phrases(place: Place) -> Iterator[Question]:
    """What is never said, and what belongs here: of standards whose check says so in the language of the book."""
    check = place.standard.check
    if check is None:
        return
    never, always = _phrases(place, "forbidden_phrases"), _phrases(place, "required_phrases")
    if check.kind == "forbidden_phrases":
        yield from _said(place, "never", place.said.never, list(check.settings.get("none_of", ())), always)
    if check.kind == "required_phrases":
        yield from _said(place, "always", place.said.always, list(check.settings.get("all_of", ())), never)


def _said(place: Place, about: str, stem: str, right: list[str], wrong: list[str]) -> Iterator[Question]:
    wrong = [one for one in dict.fromkeys(wrong) if one not in right]
    if right and len(wrong) >= 2:
        options: list[Option] = [*(option(one, 1.0) for one in right[:3]), *(option(one) for one in wrong[:5])]
        yield place.question(about, stem.format(place.standard.promise), options, book_says(place), kind=Kind.MULTIPLE)


def _phrases(place: Place, kind: str) -> list[str]:
    """The phrases that checks of this kind name anywhere in the book."""
    checks = [placed.standard.check for placed in place.book.placed()]
    found = [one.settings for one in checks if one is not None and one.kind == kind]
    return [phrase for one in found for key in ("none_of", "all_of", "any_of") for phrase in one.get(key, ())]


def book_says(place: Place) -> str:
    """The promise and what is done for it, as the book has them."""
    return place.said.book_says.format(" ".join(part for part in (place.standard.promise, place.standard.do) if part))


def _named(place: Place, one: Level) -> str:
    return place.book.level_names.get(one, one.name.lower())


def _five(place: Place) -> bool:
    """Whether all five levels are described, each in words of its own."""
    texts = [" ".join(one.split()).casefold() for one in place.standard.levels.values()]
    return len(texts) == len(Level) == len(set(texts))
