"""A board of the house: the contests, and what runs in them.

A board asks what a leader sees first: how often each standard is cleared by customers of the last 13 weeks, the verdict
on the whole by site and week by week, and what was met and missed of what people expected. Every question goes through
`look`, which counts who stands behind each figure, too. The first of the generated standards stands for the verdict.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.child import Clock
from bench.contest import Contest, Target
from bench.place import Place, many
from bench.spawn import call

PROMISED = 10**6
VERDICT = "standard = 'visit.standard-00'"
LATEST = "source = 'customer' and week >= 202541"
BOARD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("clearance", {"by": "standard", "where": LATEST}),
    ("clearance", {"by": "site", "where": VERDICT}),
    ("drift", {"where": VERDICT}),
    ("met", {"by": "standard"}),
    ("gap", {"by": "standard"}),
)


def contests(place: Place) -> list[Contest]:
    """A board that was asked for before, and one of ratings that have just arrived."""
    folder = place.evidence(place.small)
    promised = place.small >= PROMISED
    return [
        Contest(
            "board",
            f"a board of five questions over {many(place.small)} ratings, asked again",
            [
                ("Clearbar (remembered)", partial(call, "bench.board:again", folder=folder)),
                ("Clearbar (open, nothing remembered)", partial(call, "bench.board:first", folder=folder)),
                ("Clearbar (measure, unguarded)", partial(call, "bench.board:unguarded", folder=folder)),
            ],
            "What a server does that keeps the evidence open: answers of the same version are remembered. The second "
            "side counts everything anew. The third asks the same questions with nothing withheld and no "
            "respondents counted, and opens the evidence for each of them.",
            rounds=5,
            target=Target(seconds=0.3) if promised else Target(),
            prepare=[place.made(place.small)],
            alike=("groups", "n"),
        ),
        Contest(
            "board-after",
            f"the same board when a rating has just been mirrored into {many(place.small)} others",
            [
                ("Clearbar (the board)", partial(call, "bench.board:after", folder=folder)),
                ("Clearbar (mirroring it)", partial(call, "bench.board:mirrored", folder=folder)),
            ],
            "The new version is opened and everything is counted anew; the second side is what keeping that one rating "
            "takes.",
            rounds=5,
            target=Target(seconds=1.5) if promised else Target(),
            prepare=[place.made(place.small)],
        ),
    ]


# What runs in a process of its own


def again(clock: Clock, folder: str) -> dict[str, float]:
    """A board that somebody else has looked at."""
    from clearbar.flow.assess import Looker

    looker = Looker(folder)
    _asked(looker)
    with clock:
        said = _asked(looker)
    looker.close()
    return said


def first(clock: Clock, folder: str) -> dict[str, float]:
    """A board of which nothing is remembered; the evidence is open."""
    from clearbar.flow.assess import Looker

    _asked(Looker(folder))  # so that what is loaded once in the life of a server is loaded
    looker = Looker(folder)
    _ = looker.version
    with clock:
        said = _asked(looker)
    looker.close()
    return said


def unguarded(clock: Clock, folder: str) -> dict[str, float]:
    """The same questions to `measure`."""
    import clearbar

    clearbar.measure("clearance", folder)
    with clock:
        answers = [clearbar.measure(name, folder, **asked) for name, asked in BOARD]
    return _told(answers)


def after(clock: Clock, folder: str) -> dict[str, float]:
    """A board right after a rating was mirrored."""
    return _after(clock, folder, of_the_mirror=False)


def mirrored(clock: Clock, folder: str) -> dict[str, float]:
    """The mirroring of that rating."""
    return _after(clock, folder, of_the_mirror=True)


def _after(clock: Clock, folder: str, *, of_the_mirror: bool) -> dict[str, float]:
    from bench.ours import _STANDARD, _ratings
    from clearbar.engines import delta
    from clearbar.flow.assess import Looker
    from clearbar.flow.mirror import mirror

    with TemporaryDirectory(dir=Path(folder).parent) as there:
        copy = Path(there) / "evidence"
        shutil.copytree(folder, copy)
        (copy / delta.MIRROR).touch()
        looker, new = Looker(copy), list(_ratings(2))
        before = _asked(looker)
        mirror(copy, new[:1], [_STANDARD])
        _asked(looker)
        if of_the_mirror:
            with clock:
                mirror(copy, new[1:], [_STANDARD])
        else:
            mirror(copy, new[1:], [_STANDARD])
            with clock:
                said = _asked(looker)
        looker.close()
        return before if of_the_mirror else said


def _asked(looker: Any) -> dict[str, float]:
    from clearbar.model.lens import Lens

    return _told([looker.look(name, viewer=Lens(), **asked) for name, asked in BOARD])


def _told(answers: list[Any]) -> dict[str, float]:
    """How many groups were shown, and the ratings behind them."""
    return {
        "groups": sum(len(answer) for answer in answers),
        "n": sum(sum(next(iter(answer.figures.values())).n) for answer in answers),
    }
