"""Which interactions are reviewed next: evidence → a plan with probabilities → a table for reviewers to fill in.

The table has the columns of an import, so that what reviewers fill in comes back as ratings that know with which
probability they were chosen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from errno import EEXIST
from pathlib import Path
from typing import Any

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess.measured import demand_told
from clearbar.flow.assess.question import check
from clearbar.model.book import OVERALL
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Question, Sums, Value
from clearbar.stats.answers import draw, plan

COLUMNS = (
    *("interaction", "standard", "source", "reviewer", "rater", "person", "team", "site", "channel", "topic"),
    *("day", "week", "inclusion", "level"),
)
"""The columns of the table. `reviewer` is 1 or 2: which of the two sees it; `rater` and `level` are for them to fill
in."""


@dataclass(frozen=True)
class Review:
    """One review to be done. `inclusion` is the probability with which its interaction was drawn, `reviewer` 1, or 2
    where it is the second look at it. `day` and `week` are those of the interaction; week is None where the day is
    known."""

    interaction: str
    standard: str
    source: str
    reviewer: int
    person: str | None
    team: str | None
    site: str | None
    channel: str | None
    topic: str | None
    day: int | None
    week: int | None
    inclusion: float


@dataclass(frozen=True)
class Sample:
    """What was drawn. `reviews` come with first looks first, each in the order drawn; `interactions` were drawn of
    `left`, which nobody had reviewed, `twice` of them for two reviewers. `rates` are the least and the highest
    probability over the `cells`; `anonymous` answers tell of interactions that are not known and cannot be drawn."""

    reviews: tuple[Review, ...]
    interactions: int
    twice: int
    left: int
    cells: int
    rates: tuple[float, float]
    anonymous: int


def sample(
    evidence: Path | str,
    *,
    by: Sequence[str] | str = (),
    where: str = "",
    budget: int = 100,
    seed: int = 1,
    standard: Sequence[str] | str = OVERALL,
    engine: str = "duckdb",
    **options: Value,
) -> Sample:
    """Draws interactions that nobody has reviewed yet, `budget` reviews in all.

    Cells are made by `by`: site, team, person, channel, topic, week or day; what is uncertain in a cell decides how
    many are drawn of it, as in the measure `sampling`, whose options `overlap` and `reviews` are taken too. `where`
    filters, `standard` is what shall be rated. The same evidence and seed give the same sample. Raises QuestionFault,
    EvidenceFault, EngineFault.
    """
    question = Question(
        (by,) if isinstance(by, str) else tuple(by),
        measures.parse_where(where) if where else None,
        options=tuple(sorted({**options, "budget": budget}.items())),
    )
    check("sampling", question)
    kept = Evidence(Path(evidence))
    if "person" in question.by or (question.where and "person" in question.where.columns):
        demand_told(kept, "interactions cannot be drawn by person")
    standards = _known((standard,) if isinstance(standard, str) else tuple(standard), kept)
    opened = open_engine(engine, kept)
    try:
        return _drawn(opened, question, standards, seed)
    finally:
        opened.close()


def write_sample(drawn: Sample, path: Path) -> None:
    """Writes the reviews as a table for `clearbar import` (CSV). Raises FileExistsError where the file is there
    already: somebody may have filled it in."""
    if path.exists():
        raise FileExistsError(EEXIST, "is there already, and may have been filled in", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            table.writeheader()
            table.writerows(vars(review) for review in drawn.reviews)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _known(standards: tuple[str, ...], evidence: Evidence) -> tuple[str, ...]:
    """The standards, if the evidence has them all."""
    known = {row.standard for row in evidence.standards()}
    faults = [
        Fault(
            "--standard",
            0,
            0,
            "CQ010",
            f"`{name}` is no standard of this evidence",
            f"known: {', '.join(sorted(known))}",
        )
        for name in standards
        if name not in known
    ]
    if faults:
        raise QuestionFault(faults)
    return standards


def _drawn(engine: Engine, question: Question, standards: tuple[str, ...], seed: int) -> Sample:
    of = measures.sampling
    sums = engine.run(of.every_cell(question))
    made = plan(sums, question.by, question.option(of.BUDGET), question.option(of.OVERLAP))
    anonymous = int(max(sums["anonymous"], default=0))
    if not made.drawn:
        return Sample((), 0, 0, 0, len(made.left), (0.0, 0.0), anonymous)
    rate = float(made.rate.max())
    offered = engine.run(of.to_draw(question, rate, f"{seed}:"))
    found = draw(made, offered, question.by, seed)
    reviews = [
        one
        for reviewer in (1, 2)
        for each in found
        if reviewer == 1 or each.twice
        for one in _reviews(offered, each.at, each.inclusion, (reviewer, question.option(of.REVIEWS)), standards)
    ]
    rates = [part for part, left in zip(made.rate.tolist(), made.left.tolist(), strict=True) if left > 0]
    return Sample(
        tuple(reviews),
        len(found),
        sum(each.twice for each in found),
        int(made.left.sum()),
        len(rates),
        (min(rates), max(rates)),
        anonymous,
    )


def _reviews(
    offered: Sums, at: int, inclusion: float, who: tuple[int, str], standards: tuple[str, ...]
) -> Iterator[Review]:
    told = {name: _plain(offered[name][at]) for name in ("person", "team", "site", "channel", "topic", "day", "week")}
    told["week"] = None if told["day"] is not None else told["week"]
    for standard in standards:
        yield Review(
            interaction=offered["interaction"][at],
            standard=standard,
            source=who[1],
            reviewer=who[0],
            inclusion=inclusion,
            **told,
        )


def _plain(value: Any) -> Any:
    """A text or a whole number, or None."""
    if value is None or isinstance(value, str):
        return value
    return None if value != value else int(value)
