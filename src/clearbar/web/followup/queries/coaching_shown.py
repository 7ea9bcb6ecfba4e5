"""What is laid out of the evidence, as the two of a coaching read it: level, words of the conversation, comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearbar.model.book import Source
from clearbar.model.coaching import Seen
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.text.zones import zone_of
from clearbar.web.book.models import Version
from clearbar.web.book.scorecards import Line, card_for
from clearbar.web.bridge import books
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.ledger.models import Comment, Happened, Interaction, Rating
from clearbar.web.people.models import Membership, Person

REGIONS = ("GB", "DE", "ES", "US")
"""Countries whose telephone numbers are known without a + before them."""
ROLES = {"customer": "Customer", "agent": "Colleague", "bot": "Program", "system": "System"}
BY = {
    Source.CUSTOMER: "a customer", Source.COLLEAGUE: "a colleague", Source.VENDOR: "a vendor",
    Source.REVIEWER: "a reviewer", Source.COACH: "a coach", Source.PEER: "a colleague", Source.SELF: "oneself",
    Source.SHOPPER: "a test shopper", Source.CHECK: "an automatic check",
}  # fmt: skip
"""Who speaks."""
_TAKEN = "[name]"
_SHORTEST = 3


def line_of(coaching: Coaching) -> Line | None:
    """The standard as it stood in the book when the coaching was begun, with its levels; in the newest book, where it
    was asked for only; None where that book has it no more."""
    number = coaching.prepared.get("version")
    version = (Version.objects.filter(number=number) if number else Version.objects.order_by("-number")).first()
    return line_in(version, coaching.standard) if version else None


def line_in(version: Version, standard: str) -> Line | None:
    """A standard of a version of the book, with its levels."""
    return card_for(books.read(version.files), version.number, [standard], {}).find(standard)


@dataclass(frozen=True)
class Message:
    """One message of a conversation, as it is shown."""

    role: str
    at: str
    text: str


@dataclass(frozen=True)
class Shown:
    """One interaction that is laid out. `when` is None where it is somebody else's; `called` what its level is called
    by the standard, `says` what that level means there."""

    level: int
    called: str
    says: str
    by: str
    when: datetime | None
    messages: tuple[Message, ...]
    comments: tuple[str, ...]
    recording: str
    disputed: bool


@dataclass(frozen=True)
class LaidOut:
    """What is laid out: what shows it, and what shows it done well; `gone` counts what was erased meanwhile."""

    shows: tuple[Shown, ...]
    well: Shown | None
    borrowed: bool
    gone: int


def laid_out(coaching: Coaching, line: Line) -> LaidOut:
    """What was laid out when a coaching was begun, as far as it is still kept. Four queries."""
    told: Mapping[str, Any] = coaching.prepared
    wanted = [*told.get("shows", ()), *([told["well"]] if told.get("well") else ())]
    ratings = {one.rating: one for one in Rating.objects.filter(rating__in=wanted)}
    known = {one.id: one for one in Interaction.objects.filter(id__in=[one.interaction for one in ratings.values()])}
    comments = list(Comment.objects.filter(response__in=[one.response for one in ratings.values()]).order_by("key"))
    shows = tuple(
        _own(ratings[each], known.get(ratings[each].interaction or ""), comments, line)
        for each in told.get("shows", ())
        if each in ratings
    )
    well, borrowed = ratings.get(told.get("well") or ""), bool(told.get("borrowed"))
    shown = None
    if well is not None:
        of = known.get(well.interaction or "")
        shown = _borrowed(well, of, line) if borrowed else _own(well, of, comments, line)
    return LaidOut(shows, shown, borrowed, len(wanted) - len(ratings))


def _own(rating: Rating, of: Interaction | None, comments: Sequence[Comment], line: Line) -> Shown:
    said = tuple(
        _words(one)
        for one in comments
        if one.response == rating.response
        and one.standard in {"", rating.standard}
        and one.person in {None, rating.person}
    )
    return Shown(
        *_level(rating, line), BY.get(Source(rating.source), ""), of.at if of else rating.rated_at,
        _messages(of, ()), said, of.recording if of else "", rating.disputed,
    )  # fmt: skip


def _borrowed(rating: Rating, of: Interaction | None, line: Line) -> Shown:
    """Of somebody else: without when, by whom and where, and without the names of those who work there."""
    return Shown(*_level(rating, line), "", None, _messages(of, _names_near(rating)), (), "", rating.disputed)


def _level(rating: Rating, line: Line) -> tuple[int, str, str]:
    option = next((one for one in line.options if one.level == rating.level), None)
    return rating.level, option.name if option else "", option.says if option else ""


def _messages(of: Interaction | None, names: Collection[str]) -> tuple[Message, ...]:
    if of is None:
        return ()
    return tuple(
        Message(
            ROLES.get(str(one.get("role")), "Somebody"),
            "" if names else _clock(one.get("at"), of.timezone),
            _nameless(_plain(str(one.get("text") or "")), names),
        )
        for one in of.messages or ()
    )


def _names_near(rating: Rating) -> set[str]:
    """The names, and the parts of names, of who served and of everybody who ever was in a team with them."""
    teams = Membership.objects.filter(person=rating.person).values("team")
    near = Person.objects.filter(memberships__team__in=teams) | Person.objects.filter(pk=rating.person)
    names = set(near.values_list("name", flat=True))
    return {part for name in names for part in (name, *name.split()) if len(part) >= _SHORTEST}


def _nameless(text: str, names: Collection[str]) -> str:
    if not names:
        return text
    longest_first = "|".join(re.escape(one) for one in sorted(names, key=lambda one: (-len(one), one)))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", _TAKEN, text, flags=re.IGNORECASE)


def _plain(text: str) -> str:
    return redact(text, kinds=ON_DISPLAY, region=REGIONS).text


def _words(comment: Comment) -> str:
    text = _plain(comment.text)
    return f"“{text}”" if comment.kind == Comment.Kind.QUOTE else text


def _clock(at: Any, timezone: str) -> str:
    try:
        return f"{datetime.fromisoformat(str(at)).astimezone(zone_of(timezone)):%H:%M}"
    except ValueError:
        return ""


@dataclass(frozen=True)
class Counted:
    """How often one level was given."""

    level: int
    name: str
    says: str
    count: int
    is_own: bool


def counted(seen: Sequence[Seen], line: Line, own: int | None) -> list[Counted]:
    """How often each level was given, the highest first, with the one that the person chose."""
    counts = Counter(one.level for one in seen)
    return [Counted(one.level, one.name, one.says, counts[one.level], one.level == own) for one in line.options]


def rehearsed_since(coaching: Coaching) -> list[int]:
    """The days (yyyymmdd) since the agreement on which the person rehearsed the standard, the oldest first."""
    found = Happened.objects.filter(
        kind="rehearsed", person=coaching.person, standard=coaching.standard, day__gte=coaching.agreed_day or 0
    )
    return list(found.order_by("day").values_list("day", flat=True))
