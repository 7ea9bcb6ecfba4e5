"""Two versions of a book → what changed for staff, standard by standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from clearbar.model.book import Book, Journey, Level, Placed, Source, Standard
from clearbar.model.change import Change, Changes, Kind

_NO = "none"


def changes(old: Book, new: Book, language: str = "") -> Changes:
    """What is other in `new` than in `old`. A standard is known by its id, whatever else about it changed.

    The words of the books are quoted in `language` where both tell the change in it, else in their own language, by
    which a change is known.
    """
    spoken = (old.in_language(language), new.in_language(language)) if language else (old, new)
    before, after = ({one.standard.id: one for one in book.placed()} for book in (old, new))
    said_before, said_after = ({one.standard.id: one for one in book.placed()} for book in spoken)
    found = [
        _change(before.get(name), placed, old, new, _Told(said_before.get(name), said_after[name], spoken[1]))
        for name, placed in after.items()
    ]
    gone = [_gone(said_before[name]) for name in before if name not in after]
    told = tuple(one for one in [*found, *gone] if one is not None)
    return Changes(old.version, new.version, tuple(_about(*spoken)), told, sum(one is None for one in found))


@dataclass(frozen=True)
class _Told:
    """A standard in the language that it is told in, before and now, and the new book in that language."""

    was: Placed | None
    now: Placed
    book: Book


def _change(was: Placed | None, now: Placed, old: Book, new: Book, told: _Told) -> Change | None:
    """What happened to a standard of the new book; None where nothing did."""
    if was is None or told.was is None:
        return _made(told.now, Kind.NEW, _introduced(told.now.standard, told.book))
    # A translation may lag behind, or change where nothing else did.
    both_tell_it = _other_words(was.standard, now.standard) == _other_words(told.was.standard, told.now.standard)
    says = tuple(_differs(told.was, told.now, told.book) if both_tell_it else _differs(was, now, new))
    if was.standard.edition != now.standard.edition:
        return _made(told.now, Kind.CHANGED, says or ("The automatic check reads it in another way.",))
    says = (*says, *_spoken(now.standard.id, old, new))
    return _made(told.now, Kind.REWORDED, says) if says else None


def _differs(was: Placed, now: Placed, new: Book) -> Iterator[str]:
    yield from _moved(was, now)
    yield from _judged(was.standard, now.standard, new)
    yield from _sources(was.standard, now.standard, new)
    yield from _beside(was.standard, now.standard)


def _made(placed: Placed, kind: Kind, says: tuple[str, ...]) -> Change:
    journey, step = placed.journey, placed.step
    standard = placed.standard
    return Change(
        standard.id, kind, journey.title if journey else "", step.title if step else "", standard.promise, says
    )


def _gone(placed: Placed) -> Change:
    return _made(placed, Kind.GONE, ("It is no longer asked of you, and no longer counted.",))


def _introduced(standard: Standard, book: Book) -> tuple[str, ...]:
    """What somebody needs to know of a standard that they have never seen."""
    says = [f"The bar is {_level(standard.bar, book)}{_target(standard)}."]
    if standard.do:
        says.append(f"What to do: {standard.do}")
    if standard.self_check:
        says.append(f"Ask yourself: {standard.self_check}")
    if standard.teach:
        says.append(f"You will be shown it by: {', '.join(standard.teach)}.")
    return tuple(says)


def _target(standard: Standard) -> str:
    return f", to be reached in {_percent(standard.target)} of interactions" if standard.target is not None else ""


def _percent(share: float | None) -> str:
    return _NO if share is None else f"{100 * share:.10g} %"


def _level(level: Level, book: Book) -> str:
    name = book.level_names[level]
    plain = level.name.lower()
    return f"“{name}”" if name == plain else f"“{name}” ({plain})"


def _moved(was: Placed, now: Placed) -> Iterator[str]:
    """What changed about where it stands: a place is part of what is judged, a title is not."""
    if (was.journey, was.step) == (None, None):
        return
    places = [(one.journey.id, one.step.id) for one in (was, now) if one.journey and one.step]
    if len(set(places)) > 1 and was.journey and was.step and now.step and now.journey:
        of_old = f" of “{was.journey.title}”" if was.journey.id != now.journey.id else ""
        if (was.step.title, of_old) == (now.step.title, ""):
            yield f"Its step is now filed as `{now.step.id}`, where it was `{was.step.id}`."
        else:
            there = f"the step “{now.step.title}” of “{now.journey.title}”"
            yield f"It moves from the step “{was.step.title}”{of_old} to {there}."
    if was.step and now.step and was.step.stage is not now.step.stage:
        yield f"Its step is now {now.step.stage.value} stage, where it was {was.step.stage.value} stage."


def _judged(was: Standard, now: Standard, book: Book) -> Iterator[str]:
    """What is promised and how it is judged."""
    if _plain(was.promise) != _plain(now.promise):
        yield f"The promise was “{was.promise}”; it is now {_quoted(now.promise)}"
    if was.bar is not now.bar:
        yield f"The bar {_direction(was.bar, now.bar)} from {_level(was.bar, book)} to {_level(now.bar, book)}."
    if was.target != now.target:
        yield _retargeted(was.target, now.target)
    yield from _levels(was.levels, now.levels, book)
    if _plain(was.do) != _plain(now.do):
        yield f"What to do is now: {now.do}" if now.do else "It no longer says what to do."
    if _plain(was.self_check) != _plain(now.self_check):
        yield (
            f"Ask yourself now: {now.self_check}" if now.self_check else "It no longer has a question to ask yourself."
        )
    if was.dimension is not now.dimension:
        no_more = "It no longer says whether it is about courtesy, outcome or promptness."
        yield f"It is now about {now.dimension.value}." if now.dimension else no_more


def _quoted(text: str) -> str:
    """A text in quotes at the end of a sentence."""
    return f"“{text}”" if text.endswith((".", "!", "?", "…")) else f"“{text}”."


def _direction(was: float, now: float) -> str:
    return "rises" if now > was else "falls"


def _retargeted(was: float | None, now: float | None) -> str:
    if was is None:
        return f"It has a target now: {_percent(now)}."
    if now is None:
        return f"It has no target any more; it was {_percent(was)}."
    return f"The target {_direction(was, now)} from {_percent(was)} to {_percent(now)}."


def _levels(was: Mapping[Level, str], now: Mapping[Level, str], book: Book) -> Iterator[str]:
    turned = was and now and len(was) != len(now)
    if turned:
        yield (
            "It is now judged on five levels, where it was yes or no."
            if len(now) > len(was)
            else "It is now a matter of yes or no, where it had five levels."
        )
    for level in Level:
        before, after = was.get(level, ""), now.get(level, "")
        if _plain(before) == _plain(after) or (turned and not after):
            continue
        name = f"The level {_level(level, book)}"
        if not before:
            yield f"{name} is now {_quoted(after)}" if turned else f"{name} is described now: {_quoted(after)}"
        elif not after:
            yield f"{name} is no longer described."
        else:
            yield f"{name} was “{before}”; it is now {_quoted(after)}"


def _sources(was: Standard, now: Standard, book: Book) -> Iterator[str]:
    """Who judges it, by what check, and beside which other standard."""
    added = [_named(one) for one in now.measured_by if one not in was.measured_by]
    dropped = [_named(one) for one in was.measured_by if one not in now.measured_by]
    if added:
        yield f"It is now also judged by: {', '.join(added)}."
    if dropped:
        yield f"It is no longer judged by: {', '.join(dropped)}."
    if was.measured_by and now.measured_by and was.measured_by[0] is not now.measured_by[0]:
        yield f"Heard first is now: {_named(now.measured_by[0])}."
    elif not added and not dropped and was.measured_by != now.measured_by:
        yield f"They are now heard in this order: {', '.join(map(_named, now.measured_by))}."
    if was.check != now.check and was.check and now.check:
        yield from _check(was.check.kind, was.check.settings, now.check.kind, now.check.settings)
    if was.pairs_with != now.pairs_with:
        pair = book.find(now.pairs_with) if now.pairs_with else None
        promise = pair.standard.promise if pair else ""
        yield (
            f"It is now read together with {_quoted(promise)}"
            if pair
            else "It is no longer read together with another standard."
        )


def _named(source: Source) -> str:
    return {Source.CHECK: "an automatic check", Source.SELF: "yourself"}.get(source, source.value)


def _check(was: str, before: Mapping[str, Any], now: str, after: Mapping[str, Any]) -> Iterator[str]:
    if was != now:
        yield f"The automatic check is now `{now}`; it was `{was}`."
        return
    settings = [_flat(before), _flat(after)]
    for key in sorted({*settings[0], *settings[1]}):
        here, there = (_shown(one.get(key)) for one in settings)
        if here != there:
            yield f"The automatic check's `{key}` was {here}; it is now {there}."


def _flat(settings: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Settings inside settings by both their names: `allow: {extra: 1}` as `allow.extra`."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        found |= _flat(value, f"{above}{key}.") if isinstance(value, Mapping) else {f"{above}{key}": value}
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value)) or "nothing"
    return str(value)


def _beside(was: Standard, now: Standard) -> Iterator[str]:
    """What changed that nobody is judged by."""
    if _plain(was.name) != _plain(now.name) and now.name:
        yield f"It is now called “{now.name}”."
    if _plain(was.owner) != _plain(now.owner):
        yield f"Who answers for it now: {now.owner or 'nobody yet'}."
    if was.teach != now.teach:
        yield f"It is now taught by: {', '.join(now.teach) or 'nothing yet'}."
    if _plain(was.question) != _plain(now.question):
        yield (
            f"Those who are asked now read: {now.question}" if now.question else "Its own question is no longer asked."
        )


def _spoken(standard: str, old: Book, new: Book) -> Iterator[str]:
    for tag in sorted({*old.spoken, *new.spoken}):
        before, after = (_words(book, tag, standard) for book in (old, new))
        if before != after:
            what = "are new" if before is None else "are gone" if after is None else "changed"
            yield f"Its words in `{tag}` {what}."


def _words(book: Book, tag: str, standard: str) -> tuple[str, ...] | None:
    """What a language says of a standard; None where it says nothing but the words of the book's own language."""
    own = book.find(standard)
    spoken = book.spoken.get(tag)
    placed = spoken.find(standard) if spoken else None
    if placed is None or own is None or _texts(placed.standard) == _texts(own.standard):
        return None
    return _texts(placed.standard)


def _other_words(was: Standard, now: Standard) -> list[bool]:
    """Which of its texts are other than before."""
    return [_plain(before) != _plain(after) for before, after in zip_longest(_texts(was), _texts(now), fillvalue="")]


def _texts(one: Standard) -> tuple[str, ...]:
    return (one.promise, one.name, one.do, one.self_check, one.question, *one.levels.values())


def _about(old: Book, new: Book) -> Iterator[str]:
    """What changed about the book as a whole."""
    if _plain(old.organisation) != _plain(new.organisation):
        yield f"Our name in the book is now {_quoted(new.organisation)}"
    if _plain(old.value) != _plain(new.value):
        yield f"What we promise all customers was “{old.value}”; it is now {_quoted(new.value)}"
    for level in Level:
        if old.level_names[level] != new.level_names[level]:
            yield f"The level {level.name.lower()} is now called {_quoted(new.level_names[level])}"
    before, after = ({journey.id: journey for journey in book.journeys} for book in (old, new))
    for name in after:
        if name not in before:
            yield f"There is a new journey: {_quoted(after[name].title)}"
        else:
            yield from _renamed(before[name], after[name])
    for name in before:
        if name not in after:
            yield f"A journey is gone: {_quoted(before[name].title)}"


def _renamed(was: Journey, now: Journey) -> Iterator[str]:
    """Titles that changed: nobody is judged by them, and everybody looks for them."""
    if _plain(was.title) != _plain(now.title):
        yield f"The journey “{was.title}” is now called {_quoted(now.title)}"
    titles = {step.id: step.title for step in was.steps}
    for step in now.steps:
        if _plain(titles.get(step.id, step.title)) != _plain(step.title):
            yield f"The step “{titles[step.id]}” of “{now.title}” is now called {_quoted(step.title)}"


def _plain(text: str) -> str:
    return " ".join(text.split())
