"""Check: conversations → ratings → evidence.

line → conversation → readings of its checks → ratings ─┐
                   └→ ratings that came with it ────────┴→ evidence, in one commit
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clearbar import checks, intake
from clearbar.engines import Evidence
from clearbar.model.book import Book, CheckCall, Placed
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Kept, Rating, Rejection

Told = Callable[[str, str, Reading], None]
"""Is told of each reading: interaction, standard, reading."""


@dataclass
class Checked:
    """What checking came to. `read` and `not_applicable` count readings by standard."""

    kept: Kept
    conversations: int = 0
    given: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    not_applicable: Counter[str] = field(default_factory=Counter)


def check(
    book: Book,
    lines: Iterable[bytes | str],
    evidence: Path | str,
    *,
    new_id: Callable[[], str],
    file: str = "conversations",
    correct: bool = False,
    told: Told | None = None,
) -> Checked:
    """Checks conversations (JSON lines) against a book and keeps all ratings in the folder `evidence`.

    What cannot be read is rejected line by line; the rest is kept. `new_id` draws the ids that are random. `correct`
    lets a rating that comes again with other content replace the one kept. Raises EvidenceFault.
    """
    store = Evidence.create(Path(evidence))
    if store.is_mirror:
        raise EvidenceFault(
            f"{evidence} mirrors another database and takes no ratings from elsewhere: check there instead"
        )
    result = Checked(Kept(0, 0, 0, (), store.version))
    checked = _rated(book, intake.read_conversations(lines, file), result, new_id, store.key, told)
    rows = (rating for rated in checked for rating in rated.ratings)
    result.kept = store.keep(rows, [intake.standard_row(placed) for placed in book.placed()], correct=correct)
    return result


def readings(book: Book, conversation: Conversation) -> dict[str, Reading]:
    """What the book's checks read in one conversation, by standard. Nothing is kept."""
    covering = (placed for placed in book.placed() if not placed.journey or placed.journey.covers(conversation.topic))
    return {
        placed.standard.id: checks.read(conversation, call, placed.standard.scale, placed.standard.bar)
        for placed in covering
        if (call := placed.standard.check)
    }


@dataclass(frozen=True)
class Rated:
    """A conversation, with the ratings that came with it and those of its checks."""

    conversation: Conversation
    ratings: tuple[Rating, ...]


def rate(
    book: Book,
    lines: Iterable[bytes | str],
    *,
    new_id: Callable[[], str],
    key: bytes,
    file: str = "conversations",
) -> Iterator[Rated | Rejection]:
    """Checks conversations (JSON lines) against a book, for somebody who keeps what comes of it themself.

    Each conversation comes with its ratings; what cannot be used comes as a rejection. `key` (a secret) keeps the ids
    of anonymous ratings apart from all that can be computed without it.
    """
    result = Checked(Kept(0, 0, 0, (), 0))
    for rated in _rated(book, intake.read_conversations(lines, file), result, new_id, key, None):
        yield from result.rejections
        result.rejections.clear()
        yield rated
    yield from result.rejections


def _rated(
    book: Book,
    arriving: Iterator[Conversation | Rejection],
    result: Checked,
    new_id: Callable[[], str],
    key: bytes,
    told: Told | None,
) -> Iterator[Rated]:
    automatic = [(placed, call, checks.instrument(call)) for placed in book.placed() if (call := placed.standard.check)]
    for conversation in arriving:
        if isinstance(conversation, Rejection):
            result.rejections.append(conversation)
            continue
        result.conversations += 1
        found = list(intake.given_ratings(conversation, book, new_id, key))
        result.rejections += [one for one in found if isinstance(one, Rejection)]
        given = [one for one in found if isinstance(one, Rating)]
        result.given += len(given)
        read = _readings(conversation, automatic, result, new_id(), told) if conversation.messages else ()
        yield Rated(conversation, (*given, *read))


def _readings(
    conversation: Conversation,
    automatic: list[tuple[Placed, CheckCall, str]],
    result: Checked,
    response: str,
    told: Told | None,
) -> Iterator[Rating]:
    """The ratings that the book's checks, each with its instrument, give to one conversation."""
    at = intake.last_said(conversation)
    for placed, call, instrument in automatic:
        if placed.journey and not placed.journey.covers(conversation.topic):
            continue
        reading = checks.read(conversation, call, placed.standard.scale, placed.standard.bar)
        if told:
            told(conversation.interaction, placed.standard.id, reading)
        rating = intake.check_rating(conversation, placed, reading, instrument, response, at)
        if rating:
            result.read[placed.standard.id] += 1
            yield rating
        else:
            result.not_applicable[placed.standard.id] += 1
