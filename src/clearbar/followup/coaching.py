"""What a coaching is prepared from, and which evidence is fresh after it: ratings in, a choice of them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from clearbar.model.book import Source
from clearbar.model.coaching import Prepared, Seen

SHOWING = 2
"""So many interactions show what the coaching is about."""
UNSEEN = 0
"""Stands for the day of an answer that has none: it comes last."""


def prepare(own: Iterable[Seen], others: Iterable[Seen] = (), *, showing: int = SHOWING) -> Prepared:
    """What is laid out: `showing` interactions of the person below the bar, and one that reaches it: theirs where they
    have one, else somebody else's whose words are kept.

    Conversations whose words are kept go before others, newer ones before older ones; of one interaction that several
    rated, one rating is taken. Self-ratings are left out: the person rates themself afresh. Ratings without an
    interaction cannot be laid out.
    """
    known = [one for one in own if one.interaction and one.source != Source.SELF]
    shows = _one_each(sorted((one for one in known if not one.clears), key=_newest), showing)
    taken = {one.interaction for one in shows}
    well = _best(one for one in known if one.interaction not in taken)
    if well is not None:
        return Prepared(shows, well)
    well = _best(one for one in others if one.interaction and one.words and one.source != Source.SELF)
    return Prepared(shows, well, borrowed=well is not None)


def fresh(
    seen: Iterable[Seen], *, day: int, week: int, used: Collection[str]
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """Ratings before an agreement and fresh ones after it, in the order they came in; `day` (yyyymmdd) and `week`
    (yyyyww) are the site's local ones of the agreement, `used` the interactions that were laid out.

    Fresh is what was rated on a later day about an interaction that happened later and was not laid out; of an
    anonymous answer only the week is known, so it must be a later week. A rating that is neither, such as one of the
    very day of the agreement or a late rating of an early interaction, stands on neither side.
    """
    before: list[Seen] = []
    after: list[Seen] = []
    for one in seen:
        if one.source == Source.SELF:
            continue
        if _is_before(one, day, week):
            before.append(one)
        elif _is_after(one, day, week) and one.interaction not in used:
            after.append(one)
    return tuple(before), tuple(after)


def comparable(before: Sequence[Seen], after: Sequence[Seen]) -> tuple[tuple[Seen, ...], tuple[Seen, ...], int]:
    """Both sides without the sources that speak on one side only, and how many ratings that leaves out: who speaks
    must not change between what is compared. Where one side is empty the other stays whole."""
    if not before or not after:
        return tuple(before), tuple(after), 0
    both = {one.source for one in before} & {one.source for one in after}
    was = tuple(one for one in before if one.source in both)
    now = tuple(one for one in after if one.source in both)
    return was, now, len(before) + len(after) - len(was) - len(now)


def _is_before(one: Seen, day: int, week: int) -> bool:
    return one.day < day if one.day is not None else one.week < week


def _is_after(one: Seen, day: int, week: int) -> bool:
    later = one.week > week if one.day is None else one.day > day
    return later and (one.happened is None or one.happened > day)


def _newest(one: Seen) -> tuple[bool, int, int, str]:
    """Kept words first, then the newest, then the lowest; ids settle ties the same way each time."""
    return (not one.words, -(one.day or UNSEEN), one.level, one.rating)


def _best(found: Iterable[Seen]) -> Seen | None:
    good = [one for one in found if one.clears]
    return min(good, key=lambda one: (not one.words, -one.level, -(one.day or UNSEEN), one.rating), default=None)


def _one_each(found: Sequence[Seen], most: int) -> tuple[Seen, ...]:
    chosen: dict[str, Seen] = {}
    for one in found:
        if one.interaction and one.interaction not in chosen and len(chosen) < most:
            chosen[one.interaction] = one
    return tuple(chosen.values())
