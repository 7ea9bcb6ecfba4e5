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
    result = Checked(Kept(0, 0, 0, (), store.version))
    rows = _ratings(book, intake.read_conversations(lines, file), result, new_id, store.key, told)
    result.kept = store.keep(rows, [intake.standard_row(placed) for placed in book.placed()], correct=correct)
    return result


def _ratings(
    book: Book,
    arriving: Iterator[Conversation | Rejection],
    result: Checked,
    new_id: Callable[[], str],
    key: bytes,
    told: Told | None,
) -> Iterator[Rating]:
    automatic = [(placed, call, checks.instrument(call)) for placed in book.placed() if (call := placed.standard.check)]
    for conversation in arriving:
        if isinstance(conversation, Rejection):
            result.rejections.append(conversation)
            continue
        result.conversations += 1
        for given in intake.given_ratings(conversation, book, new_id, key):
            if isinstance(given, Rejection):
                result.rejections.append(given)
            else:
                result.given += 1
                yield given
        if conversation.messages:
            yield from _readings(conversation, automatic, result, new_id(), told)


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
