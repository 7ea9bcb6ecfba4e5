"""A measure asked of a folder: its evidence, a rollup of it, or a mirror, of which groups only are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from clearbar import measures
from clearbar.engines import Engine, Evidence, Rollup, open_engine
from clearbar.flow.assess.guarded import Asked, answer
from clearbar.flow.assess.question import ask, check
from clearbar.model.errors import EvidenceFault, Fault, QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.lens import Lens
from clearbar.model.question import Question, Value

OF_SOME = frozenset({"person", "rater"})
"""Columns whose groups are single people."""
PRIVATE = (
    "this evidence mirrors the web application, where a person's figures are for that person and their coach; an "
    "administrator can switch that under People, Organisation"
)


def measure(
    name: str,
    evidence: Path | str,
    *,
    by: Sequence[str] | str = (),
    where: str = "",
    of: str = "",
    factors: str = "",
    engine: str = "duckdb",
    **options: Value,
) -> Answer:
    """The answer of a measure over the evidence in a folder, or over a rollup of it.

    `by` groups; `where` filters ratings, such as "site = 's01' and week >= 202610"; `of` is the outcome: level,
    millis or gap; `factors` says what variation is split into: "site/person", "person" or "person,rater". What else
    a measure lets you choose stands on its page (docs/methods), such as `width=0.1` of sampling.
    `engine` counts: duckdb, or spark, which gives the same answer.
    Live ratings that are not disputed are read, unless `where` itself speaks of setting or disputed. What a rollup does
    not keep cannot be asked of it; docs/rollup.md says what it keeps.
    Of a mirror whose organisation lets nobody see figures of single persons there are figures of groups only, as
    everybody may see them (`look`): nothing by person, rater, customer or day.
    Raises QuestionFault for what cannot be asked, EvidenceFault where there is no evidence or a file of it cannot be
    read, EngineFault where the engine cannot be started or gives up.
    """
    condition = measures.parse_where(where) if where else None
    question = Question(
        (by,) if isinstance(by, str) else tuple(by), condition, of, factors, tuple(sorted(options.items()))
    )
    check(name, question)
    folder = Path(evidence)
    question = replace(question, rolled=Rollup.is_there(folder))
    source = Rollup(folder) if question.rolled else Evidence(folder)
    opened = open_engine(engine, source)
    try:
        if isinstance(source, Evidence) and not source.tells_persons:
            return of_groups(opened, name, question, where)
        return ask(opened, name, question)
    finally:
        opened.close()


def of_groups(engine: Engine, name: str, question: Question, where: str) -> Answer:
    """The answer of a measure as everybody may see it; a question about single people is refused with the reason."""
    if faults := list(_of_people(name, question)):
        raise QuestionFault(faults)
    asked = Asked(name, Lens(), question.by, where, question.of, question.factors, question.options)
    found = answer(engine, asked)
    return replace(found, parts=tuple(part for part in found.parts if not OF_SOME & set(part.keys)))


def _of_people(name: str, question: Question) -> Iterator[Fault]:
    for column in question.by:
        if column in OF_SOME:
            yield Fault("--by", 0, 0, "CQ011", f"single people cannot be told apart here: `{column}`", PRIVATE)
    told = question.where.columns if question.where else frozenset()
    for column in sorted(OF_SOME & told):
        yield Fault("--where", 0, 0, "CQ011", f"single people cannot be told apart here: `{column}`", PRIVATE)
    if name == "severity":
        yield Fault("measure", 0, 0, "CQ011", f"`{name}` is about single people", PRIVATE)


def demand_told(evidence: Evidence, what: str) -> None:
    """Raises EvidenceFault where figures of single persons may not be told of this evidence; `what` is what would."""
    if not evidence.tells_persons:
        raise EvidenceFault(f"{what}: {PRIVATE}")
