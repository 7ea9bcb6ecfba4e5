"""From ratings as they were given, and readings as checks made them, to rows of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches

from clearbar.intake.faults import fault_at
from clearbar.intake.ids import hashed
from clearbar.model.book import OVERALL, Book, Level, Placed, Scale, Setting, Source, Standard
from clearbar.model.check import Reading
from clearbar.model.conversation import SERVING, Conversation, GivenRating
from clearbar.model.errors import Fault
from clearbar.model.evidence import Rating, Rejection
from clearbar.text.zones import day_and_week

_YES_NO = (Level.UNDERPERFORMING, Level.GOOD)
_Answer = tuple[Source, str | None, str, bool]


def last_said(conversation: Conversation) -> datetime:
    """When the last message was written; without messages, when the conversation was last seen."""
    return conversation.messages[-1].at if conversation.messages else conversation.seen_at


def given_ratings(
    conversation: Conversation,
    book: Book,
    new_id: Callable[[], str],
    key: bytes,
    *,
    file: str = "",
    line: int = 0,
) -> Iterator[Rating | Rejection]:
    """A row, or a rejection with all its faults, for each rating that came with a conversation.

    Ratings of one source, rater and instrument share one `response`: the given one, else one `new_id()`. Anonymous
    ones never share it with others, because the other row would tell the interaction. `key` (a secret, not empty) keeps
    ids of anonymous ratings apart from anything that can be computed or looked up without it; ids given with them
    are replaced by keyed ones, too. `file` and `line` are told in faults; without them it is the interaction.

    Raises `ValueError` for an empty key.
    """
    if not key:
        raise ValueError("the key of anonymous ratings is empty")
    intake = _Intake(conversation, book, new_id, key, file or f"interaction {conversation.interaction}", line)
    for index, given in enumerate(conversation.ratings):
        placed = book.find(given.standard)
        faults = tuple(sorted(intake.faults(index, given, placed)))
        at = given.at or _said_at(conversation)
        if faults or placed is None or at is None:
            yield Rejection(intake.file, line, faults)
        else:
            yield intake.row(given, placed.standard, at)


def _said_at(conversation: Conversation) -> datetime | None:
    return conversation.messages[-1].at if conversation.messages else None


@dataclass(frozen=True)
class _Intake:
    """One conversation on its way in."""

    conversation: Conversation
    book: Book
    new_id: Callable[[], str]
    key: bytes
    file: str
    line: int
    responses: dict[_Answer, str] = field(default_factory=dict)

    def faults(self, index: int, given: GivenRating, placed: Placed | None) -> Iterator[Fault]:
        """What keeps this rating from being used."""
        where = f"ratings[{index}]"
        if placed is None:
            known = [one.standard.id for one in self.book.placed()]
            close = get_close_matches(given.standard, known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"an id of the book, or `{OVERALL}`"
            yield self._fault("CC015", f"{where}.standard is not in the book", hint)
        for name in ("level", "expected", "desired"):
            yield from self._level_faults(f"{where}.{name}", getattr(given, name), placed)
        if given.inclusion is not None and not 0 < given.inclusion <= 1:
            yield self._fault("CC013", f"{where}.inclusion is not above 0 and at most 1", "null means unknown")
        if given.at is None and not self.conversation.messages:
            yield self._fault("CC014", f"{where}.at is missing", "there is no message to take it from")

    def _level_faults(self, where: str, level: int | None, placed: Placed | None) -> Iterator[Fault]:
        if level is None:
            return
        if not Level.POOR <= level <= Level.EXEMPLARY:
            yield self._fault("CC007", f"{where} is not a level", "write 1 to 5")
        elif placed is not None and placed.standard.scale is Scale.YES_NO and level not in _YES_NO:
            hint = "write true or 4 (good, met), false or 2 (underperforming, missed)"
            yield self._fault("CC016", f"{where} is a level that this yes/no standard does not have", hint)

    def _fault(self, code: str, message: str, hint: str) -> Fault:
        return fault_at(self.file, self.line, code, message, hint)

    def row(self, given: GivenRating, standard: Standard, at: datetime) -> Rating:
        """The row of a rating without faults."""
        conversation, hidden = self.conversation, given.anonymous
        day, week = day_and_week(at, conversation.timezone)
        person = given.person or _who_served(conversation)
        return Rating(
            rating=self._id(given),
            interaction=None if hidden else conversation.interaction,
            standard=standard.id,
            edition=standard.edition,
            response=self._response(given),
            source=given.source.value,
            setting=given.setting.value,
            rater=None if hidden else given.rater,
            person=person,
            team=conversation.team_of(person),
            site=conversation.site,
            customer=None if hidden else conversation.customer,
            channel=conversation.channel,
            topic=conversation.topic,
            rated_at=None if hidden else at.astimezone(UTC),
            day=None if hidden else day,
            week=week,
            level=given.level,
            expected=given.expected,
            desired=given.desired,
            millis=given.millis,
            censored=False,
            instrument=given.instrument,
            inclusion=given.inclusion,
        )

    def _id(self, given: GivenRating) -> str:
        key = self.key if given.anonymous else b""
        if given.rating is not None:
            return hashed(key, "rating", given.rating) if given.anonymous else given.rating
        return hashed(
            key,
            self.conversation.interaction,
            given.standard,
            given.source.value,
            given.rater,
            given.setting.value,
            given.instrument,
        )

    def _response(self, given: GivenRating) -> str:
        """The response that it came with. Without one it joins the first of its answer that has one."""
        if given.response is not None:
            return self._keyed(given.response, given.anonymous)
        answer = _answer_of(given)
        if answer not in self.responses:
            told = (one.response for one in self.conversation.ratings if one.response and _answer_of(one) == answer)
            first = next(told, None)
            self.responses[answer] = self._keyed(first, given.anonymous) if first else self.new_id()
        return self.responses[answer]

    def _keyed(self, response: str, anonymous: bool) -> str:
        return hashed(self.key, "response", response) if anonymous else response


def _answer_of(given: GivenRating) -> _Answer:
    return given.source, given.rater, given.instrument, given.anonymous


def _who_served(conversation: Conversation) -> str | None:
    """The owner; else who wrote most public messages on the serving side, of equals the first."""
    if conversation.owner is not None:
        return conversation.owner
    written = Counter(
        one.author for one in conversation.messages if one.public and one.role in SERVING and one.author is not None
    )
    return max(written, key=written.__getitem__, default=None)


def _setting(conversation: Conversation) -> Setting:
    """Where the conversation took place: what all ratings that came with it say, else live. So a rehearsal that came
    with its ratings never counts as service, whoever checks it."""
    told = {one.setting for one in conversation.ratings}
    return told.pop() if len(told) == 1 else Setting.LIVE


def check_rating(
    conversation: Conversation,
    placed: Placed,
    reading: Reading,
    instrument: str,
    response: str,
    at: datetime,
) -> Rating | None:
    """The row of what a check read; None where the standard does not apply.

    A check reads every conversation, so its inclusion is 1; its setting is that of the ratings that came with it.
    `at` and `response` are told by the caller: with `last_said(conversation)` and an id that follows from the
    conversation, the same input gives the same row.
    """
    if reading.level is None:
        return None
    standard, person = placed.standard, reading.person or _who_served(conversation)
    day, week = day_and_week(at, conversation.timezone)
    source, setting = Source.CHECK.value, _setting(conversation).value
    return Rating(
        rating=hashed(b"", conversation.interaction, standard.id, source, None, setting, instrument),
        interaction=conversation.interaction,
        standard=standard.id,
        edition=standard.edition,
        response=response,
        source=source,
        setting=setting,
        rater=None,
        person=person,
        team=conversation.team_of(person),
        site=conversation.site,
        customer=conversation.customer,
        channel=conversation.channel,
        topic=conversation.topic,
        rated_at=at.astimezone(UTC),
        day=day,
        week=week,
        level=int(reading.level),
        expected=None,
        desired=None,
        millis=reading.millis,
        censored=reading.censored,
        instrument=instrument,
        inclusion=1.0,
    )
