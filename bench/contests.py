"""The contests: what is measured, beside whom, and what was promised."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import board, cases, due, informed, intents, rehearsals, rollups, walks, web
from bench.contest import Contest, Target
from bench.place import Place, many
from bench.spawn import ROOT, Missing, Run, call, commands, lme4, program

STAR_BOOK = ROOT / "examples" / "star" / "book"
NESTED = "level ~ 1 + (1 | site) + (1 | person)"
CROSSED = "level ~ 1 + (1 | rater) + (1 | person)"
PROMISED = 10**8
"""Ratings for which the grouped measures have promised something; with few, fixed costs are most of the time."""
PROMISED_UNITS = 10**6
"""Units for which agreement has promised something."""

TEXT = 50_000_000
"""Bytes that are searched for phrases: at the 50 MB a second that were promised, a second."""
SUMS = ("groups", "n", "clusters")


def contests(place: Place) -> list[Contest]:
    """All of them, in the order of the page."""
    shares = [_grouped(place, name) for name in ("clearance", "delight", "gap")]
    fits = [_nested_large(place), _nested(place, place.tiny, True), _nested(place, place.small, False), _crossed(place)]
    fits += [_crossing(place, place.small, 2), _crossing(place, place.middle, 60)]
    return [
        *shares,
        _pandas(place),
        *fits,
        _agreement(place),
        _blend(place),
        _star(place),
        _help(),
        _book(),
        _check(place),
        *(_phrases(place, shape, many) for shape in ("chats", "letters") for many in (72, 706)),
        *_keep(place),
        _import(place),
        *rollups.contests(place),
        *board.contests(place),
        *informed.contests(place),
        *intents.contests(),
        *web.contests(place),
        *due.contests(place),
        *cases.contests(place),
        *rehearsals.contests(place),
        *walks.contests(place),
    ]


def _grouped(place: Place, name: str) -> Contest:
    folder = place.evidence(place.large)
    sides = [
        ("Clearbar", partial(call, "bench.ours:grouped", name=name, folder=folder)),
        ("DuckDB (the same sums)", partial(call, "bench.peers:duckdb_grouped", name=name, folder=folder)),
    ]
    meaning = {
        "clearance": "The largest question of the report, from a folder to an answer with intervals and verdicts. "
        "The other side is one SQL statement that gives the sums and stops there. Plain counts by site, standard and "
        "week cost much less, but no honest interval can rest on them: ratings of one person resemble each other.",
        "delight": "The same for the share at level five.",
        "gap": "The same for experience against expectation, which needs thirteen sums for each group.",
    }[name]
    if name == "clearance":
        sides.append(("DuckDB (plain counts)", partial(call, "bench.peers:duckdb_plain", folder=folder)))
    return Contest(
        name,
        f"{name} by site × standard × week, {many(place.large)} ratings",
        sides,
        meaning,
        target=Target(ratio=1.3, megabytes=400) if place.large >= PROMISED else Target(),
        prepare=[place.made(place.large)],
        alike=(*SUMS, *(("experienced", "expected") if name == "gap" else (name,))),
    )


def _pandas(place: Place) -> Contest:
    folder = place.evidence(place.middle)
    return Contest(
        "pandas",
        f"clearance by site × standard × week, {many(place.middle)} ratings",
        [
            ("Clearbar", partial(call, "bench.ours:grouped", name="clearance", folder=folder)),
            ("pandas (the same sums)", partial(call, "bench.peers:pandas_clearance", folder=folder)),
            ("DuckDB (the same sums)", partial(call, "bench.peers:duckdb_grouped", name="clearance", folder=folder)),
        ],
        "The same question on a tenth of the ratings, which pandas can still hold in memory.",
        rounds=5,
        prepare=[place.made(place.middle)],
        alike=(*SUMS, "clearance"),
    )


def _nested_large(place: Place) -> Contest:
    """Beside lme4 only where somebody has the patience (BENCH_PATIENCE=1): it takes twelve minutes."""
    folder, patient = place.evidence(place.middle), bool(os.environ.get("BENCH_PATIENCE"))
    sides: list[tuple[str, Callable[[], Run]]] = [
        ("Clearbar", partial(call, "bench.ours:consistency", folder=folder, factors="site/person"))
    ]
    if patient:
        sides.append(("lme4 (R)", partial(lme4, place.ratings(place.middle), NESTED)))
    return Contest(
        "nested",
        f"variation between sites, persons and occasions, {many(place.middle)} ratings",
        sides,
        "Exact REML of two nested factors, with profile-likelihood intervals. The next two rows hold fewer ratings, "
        "which others can do while one waits"
        + (", and lme4 did this one too." if patient else "; for as many lme4 took 710 s on another machine."),
        rounds=5,
        target=Target(seconds=2, ratio=0.002 if patient else None),
        prepare=[place.made(place.middle), *([place.written(place.middle)] if patient else [])],
        alike=("n", "criterion") if patient else (),
        within=1e-6,
    )


def _nested(place: Place, rows: int, statsmodels: bool) -> Contest:
    table = place.ratings(rows)
    sides: list[tuple[str, Callable[[], Run]]] = [
        ("Clearbar", partial(call, "bench.ours:consistency", folder=place.evidence(rows), factors="site/person")),
        ("lme4 (R)", partial(lme4, table, NESTED)),
    ]
    if statsmodels:
        sides.append(("statsmodels", partial(call, "bench.peers:statsmodels_nested", ratings=str(table))))
    numbered = " statsmodels is given persons numbered anew at each site: with ids that differ between sites it builds "
    numbered += "a column for each of them at every site, and runs out of memory."
    return Contest(
        "nested-few" if statsmodels else "nested-some",
        f"variation between sites, persons and occasions, {many(rows)} ratings",
        sides,
        "Clearbar reads its files and gives intervals; of the others only the fit is timed. The criterion is −2 log of "
        "the restricted likelihood at the best variances found: a larger one is a worse fit."
        + (numbered if statsmodels else ""),
        rounds=5 if statsmodels else 3,
        prepare=[place.made(rows), place.written(rows)],
        alike=("n", "criterion"),
        within=1e-6,
    )


def _crossed(place: Place) -> Contest:
    source, folder = place.data / "insteval" / "insteval.csv.gz", str(place.folder / "insteval")

    def ready() -> None:
        if not source.is_file():
            raise Missing(f"no InstEval data (CLEARBAR_REAL_DATA/{source.relative_to(place.data)})")
        call("bench.ours:insteval", source=str(source), folder=folder)

    return Contest(
        "crossed",
        "variation between persons and raters, InstEval: 73,421 ratings of 1,128 lecturers by 2,972 students",
        [
            ("Clearbar", partial(call, "bench.ours:consistency", folder=folder, factors="person,rater")),
            ("lme4 (R)", partial(lme4, Path(f"{folder}.csv"), CROSSED)),
        ],
        "Exact REML of two crossed factors, on real and very unbalanced data, with lme4's own defaults beside it.",
        rounds=5,
        prepare=[ready],
        alike=("n", "criterion"),
        within=1e-6,
    )


def _crossing(place: Place, rows: int, promised: float) -> Contest:
    """Generated persons and raters; beside lme4 unless that takes a quarter of an hour (BENCH_PATIENCE=1 waits)."""
    folder = str(place.folder / f"crossing-{rows}")
    sides: list[tuple[str, Callable[[], Run]]] = [
        ("Clearbar", partial(call, "bench.ours:consistency", folder=folder, factors="person,rater"))
    ]
    alone = rows > 10**6 and not os.environ.get("BENCH_PATIENCE")
    if not alone:
        sides.append(("lme4 (R)", partial(lme4, Path(f"{folder}.csv"), CROSSED)))
    told = " lme4 was not run here: on another machine it took 863 s and 5.7 GB for as many." if alone else ""
    return Contest(
        "crossing",
        f"variation between persons and raters who cross, {many(rows)} ratings",
        sides,
        "Exact REML of two crossed factors, very unbalanced, from a folder to shares with intervals; the largest "
        f"factor is eliminated, the other is a dense square.{told}",
        target=Target(seconds=promised) if rows >= 10**6 else Target(),
        prepare=[partial(call, "bench.crossing:make", folder=folder, rows=rows)],
        alike=("n", "criterion"),
        within=1e-6,
    )


def _agreement(place: Place) -> Contest:
    units, folder = place.small, str(place.folder / f"doubled-{place.small}")
    return Contest(
        "agreement",
        f"agreement of raters, {many(units)} units of 3 to 5 raters, four standards",
        [
            ("Clearbar (α and AC)", partial(call, "bench.ours:agreement_figures", folder=folder)),
            ("krippendorff (α once)", partial(call, "bench.peers:krippendorff_alpha", folder=folder)),
            ("Clearbar (and who differs)", partial(call, "bench.ours:agreement", folder=folder)),
        ],
        "α and AC of every standard, each with a 95 % interval from 1,000 resamples of the units, in one query. The "
        "package gives α without an interval: it would have to be run a thousand times more. The third side is the "
        "whole measure, opening the evidence included: it asks once more, by rater, about the two standards whose "
        "raters do not agree.",
        rounds=7,
        target=Target(seconds=0.3) if units >= PROMISED_UNITS else Target(),
        prepare=[partial(call, "bench.doubled:make", folder=folder, units=units)],
        alike=("units", "alpha"),
        within=1e-9,
    )


def _blend(place: Place) -> Contest:
    rows, folder = place.middle, str(place.folder / f"blended-{place.middle}")
    return Contest(
        "blend",
        f"score of all interactions by site × standard, {many(rows)} checks and reviews of 2 to 4 in 100",
        [
            ("Clearbar", partial(call, "bench.ours:blend", folder=folder)),
            ("pandas and NumPy (PPI++ in a loop)", partial(call, "bench.peers:numpy_blend", folder=folder)),
        ],
        "2,400 prediction-powered scores, each with an interval that knows of persons, probabilities of review and how "
        "many interactions there were. The other side reads the same files and reckons the same estimate, group by "
        "group, with intervals that know nothing of persons.",
        rounds=5,
        target=Target(seconds=0.5) if rows >= 10**7 else Target(),
        prepare=[partial(call, "bench.blended:make", folder=folder, rows=rows)],
        alike=("groups", "reviews", "checks", "score"),
        within=1e-6,
    )


def _star(place: Place) -> Contest:
    data = place.data / "star"

    def road() -> Run:
        if not (data / "dialogues.jsonl.gz").is_file():
            raise Missing("no STAR data (CLEARBAR_REAL_DATA/star)")
        with TemporaryDirectory() as out:
            lines, evidence, page = (
                str(Path(out, name)) for name in ("conversations.jsonl", "evidence", "report.html")
            )
            return commands(
                [sys.executable, "-m", "examples.star", str(data), out],
                [program("clearbar"), "check", str(STAR_BOOK), lines, "-o", evidence],
                [program("clearbar"), "report", str(STAR_BOOK), evidence, "-o", page],
            )

    return Contest(
        "star",
        "STAR, from 5,190 raw dialogues to a report: three processes",
        [("Clearbar", road)],
        "Converting the dialogues, checking each against a book of 24 tasks, keeping the ratings, writing the page.",
        target=Target(seconds=20),
    )


def _help() -> Contest:
    return Contest(
        "help",
        "`clearbar --help`, a process",
        [
            ("Clearbar", lambda: commands([program("clearbar"), "--help"])),
            ("python -c pass", lambda: commands([sys.executable, "-c", "pass"])),
        ],
        "What a person waits for before the first word.",
        rounds=10,
        target=Target(seconds=0.3),
    )


def _book() -> Contest:
    return Contest(
        "book",
        "reading the book of examples/star: 25 files",
        [("Clearbar", partial(call, "bench.ours:read_book", book=str(STAR_BOOK)))],
        "With places of all faults, and the editions of all standards.",
        rounds=5,
    )


def _check(place: Place) -> Contest:
    data, lines = place.data / "star", place.folder / "conversations.jsonl"

    def ready() -> None:
        if not (data / "dialogues.jsonl.gz").is_file():
            raise Missing("no STAR data (CLEARBAR_REAL_DATA/star)")
        if not lines.exists():
            commands([sys.executable, "-m", "examples.star", str(data), str(place.folder)])

    return Contest(
        "check",
        "checking the 4,822 conversations of STAR, to evidence",
        [("Clearbar", partial(call, "bench.ours:check", book=str(STAR_BOOK), conversations=str(lines)))],
        "Every conversation against every standard that applies to it, on one core.",
        rounds=5,
        prepare=[ready],
    )


def _phrases(place: Place, shape: str, many: int) -> Contest:
    size = TEXT if place.large >= PROMISED else TEXT // 50
    given = {"size": size, "shape": shape, "many": many}
    what = {"chats": "chats of short messages", "letters": "conversations of 2 kB"}[shape]
    sides = [("Clearbar", partial(call, "bench.ours:phrases", **given))]
    if many < 100:
        sides.append(("re (one pattern)", partial(call, "bench.peers:re_phrases", **given)))
    return Contest(
        "phrases",
        f"looking for {many} phrases in {size / 1e6:.0f} MB that agents wrote, {what}",
        sides,
        "A whole check, from the conversation to a reading that says where it looked. Only what the serving side wrote "
        "is counted; the customers wrote as much again. The other side only asks whether a phrase is there.",
        target=Target(seconds=TEXT / 50e6) if size == TEXT else Target(),
        alike=("bytes", "missed"),
    )


def _keep(place: Place) -> list[Contest]:
    rows, there = place.small, place.evidence(place.middle)
    keep = partial(call, "bench.ours:keep", rows=rows)
    return [
        Contest(
            "keep",
            f"keeping {many(rows)} ratings in new evidence, one commit",
            [("Clearbar", partial(keep, onto=""))],
            "From Python objects, made as they are taken, to a committed version.",
        ),
        Contest(
            "keep-more",
            f"keeping {many(rows)} ratings in evidence that holds {many(place.middle)}",
            [("Clearbar", partial(keep, onto=there))],
            "Each new id is looked up among those that are kept: the same rating again must change nothing.",
            prepare=[place.made(place.middle)],
        ),
    ]


def _import(place: Place) -> Contest:
    rows, source = place.middle, str(place.folder / f"import-{place.middle}.csv")
    return Contest(
        "import",
        f"importing {many(rows)} rows of CSV into new evidence",
        [
            ("Clearbar", partial(call, "bench.ours:import_table", source=source)),
            ("pandas (read_csv alone)", partial(call, "bench.peers:pandas_csv", source=source)),
        ],
        "Every cell is checked, every rating gets its id and is looked up, and one version is committed. The other "
        "side reads the same file into memory and stops there.",
        target=Target(megabytes=1500) if rows >= 10**7 else Target(),
        prepare=[partial(call, "bench.rows:write_table", target=source, rows=rows)],
        alike=("n",),
    )
