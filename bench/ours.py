"""What Clearbar does, through its public functions from a folder to an answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import clearbar
from bench import rows, talk
from bench.child import Clock
from clearbar import checks, measures
from clearbar.engines import DuckDB, Evidence
from clearbar.model.book import CheckCall, Level, Scale
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Rating, StandardRow
from clearbar.model.question import Question
from clearbar.stats.answers import conclude_agreement, conclude_blend
from clearbar.stats.cells import CellTable
from clearbar.stats.crossed import crossed
from clearbar.stats.nested import PersonSums, nested

BY = ["site", "standard", "week"]
measure = clearbar.measure


def grouped(clock: Clock, name: str, folder: str) -> dict[str, float]:
    """A measure of the report by site, standard and week, with its intervals and verdicts."""
    with clock:
        answer = measure(name, folder, by=BY)
    return _totals(answer)


def _totals(answer: Answer) -> dict[str, float]:
    first = next(iter(answer.figures.values()))
    said: dict[str, float] = {"groups": len(answer), "n": sum(first.n), "clusters": sum(first.clusters or ())}
    for name, figures in answer.figures.items():
        said[name] = round(sum(value * n for value, n in zip(figures.value, figures.n, strict=True)))
    return said


def consistency(clock: Clock, folder: str, factors: str) -> dict[str, float]:
    """How the variation of levels splits. The criterion is asked for afterwards: an answer does not tell it."""
    with clock:
        answer = measure("consistency", folder, factors=factors)
    parts = zip(answer.keys["part"], answer.facts["variance"], strict=True)
    said = {f"variance {part}": value for part, value in parts}
    return {**said, "n": answer.figures["share"].n[0], "criterion": _criterion(folder, factors)}


def blend(clock: Clock, folder: str) -> dict[str, float]:
    """The score of all interactions for every site and standard, with intervals and verdicts, from an open folder: the
    query and what is concluded from it."""
    engine = DuckDB(Evidence(Path(folder)))
    by = ("site", "standard")
    with clock:
        answer = conclude_blend(engine.run(measures.blend.query(Question(by))), by)
    engine.close()
    score = answer.figures["blend"]
    return {
        "groups": len(answer),
        "reviews": sum(score.n),
        "checks": sum(answer.facts["checks"]),
        "score": sum(score.value),
    }


def agreement(clock: Clock, folder: str) -> dict[str, float]:
    """Both coefficients of every standard, each with an interval from 1,000 resamples, and the verdicts."""
    with clock:
        answer = measure("agreement", folder, by=["standard", "source"])
    return {"units": sum(answer.facts["units"]), "alpha": sum(answer.figures["alpha"].value)}


def agreement_figures(clock: Clock, folder: str) -> dict[str, float]:
    """The same without looking at single raters of the standards whose raters do not agree."""
    engine = DuckDB(Evidence(Path(folder)))
    by = ("standard", "source")
    with clock:
        answer = conclude_agreement(engine.run(measures.agreement.query(Question(by))), by)
    engine.close()
    return {"units": sum(answer.facts["units"]), "alpha": sum(answer.figures["alpha"].value)}


def _criterion(folder: str, factors: str) -> float:
    engine = DuckDB(Evidence(Path(folder)))
    sums = engine.run(measures.consistency.query(Question(factors=factors)))
    engine.close()
    names, is_nested = measures.factors(factors)
    n, total, square = (sums[name].astype(float) for name in ("n", "s", "q"))
    if is_nested:
        return nested(PersonSums(n, total, square, sums[names[0]].astype(str))).criterion
    return crossed(CellTable(n, total, square, {name: sums[name] for name in names})).criterion


def read_book(clock: Clock, book: str) -> dict[str, float]:
    """Reads a book with all its checks of the book itself."""
    with clock:
        found = clearbar.read_book(Path(book))
    return {"standards": len(list(found.placed()))}


def check(clock: Clock, book: str, conversations: str) -> dict[str, float]:
    """Checks conversations and keeps the ratings in new evidence."""
    standards, lines = clearbar.read_book(Path(book)), Path(conversations).read_bytes()
    with TemporaryDirectory() as folder:
        with clock:
            found = clearbar.check(standards, BytesIO(lines), Path(folder) / "evidence", new_id=lambda: uuid4().hex)
        return {"conversations": found.conversations, "ratings": found.kept.new}


def phrases(clock: Clock, size: int, shape: str, many: int) -> dict[str, float]:
    """Reads conversations with a check that forbids so many phrases, from the conversation to the reading."""
    wanted = talk.phrases(many)
    call = CheckCall("forbidden_phrases", {"none_of": wanted})
    checks.settings_of(call)
    searched = missed = 0
    for block in talk.blocks(size, shape, wanted):
        with clock:
            readings = [checks.read(one, call, Scale.YES_NO, Level.GOOD) for one in block]
        searched += sum(map(talk.spoken, block))
        missed += sum(reading.level is Level.UNDERPERFORMING for reading in readings)
    return {"bytes": searched, "missed": missed}


def keep(clock: Clock, rows: int, onto: str) -> dict[str, float]:
    """Keeps so many new ratings, made as they are taken, in a copy of the evidence `onto`, or in new evidence."""
    with TemporaryDirectory(dir=Path(onto).parent if onto else None) as there:
        folder = Path(there) / "evidence"
        if onto:
            shutil.copytree(onto, folder)
        evidence = Evidence.create(folder)
        with clock:
            kept = evidence.keep(_ratings(rows), [_STANDARD])
        return {"n": kept.new}


def import_table(clock: Clock, source: str) -> dict[str, float]:
    """Imports a table into new evidence, which knows the editions."""
    with TemporaryDirectory(dir=Path(source).parent) as there:
        folder = Path(there) / "evidence"
        Evidence.create(folder).keep((), rows.standards())
        with clock:
            done = clearbar.import_ratings(source, folder)
        return {"n": done.kept.new}


_STANDARD = StandardRow("added", "visit.added", "visit", "visit.step", "front", "courtesy", 4, 0.8, "levels", None)


def _ratings(rows: int) -> Iterator[Rating]:
    when = datetime(2026, 1, 5, 12, tzinfo=UTC)
    for i in range(rows):
        yield Rating(
            rating=f"added-{i:012d}",
            interaction=f"added-{i // 10}",
            standard="visit.added",
            edition="added",
            response=f"added-{i // 10}",
            source="customer",
            setting="live",
            rater=None,
            person=f"person-{i * 31 % 10_007}",
            team=f"team-{i * 31 % 10_007 % 97}",
            site=f"site-{i * 31 % 10_007 % 13}",
            customer=None,
            channel="counter",
            topic="topic",
            rated_at=when,
            day=20260105,
            week=202602,
            level=1 + i * i % 5,
            expected=4,
            desired=None,
            millis=None,
            censored=False,
            instrument="survey-en-1",
            inclusion=None,
        )


def insteval(clock: Clock, source: str, folder: str) -> dict[str, Any]:
    """Writes InstEval's ratings (students rate lecturers) as evidence, and as the columns that lme4 reads."""
    import csv
    import gzip

    if not Path(f"{folder}.csv").exists():
        shutil.rmtree(folder, ignore_errors=True)
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            read = list(csv.DictReader(lines))
        rows = (_lecture(i, row) for i, row in enumerate(read))
        with clock:
            Evidence.create(Path(folder)).keep(rows, [_STANDARD])
        with Path(f"{folder}.csv").open("w", encoding="utf-8") as out:
            out.write("rater,person,level\n")
            out.writelines(f"{row['s']},{row['d']},{row['y']}\n" for row in read)
    return {}


def _lecture(i: int, row: dict[str, str]) -> Rating:
    base = next(_ratings(1))
    changed = {"rating": f"r{i}", "interaction": f"i{i}", "response": f"i{i}", "rater": row["s"], "person": row["d"]}
    return Rating(**{**vars(base), **changed, "level": int(row["y"]), "site": row["dept"]})
