"""Mirror: the ratings of another database → evidence that follows it.

rows of the database (or of what changed in it) → the folder, by id → its newest version

The database is the truth and calls again when a call was cut short; the same rows again change nothing. Anonymous
ratings must come in batches, and under ids that are random: a commit is a file and its time stands in a log, so a
single answer in one would be known by its hour, and ids that count up would tell the order of the answers. `due` says
which may come now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from clearbar import intake
from clearbar.engines import Mirror
from clearbar.model.book import Book
from clearbar.model.evidence import Event, Invitation, Kept, Rating, StandardRow
from clearbar.model.question import FLOOR


def is_there(evidence: Path | str) -> bool:
    """Whether a folder holds evidence."""
    return Mirror.is_there(Path(evidence))


def mirror(
    evidence: Path | str,
    ratings: Iterable[Rating],
    standards: Iterable[StandardRow],
    invitations: Iterable[Invitation] = (),
    events: Iterable[Event] = (),
    *,
    gone: Collection[str] = (),
) -> Kept:
    """Brings the folder `evidence` up to date, and makes it where there is none: of each id the content that is given
    now replaces what was kept; the ratings named in `gone` are taken out, whatever else is said of them.

    Invitations and events come first, ratings last; each table in one commit of its own. The same again makes no new
    version. What is returned counts ratings.
    Raises EvidenceFault for a folder whose ratings came some other way, or while another process writes there.
    """
    store = Mirror.create(Path(evidence))
    for beside in (list(invitations), list(events)):
        store.keep_beside(beside, correct=True)
    return store.merge(ratings, standards, gone)


def rebuild(
    evidence: Path | str,
    ratings: Iterable[Rating],
    standards: Iterable[StandardRow],
    invitations: Iterable[Invitation] = (),
    events: Iterable[Event] = (),
) -> Kept:
    """Writes the mirror anew from all rows of the database. The folder keeps its key.

    The ratings change in one commit: who reads goes on with the version that was opened, whose files stay for a day,
    and a process that dies leaves the old ratings whole. Rows are put in their order on disk, so that they need not fit
    in memory. Raises EvidenceFault as `mirror` does, and where the log of a table is broken: then the folder has to be
    moved away first, and its file `key` copied into the new one.
    """
    return Mirror.create(Path(evidence)).replace_all(ratings, standards, invitations, events)


def let_persons_be_told(evidence: Path | str, told: bool) -> None:
    """Lets commands and the library tell figures of single persons from this mirror, or not, as the organisation chose.
    Without a word of it they do not."""
    Mirror.create(Path(evidence)).let_persons_be_told(told)


def sweep(evidence: Path | str, events: Collection[str]) -> None:
    """Lets nothing be left on disk of what was taken out of the mirror: files and logs of earlier versions, and events
    whose ids are not among these. The mirror itself stays as it is."""
    Mirror.create(Path(evidence)).sweep(events)


def due(waiting: Iterable[Rating], *, week: int) -> tuple[list[Rating], list[Rating]]:
    """Which of the ratings that wait may be mirrored now, and which must wait on; `week` is the present one, yyyyww.

    Ratings with a time of their own are due at once. Anonymous ones of one site are due when FLOOR answers wait there
    together, or when their week is over: then a commit tells no more of the time than the rating itself does. All
    ratings of an answer go together.
    """
    now, later = list[Rating](), list[Rating]()
    waits: dict[str | None, list[Rating]] = defaultdict(list)
    for one in waiting:
        if not is_anonymous(one) or one.week < week:
            now.append(one)
        else:
            waits[one.site].append(one)
    for together in waits.values():
        (now if len({one.response for one in together}) >= FLOOR else later).extend(together)
    return now, later


def is_anonymous(rating: Rating) -> bool:
    """Whether only the week of a rating is known."""
    return rating.day is None and rating.rated_at is None


def editions_of(book: Book) -> list[StandardRow]:
    """The editions of a book as the evidence keeps them, `overall` included."""
    return [intake.standard_row(placed) for placed in book.placed()]
