"""Rollups, and what grows with the number of ratings: the contests, and what runs in them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.child import Clock
from bench.contest import Contest, Target
from bench.place import Place, many
from bench.spawn import Run, call

PROMISED = 10**8
FEW = {"sites": 10, "persons": 5, "weeks": 5}
"""So few groups and persons that all have ratings in the smallest evidence already: 600 groups, 3,000 cells."""


def contests(place: Place) -> list[Contest]:
    """Answers from a rollup, the making of one, and how cost grows."""
    return [_rollup(place), _rolling(place), *(_growth(place, rolled) for rolled in (False, True))]


def _rollup(place: Place) -> Contest:
    folder, rolled = place.evidence(place.large), f"{place.evidence(place.large)}-rolled"
    return Contest(
        "rollup",
        f"clearance by site × standard × week from the rollup of {many(place.large)} ratings",
        [
            ("Clearbar (rollup)", partial(call, "bench.ours:grouped", name="clearance", folder=rolled)),
            ("Clearbar (rollup, open)", partial(call, "bench.rollups:opened", folder=rolled)),
            ("Clearbar (ratings)", partial(call, "bench.ours:grouped", name="clearance", folder=folder)),
        ],
        "From a folder to an answer with intervals and verdicts, opening included; the second side has the rollup open "
        "and only counts and concludes; the third reads the ratings themselves.",
        rounds=5,
        target=Target(seconds=0.2) if place.large >= PROMISED else Target(),
        prepare=[place.made(place.large), partial(call, "bench.rollups:make", folder=folder, rolled=rolled)],
        alike=("groups", "n", "clusters", "clearance"),
    )


def _rolling(place: Place) -> Contest:
    folder = place.evidence(place.middle)
    return Contest(
        "rolling",
        f"making the rollup of {many(place.middle)} ratings",
        [
            ("Clearbar (at one go)", partial(call, "bench.rollups:anew", folder=folder)),
            ("Clearbar (a day more)", partial(call, "bench.rollups:a_day_more", folder=folder)),
        ],
        "At one go, into a new folder; and after the ratings of one more day were kept, of which only the week is "
        "counted again and written.",
        prepare=[place.made(place.middle)],
    )


def _growth(place: Place, rolled: bool) -> Contest:
    sizes = sorted({place.tiny, place.small, place.middle, place.large}, reverse=True)
    steps = []
    for rows in sizes:
        folder = _few(place, rows)
        steps.append(partial(call, "bench.rows:make", folder=folder, rows=rows, **FEW))
        if rolled:
            steps.append(partial(call, "bench.rollups:make", folder=folder, rolled=f"{folder}-rolled"))
    source = "from the rollup, " if rolled else ""
    meaning = "The exponents are those of a line through the logarithms: 1 is proportional to the ratings, 0 is flat."
    meaning += " A rollup holds as many cells, however many ratings went into them." if rolled else ""
    target = Target(growth=0.1 if rolled else 1.1, swelling=0.1)
    return Contest(
        "growth-rollup" if rolled else "growth",
        f"clearance by site × standard × week, {source}of ever more ratings in the same 3,000 cells",
        [(f"{many(rows)} ratings", _counted(_few(place, rows), rows, rolled)) for rows in sizes],
        meaning,
        rounds=5,
        target=target if place.large >= PROMISED else Target(),
        prepare=steps,
        alike=("groups",),
    )


def _few(place: Place, rows: int) -> str:
    return str(place.folder / f"few-{rows}")


def _counted(folder: str, rows: int, rolled: bool) -> partial[Run]:
    return partial(_sized, rows, f"{folder}-rolled" if rolled else folder)


def _sized(rows: int, folder: str) -> Run:
    run = call("bench.ours:grouped", name="clearance", folder=folder)
    return replace(run, said={**run.said, "ratings": rows})


# What runs in a process of its own


def make(clock: Clock, folder: str, rolled: str) -> dict[str, float]:
    """The rollup of evidence, made once; it is kept between runs, and follows the evidence."""
    import clearbar

    with clock:
        made = clearbar.rollup(folder, rolled)
    return {"cells": made.cells}


def opened(clock: Clock, folder: str) -> dict[str, float]:
    """The same answer from a rollup that is open."""
    from bench.ours import BY, _totals
    from clearbar.engines import DuckDB, Rollup
    from clearbar.flow.assess import ask
    from clearbar.model.question import Question

    engine = DuckDB(Rollup(Path(folder)))
    with clock:
        answer = ask(engine, "clearance", Question(tuple(BY), rolled=True))
    engine.close()
    return _totals(answer)


def anew(clock: Clock, folder: str) -> dict[str, float]:
    """A rollup at one go."""
    import clearbar

    with TemporaryDirectory(dir=Path(folder).parent) as there:
        with clock:
            made = clearbar.rollup(folder, Path(there) / "rollup")
        return {"cells": made.cells, "weeks written": len(made.written)}


def a_day_more(clock: Clock, folder: str) -> dict[str, float]:
    """A rollup that follows a copy of the evidence, to which 10,000 ratings of one day were added."""
    import clearbar
    from bench.ours import _STANDARD, _ratings
    from clearbar.engines import Evidence

    with TemporaryDirectory(dir=Path(folder).parent) as there:
        copy, target = Path(there) / "evidence", Path(there) / "rollup"
        shutil.copytree(folder, copy)
        clearbar.rollup(copy, target)
        Evidence(copy).keep(_ratings(10_000), [_STANDARD])
        with clock:
            made = clearbar.rollup(copy, target)
        return {"cells": made.cells, "weeks written": len(made.written)}
